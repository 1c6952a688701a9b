"""A transaction event or readings: find the session, or begin it, and fold."""

from typing import assert_never

import msgspec

from wattfleet.events import (
    ConnectorStatus,
    Flag,
    Metered,
    SessionEvent,
    StatusReported,
    Token,
    TransactionBegan,
    TransactionEnded,
    TransactionWent,
)
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.replies import (
    PlainReply,
    StartReply,
    StopReply,
    TokenReply,
    TokenStatus,
    TransactionReply,
)
from wattfleet.sessions.course import left_by
from wattfleet.sessions.fold import begin, fold, fold_status
from wattfleet.sessions.learning import register_after, register_mode_after
from wattfleet.sessions.placement import (
    Fresh,
    Into,
    LookUp,
    Placement,
    Unplaced,
    is_told_of,
    place,
    start_key,
)
from wattfleet.sessions.readings import reading_rows
from wattfleet.sessions.session import Session, SessionState, StationFacts
from wattfleet.stations.clock import are_plain, correct, observe
from wattfleet.stations.station import RegisterMode
from wattfleet.storage import doubts, stations, tokens
from wattfleet.storage.database import Writer
from wattfleet.storage.recording import ReadingRow
from wattfleet.usecases.authorise_token import Admitted, authorise_token, judged
from wattfleet.usecases.draft import Draft
from wattfleet.usecases.look_up import free_tx, look_up
from wattfleet.usecases.looking import Looked
from wattfleet.usecases.parts import Parts

_CAR_IS_THERE = frozenset(
    {ConnectorStatus.CHARGING, ConnectorStatus.SUSPENDED_EV, ConnectorStatus.SUSPENDED_EVSE}
)

_METERED = frozenset({"meter_value_periodic", "meter_value_clock"})
"""Why an update was sent, where it was for its readings. Source: OCPP 2.0.1 TriggerReasonEnumType."""

Transaction = TransactionBegan | TransactionWent | TransactionEnded


async def hear_transaction(parts: Parts, draft: Draft, said: SessionEvent, flags: tuple[Flag, ...]) -> None:
    """Place the event and fold it; what cannot be placed becomes a doubt. The station is always answered."""
    event = _corrected(draft, said)
    key = start_key(said) if isinstance(said, TransactionBegan) else ""
    placement = place(event, draft.known(), received_at=draft.received_at, key=key)
    looked = Looked()
    if isinstance(placement, LookUp):
        looked = await look_up(parts, draft.desk, event, placement)
        placement = _placed_again(draft, event, key, looked)
    admitted = None if isinstance(event, Metered) else await _admit(parts, draft, event, placement, looked)
    session: Session | None
    if isinstance(placement, Fresh):
        assert not isinstance(event, Metered), "readings never begin a session"
        tx = (looked.tx or await free_tx(parts, draft.desk)) if draft.desk.version == "1.6" else event.tx
        more = (*flags, *placement.flags, *_token_flags(parts, draft, admitted))
        session = _begin(parts, draft, event, tx, key=key, flags=more, token_answer=_answer_of(admitted))
        _keep(draft, event, None, session)
    else:
        session = _take(parts, draft, event, placement, admitted, flags)
    _reply(draft, event, session, admitted)


def hear_usual(parts: Parts, draft: Draft, said: Metered | TransactionWent, flags: tuple[Flag, ...]) -> bool:
    """The same of readings and of an update whose session is at hand. False where the database must be asked:
    then the draft is worth nothing."""
    if isinstance(said, TransactionWent) and said.token is not None:
        return False
    event = _corrected(draft, said)
    placement = place(event, draft.known(), received_at=draft.received_at)
    if isinstance(placement, LookUp | Fresh):
        return False
    session = _take(parts, draft, event, placement, None, flags)
    _reply(draft, event, session, None)
    return True


def _take(
    parts: Parts,
    draft: Draft,
    event: SessionEvent,
    placement: Placement,
    admitted: Admitted | None,
    flags: tuple[Flag, ...],
) -> Session | None:
    """Fold the event into the session that it belongs to; without one it becomes a doubt."""
    match placement:
        case Into(session_id, why):
            known = draft.at_hand(session_id)
            if known.token is None and not isinstance(event, TransactionEnded):
                why = (*why, *_token_flags(parts, draft, admitted))
            session = fold(
                known, event, station=draft.desk.facts, received_at=draft.received_at, flags=(*flags, *why)
            )
            _keep(draft, event, known, session)
            return session
        case Unplaced(flag, reason):
            _doubt(parts, draft, event, flag, reason)
            return None
        case LookUp() | Fresh():
            raise AssertionError("a look-up is answered and a session begun before the event is folded")
        case _:
            assert_never(placement)


