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
        self.quiet = False
        self._count = 0
        self._events: list[tuple[Instant, int, int, str, Visit]] = []
        span = Span(start, start + LONGEST_US)
        regulars = Regulars(member.tokens, member.cars)
        self._coming: dict[int, Iterator[Visit]] = {}
        for outlet in member.plan.outlets:
            chance = Random(f"{seed}:{member.identity}:{outlet.evse}")
            self._coming[outlet.evse] = visits(member.kind, span, member.plan.zone, regulars, chance)
            self._expect_next(outlet.evse)

    def next_at(self) -> Instant:
        """When somebody does something next."""
        return self._events[0][0]

    def live_until(self, to: Instant) -> None:
        """Let everything happen that happens up to a moment."""
        while self._events[0][0] <= to:
            at, _, evse, what, visit = heapq.heappop(self._events)
            self.station.advance(at)
            self._happen(evse, what, visit)
        self.station.advance(to)

    def expect(self, evse: int, visit: Visit) -> None:
        """A visit outside the timetable; nobody comes where a car already stands."""
        self._put(visit.arrives, evse, "arrives", visit)

    def free(self) -> tuple[int, ...]:
        """The outlets at which no car stands."""
        return tuple(one.plan.evse for one in self.station.outlets if one.battery is None)

    def _expect_next(self, evse: int) -> None:
        visit = next(self._coming[evse], None)
        if visit is not None:
            self._put(visit.arrives, evse, "comes", visit)

    def _put(self, at: Instant, evse: int, what: str, visit: Visit) -> None:
        self._count += 1
        heapq.heappush(self._events, (at, self._count, evse, what, visit))

    def _happen(self, evse: int, what: str, visit: Visit) -> None:
        outlet = self.station.outlet(evse)
        assert outlet is not None, "visits are to outlets that exist"
        if what == "comes":
            self._expect_next(evse)
        if what in {"comes", "arrives"} and outlet.battery is None and not (self.quiet and what == "comes"):
            self.station.plug_in(evse, visit.battery, visit.token)
            if visit.stop_at is not None:
                self._put(visit.stop_at, evse, "stops", visit)
            self._put(visit.leaves, evse, "leaves", visit)
        elif what == "stops" and outlet.running is not None:
            self.station.swipe(evse, visit.token)
        elif what == "leaves":
            self.station.unplug(evse)
