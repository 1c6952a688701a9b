"""One server process of the world: the real registry, connections and use cases on the world's database."""

import asyncio
from random import Random

from tests.sim.keeping import Keeper, Weather
from tests.sim.loop import LoopClock, VirtualLoop

from wattfleet.bus.memory import MemoryBus
from wattfleet.gateway.connection import Connection, Shared
from wattfleet.gateway.home import Caller
from wattfleet.gateway.registry import Registry
from wattfleet.gateway.seats import StationHome
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.ids import CountedIds
from wattfleet.storage.journal import Journal
from wattfleet.storage.sqlite_link import Link
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.follow_orders import recover_orders
from wattfleet.usecases.infer_ends import infer_ends
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.recover_connections import recover_connections

SWEEP_S = 15
CLOSE_S = 120


class Server:
    """Started, it takes connections; killed, it does nothing more, not even its farewells."""

    def __init__(
        self, link: Link, loop: VirtualLoop, clock: LoopClock, chance: Random, weather: Weather
    ) -> None:
        self.keeper = Keeper(link, loop, chance, weather)
        self.chance = chance
        database = self.keeper.open()
        ids = CountedIds(chance.getrandbits(32))
        self.parts = Parts(database, Journal(database), MemoryBus(), clock, ids, Looking(database))
        self.registry = Registry(clock)
        self.home = StationHome(self.parts)
        self._shared = Shared(self.home, self.registry, self.parts.bus, clock, ids)
        self._tasks: list[asyncio.Task[None]] = []
        self.ready = False
        self.sweep_s, self.close_s = SWEEP_S, CLOSE_S

    def start(self) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(self._start()))

    async def _start(self) -> None:
        while not self.ready:
            try:
                await recover_connections(self.parts)
                self.ready = True
            except WattfleetError:
                await asyncio.sleep(1)
        loop = asyncio.get_running_loop()
        self._tasks += [loop.create_task(self._sweep()), loop.create_task(self._close())]

    def connection(self, caller: Caller) -> Connection:
        return Connection(self._shared, caller, self.chance.getrandbits(16))

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(self.sweep_s)
            await self.registry.sweep()

    async def _close(self) -> None:
        while True:
            await asyncio.sleep(self.close_s)
            try:
                await infer_ends(self.parts)
                await close_sessions(self.parts)
                await recover_orders(self.parts)
            except WattfleetError:
                continue

    def kill(self) -> None:
        """At once: nothing that waits goes on."""
        self.keeper.dead = True
        self.ready = False
        for task in self._tasks:
            task.cancel()