def _corrected(draft: Draft, event: SessionEvent) -> SessionEvent:
    """The event by our time: the station's measured skew is taken out, both values are kept (row 51).

    Readings of a station without a queue are what the skew is measured on; starts and stops never are.
    """
    received = draft.received_at
    if draft.stands_alone and isinstance(event, Metered) and event.readings:
        draft.clock = observe(draft.clock, event.readings[-1].at, received, live=True)
    clock = draft.clock
    if are_plain(clock, _moments(event), received):
        return event
    readings = tuple(
        msgspec.structs.replace(one, at=correct(clock, one.at, received)[0]) for one in event.readings
    )
    if isinstance(event, Metered):
        return msgspec.structs.replace(event, readings=readings)
    at, flags = correct(clock, event.at, received)
    return msgspec.structs.replace(event, at=at, readings=readings, flags=(*event.flags, *flags))


def _moments(event: SessionEvent) -> list[Instant]:
    moments = [one.at for one in event.readings]
    return moments if isinstance(event, Metered) else [event.at, *moments]


def _placed_again(draft: Draft, event: SessionEvent, key: str, looked: Looked) -> Placement:
    """Where the event belongs once the database has been asked for the session that is not at hand."""
    desk, found = draft.desk, looked.session
    if found is not None and found.id not in desk.sessions:
        desk.take(found)
    return place(event, draft.known(), received_at=draft.received_at, looked_up=True, key=key)


async def _admit(
    parts: Parts, draft: Draft, event: Transaction, placement: Placement, looked: Looked
) -> Admitted | None:
    """Judge the token that came with the event; a repeated start gets its first answer (rows 1-3)."""
    token = event.token
    if token is None:
        return None
    own = placement.session_id if isinstance(placement, Into) else None
    if own is not None and isinstance(event, TransactionBegan):
        first = draft.at_hand(own).token_answer
        if first:
            return Admitted(token, TokenReply(TokenStatus(first)), None, "as it was answered the first time")
    if looked.shown is not None:
        return judged(draft.desk, token, looked.shown, draft.received_at)
    return await authorise_token(parts, draft.desk, token, draft.received_at)


def _answer_of(admitted: Admitted | None) -> str:
    return "" if admitted is None else admitted.reply.status.value


def _begin(
    parts: Parts,
    draft: Draft,
    event: Transaction,
    tx: str,
    *,
    key: str,
    flags: tuple[Flag, ...],
    token_answer: str,
) -> Session:
    """A new session."""
    session = begin(
        event,
        id=parts.ids.uuid(draft.received_at),
        tx=tx,
        station=_facts_before(draft, event),
        received_at=draft.received_at,
        token_answer=token_answer,
        flags=flags,
        key=key,
    )
    return _with_status(draft, session)


def _facts_before(draft: Draft, event: Transaction) -> StationFacts:
    """The station as it was when the event happened: what comes late follows an older register."""
    facts = draft.desk.facts
    here = [one for one in draft.known() if one.evse == event.evse]
    if event.evse is None or not any(one.started_at > event.at for one in here):
        return facts
    ended = [one for one in here if one.ended_at is not None and one.ended_at <= event.at]
    newest = max(ended, key=lambda one: one.ended_at or one.started_at, default=None)
    registers = {evse: register for evse, register in facts.last_registers.items() if evse != event.evse}
    if newest is not None and newest.end_register is not None:
        registers[event.evse] = newest.end_register
    return msgspec.structs.replace(facts, last_registers=registers)


def _with_status(draft: Draft, session: Session) -> Session:
    """In 1.6 a connector tells by itself what its car does: also before the transaction begins, and, where a
    station was off line, at its return, ahead of the transaction that waits in its queue."""
    connector = draft.desk.connectors.get((session.evse, session.connector))
    if draft.desk.version != "1.6" or connector is None or connector.status not in _CAR_IS_THERE:
        return session
    here = [one for one in draft.known() if one.evse == session.evse]
    if not is_told_of(session, connector.since, here):
        return session
    at, facts = max(connector.since, session.started_at), draft.desk.facts
    status = StatusReported(connector.evse, connector.connector, connector.status, at)
    return fold_status(session, status, at, station=facts, received_at=draft.received_at)


def _token_flags(parts: Parts, draft: Draft, admitted: Admitted | None) -> tuple[Flag, ...]:
    """A car that charges without our leave is recorded all the same, and held (row 30).

    A card that nobody has registered is kept, blocked, so that its owner can be found (row 94).
    """
    if admitted is None or admitted.reply.status is TokenStatus.ACCEPTED:
        return ()
    if admitted.token is not None and not admitted.token.seen_unknown:
        return (Flag.UNAUTHORISED,)
    if admitted.token is None and admitted.shown.uid:
        _remember_unknown(parts, draft, admitted.shown)
    return (Flag.UNAUTHORISED, Flag.UNKNOWN_TOKEN)


