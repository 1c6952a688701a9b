"""The one fold, for all versions: a session and what a station said give the session as it then stands.

A message adds evidence; `settle` draws the facts from all of it. So any order that a version allows, and any
repetition, gives the same facts. What changes nothing gives back the very same value.
"""

from uuid import UUID

import msgspec

from wattfleet.events import (
    ChargingState,
    ConnectorStatus,
    Context,
    Flag,
    Metered,
    SessionEvent,
    StatusReported,
    Token,
    TransactionBegan,
    TransactionEnded,
    TransactionWent,
)
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.ending import NEXT_START
from wattfleet.sessions.energy import advance
from wattfleet.sessions.evidence import join_doing, join_points, join_sequence, join_stop, start_key
from wattfleet.sessions.growing import Growing
from wattfleet.sessions.readings import points, reading_rows
from wattfleet.sessions.session import (
    OWN,
    Inferred,
    Point,
    Session,
    SessionState,
    StationFacts,
    Stop,
    sorted_flags,
)
from wattfleet.sessions.settle import belongs, energy_end, is_firm, kept_doings, settle

Transaction = TransactionBegan | TransactionWent | TransactionEnded


def begin(
    event: Transaction,
    *,
    id: UUID,  # noqa: A002
    tx: str,
    station: StationFacts,
    received_at: Instant,
    token_answer: str = "",
    flags: tuple[Flag, ...] = (),
    key: str = "",
) -> Session:
    """A session that this event tells of for the first time. In 2.x that may be any of its events.

    `tx` is the id that we gave (1.6) or the station's own; `key` is the start's content key where the caller
    made it from times as the station said them (before its clock was corrected).
    """
    blank = Session(
        id=id,
        station_id=station.station_id,
        evse=0,
        connector=0,
        tx=tx,
        start_key=key or (start_key(event) if isinstance(event, TransactionBegan) else f"tx:{tx}"),
        state=SessionState.ACTIVE,
        started_at=event.at,
        first_at=event.at,
        first_received_at=received_at,
        token_answer=token_answer,
    )
    return fold(blank, event, station=station, received_at=received_at, flags=flags)


def fold(
    session: Session,
    event: SessionEvent,
    *,
    station: StationFacts,
    received_at: Instant,
    flags: tuple[Flag, ...] = (),
) -> Session:
    """The session with an event of its transaction; `flags` are those of its placement.

    `version` grows by one if anything changed; else the value is the same object.
    """
    found = points(reading_rows(event))
    if isinstance(event, Metered):
        return _metered(session, event, found, station, flags)
    heard = _heard(session, event, station, received_at)
    told = set(flags) | set(event.flags)
    if event.offline:
        told.add(Flag.OFFLINE)
    for reading in event.readings:
        told.update(reading.flags)
    if isinstance(event, TransactionBegan) and session.began_at is not None:
        told.add(Flag.REPLAYED_START)
    if isinstance(event, TransactionEnded):
        stop = Stop(event.at, event.register or _own_end(found), event.reason)
        if any(one.register == stop.register for one in session.stops):
            told.add(Flag.REPLAYED_STOP)
        heard = msgspec.structs.replace(heard, stops=join_stop(heard.stops, stop))
    elif _goes_on(session, heard) and told <= set(session.told):
        quick = _appended(heard, found, station)
        if quick is not None:
            return quick
    return _joined(session, heard, found, told, station)


def _goes_on(before: Session, after: Session) -> bool:
    """Whether an event left all as it was but its number and the time (the usual sample of 2.x)."""
    return (
        before.began_at == after.began_at
        and before.first_at == after.first_at
        and len(before.sequences) == len(after.sequences)
        and [one.state for one in before.doings] == [one.state for one in after.doings]
    )


