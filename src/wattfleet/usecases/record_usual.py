"""A sample of a running session, thought through at once: what nearly every frame is.

`hear_event` places, folds and drafts whatever a station says, step by step. Where a call is one reading of a
session at hand, plain in its time and later than all before, each of these steps has one outcome, and this
goes to it directly. It leaves the very rows that the long way leaves (a property holds them equal), or None.
"""

import msgspec

from wattfleet.bus.port import News
from wattfleet.events import Metered, Reading
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp import translate
from wattfleet.ocpp.effects import Arrived
from wattfleet.ocpp.frame import result_frame
from wattfleet.ocpp.heard import Heard
from wattfleet.ocpp.replies import PlainReply
from wattfleet.sessions.fold import with_sample
from wattfleet.sessions.placement import is_unknown_id, with_tx
from wattfleet.sessions.readings import point_of
from wattfleet.sessions.session import SAMPLE, Session, SessionState
from wattfleet.stations.clock import StationClock, are_plain, observe
from wattfleet.storage.recording import Direction, FrameRow, ReadingRow, Recording, SessionChange
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.draft import came_alone
from wattfleet.usecases.parts import Parts

_PLAIN = PlainReply()


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
    reading = _only_reading(heard)
    if reading is None or not arrived.wants_answer:
        return None
    clock = desk.clock
    if came_alone(desk, received_at):
        clock = observe(clock, reading.at, received_at, live=True)
    if not are_plain(clock, (reading.at,), received_at):
        return None
    before = _session_of(desk, heard)
    point = None if before is None else point_of(reading.at, reading, SAMPLE, -1)
    if before is None or point is None:
        return None
    session = with_sample(before, point, desk.facts)
    if session is None:
        return None
    answer = translate.answer(desk.version, arrived.action, _PLAIN, arrived.payload, received_at)
    frame = FrameRow(
        received_at,
        Direction.IN,
        "call",
        arrived.message_id,
        arrived.action,
        arrived.frame,
        result_frame(arrived.message_id, answer),
        "",
        session.id,
    )
    row = ReadingRow(session.id, session.evse, reading.at, received_at, reading, SAMPLE, -1, point)
    change = SessionChange(session, before.version, True)
    recording = Recording(
        desk.tenant,
        desk.station.id,
        desk.epoch,
        frame,
        readings=(row,),
        sessions=(change,),
        first=desk.goes_first,
    )
    return Usual(recording, answer, session, clock)


def _only_reading(heard: Heard) -> Reading | None:
    """The one reading that a call tells, where nothing about the call is doubtful."""
    if len(heard.events) != 1 or heard.flags or not heard.known:
        return None
    event = heard.events[0]
    if type(event) is not Metered or event.flags or len(event.readings) != 1:
        return None
    reading = event.readings[0]
    return None if reading.flags else reading


def _session_of(desk: Desk, heard: Heard) -> Session | None:
    """The running session that it names."""
    event = heard.events[0]
    assert isinstance(event, Metered), "asked only of readings"
    if is_unknown_id(event.tx):
        return None
    session = with_tx(event.tx, desk.sessions.values())
    return session if session is not None and session.state is SessionState.ACTIVE else None
