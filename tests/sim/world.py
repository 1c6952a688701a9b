"""A whole installation from one seed: stations with their cars, a network that breaks, a server that is
killed, a database that fails, and clocks that jump. The invariants are looked at every quarter of an hour,
and at every frame that leaves the server.
"""

import asyncio
import logging
import traceback
from collections import deque
from random import Random
from typing import Any

import msgspec
import structlog
from tests.sim import invariants
from tests.sim.keeping import Weather, new_link
from tests.sim.line import Break, Line
from tests.sim.loop import LoopClock, VirtualLoop
from tests.sim.player import Player, some_car
from tests.sim.replay import replayed
from tests.sim.server import Server

from wattfleet.access.tokens import RegisteredToken, TokenState
from wattfleet.bus.port import Ask, StationKey
from wattfleet.events import Flag
from wattfleet.gateway.home import Caller
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US, Zone, parse_instant
from wattfleet.ocpp import codec
from wattfleet.ocpp.versions import Version
from wattfleet.sessions.fold import resolve
from wattfleet.simulator import faults
from wattfleet.simulator.evse import EvsePlan
from wattfleet.simulator.meter import Mode
from wattfleet.simulator.station import Station, StationPlan
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access
from wattfleet.stations.station import Station as Record
from wattfleet.storage import sessions, sites, stations, tokens
from wattfleet.storage.database import Writer

TENANT = 1
START = parse_instant("2026-06-01T06:00:00Z")
CARDS = ("CARD1", "CARD2", "CARD3")
EXACT_ROWS = (1, 2, 5, 8, 18, 19, 20, 23, 24, 35, 36, 37, 40, 41, 42, 49, 50, 58, 76, 82)
"""Faults that must change nothing at all in what a session is."""
ODD_ROWS = (6, 7, 9, 11, 12, 34, 51, 52)
"""Faults after which a session may be flagged, end by inference, or wait for a person."""
QUIET_S = 3600
REPLAYED = 3
"""Of so many worlds one is folded anew from its archive."""
TOLD_LINES = 60
TOLD_PROBLEMS = 6


class Failed(AssertionError):
    """An invariant does not hold; the message tells seed, time, and what happened before."""


