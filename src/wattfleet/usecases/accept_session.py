"""A session in review is accepted as it is, by a person with a reason; or that is taken back."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict
from wattfleet.sessions.fold import resolve, unresolve
from wattfleet.sessions.session import SessionState, held_by
from wattfleet.storage.database import Writer
from wattfleet.usecases.deciding import Decided, demand_session, facts_at, keep_decided, told_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, check_seen, nothing


async def accept_session(
    parts: Parts,
    tenant: int,
    session_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Decided] = nothing,
) -> Decided:
    """Its doubts hold it no longer, and it is rated. Raises: WattfleetError `session_unknown`,
    `session_not_in_review`, `version_stale`."""

    def put(writer: Writer) -> Decided:
        session = demand_session(writer, session_id)
        check_seen(seen, session.version)
        if session.state is not SessionState.REVIEW:
            raise conflict("session_not_in_review", f"It is {session.state.value}, not in review.")
        after = resolve(session, held_by(session), station=facts_at(writer, session))
        decided = keep_decided(writer, parts, session, after, ("accept", by, reason))
        then(writer, decided)
        return decided

    decided = await parts.database.write(tenant, put)
    told_of(parts, tenant, decided.session)
    return decided


async def unaccept_session(
    parts: Parts,
    tenant: int,
    session_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Decided] = nothing,
) -> Decided:
    """It waits for a person again. Raises: WattfleetError `session_unknown`, `session_not_accepted`,
    `version_stale`."""

    def put(writer: Writer) -> Decided:
        session = demand_session(writer, session_id)
        check_seen(seen, session.version)
        if not session.cleared:
            raise conflict("session_not_accepted", "Nobody has accepted it.")
        after = unresolve(session, station=facts_at(writer, session))
        decided = keep_decided(writer, parts, session, after, ("unaccept", by, reason))
        then(writer, decided)
        return decided

    decided = await parts.database.write(tenant, put)
    told_of(parts, tenant, decided.session)
    return decided
