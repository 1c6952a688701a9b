"""What happens to one pretend station from day to day: cars come, cards are shown, cars leave."""

import heapq
from collections.abc import Iterator
from random import Random

import msgspec

from wattfleet.kernel.timeline import Instant, Span
from wattfleet.ocpp.versions import Version
from wattfleet.simulator.car import Car
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.station import Station, StationPlan
from wattfleet.simulator.timetable import Kind, Regulars, Visit, visits

LONGEST_US = 400 * 86_400 * 1_000_000


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One station of a fleet: how it is built, where it stands, and who uses it."""

    plan: StationPlan
    kind: Kind
    tokens: tuple[str, ...]
    cars: tuple[Car, ...]
    password: str = ""
    site: str = ""

    @property
    def identity(self) -> str:
        return self.plan.identity

    @property
    def version(self) -> Version:
        return self.plan.version


class Life:
    """One station and its timetable. `live_until` needs no socket: what is said waits in the queue."""

    def __init__(self, member: Member, start: Instant, seed: int, faults: tuple[Fault, ...] = ()) -> None:
        self.member = member
        self.station = Station(member.plan, start, Random(f"{seed}:{member.identity}:station"), faults)
        self._count = 0
        self._events: list[tuple[Instant, int, int, str, Visit]] = []
        span = Span(start, start + LONGEST_US)
        regulars = Regulars(member.tokens, member.cars)
        self._coming: dict[int, Iterator[Visit]] = {}
        for evse in member.plan.evses:
            chance = Random(f"{seed}:{member.identity}:{evse.evse_id}")
            self._coming[evse.evse_id] = visits(member.kind, span, member.plan.zone, regulars, chance)
            self._expect_next(evse.evse_id)

    def next_at(self) -> Instant:
        """When somebody does something next."""
        return self._events[0][0]

    def live_until(self, to: Instant) -> None:
        """Let everything happen that happens up to a moment."""
        while self._events[0][0] <= to:
            at, _, evse_id, what, visit = heapq.heappop(self._events)
            self.station.advance(at)
            self._happen(evse_id, what, visit)
        self.station.advance(to)

    def expect(self, evse_id: int, visit: Visit) -> None:
        """A visit outside the timetable; nobody comes where a car already stands."""
        self._put(visit.arrives, evse_id, "arrives", visit)

    def free(self) -> tuple[int, ...]:
        """The EVSEs at which no car stands."""
        return tuple(one.plan.evse_id for one in self.station.evses if one.battery is None)

    def _expect_next(self, evse_id: int) -> None:
        visit = next(self._coming[evse_id], None)
        if visit is not None:
            self._put(visit.arrives, evse_id, "comes", visit)

    def _put(self, at: Instant, evse_id: int, what: str, visit: Visit) -> None:
        self._count += 1
        heapq.heappush(self._events, (at, self._count, evse_id, what, visit))

    def _happen(self, evse_id: int, what: str, visit: Visit) -> None:
        evse = self.station.evse(evse_id)
        assert evse is not None, "visits are to EVSEs that exist"
        if what == "comes":
            self._expect_next(evse_id)
        if what in {"comes", "arrives"} and evse.battery is None:
            self.station.plug_in(evse_id, visit.battery, visit.token)
            if visit.stop_at is not None:
                self._put(visit.stop_at, evse_id, "stops", visit)
            self._put(visit.leaves, evse_id, "leaves", visit)
        elif what == "stops" and evse.running is not None:
            self.station.swipe(evse_id, visit.token)
        elif what == "leaves":
            self.station.unplug(evse_id)
