"""A sample of a running session, thought through at once: what nearly every frame is.

`hear_event` places, folds and drafts whatever a station says, step by step. Where a call is one reading of a
session at hand, plain in its time and later than all before, each of these steps has one outcome, and this
goes to it directly. It leaves the very rows that the long way leaves (a property holds them equal), or None.
"""

import msgspec

from wattfleet.bus.port import News
from wattfleet.events import Metered, Reading, TransactionWent
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp import translate
from wattfleet.ocpp.effects import Arrived
from wattfleet.ocpp.frame import result_frame
from wattfleet.ocpp.heard import Heard
from wattfleet.ocpp.replies import PlainReply, Reply, TransactionReply
from wattfleet.sessions.course import left_by
from wattfleet.sessions.fold import fold, with_sample
from wattfleet.sessions.placement import is_unknown_id, with_tx
from wattfleet.sessions.readings import point_of
from wattfleet.sessions.session import SAMPLE, Session, SessionState
from wattfleet.stations.clock import StationClock, are_plain, observe
from wattfleet.storage.recording import Direction, FrameRow, ReadingRow, Recording, SessionChange
from wattfleet.storage.rows import is_slight
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.draft import came_alone
from wattfleet.usecases.hear_transaction import only_reads
from wattfleet.usecases.parts import Parts

_PLAIN = PlainReply()
_NO_TOKEN = TransactionReply(None)


class Usual(msgspec.Struct, frozen=True, gc=False):
    """What such a call leaves: its rows, its answer, and what the desk will know."""

    recording: Recording
    answer: bytes
    session: Session
    clock: StationClock

    def settle(self, parts: Parts, desk: Desk) -> None:
        """The commit is durable: the desk now knows it too, and who looks at the session hears of it."""
        at, session = self.recording.frame.at, self.session
        desk.clock = self.clock
        desk.heard_at = at
        desk.take(session)
        if parts.bus.hears(desk.tenant):
            parts.bus.publish(News(desk.tenant, "session", str(session.id), session.version, at))


def usual(desk: Desk, arrived: Arrived, heard: Heard, received_at: Instant) -> Usual | None:
    """None for everything that is not of that kind."""
    if len(heard.events) != 1 or heard.flags or not heard.known or not arrived.wants_answer:
        return None
    event = heard.events[0]
    if type(event) is Metered:
        return _sample(desk, arrived, event, received_at)
    if type(event) is TransactionWent:
        return _update(desk, arrived, event, received_at)
    return None


def _sample(desk: Desk, arrived: Arrived, event: Metered, received_at: Instant) -> Usual | None:
    """Readings of 1.6."""
    reading = _only_reading(event)
    if reading is None or is_unknown_id(event.tx):
        return None
    clock = desk.clock
    if came_alone(desk, received_at):
        clock = observe(clock, reading.at, received_at, live=True)
    if not are_plain(clock, (reading.at,), received_at):
        return None
    before = _running(desk, event.tx)
    point = None if before is None else point_of(reading.at, reading, SAMPLE, -1)
    if before is None or point is None:
        return None
    session = with_sample(before, point, desk.facts)
    if session is None:
        return None
    row = ReadingRow(session.id, session.evse, reading.at, received_at, reading, SAMPLE, -1, point)
    return _usual(desk, arrived, (before, session), row, _PLAIN, clock)


def _update(desk: Desk, arrived: Arrived, event: TransactionWent, received_at: Instant) -> Usual | None:
    """An update of 2.x that brings one reading and nothing else."""
    reading = _only_reading(event)
    if (
        reading is None
        or event.sequence < 0
        or not are_plain(desk.clock, (event.at, reading.at), received_at)
    ):
        return None
    before = _running(desk, event.tx)
    if before is None or not only_reads(event, before):
        return None
    session = fold(before, event, station=desk.facts, received_at=received_at)
    if session is before or not is_slight(before, session):
        return None
    left = left_by(event, before, session)
    if left.station or len(left.session) != 1:
        return None
    at, told, source, sequence = left.session[0]
    row = ReadingRow(session.id, session.evse, at, received_at, told, source, sequence, left.point)
    return _usual(desk, arrived, (before, session), row, _NO_TOKEN, desk.clock)


def _usual(
    desk: Desk,
    arrived: Arrived,
    went: tuple[Session, Session],
    row: ReadingRow,
    reply: Reply,
    clock: StationClock,
) -> Usual:
    """`went`: the session before and after."""
    before, session = went
    at = row.received_at
    payload = translate.answer(desk.version, arrived.action, reply, arrived.payload, at)
    answer = result_frame(arrived.message_id, payload)
    frame = FrameRow(
        at,
        Direction.IN,
        "call",
        arrived.message_id,
        arrived.action,
        arrived.frame,
        answer,
        "",
        session.id,
    )
    recording = Recording(
        desk.tenant,
        desk.station.id,
        desk.epoch,
        frame,
        readings=(row,),
        sessions=(SessionChange(session, before.version, True),),
        first=desk.goes_first,
    )
    return Usual(recording, answer, session, clock)


def _only_reading(event: Metered | TransactionWent) -> Reading | None:
    """The one reading that an event tells, where nothing about it is doubtful."""
    if event.flags or len(event.readings) != 1:
        return None
    reading = event.readings[0]
    return None if reading.flags else reading


def _running(desk: Desk, tx: str) -> Session | None:
    """The running session that an event names."""
    session = with_tx(tx, desk.sessions.values())
    return session if session is not None and session.state is SessionState.ACTIVE else None
