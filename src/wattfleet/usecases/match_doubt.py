"""A person says to which session a doubtful event belongs; it is folded in as if it had found it itself."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict
from wattfleet.sessions.revision import Cause
from wattfleet.sessions.session import Session
from wattfleet.storage.database import Writer
from wattfleet.storage.doubts import Doubt
from wattfleet.usecases.acting import act
from wattfleet.usecases.deciding import demand_open, demand_session, identity_of, put_in, shown, told_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.revising import Reason
from wattfleet.usecases.then import Then, check_seen, nothing


async def match_doubt(
    parts: Parts,
    tenant: int,
    doubt_id: UUID,
    session_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Doubt] = nothing,
) -> Doubt:
    """Raises: WattfleetError `doubt_unknown`, `doubt_decided`, `session_unknown`, `station_differs`,
    `nothing_changes`, `version_stale`."""

    def put(writer: Writer) -> tuple[Doubt, Session]:
        doubt = demand_open(writer, doubt_id)
        check_seen(seen, doubt.version)
        session = demand_session(writer, session_id)
        if session.station_id != doubt.station_id:
            raise conflict("station_differs", "The session is another station's.", field="session")
        after, closed = put_in(writer, parts, doubt, session, Reason(Cause.PERSON, by, reason))
        if after is session:
            raise conflict(
                "nothing_changes",
                "The session has this already, or had ended before it.",
                hint="Write the doubt off instead.",
            )
        before, now_so = shown(session), shown(after)
        name = identity_of(writer, doubt)
        act(
            writer,
            parts,
            by,
            ("match", "doubt"),
            doubt.id,
            before=before,
            after=now_so,
            name=name,
            reason=reason,
        )
        then(writer, closed)
        return closed, after

    closed, after = await parts.database.write(tenant, put)
    told_of(parts, tenant, after)
    return closed