class World:
    """Everything, from one seed."""

    def __init__(self, seed: int, loop: VirtualLoop, hours: int = 6) -> None:
        self.seed = seed
        self.loop = loop
        self.hours = hours
        self.chance = Random(f"world {seed}")
        self.start = START
        self.clock = LoopClock(loop, START)
        self.weather = Weather()
        self.link = new_link()
        self.blank = b""
        self.ids = CountedIds(seed)
        self.trace: deque[str] = deque(maxlen=3000)
        self.problems: list[str] = []
        self.frozen: list[str] = []
        self.players: list[Player] = []
        self.lines: list[Line] = []
        self.jumped = False
        self.ending = False
        self.server: Server | None = None
        self.answered = 0
        self._dead: list[Server] = []
        self._dials = 0
        self._tasks: set[asyncio.Task[Any]] = set()

    # ── what happens ──────────────────────────────────────────────────────────

    async def run(self) -> None:
        self._furnish()
        self.boot_server()
        for player in self.players:
            self.loop.call_later(self.chance.randrange(1, 30), player.connect)
            for socket in player.station.evses:
                self._task(self._cars(player, socket.plan.evse_id))
            self._task(self._trouble(player))
            self._task(self._orders(player))
        self._task(self._outages())
        for _ in range(self.hours * 4):
            await asyncio.sleep(900)
            self._look(settled=False)
        await self._quieten()
        self._look(settled=True)
        if self.seed % REPLAYED == 0:
            self.problems += await replayed(self)
            self._look(settled=False)
        await self.stop()

    async def stop(self) -> None:
        mine = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not mine:
                task.cancel()
        await asyncio.sleep(0)
        self.link.close()

    async def _quieten(self) -> None:
        """All faults stop: cars leave, stations connect, and everybody has an hour to say what waits."""
        self.note("all faults stop")
        self.ending = True
        for task in list(self._tasks):
            task.cancel()
        self.weather.refuses = self.weather.breaks = self.weather.loses = 0
        await asyncio.sleep(120)
        if self.server is None:
            self.boot_server()
        for player in self.players:
            player.deaf_until_us = 0
            for socket in player.station.evses:
                if socket.battery is not None:
                    evse = socket.plan.evse_id
                    player.act(f"the car leaves {evse}", Station.unplug, evse)
            player.connect()
        await asyncio.sleep(QUIET_S)

    def _task(self, work: Any) -> None:
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            failed = task.exception()
            where = traceback.format_tb(failed.__traceback__)[-1] if failed is not None else ""
            self.tell(f"the world itself broke: {failed!r} {where}")

    async def _cars(self, player: Player, evse: int) -> None:
        """Cars come to one socket and go, for ever."""
        chance = Random(self.chance.getrandbits(32))
        while True:
            await asyncio.sleep(chance.choice((30, 300, 1800)) + chance.randrange(60))
            token = chance.choice((*CARDS, *CARDS, "BLOCKED", "STRANGER"))
            socket = player.station.evse(evse)
            if socket is None or socket.battery is not None or not socket.operative:
                continue
            player.act(f"{token} plugs in at {evse}", Station.plug_in, evse, some_car(chance), token)
            await asyncio.sleep(chance.choice((20, 600, 3600, 9000)) + chance.randrange(600))
            if socket.running is None and chance.random() < 0.5:
                player.act(f"{token} tries again at {evse}", Station.swipe, evse, token)
                await asyncio.sleep(chance.randrange(60, 3600))
            if socket.running is not None and chance.random() < 0.5:
                player.act(f"{token} stops at {evse}", Station.swipe, evse, token)
                await asyncio.sleep(chance.randrange(1, 900))
            player.act(f"the car leaves {evse}", Station.unplug, evse)

    async def _trouble(self, player: Player) -> None:
        """What goes wrong with one station and its network."""
        chance = Random(self.chance.getrandbits(32))
        often = chance.choice((300, 1200, 5400))
        while True:
            await asyncio.sleep(chance.expovariate(1 / often))
            what = chance.random()
            if what < 0.75:
                how = chance.choice(tuple(Break))
                player.offline(
                    how, chance.choice((1, 30, 300, 3600)) * SECOND_US + chance.randrange(SECOND_US)
                )
            elif what < 0.9:
                player.power_cut(keeps=chance.random() < 0.7)
            elif 51 in player.rows or 52 in player.rows:
                player.skew(chance.choice((-2, -1, 1, 3)) * HOUR_US)

    async def _orders(self, player: Player) -> None:
        """The server asks stations for things now and then; what comes of it is theirs to say."""
        chance = Random(self.chance.getrandbits(32))
        while True:
            await asyncio.sleep(chance.expovariate(1 / 2400))
            if self.server is None:
                continue
            action, payload = _order(chance, player.station)
            key = StationKey(TENANT, player.station_id)
            ask = Ask(self.ids.uuid(self.clock.now()), action, msgspec.json.encode(payload), 30 * SECOND_US)
            told = await self.server.parts.bus.ask(key, ask)
            self.note(f"{player.name}: {action} was {told.how}")

    async def _outages(self) -> None:
        """What goes wrong with the server and its database."""
        chance = Random(self.chance.getrandbits(32))
        often = chance.choice((600, 3600, 20000))
        jumps = chance.random() < 0.15
        while True:
            await asyncio.sleep(chance.expovariate(1 / often))
            what = chance.random()
            if what < 0.35:
                self.kill_server()
                await asyncio.sleep(chance.choice((1, 20, 300)))
                self.boot_server()
            elif what < 0.75:
                self._storm(chance)
                self.note(f"the database fails: {self.weather}")
                await asyncio.sleep(chance.choice((10, 100, 600)))
                self.weather.refuses = self.weather.breaks = self.weather.loses = 0
                self.note("the database is well")
            elif what < 0.9:
                self._resolve(chance)
            elif jumps:
                self.jumped = True
                self.clock.jump_us = chance.choice((-HOUR_US, -MINUTE_US, 0, MINUTE_US, HOUR_US))
                self.note(f"the server's clock is off by {self.clock.jump_us // SECOND_US} s")

    def _storm(self, chance: Random) -> None:
        self.weather.slowest_us = chance.choice((3_000, 100_000, 2_000_000))
        self.weather.refuses = chance.choice((0, 50, 500))
        self.weather.breaks = chance.choice((0, 50, 300))
        self.weather.loses = chance.choice((0, 50, 300))

    def _resolve(self, chance: Random) -> None:
        """A person looks at an open session, and it is a new version: whoever folds it meanwhile is stale."""
        self.link.begin()
        writer = Writer(self.link.connection, TENANT)
        found = [one for one in sessions.active(writer) if Flag.GAP not in one.cleared]
        if found:
            one = sessions.get(writer, chance.choice(found).id)
            assert one is not None
            desk = self._desk_of(one.station_id)
            if desk is not None:
                changed = resolve(one, (Flag.GAP,), station=desk.facts)
                sessions.change(writer, changed, one.version, at=self.clock.now())
                self.note(f"a person resolves {one.tx}")
        self.link.commit()

    def _desk_of(self, station_id: Any) -> Any:
        for line in self.lines:
            seat = getattr(line._server, "_seat", None)
            if line.server_open and seat is not None and seat.desk.station.id == station_id:
                return seat.desk
        return None

    # ── the server ────────────────────────────────────────────────────────────

    def boot_server(self) -> None:
        self.note("the server starts")
        self.server = Server(
            self.link, self.loop, self.clock, Random(self.chance.getrandbits(32)), self.weather
        )
        self.server.start()

    def kill_server(self) -> None:
        self.note("the server is killed")
        if self.server is not None:
            self.server.kill()
            self._dead.append(self.server)
        self.server = None
        for line in self.lines:
            if line.server_open:
                line.dies()

    def dial(self, player: Player) -> Line | None:
        server = self.server
        if server is None or not server.ready:
            return None
        self._dials += 1
        chance = Random(f"{self.seed} line {self._dials}")
        slowest = chance.choice((20_000, 200_000, 2_000_000, 15_000_000)) if not self.ending else 20_000
        line = Line(self.loop, player, lambda: chance.randrange(1, slowest))
        self.lines = [one for one in self.lines if one.server_open]
        self.lines.append(line)
        version = player.station.plan.version
        address = f"10.0.0.{chance.randrange(1, 3)}"
        caller = Caller(TENANT, player.station_id, player.name, version, address)
        line.sent = lambda frame: self._sent(player, line, frame)
        self.note(f"{player.name} connects")
        line.serve(server.connection(caller))
        return line

    def _sent(self, player: Player, line: Line, frame: bytes) -> None:
        """A frame leaves the server: it must be right, and an answer must stand on a committed row."""
        self.note(f"{player.name} ← {frame[:160].decode()}")
        version: Version = player.station.plan.version
        parts: list[msgspec.Raw] = msgspec.json.decode(frame, type=list[msgspec.Raw])
        kind = int(bytes(parts[0]))
        message_id = msgspec.json.decode(parts[1], type=str)
        if kind == 2:
            action = msgspec.json.decode(parts[2], type=str)
            wrong = codec.validate(version, action, bytes(parts[3]))
            self.problems += [f"I16: our {action} breaks the schema: {one}" for one in wrong]
        elif kind == 3:
            self.answered += 1
            epoch = line._server.epoch if line._server is not None else 0
            found = invariants.archived(self.link, player.station_id, epoch, message_id)
            if b'"Pending"' in frame:
                return  # a boot is answered in any case, and asked for again (row 78)
            if found is None:
                self.problems.append(f"I1: {player.name} was answered {message_id}, and nothing is kept")
            elif found[1] != frame:
                self.problems.append(f"I1: {player.name} was answered otherwise than is kept: {found[1]!r}")
            else:
                wrong = codec.validate(version, found[0], bytes(parts[2]), answer=True)
                self.problems += [f"I16: our answer to {found[0]}: {one}" for one in wrong]
        self._freeze()

    # ── the beginning ─────────────────────────────────────────────────────────

    def _furnish(self) -> None:
        self.link.begin()
        writer = Writer(self.link.connection, TENANT)
        site = Site(
            id=self.ids.uuid(START),
            name="Depot",
            country="SE",
            zone=Zone("Europe/Stockholm"),
            currency=Currency("SEK"),
        )
        sites.add(writer, site)
        for card in CARDS:
            tokens.add(writer, RegisteredToken(id=self.ids.uuid(START), uid=card))
        blocked = RegisteredToken(id=self.ids.uuid(START), uid="BLOCKED", state=TokenState.BLOCKED)
        tokens.add(writer, blocked)
        for number in range(1, self.chance.randint(2, 5) + 1):
            record = Record(
                id=self.ids.uuid(START), identity=f"CP{number}", site_id=site.id, access=Access.PUBLIC
            )
            stations.add(writer, record)
            self.players.append(self._player(record))
        self.link.commit()
        self.blank = self.link.raw.serialize()

    def _player(self, record: Record) -> Player:
        chance = Random(self.chance.getrandbits(32))
        version: Version = chance.choices(("1.6", "2.0.1", "2.1"), (6, 3, 1))[0]
        rows: tuple[int, ...] = ()
        if chance.random() < 0.5:
            rows = (chance.choice(EXACT_ROWS + ODD_ROWS),)
            if chance.random() < 0.3:
                rows = tuple(sorted({*rows, chance.choice(EXACT_ROWS)}))
        evses = tuple(EvsePlan(evse_id=evse_id) for evse_id in range(1, chance.choice((1, 1, 2)) + 1))
        plan = StationPlan(
            identity=record.identity,
            version=version,
            evses=evses,
            sample_s=chance.choice((60, 300, 900)),
            aligned_s=chance.choice((0, 0, 900)),
            mode=chance.choice((Mode.LIFETIME, Mode.LIFETIME, Mode.SESSION, Mode.VOLATILE)),
            step_mwh=chance.choice((1, 1000, 1000)),
            register=Energy.from_wh(chance.choice((0, 5_000, 909_948))),
            boots_always=chance.random() < 0.5,
        )
        player = Player(self, plan, record.id, chance, faults.chosen(rows, version))
        self.note(f"{record.identity} is {version} with faults {sorted(player.rows)}, {plan.mode}")
        return player

    # ── looking ───────────────────────────────────────────────────────────────

    def note(self, text: str) -> None:
        passed = self.loop.us // 1000
        self.trace.append(
            f"{passed // 3_600_000}:{passed // 60_000 % 60:02}:{passed / 1000 % 60:06.3f} {text}"
        )

    def _look(self, *, settled: bool) -> None:
        self.problems += invariants.all_the_time(self)
        if settled:
            self.problems += invariants.in_the_end(self)
        if self.problems:
            self._fail()

    def tell(self, problem: str) -> None:
        self.problems.append(problem)
        self._freeze()

    def _freeze(self) -> None:
        """What happened before the first problem is what will be told."""
        if self.problems and not self.frozen:
            self.frozen = list(self.trace)

    def _fail(self) -> None:
        self._freeze()
        told = "\n  ".join(list(dict.fromkeys(self.problems))[:TOLD_PROBLEMS])
        about = {one.name for one in self.players if any(one.name in problem for problem in self.problems)}
        others = [one.name for one in self.players if one.name not in about] if about else []
        kept = [line for line in self.frozen if not any(f" {name}" in line for name in others)]
        trace = "\n  ".join(kept[-TOLD_LINES:])
        raise Failed(f"seed {self.seed}:\n  {told}\nbefore that:\n  {trace}")


