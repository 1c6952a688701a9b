"""What a station has to say: messages that wait, one that is under way, and what became of them.

Messages of a transaction last: they survive a lost connection and are said again until they are answered.
All others pass: who cannot say them now forgets them. Source: OCPP 1.6 §3.7, 2.0.1 part 4 §5.
"""

import heapq
from collections.abc import Callable
from enum import IntEnum

import msgspec

from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.simulator.charges import Charge

Payload = dict[str, object]


class Turn(IntEnum):
    """Who speaks first."""

    BOOT = 0
    URGENT = 1  # a driver waits, or the server asked for it, or the connection is new
    USUAL = 2


class Said(msgspec.Struct, kw_only=True, eq=False):
    """One message that a station wants to say."""

    action: str
    payload: Payload
    charge: Charge | None = None
    lasting: bool = False
    turn: Turn = Turn.USUAL
    attempts: int = 0
    before: str = ""  # the id that it went out with the last time
    then: Callable[[Payload], None] | None = None
    otherwise: Callable[[], None] | None = None


class Flight(msgspec.Struct, frozen=True):
    """The message that waits for its answer."""

    id: str
    said: Said
    sent_at: Instant
    order: tuple[int, int]


class Mailbox:
    """Messages in the order in which they will be said; at most one is under way."""

    def __init__(self, *, attempts: int = 3, retry_s: int = 10, timeout_s: int = 30) -> None:
        self.attempts = attempts
        self.retry_s = retry_s
        self.timeout_s = timeout_s
        self.flight: Flight | None = None
        self.lost: list[Said] = []
        self._waiting: list[tuple[tuple[int, int], Said]] = []
        self._count = 0
        self._not_before: Instant | None = None

    def put(self, said: Said) -> None:
        self._count += 1
        heapq.heappush(self._waiting, ((int(said.turn), self._count), said))

    def __len__(self) -> int:
        return len(self._waiting) + (self.flight is not None)

    @property
    def lasting(self) -> int:
        """How many messages must not be lost and are not yet answered."""
        flying = self.flight is not None and self.flight.said.lasting
        return sum(said.lasting for _, said in self._waiting) + flying

    def next(self, now: Instant, booted: bool) -> tuple[tuple[int, int], Said] | None:
        """What may be said now; before the server has accepted the boot, nothing but that."""
        if self.flight is not None or not self._waiting:
            return None
        if not booted and self._waiting[0][1].turn is not Turn.BOOT:
            return None
        if self._not_before is not None and now < self._not_before and self._waiting[0][1].lasting:
            return None
        return heapq.heappop(self._waiting)

    def sent(self, message_id: str, order: tuple[int, int], said: Said, now: Instant) -> None:
        said.before = message_id
        self.flight = Flight(message_id, said, now, order)

    def answered(self, message_id: str) -> Said | None:
        """The message that this answers; None when nobody waits for it (row 76)."""
        if self.flight is None or self.flight.id != message_id:
            return None
        said = self.flight.said
        self.flight, self._not_before = None, None
        return said

    def refused(self, message_id: str, now: Instant) -> Said | None:
        """An error came back: a lasting message is tried again, a few times, then given up."""
        flight = self.flight
        if flight is None or flight.id != message_id:
            return None
        said, self.flight = flight.said, None
        said.attempts += 1
        if said.lasting and said.attempts < self.attempts:
            heapq.heappush(self._waiting, (flight.order, said))
            self._not_before = now + said.attempts * self.retry_s * SECOND_US
        elif said.lasting:
            self.lost.append(said)
        return said

    def unanswered(self, now: Instant) -> Said | None:
        """No answer came in time. That costs no attempt: the message is said again after a while."""
        flight = self.flight
        if flight is None:
            return None
        self.flight = None
        if flight.said.lasting:
            heapq.heappush(self._waiting, (flight.order, flight.said))
            self._not_before = now + self.retry_s * SECOND_US
        return flight.said

    def hung_up(self, now: Instant) -> list[Said]:
        """The connection is gone: lasting messages stay in their order, the others are forgotten."""
        forgotten = [] if (flying := self.unanswered(now)) is None or flying.lasting else [flying]
        self._not_before = None
        forgotten += [said for _, said in self._waiting if not said.lasting]
        self._waiting = [one for one in self._waiting if one[1].lasting]
        heapq.heapify(self._waiting)
        return forgotten

    def resume(self) -> None:
        """The pause is over."""
        self._not_before = None

    def forget(self) -> None:
        """A power cut on a station that keeps nothing."""
        self.lost += [said for _, said in self._waiting if said.lasting]
        self._waiting, self.flight = [], None

    def due_at(self) -> Instant | None:
        """When something here wants attention: an answer is overdue, or a pause ends."""
        if self.flight is not None:
            return self.flight.sent_at + self.timeout_s * SECOND_US
        return self._not_before if self._waiting else None
