"""A person gives a session up: it stays on record with its evidence and reaches no bill. It can be undone."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict
from wattfleet.sessions.fold import reinstate, write_off
from wattfleet.sessions.session import SessionState
from wattfleet.storage.database import Writer
from wattfleet.usecases.amend_session import Seen, check_revision
from wattfleet.usecases.deciding import Decided, demand_session, facts_at, keep_decided, told_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def write_off_session(
    parts: Parts,
    tenant: int,
    session_id: UUID,
    *,
    reason: str,
    seen: Seen,
    by: Principal,
    then: Then[Decided] = nothing,
) -> Decided:
    """Raises: WattfleetError `session_unknown`, `revision_stale`, `version_stale`, `session_runs`,
    `session_written_off`."""

    def put(writer: Writer) -> Decided:
        session = demand_session(writer, session_id)
        check_revision(writer, session, seen)
        if session.state is SessionState.ACTIVE:
            raise conflict(
                "session_runs",
                "It still runs.",
                hint="Stop it first, or amend its end when its car has long gone.",
            )
        if session.written_off:
            raise conflict("session_written_off", "It is written off already.")
        after = write_off(session, station=facts_at(writer, session))
        decided = keep_decided(writer, parts, session, after, ("write_off", by, reason))
        then(writer, decided)
        return decided

    decided = await parts.database.write(tenant, put)
    told_of(parts, tenant, decided.session)
    return decided


async def reinstate_session(
    parts: Parts,
    tenant: int,
    session_id: UUID,
    *,
    reason: str,
    seen: Seen,
    by: Principal,
    then: Then[Decided] = nothing,
) -> Decided:
    """Undo a write-off. Raises: WattfleetError `session_unknown`, `revision_stale`, `version_stale`,
    `session_not_written_off`."""

    def put(writer: Writer) -> Decided:
        session = demand_session(writer, session_id)
        check_revision(writer, session, seen)
        if not session.written_off:
            raise conflict("session_not_written_off", f"It is {session.state.value}, not written off.")
        after = reinstate(session, station=facts_at(writer, session))
        decided = keep_decided(writer, parts, session, after, ("reinstate", by, reason))
        then(writer, decided)
        return decided

    decided = await parts.database.write(tenant, put)
    told_of(parts, tenant, decided.session)
    return decided