def _remember_unknown(parts: Parts, draft: Draft, token: Token) -> None:
    """A card that charged without our leave is kept, blocked, so that its session is not lost (row 94)."""
    token_id = parts.ids.uuid(draft.received_at)
    draft.extra.append(lambda writer: tokens.remember_unknown(writer, token_id, token))


def _keep(draft: Draft, event: SessionEvent, before: Session | None, session: Session) -> None:
    """The session as it now stands, the readings that it gained, and its line in the station's history."""
    left, received = left_by(event, before, session), draft.received_at
    for at, reading, source, sequence in left.session:
        row = ReadingRow(session.id, session.evse, at, received, reading, source, sequence, left.point)
        draft.readings.append(row)
    for at, reading, source, sequence in left.station:
        draft.readings.append(ReadingRow(None, session.evse, at, received, reading, source, sequence))
    if session is before:
        return
    draft.sessions[session.id] = session
    if isinstance(event, Metered):
        return
    if before is None or not only_reads(event, before):
        draft.note(event, event.at, session.id)
    if before is None:
        draft.tell("session.started", str(session.id), session.version)
    if session.state is not SessionState.ACTIVE and (before is None or before.state is SessionState.ACTIVE):
        draft.tell("session.ended", str(session.id), session.version)
        _learn(draft, session)


def only_reads(event: Transaction, before: Session) -> bool:
    """Whether an update of a running session says what MeterValues say in 1.6: like these it is no line of
    the station's history."""
    return (
        isinstance(event, TransactionWent)
        and event.trigger in _METERED
        and event.token is None
        and bool(event.readings)
        and (event.charging is None or event.charging is before.charging)
        and not event.flags
        and not event.offline
        and before.state is SessionState.ACTIVE
    )


def _learn(draft: Draft, session: Session) -> None:
    """What an ended session teaches of its station's register (row 31): nothing, where a later one has."""
    desk = draft.desk
    if any(one.evse == session.evse and one.started_at > session.started_at for one in draft.known()):
        return
    last = desk.registers.get(session.evse)
    proven = register_after(last, session)
    if proven is not None and proven != last:
        draft.registers[session.evse] = proven
    known = (draft.station or desk.station).register_mode
    mode = RegisterMode(register_mode_after(known.value, last, session))
    if mode is known:
        return
    station_id = desk.station.id
    draft.station = msgspec.structs.replace(draft.station or desk.station, register_mode=mode)

    def learn(writer: Writer) -> None:
        station = stations.get(writer, station_id)
        if station is not None:
            learned = msgspec.structs.replace(station, register_mode=mode)
            stations.change(writer, learned, station.version)

    draft.extra.append(learn)


def _doubt(parts: Parts, draft: Draft, event: SessionEvent, flag: Flag | None, reason: str) -> None:
    """What belongs to no session is kept where a person, or more evidence, can find it (rows 5, 10).

    Readings between sessions are the station's own and no doubt: they come without a flag (rows 18, 19).
    """
    draft.readings.extend(
        ReadingRow(None, _evse_of(event), at, draft.received_at, reading, source, sequence)
        for at, reading, source, sequence in reading_rows(event)
    )
    if flag is None:
        return
    doubt_id, station_id, at = parts.ids.uuid(draft.received_at), draft.desk.station.id, draft.received_at

    def keep(writer: Writer) -> None:
        doubts.add(writer, doubt_id, station_id, event, flag, reason, at)

    draft.extra.append(keep)


def _evse_of(event: SessionEvent) -> int:
    return event.evse or 0


def _reply(draft: Draft, event: SessionEvent, session: Session | None, admitted: Admitted | None) -> None:
    """In 1.6 a start gets its number and a stop its thanks; in 2.x an event gets its token's answer."""
    token = admitted.reply if admitted is not None else None
    match event:
        case TransactionBegan() if draft.desk.version == "1.6":
            assert session is not None, "a start always has a session"
            draft.reply = StartReply(int(session.tx), token or TokenReply(TokenStatus.INVALID))
        case TransactionEnded() if draft.desk.version == "1.6":
            draft.reply = StopReply(token)
        case TransactionBegan() | TransactionWent() | TransactionEnded():
            draft.reply = TransactionReply(token)
        case Metered():
            draft.reply = PlainReply()
        case _:
            assert_never(event)
