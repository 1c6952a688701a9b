"""A world without trouble of its own: the test says which stations there are and what happens to them.

Hours pass in an instant, so that what needs time (grace, heartbeats, late redials) is tested as it is.
"""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random

from tests.sim.loop import VirtualLoop
from tests.sim.player import Player
from tests.sim.world import TENANT, World

from wattfleet.access.tokens import RegisteredToken
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Zone
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.station import StationPlan
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access
from wattfleet.stations.station import Station as Record
from wattfleet.storage import sites, stations, tokens
from wattfleet.storage.database import Writer

Built = tuple[StationPlan, tuple[Fault, ...]]


class Quiet(World):
    """Stations as they were built, the card CARD, a server, a network; nothing else happens by itself."""

    def __init__(self, loop: VirtualLoop, *built: Built) -> None:
        super().__init__(1, loop)
        self.built = built
        self.ending = True  # lines are quick
        self.ids = CountedIds(1)

    def begin(self) -> None:
        """Everything is there, and the stations dial."""
        self._furnish()
        self.boot_server()
        for player in self.players:
            player.connect()

    async def pass_hours(self, count: float) -> None:
        await asyncio.sleep(count * 3600)

    async def stop(self) -> None:
        """The database stays open, to be looked at."""
        mine = asyncio.current_task()
        for task in asyncio.all_tasks():
            if task is not mine:
                task.cancel()
        await asyncio.sleep(0)

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
        tokens.add(writer, RegisteredToken(id=self.ids.uuid(self.start), uid="CARD"))
        for plan, faults in self.built:
            record = Record(
                id=self.ids.uuid(self.start), identity=plan.identity, site_id=site.id, access=Access.PUBLIC
            )
            stations.add(writer, record)
            self.players.append(Player(self, plan, record.id, Random(plan.identity), faults))
        self.link.commit()


def play(script: Callable[[Quiet], Awaitable[None]], *built: Built) -> Quiet:
    """Run a script in such a world."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        loop = runner.get_loop()
        assert isinstance(loop, VirtualLoop)
        world = Quiet(loop, *built)

        async def all_of_it() -> None:
            world.begin()
            await asyncio.sleep(60)
            await script(world)
            await world.stop()

        runner.run(all_of_it())
        return world
