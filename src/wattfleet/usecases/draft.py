"""What one frame will leave behind, while it is being thought through."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import msgspec

from wattfleet.events import StationEvent
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.ocpp.replies import Reply
from wattfleet.sessions.revision import Cause, may_be_revised
from wattfleet.sessions.session import Session
from wattfleet.stations.clock import StationClock
from wattfleet.stations.station import Connector, Station
from wattfleet.storage.database import Writer
from wattfleet.storage.recording import EventRow, FrameRow, OutboxRow, ReadingRow, Recording, SessionChange
from wattfleet.storage.rows import is_slight
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.revising import Reason, revise

QUIET_US = 45 * SECOND_US
"""How long a station is silent before a message that it sends as it happens, and not from a queue: over a bad
line each message of a queue waits for the answer to the one before, or until it gives up after 30 s."""


def came_alone(desk: Desk, received_at: Instant) -> bool:
    """Whether a frame came by itself: a queue that is being emptied comes back to back, and may begin a
    connection."""
    return desk.heard_at is not None and received_at.us - desk.heard_at.us > QUIET_US


class Draft:
    """Collects what follows from a frame over a desk; the desk itself is untouched until `settle`."""

    __slots__ = (
        "accepted",
        "clock",
        "connectors",
        "desk",
        "events",
        "extra",
        "outbox",
        "readings",
        "received_at",
        "registers",
        "reply",
        "sessions",
        "station",
    )

    def __init__(self, desk: Desk, received_at: Instant) -> None:
        self.desk = desk
        self.received_at = received_at
        self.reply: Reply | None = None
        self.events: list[EventRow] = []
        self.readings: list[ReadingRow] = []
        self.outbox: list[OutboxRow] = []
        self.extra: list[Callable[[Writer], None]] = []
        self.sessions: dict[UUID, Session] = {}
        self.connectors: dict[tuple[int, int], Connector] = {}
        self.registers: dict[int, Energy] = {}
        self.station: Station | None = None
        self.clock: StationClock = desk.clock
        self.accepted = desk.accepted

    @property
    def stands_alone(self) -> bool:
        """Whether the frame came by itself."""
        return came_alone(self.desk, self.received_at)

    def known(self) -> list[Session]:
        """The sessions at hand as they will stand."""
        if not self.sessions:
            return list(self.desk.sessions.values())
        return list({**self.desk.sessions, **self.sessions}.values())

    def at_hand(self, session_id: UUID) -> Session:
        return self.sessions.get(session_id) or self.desk.sessions[session_id]

    def note(self, event: StationEvent, at: Instant, session_id: UUID | None = None) -> None:
        """A line of the station's history."""
        kind = _snake(type(event).__name__)
        body = msgspec.json.encode(event)
        self.events.append(EventRow(at, self.received_at, kind, body, session_id))

    def tell(self, topic: str, key: str, version: int) -> None:
        self.outbox.append(OutboxRow(topic, key, version, self.received_at))

    def recording(self, frame: FrameRow) -> Recording:
        desk = self.desk
        return Recording(
            tenant=desk.tenant,
            station_id=desk.station.id,
            epoch=desk.epoch,
            frame=frame,
            events=tuple(self.events),
            readings=tuple(self.readings),
            sessions=tuple([self._change(session) for session in self.sessions.values()]),
            outbox=tuple(self.outbox),
            extra=(*self.extra, *self._revisions()),
            first=desk.goes_first,
        )

    def _revisions(self) -> list[Callable[[Writer], None]]:
        """Sessions that had ended and learn more: rare, so that the usual frame writes nothing here."""
        made: list[Callable[[Writer], None]] = []
        for session in self.sessions.values():
            before = self.desk.sessions.get(session.id)
            if before is not None and may_be_revised(before, session):
                made.append(partial(_revise, before=before, after=session, at=self.received_at))
        return made

    def _change(self, session: Session) -> SessionChange:
        """What the desk holds is what the database has: 0 where it has nothing."""
        stored = self.desk.sessions.get(session.id)
        if stored is None:
            return SessionChange(session, 0)
        return SessionChange(session, stored.version, is_slight(stored, session))

    def settle(self) -> None:
        """The commit is durable: the desk now knows it too."""
        desk = self.desk
        desk.clock = self.clock
        desk.heard_at = self.received_at
        desk.accepted = self.accepted
        desk.connectors.update(self.connectors)
        for session in self.sessions.values():
            desk.take(session)
        if self.registers:
            desk.registers.update(self.registers)
        if self.station is not None or self.registers:
            desk.renew(self.station or desk.station, desk.site)
        if len(desk.sessions) > 2 * len(desk.connectors) + 16:
            desk.forget_old()


def _revise(writer: Writer, before: Session, after: Session, at: Instant) -> None:
    revise(writer, before, after, Reason(Cause.FRAME), at)


_SNAKE: dict[str, str] = {}


def _snake(name: str) -> str:
    """`StatusReported` → `status_reported`."""
    known = _SNAKE.get(name)
    if known is None:
        known = "".join("_" + letter.lower() if letter.isupper() else letter for letter in name).lstrip("_")
        _SNAKE[name] = known
    return known
