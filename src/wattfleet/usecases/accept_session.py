"""A session in review is accepted as it is, by a person with a reason; or that is taken back."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.kernel.errors import conflict
from wattfleet.sessions.fold import resolve, unresolve
from wattfleet.sessions.session import Session, SessionState, held_by
from wattfleet.storage import sessions
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.deciding import demand_session, facts_at, shown
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
    then: Then[Session] = nothing,
) -> Session:
    """Its doubts hold it no longer, and it is rated. Raises: WattfleetError `session_unknown`,
    `session_not_in_review`, `version_stale`."""

    def put(writer: Writer) -> Session:
        session = demand_session(writer, session_id)
        check_seen(seen, session.version)
        if session.state is not SessionState.REVIEW:
            raise conflict("session_not_in_review", f"It is {session.state.value}, not in review.")
        after = resolve(session, held_by(session), station=facts_at(writer, session))
        _keep(writer, parts, session, after, ("accept", by, reason))
        then(writer, after)
        return after

    return await _told(parts, tenant, await parts.database.write(tenant, put))


async def unaccept_session(
    parts: Parts,
    tenant: int,
    session_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Session] = nothing,
) -> Session:
    """It waits for a person again. Raises: WattfleetError `session_unknown`, `session_not_accepted`,
    `version_stale`."""

    def put(writer: Writer) -> Session:
        session = demand_session(writer, session_id)
        check_seen(seen, session.version)
        if not session.cleared:
            raise conflict("session_not_accepted", "Nobody has accepted it.")
        after = unresolve(session, station=facts_at(writer, session))
        _keep(writer, parts, session, after, ("unaccept", by, reason))
        then(writer, after)
        return after

    return await _told(parts, tenant, await parts.database.write(tenant, put))


def _keep(
    writer: Writer, parts: Parts, before: Session, after: Session, deed: tuple[str, Principal, str]
) -> None:
    verb, by, reason = deed
    sessions.change(writer, after, before.version, at=parts.clock.now())
    act(
        writer,
        parts,
        by,
        (verb, "session"),
        before.id,
        before=shown(before),
        after=shown(after),
        name=before.tx,
        reason=reason,
    )


async def _told(parts: Parts, tenant: int, session: Session) -> Session:
    parts.bus.publish(News(tenant, "session", str(session.id), session.version, parts.clock.now()))
    return session
