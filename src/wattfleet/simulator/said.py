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
    echo: bool = False  # said once more by a fault: it is not echoed again
    before: str = ""  # the id that it went out with the last time
    sent: Payload | None = None  # as it went out the last time
    then: Callable[[Payload], None] | None = None
    otherwise: Callable[[], None] | None = None


class Flight(msgspec.Struct, frozen=True):
    """The message that waits for its answer."""

    id: str
    said: Said
    sent_at: Instant
    order: tuple[int, int]


class Mailbox:
    """Messages in the order in which they will be said; one is under way, and with `most_ahead` some more."""

    def __init__(
        self, *, attempts: int = 3, retry_s: int = 10, timeout_s: int = 30, most_ahead: int = 0
    ) -> None:
        self.attempts = attempts
        self.most_ahead = most_ahead
        self.ahead: dict[str, Flight] = {}  # sent although `flight` was not answered (row 28)
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
        return len(self._waiting) + len(self.underway)

    @property
    def underway(self) -> list[Flight]:
        """What was sent and is not answered, in its order."""
        return ([] if self.flight is None else [self.flight]) + list(self.ahead.values())

    @property
    def lasting(self) -> int:
        """How many messages must not be lost and are not yet answered."""
        flying = sum(one.said.lasting for one in self.underway)
        return sum(said.lasting for _, said in self._waiting) + flying

    def next(self, now: Instant, booted: bool) -> tuple[tuple[int, int], Said] | None:
        """What may be said now; before the server has accepted the boot, nothing but that."""
        if not self._waiting or (self.flight is not None and not self._may_hurry()):
            return None
        if not booted and self._waiting[0][1].turn is not Turn.BOOT:
            return None
        if self._not_before is not None and now < self._not_before and self._waiting[0][1].lasting:
            return None
        return heapq.heappop(self._waiting)

    def _may_hurry(self) -> bool:
        """Whether the next may go out although the one before is not answered; never without the number of
        its transaction."""
        said, flight = self._waiting[0][1], self.flight
        if flight is None or not (said.lasting and flight.said.lasting) or len(self.ahead) >= self.most_ahead:
            return False
        return said.action == "StartTransaction" or said.charge is None or said.charge.transaction != ""

    def sent(self, message_id: str, order: tuple[int, int], said: Said, now: Instant) -> None:
        said.before = message_id
        flight = Flight(message_id, said, now, order)
        if self.flight is None:
            self.flight = flight
        else:
            self.ahead[message_id] = flight

    def find(self, message_id: str) -> Said | None:
        """What waits for this answer."""
        return next((one.said for one in self.underway if one.id == message_id), None)

    def _landed(self, message_id: str) -> Flight | None:
        """Take what this answers out of what is under way; the next takes its place."""
        if self.flight is None or self.flight.id != message_id:
            return self.ahead.pop(message_id, None)
        flight = self.flight
        self.flight = self.ahead.pop(next(iter(self.ahead))) if self.ahead else None
        return flight

    def answered(self, message_id: str) -> Said | None:
        """The message that this answers; None when nobody waits for it (row 76)."""
        flight = self._landed(message_id)
        if flight is None:
            return None
        self._not_before = None
        return flight.said

    def refused(self, message_id: str, now: Instant) -> Said | None:
        """An error came back: a lasting message is tried again, a few times, then given up."""
        flight = self._landed(message_id)
        if flight is None:
            return None
        said = flight.said
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
        self._landed(flight.id)
        if flight.said.lasting:
            heapq.heappush(self._waiting, (flight.order, flight.said))
            self._not_before = now + self.retry_s * SECOND_US
        return flight.said

    def hung_up(self, now: Instant) -> list[Said]:
        """The connection is gone: lasting messages stay in their order, the others are forgotten."""
        forgotten = []
        while (flying := self.unanswered(now)) is not None:
            forgotten += [] if flying.lasting else [flying]
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
        self._waiting, self.flight, self.ahead = [], None, {}

    def due_at(self) -> Instant | None:
        """When something here wants attention: an answer is overdue, or a pause ends."""
        if self.flight is not None:
            return self.flight.sent_at + self.timeout_s * SECOND_US
        return self._not_before if self._waiting else None