def fold_status(
    session: Session,
    status: StatusReported,
    at: Instant,
    *,
    station: StationFacts,
    received_at: Instant,
) -> Session:
    """The session with its connector's status. It tells what the car does and when it left; it never ends a
    session by itself (row 87)."""
    state = _doing_of(status.status)
    if state is None or at < session.started_at:
        return session
    if session.sequences and state is not ChargingState.IDLE:
        return session  # 2.x tells the car's state with the transaction itself
    doings = join_doing(session.doings, state, at, -1, session.sequences)
    first = min(session.first_received_at, received_at)
    heard = msgspec.structs.replace(session, doings=doings, first_received_at=first)
    return _joined(session, heard, (), set(), station)


def infer_end(
    session: Session,
    evidence: Inferred,
    *,
    station: StationFacts,
) -> Session:
    """The session closed by evidence instead of its stop (§4). A stop or a later reading takes it back. What
    its plug told after the next start is of that one."""
    if session.stops:
        return session
    doings = session.doings
    if evidence.why == NEXT_START:
        doings = tuple(one for one in doings if one.at <= evidence.at or one.sequence >= 0)
    return _changed(
        session, settle(msgspec.structs.replace(session, inferred=evidence, doings=doings), station)
    )


def resolve(session: Session, flags: tuple[Flag, ...], *, station: StationFacts) -> Session:
    """The session after a person has looked at these doubts and found it right."""
    cleared = sorted_flags(set(session.cleared) | set(flags))
    return _changed(session, settle(msgspec.structs.replace(session, cleared=cleared), station))


def unresolve(session: Session, *, station: StationFacts) -> Session:
    """The session after all that a person has accepted of it was taken back."""
    return _changed(session, settle(msgspec.structs.replace(session, cleared=()), station))


def write_off(session: Session, *, station: StationFacts) -> Session:
    """The session after a person has given it up: it stays on record, and reaches no bill."""
    return _changed(session, settle(msgspec.structs.replace(session, written_off=True), station))


def reinstate(session: Session, *, station: StationFacts) -> Session:
    """The session after that was taken back."""
    return _changed(session, settle(msgspec.structs.replace(session, written_off=False), station))


def resettle(session: Session, evidence: Session, *, station: StationFacts) -> Session:
    """`session` with the evidence of the other value, and the facts that follow from it."""
    return _changed(session, settle(evidence, station))


def _heard(session: Session, event: Transaction, station: StationFacts, received_at: Instant) -> Session:
    """All evidence of a transaction's event but its readings and its end."""
    last_at = session.last_at
    evse = _told(session.evse, event.evse)
    token, rank = _earlier_token(session, event)
    began_at = session.began_at
    if isinstance(event, TransactionBegan):
        began_at = event.at if began_at is None else min(began_at, event.at)
    sequences = join_sequence(session.sequences, event.sequence)
    doings = session.doings
    if event.charging is not None:
        doings = join_doing(doings, event.charging, event.at, event.sequence, sequences)
    elif sequences is not session.sequences:
        doings = join_doing(doings, None, event.at, event.sequence, sequences)
    return msgspec.structs.replace(
        session,
        evse=evse,
        connector=_told(session.connector, event.connector),
        began_at=began_at,
        first_at=min(session.first_at, event.at),
        first_received_at=min(session.first_received_at, received_at),
        last_at=event.at if last_at is None or event.at > last_at else last_at,
        known_register=session.known_register if session.evse else station.last_registers.get(evse),
        token=token,
        token_rank=rank,
        remote_start=_least(session.remote_start, event.remote_start),
        reservation=_least(
            session.reservation, event.reservation if isinstance(event, TransactionBegan) else None
        ),
        sequences=sequences,
        doings=doings,
    )


def _told(known: int, told: int | None) -> int:
    """An EVSE or connector may be named in one event only (row 22); the lowest wins where two differ."""
    if not told or told < 0:
        return known
    return min(known, told) if known else told


def _least(known: int | None, told: int | None) -> int | None:
    if known is None or told is None:
        return told if known is None else known
    return min(known, told)


def _earlier_token(session: Session, event: Transaction) -> tuple[Token | None, tuple[int, int, int] | None]:
    """Who charges is who showed a token first; the token that ends a transaction is the last resort."""
    if event.token is None or not event.token.uid:
        return session.token, session.token_rank
    rank = (int(isinstance(event, TransactionEnded)), event.at.us, event.sequence)
    if session.token_rank is not None and session.token_rank <= rank:
        return session.token, session.token_rank
    return event.token, rank


