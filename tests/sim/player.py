"""One pretend station in the world: its cars, its connections, and what it knows to be true."""

import asyncio
from collections.abc import Callable
from random import Random
from typing import Any, Protocol
from uuid import UUID

import msgspec
from tests.sim.line import Break, Line
from tests.sim.loop import VirtualLoop

from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.simulator import car, orders
from wattfleet.simulator.charges import Charge
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.post import Hangup
from wattfleet.simulator.said import Payload, Said
from wattfleet.simulator.station import Station, StationPlan

BACK_OFF_S = (1, 5, 20, 60)


class Acked(msgspec.Struct, frozen=True):
    """A message that the server has answered, as it was said."""

    action: str
    payload: Payload
    answer: Payload


class Nets(Protocol):
    """What a station needs of the world."""

    loop: VirtualLoop
    start: Instant

    def dial(self, player: "Player") -> Line | None:
        """A new connection, or None where nobody listens."""
        ...

    def note(self, text: str) -> None: ...


class Player:
    """Drives one station: wakes it when something of its own falls due, and carries its frames."""

    def __init__(
        self, world: Nets, plan: StationPlan, station_id: UUID, chance: Random, faults: tuple[Fault, ...]
    ) -> None:
        self.world = world
        self.station_id = station_id
        self.faults = faults
        self.rows = {fault.row for fault in faults}
        self.chance = chance
        self.settle_in(Station(plan, self.now, Random(chance.getrandbits(32)), faults))
        self.line: Line | None = None
        self.acked: list[Acked] = []
        self.starts: dict[str, list[Payload]] = {}  # charge → its starts as they were first written
        self.forgot: set[str] = set()  # charges of which the station has lost messages
        self.cut: set[str] = set()  # ids of frames that the network has cut
        self.skewed = False  # whether it ever told wrong times
        self.deaf_until_us = 0
        self._tries = 0
        self._timer: asyncio.TimerHandle | None = None

    def settle_in(self, station: Station) -> None:
        """It is this station that it drives, and whose words it remembers."""
        self.station = station
        self._complete = station.post.complete
        station.post.witness = self._witness
        station.post.complete = self._completed

    @property
    def now(self) -> Instant:
        return self.world.start + self.world.loop.us

    @property
    def name(self) -> str:
        return self.station.plan.identity

    # ── truth ─────────────────────────────────────────────────────────────────

    def _completed(self, said: Said) -> Payload:
        payload = self._complete(said)
        if said.charge is not None and said.action == "StartTransaction":
            self.starts.setdefault(said.charge.key, []).append(payload)
        return payload

    def _witness(self, action: str, payload: Payload, answer: Payload | None) -> None:
        if (
            answer is not None and answer.get("status") != "Pending"
        ):  # a boot that is asked for again (row 78)
            self.acked.append(Acked(action, payload, answer))

    # ── cars ──────────────────────────────────────────────────────────────────

    def act(self, word: str, deed: Callable[..., None], *details: object) -> None:
        """Something happens at the station."""
        self.station.advance(self.now)
        self.world.note(f"{self.name}: {word}")
        deed(self.station, *details)
        self._follow()

    def power_cut(self, *, keeps: bool) -> None:
        def cut(station: Station) -> None:
            running: list[Charge] = [one.running for one in station.evses if one.running is not None]
            if not keeps:
                waiting: list[Any] = [said for _, said in station.post.mailbox._waiting]
                flight = station.post.mailbox.flight
                waiting += [] if flight is None else [flight.said]
                self.forgot |= {said.charge.key for said in waiting if said.charge is not None}
                self.forgot |= {one.key for one in running}
            station.power_cut(keeps=keeps)

        self.act("the power goes" + ("" if keeps else ", and with it what it had to say"), cut)

    def skew(self, us: int) -> None:
        self.skewed = True

        def turn(station: Station) -> None:
            station.post.skew_us = us

        self.act(f"its clock jumps by {us // SECOND_US} s", turn)

    # ── the connection ────────────────────────────────────────────────────────

    def connect(self) -> None:
        if self.line is not None or self.world.loop.us < self.deaf_until_us:
            return
        line = self.world.dial(self)
        if line is None:
            self.redial()
            return
        self._tries = 0
        self.line = line
        self.station.connected(self.now)
        self._follow()

    def redial(self, at_least_us: int = 0) -> None:
        base = BACK_OFF_S[min(self._tries, len(BACK_OFF_S) - 1)] * SECOND_US
        self._tries += 1
        late_us = max((fault.redial_s for fault in self.faults), default=0) * SECOND_US
        wait = max(at_least_us, late_us, self.chance.randrange(base // 4, base))
        if late_us:
            self.station.post.having(lambda fault: fault.redial_s > 0)
        elif self.station.post.having(lambda fault: fault.hurries_back):
            wait = SECOND_US
        if self.station.dark_until is not None:
            wait = max(wait, self.station.dark_until - self.now)
            self.station.dark_until = None
        self.world.loop.call_later(wait / 1_000_000, self.connect)

    def offline(self, how: Break, us: int) -> None:
        """The network goes for a while."""
        self.deaf_until_us = self.world.loop.us + us
        self.world.note(f"{self.name}: {how.value} for {us // SECOND_US} s")
        line = self.line
        if line is not None:
            line.breaks(how, self.chance.randrange(1, max(2, us)))
        self.world.loop.call_later(us / 1_000_000 + 1, self.connect)

    def second_socket(self) -> None:
        """It dials anew while the old connection is still open; the old one ends a little later."""
        old = self.line
        if old is None:
            return
        self.world.note(f"{self.name}: a second socket")
        self.line = None
        self.station.disconnected(self.now)
        self.connect()
        self.world.loop.call_later(self.chance.randrange(1, 60), old.hang_up)

    def heard(self, line: Line, frame: bytes) -> None:
        if line is self.line:
            orders.hear(self.station, frame, self.now)
            self._follow()

    def gone(self, line: Line) -> None:
        if line is self.line:
            self.line = None
            self.station.disconnected(self.now)
            self.redial()
            self._follow()

    def _follow(self) -> None:
        """Send what there is to send, and see when to wake again."""
        for one in self.station.post.take():
            line = self.line
            if isinstance(one, Hangup):
                if line is not None:
                    line.hang_up()
                    self.gone(line)
                return
            if line is not None:
                self.world.note(f"{self.name} → {one[:200]}")
                line.up(one.encode())
        if self._timer is not None:
            self._timer.cancel()
        due = self.station.due_at()
        if due is not None:
            wait = max(1, due - self.now)
            self._timer = self.world.loop.call_later(wait / 1_000_000, self._wake)

    def _wake(self) -> None:
        self._timer = None
        self.station.advance(self.now)
        self._follow()


def some_car(chance: Random) -> car.Battery:
    return car.some_battery(car.PRIVATE, chance, low=100, high=900)