def _order(chance: Random, station: Station) -> tuple[str, dict[str, Any]]:
    """A call that any station may get."""
    orders: list[tuple[str, dict[str, Any]]]
    if station.plan.version == "1.6":
        orders = [
            ("Reset", {"type": chance.choice(("Soft", "Hard"))}),
            ("TriggerMessage", {"requestedMessage": "StatusNotification"}),
            ("TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1}),
            ("RemoteStartTransaction", {"idTag": chance.choice(CARDS), "connectorId": 1}),
            ("GetConfiguration", {}),
        ]
        return chance.choice(orders)
    token = {"idToken": chance.choice(CARDS), "type": "ISO14443"}
    orders = [
        ("Reset", {"type": chance.choice(("Immediate", "OnIdle"))}),
        ("TriggerMessage", {"requestedMessage": "StatusNotification"}),
        ("TriggerMessage", {"requestedMessage": "TransactionEvent", "evse": {"id": 1}}),
        (
            "RequestStartTransaction",
            {"evseId": 1, "remoteStartId": chance.randrange(1, 1000), "idToken": token},
        ),
        ("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}),
    ]
    return chance.choice(orders)


def run(seed: int, hours: int = 6, *, doubt: str = "") -> World:
    """One world from its beginning to its end; a `doubt` is a problem from the start. Raises: Failed."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    log = logging.getLogger("wattfleet.gateway")
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, VirtualLoop)
        world = World(seed, loop, hours)
        world.problems += [doubt] if doubt else []
        heard = _Heard(world)
        log.addHandler(heard)
        log.propagate = False
        loop.set_exception_handler(lambda _, context: world.tell(_told(context)))
        try:
            runner.run(world.run())
        finally:
            log.removeHandler(heard)
            log.propagate = True
        return world


def _told(context: dict[str, Any]) -> str:
    return f"{context.get('message')}: {context.get('exception')!r}"


class _Heard(logging.Handler):
    """What the gateway calls an error is a bug here."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.ERROR)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        failed = record.exc_info[1] if record.exc_info else None
        where = traceback.format_tb(failed.__traceback__)[-1] if failed is not None else ""
        self._world.tell(f"the gateway: {record.getMessage()}: {failed!r} {where}")