def _own_end(found: tuple[Point, ...]) -> Energy | None:
    """2.x tells the end register among the readings of the last event."""
    for point in reversed(found):
        if point.source == OWN and point.context is Context.END:
            return point.register
    return None


def _joined(
    session: Session, heard: Session, found: tuple[Point, ...], told: set[Flag], station: StationFacts
) -> Session:
    """The evidence with new points and flags, cut to what belongs to the session, and its facts."""
    told.discard(Flag.UNKNOWN_TX)  # it was found all the same, or it would not be here (rows 6-8)
    stop = heard.stops[0] if heard.stops else None
    track, appended = join_points(heard.track, tuple(one for one in found if belongs(stop, one)))
    if stop is not None and heard.stops is not session.stops:
        track, appended = Growing(one for one in track if belongs(stop, one)), None
    flags = heard.told if told <= set(heard.told) else sorted_flags(told | set(heard.told))
    doings = kept_doings(stop, heard.doings)
    joined = msgspec.structs.replace(heard, track=track, told=flags, doings=doings)
    return _changed(session, settle(joined, station, appended=appended))


def _metered(
    session: Session, event: Metered, found: tuple[Point, ...], station: StationFacts, flags: tuple[Flag, ...]
) -> Session:
    told = {*flags, *event.flags}
    for reading in event.readings:
        if reading.flags:
            told.update(reading.flags)
    told.discard(Flag.UNKNOWN_TX)
    if session.stops:
        found = tuple(one for one in found if belongs(session.stops[0], one))
        if not found:
            return session  # after the end: the station's, not the session's (row 18)
    quick = _appended(session, found, station) if not told or told <= set(session.told) else None
    return quick or _joined(session, session, found, told, station)


def _appended(session: Session, found: tuple[Point, ...], station: StationFacts) -> Session | None:
    """The usual sample of a running session, later than all before: nothing is summed anew. None where that
    does not hold; then the whole way gives the same."""
    return with_sample(session, found[0], station) if len(found) == 1 else None


def with_sample(session: Session, point: Point, station: StationFacts) -> Session | None:
    """The usual sample of a running session, as `fold` would add it; None where that takes the whole way."""
    tally, last = session.tally, session.track.last
    if tally is None or last is None or session.stops or session.inferred or session.amended:
        return None
    if point.source == OWN or point.at.us <= last.at.us or not is_firm(tally, station):
        return None
    following = advance(tally, point)
    if following.marks != tally.marks:
        return None
    track = session.track.then(point)
    return msgspec.structs.replace(
        session,
        track=track,
        tally=following,
        energy=Energy(following.total),
        energy_end_at=energy_end(session, track, following, None),
        last_at=point.at if session.last_at is None or point.at > session.last_at else session.last_at,
        power=session.power if point.power_mw is None else Power(point.power_mw),
        soc_milli=session.soc_milli if point.soc_milli is None else point.soc_milli,
        version=session.version + 1,
    )


def _changed(before: Session, after: Session) -> Session:
    if len(before.track) != len(after.track):
        return msgspec.structs.replace(after, version=before.version + 1)
    same = msgspec.structs.replace(after, version=before.version)
    return before if same == before else msgspec.structs.replace(after, version=before.version + 1)


def _doing_of(status: ConnectorStatus) -> ChargingState | None:
    """What a 1.6 status says of the car; Finishing, Reserved, Faulted and the like say nothing of it."""
    match status:
        case ConnectorStatus.CHARGING:
            return ChargingState.CHARGING
        case ConnectorStatus.SUSPENDED_EV:
            return ChargingState.SUSPENDED_EV
        case ConnectorStatus.SUSPENDED_EVSE:
            return ChargingState.SUSPENDED_EVSE
        case ConnectorStatus.AVAILABLE:
            return ChargingState.IDLE
        case ConnectorStatus.PREPARING:
            return ChargingState.EV_CONNECTED
        case _:
            return None
