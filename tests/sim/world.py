"""A whole installation from one seed: stations with their cars, a network that breaks, a server that is
killed, a database that fails, and clocks that jump (troubles.py). The cheap invariants are looked at with
every frame that leaves the server, the others every quarter of an hour and at the end.
"""

import asyncio
import traceback
from collections import deque
from random import Random
from typing import Any

import msgspec
from tests.sim import drawn, invariants, prices, troubles
from tests.sim.keeping import Weather, new_link
from tests.sim.line import Break, Line
from tests.sim.loop import LoopClock, VirtualLoop
from tests.sim.player import Player
from tests.sim.replay import replayed
from tests.sim.server import Server

from wattfleet.access.tokens import RegisteredToken, TokenState
from wattfleet.gateway.home import Caller
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Zone
from wattfleet.ocpp import codec
from wattfleet.ocpp.versions import Version
from wattfleet.simulator.station import Station
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access
from wattfleet.stations.station import Station as Record
from wattfleet.storage import sites, stations, tariffs, tokens
from wattfleet.storage.database import Writer

TENANT = 1
CARDS = ("CARD1", "CARD2", "CARD3")
QUIET_S = 2400
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
        self.start = drawn.start(self.chance)
        self.clock = LoopClock(loop, self.start)
        self.weather = Weather()
        self.mangles = drawn.mangles(self.chance)
        self.prices: prices.Prices | None = None
        self.poisoned: set[str] = set()
        self.link = new_link()
        self.blank = b""
        self.ids = CountedIds(seed)
        self.trace: deque[str] = deque(maxlen=3000)
        self.problems: list[str] = []
        self.frozen: list[str] = []
        self.players: list[Player] = []
        self.sweep_s, self.close_s = (
            15,
            45,
        )  # how often the server looks after connections, and after sessions
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
                self._task(troubles.cars(self, player, socket.plan.evse_id))
            self._task(troubles.trouble(self, player))
            self._task(troubles.orders(self, player))
        self._task(troubles.outages(self))
        self._task(troubles.skies(self))
        for _ in range(self.hours * 4):
            await asyncio.sleep(900)
            self.look(settled=False)
        await self._quieten()
        self.look(settled=True)
        if self.seed % REPLAYED == 0:
            self.problems += await replayed(self)
            self.look(settled=False)
        await self.stop()

    async def stop(self) -> None:
        mine = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not mine:
                task.cancel()
        await asyncio.sleep(0)
        self.link.close()

    async def _quieten(self) -> None:
        """All faults stop: cars leave, stations connect, and everybody has a while to say what waits."""
        self.note("all faults stop")
        self.ending = True
        for task in list(self._tasks):
            task.cancel()
        troubles.calm(self)
        await asyncio.sleep(120)
        if self.server is None:
            self.boot_server()
        for player in self.players:
            player.deaf_until_us = 0
            if player.line is not None and not player.line.server_open:
                player.line.dies()  # an end that nobody has told the station of is told now
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

    # ── the server ────────────────────────────────────────────────────────────

    def boot_server(self) -> None:
        self.note("the server starts")
        self.server = Server(
            self.link, self.loop, self.clock, Random(self.chance.getrandbits(32)), self.weather
        )
        self.server.keeper.kill = self.kill_server
        self.server.sweep_s, self.server.close_s = self.sweep_s, self.close_s
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
        if not self.ending:
            line.mangle_up = self.mangles.mangler(chance, player)
            line.mangle_down = self.mangles.mangler(chance, player)
        self.note(f"{player.name} connects")
        line.serve(server.connection(caller))
        return line

    def _sent(self, player: Player, line: Line, frame: bytes) -> None:
        """A frame leaves the server: it must be right, and an answer must stand on a committed row."""
        self.note(f"{player.name} ← {frame[:160].decode()}")
        if self.mangles.resets and not self.ending and self.chance.random() < self.mangles.resets:
            self.loop.call_soon(line.breaks, Break.RESET, 1)  # after the call, before its result
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
            id=self.ids.uuid(self.start),
            name="Depot",
            country="SE",
            zone=Zone("Europe/Stockholm"),
            currency=Currency("SEK"),
        )
        sites.add(writer, site)
        for card in CARDS:
            tokens.add(writer, RegisteredToken(id=self.ids.uuid(self.start), uid=card))
        blocked = RegisteredToken(id=self.ids.uuid(self.start), uid="BLOCKED", state=TokenState.BLOCKED)
        tokens.add(writer, blocked)
        self.prices = prices.furnish(writer, self.chance, self.ids.uuid(self.start), self.start)
        for number in range(1, self.chance.randint(2, 5) + 1):
            record = Record(
                id=self.ids.uuid(self.start), identity=f"CP{number}", site_id=site.id, access=Access.PUBLIC
            )
            stations.add(writer, record)
            if self.prices is not None:
                tariffs.assign(writer, record.id, tariff_id=self.prices.tariff_id)
            self.players.append(drawn.player(self, record))
        self.link.commit()
        self.blank = self.link.raw.serialize()
        self.link.raw.execute(troubles.POISON)

    # ── looking ───────────────────────────────────────────────────────────────

    def note(self, text: str) -> None:
        passed = self.loop.us // 1000
        self.trace.append(
            f"{passed // 3_600_000}:{passed // 60_000 % 60:02}:{passed / 1000 % 60:06.3f} {text}"
        )

    def look(self, *, settled: bool) -> None:
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
