"""A pretend station on a fake clock: its frames reach a real database by the dialogue, without a socket."""

from random import Random

from tests.doors.stage import Stage
from tests.places import AnyDatabase

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US, Instant, parse_instant
from wattfleet.ocpp.dialogue import Dialogue
from wattfleet.ocpp.effects import Arrived, Effects, Transmit
from wattfleet.ocpp.errors import Fault as Refusal
from wattfleet.sessions.session import Session
from wattfleet.simulator import car, orders
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.post import Hangup
from wattfleet.simulator.station import Station, StationPlan
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.open_connection import Caller, open_connection
from wattfleet.usecases.record_frame import record_frame

NOW = parse_instant("2026-06-01T15:00:00Z")
START = NOW + -3 * HOUR_US
REGISTER = Energy.from_wh(909_948)


class Hearing:
    """One pretend station and the installation that hears it."""

    def __init__(
        self, database: AnyDatabase, plan: StationPlan, *faults: Fault, heard_from: Instant = NOW
    ) -> None:
        self.stage = Stage(database, heard_from)
        self.station = Station(plan, START, Random(1), faults)
        self.loss = 0.0  # how often the connection breaks between a commit and its answer
        self._chance = Random(plan.identity)

    async def opened(self) -> "Hearing":
        await self.stage.furnish()
        return self

    def charge(self, us: int = HOUR_US, *, card: bool = False, token: str = "CARD") -> None:
        """One car charges for a while and leaves, while nobody listens."""
        self.station.plug_in(1, car.battery(FAMILY, 300), token)
        self.station.advance(self.station.now + us)
        if card:
            self.station.swipe(1, "CARD")
        self.station.unplug(1)
        self.station.advance(self.station.now + MINUTE_US)

    def showed(self, row: int) -> bool:
        """Whether the fault of this row has changed anything; right behaviour alone proves nothing."""
        return row == 0 or row in self.station.post.showed

    def later(self, us: int) -> None:
        """Time passes, for the station and for the server."""
        self.stage.clock.advance(us)
        self.station.disconnected(self.station.now)
        self.station.advance(self.stage.clock.now())

    async def tell(self, most: int = 60) -> list[Session]:
        """Connect, as often as the station hangs up, until nothing waits; what is then known of sessions."""
        for _ in range(most):
            version = self.station.plan.version
            caller = Caller(1, self.stage.station.id, version, "127.0.0.1")
            desk = await open_connection(self.stage.parts, caller)
            self.station.connected(self.stage.clock.now())
            hung_up = await self._talk(desk, Dialogue(version))
            if not hung_up:
                break
            self.station.disconnected(self.stage.clock.now())
        return sorted(await self.stage.sessions(), key=lambda one: one.started_at)

    async def _talk(self, desk: Desk, dialogue: Dialogue) -> bool:
        """Until both have nothing more to say; True when the station hung up."""
        while out := self.station.post.take():
            for one in out:
                if isinstance(one, Hangup):
                    return True
                self.stage.clock.advance(SECOND_US // 5)
                effects = dialogue.receive(one.encode(), self.stage.clock.monotonic_us())
                answers = await self._work(desk, dialogue, effects)
                if self._chance.random() < self.loss:
                    return True
                for frame in answers:
                    orders.hear(self.station, frame, self.stage.clock.now())
        return False

    async def _work(self, desk: Desk, dialogue: Dialogue, effects: Effects) -> list[bytes]:
        sent: list[bytes] = []
        for effect in effects:
            if isinstance(effect, Transmit):
                sent.append(effect.frame)
            elif isinstance(effect, Arrived):
                answer = await record_frame(self.stage.parts, desk, effect)
                if isinstance(answer, Refusal):
                    sent += await self._work(desk, dialogue, dialogue.refuse(effect.message_id, answer))
                else:
                    sent += await self._work(desk, dialogue, dialogue.answer(effect.message_id, answer))
        return sent
