"""What every decision about a doubt needs: the doubt, the session, and the one folded into the other."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.events import Flag
from wattfleet.kernel.errors import WattfleetError, conflict, missing
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.course import left_by
from wattfleet.sessions.fold import fold
from wattfleet.sessions.placement import place
from wattfleet.sessions.revision import Cause
from wattfleet.sessions.session import Session, StationFacts
from wattfleet.storage import doubts, matches, readings, sessions, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.doubts import OPEN, RESOLVED, Doubt
from wattfleet.usecases.acting import act
from wattfleet.usecases.desk import facts_of
from wattfleet.usecases.finding import demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.revising import Reason, number_of, revise


def demand_doubt(reader: Reader, doubt_id: UUID) -> Doubt:
    """Raises: WattfleetError `doubt_unknown`."""
    found = doubts.get(reader, doubt_id)
    if found is None:
        raise missing("doubt_unknown", "There is no such doubt.", hint="GET /api/v1/doubts lists all.")
    return found


def demand_open(reader: Reader, doubt_id: UUID) -> Doubt:
    """Raises: WattfleetError `doubt_unknown`, `doubt_decided`."""
    found = demand_doubt(reader, doubt_id)
    if found.state != OPEN:
        raise conflict(
            "doubt_decided", f"It is {found.state} already.", hint="Reopen it first, where that is possible."
        )
    return found


def demand_session(reader: Reader, session_id: UUID) -> Session:
    """Raises: WattfleetError `session_unknown`."""
    session = sessions.get(reader, session_id)
    if session is None:
        raise session_unknown()
    return session


def session_unknown() -> WattfleetError:
    return missing("session_unknown", "There is no such session.", hint="GET /api/v1/sessions lists all.")


def facts_at(reader: Reader, session: Session) -> StationFacts:
    """What the fold must know of the session's station, as it was before the session."""
    station = demand_station(reader, session.station_id)
    ended = sessions.last_registers(reader, station.id, before=session.started_at)
    registers = {evse: one.end_register for evse, one in ended.items() if one.end_register is not None}
    return facts_of(station, registers)


def with_event(reader: Reader, session: Session, doubt: Doubt) -> Session:
    """The session with the doubtful event in it; it comes through the one fold, as from the station."""
    return fold(
        session,
        doubt.event,
        station=facts_at(reader, session),
        received_at=doubt.at,
        flags=(Flag.INFERRED_TX,),
    )


def candidates(reader: Reader, doubt: Doubt) -> list[Session]:
    """The station's sessions around the event, the nearest start first."""
    at = moment_of(doubt)
    found = sessions.open_and_recent(reader, doubt.station_id, at + -AROUND_US)
    near = [one for one in found if one.started_at <= at + AROUND_US]
    return sorted(near, key=lambda one: abs(one.started_at - at))[:MOST]


AROUND_US = 2 * 24 * 3_600_000_000
"""How far from an event a session may lie to be offered for it."""
MOST = 10


def moment_of(doubt: Doubt) -> Instant:
    event = doubt.event
    told = getattr(event, "at", None)
    if isinstance(told, Instant):
        return told
    return event.readings[0].at if event.readings else doubt.at


def place_again(reader: Reader, doubt: Doubt) -> UUID | None:
    """The session into which the event goes by what is known today; None = still none, or more than one.

    Only sessions that had begun by then: the next car is never ended by an orphan of the one before.
    """
    at = moment_of(doubt)
    apart = matches.undone(reader, doubt.id)  # a person has said that it does not belong there
    known = [one for one in candidates(reader, doubt) if one.started_at <= at]
    tx = doubt.event.tx
    named = sessions.by_tx(reader, doubt.station_id, tx) if tx else None
    if named is not None and all(one.id != named.id for one in known):
        known.append(named)
    known = [one for one in known if one.id not in apart]
    placed = place(doubt.event, known, received_at=doubt.at, looked_up=True)
    return getattr(placed, "session_id", None)


def put_in(
    writer: Writer, parts: Parts, doubt: Doubt, session: Session, why: Reason
) -> tuple[Session, Doubt]:
    """Fold, write the session and its readings, and close the doubt; what was before is kept for the undo."""
    now = parts.clock.now()
    after = with_event(writer, session, doubt)
    if after is not session:
        rows = left_by(doubt.event, session, after).session
        readings.give(writer, session, doubt.station_id, doubt.at, rows)
        sessions.change(writer, after, session.version, at=now)
        revise(writer, session, after, why, now)
        matches.add(writer, matches.match_of(parts.ids.uuid(now), now, doubt.id, session, after, rows))
    closed = msgspec.structs.replace(doubt, state=RESOLVED, session_id=session.id)
    doubts.change(writer, closed, doubt.version)
    return after, msgspec.structs.replace(closed, version=doubt.version + 1)


class Decided(msgspec.Struct, frozen=True):
    """A session after a decision, and the number of its newest revision (0 = it has none)."""

    session: Session
    revision: int


def keep_decided(
    writer: Writer, parts: Parts, before: Session, after: Session, deed: tuple[str, Principal, str]
) -> Decided:
    """A session after a person's decision, with its revision and its act; `deed` is verb, who, why."""
    verb, by, reason = deed
    now = parts.clock.now()
    sessions.change(writer, after, before.version, at=now)
    revise(writer, before, after, Reason(Cause.PERSON, by, reason), now)
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
    return Decided(after, number_of(writer, after.id))


def told_of(parts: Parts, tenant: int, session: Session) -> Session:
    """The session, after the others have been told that it changed."""
    parts.bus.publish(News(tenant, "session", str(session.id), session.version, parts.clock.now()))
    return session


def identity_of(reader: Reader, doubt: Doubt) -> str:
    station = stations.get(reader, doubt.station_id)
    return "" if station is None else station.identity


def shown(session: Session) -> dict[str, object]:
    """What an act says of a session."""
    return {
        "session": session.id,
        "state": session.state,
        "energy": session.energy,
        "started_at": session.started_at,
        "ended_at": session.ended_at,
        "token": None if session.token is None else session.token.uid,
        "driver": session.driver,
        "flags": session.flags,
        "cleared": session.cleared,
    }
