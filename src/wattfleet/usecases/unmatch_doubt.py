"""A match is undone: the event waits again, and its session keeps all else that it has learned since."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict
from wattfleet.sessions.course import pack, unpack
from wattfleet.sessions.fold import resettle
from wattfleet.sessions.revision import Cause
from wattfleet.sessions.session import Session
from wattfleet.sessions.undoing import without
from wattfleet.storage import doubts, matches, readings, sessions
from wattfleet.storage.database import Writer
from wattfleet.storage.doubts import OPEN, RESOLVED, Doubt
from wattfleet.storage.matches import Match
from wattfleet.usecases.acting import act
from wattfleet.usecases.deciding import demand_doubt, demand_session, facts_at, identity_of, shown, told_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.revising import Reason, revise
from wattfleet.usecases.then import Then, check_seen, nothing


async def unmatch_doubt(
    parts: Parts,
    tenant: int,
    doubt_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Doubt] = nothing,
) -> Doubt:
    """Raises: WattfleetError `doubt_unknown`, `doubt_not_matched`, `match_too_old`, `version_stale`."""
    now = parts.clock.now()

    def put(writer: Writer) -> tuple[Doubt, Session]:
        doubt = demand_doubt(writer, doubt_id)
        check_seen(seen, doubt.version)
        if doubt.state != RESOLVED:
            raise conflict("doubt_not_matched", f"It is {doubt.state}: no session has it.")
        match = matches.standing(writer, doubt_id)
        if match is None:
            raise conflict(
                "match_too_old",
                "It was matched before matches could be undone.",
                hint="Amend the session instead.",
            )
        session = demand_session(writer, match.session_id)
        after = _taken_out(writer, doubt, match, session)
        sessions.change(writer, after, session.version, at=now)
        revise(writer, session, after, Reason(Cause.PERSON, by, reason), now)
        matches.undo(writer, match, now)
        opened = msgspec.structs.replace(doubt, state=OPEN, session_id=None)
        doubts.change(writer, opened, doubt.version)
        opened = msgspec.structs.replace(opened, version=doubt.version + 1)
        act(
            writer,
            parts,
            by,
            ("unmatch", "doubt"),
            doubt.id,
            before=shown(session),
            after=shown(after),
            name=identity_of(writer, doubt),
            reason=reason,
        )
        then(writer, opened)
        return opened, after

    opened, after = await parts.database.write(tenant, put)
    told_of(parts, tenant, after)
    return opened


def _taken_out(writer: Writer, doubt: Doubt, match: Match, session: Session) -> Session:
    """The session without the event, its course drawn anew from the readings that stay its own."""
    missing = readings.take_back(writer, match.session_id, doubt.at, match.given)
    if missing:
        raise conflict(
            "match_too_old",
            f"{missing} of its readings stand in the files of old days.",
            hint="Amend the session instead.",
        )
    evidence = without(session, match.before, match.after)
    course = sessions.course_of(writer, session)
    evidence = unpack(pack(evidence), course)
    after = resettle(session, evidence, station=facts_at(writer, session))
    if after is session:
        return msgspec.structs.replace(session, version=session.version + 1)
    return after
