"""A whole gateway on a real database: the gate, the journal, the use cases."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from uuid import UUID

from tests.doors.house import PASSWORD, PEPPER
from tests.places import AnyDatabase
from tests.things import a_site, a_token

from wattfleet.access.principal import ITSELF
from wattfleet.bus.memory import MemoryBus
from wattfleet.gateway.gate import Gate, GateSettings
from wattfleet.gateway.listener import Bind
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.ids import SystemIds
from wattfleet.stations.orders import Order
from wattfleet.stations.station import Access, Station
from wattfleet.stations.wishes import StationWish
from wattfleet.storage import orders, sites, stations, tokens
from wattfleet.storage.database import DEFAULT_TENANT, Writer
from wattfleet.storage.journal import Journal
from wattfleet.usecases.create_station import create_station
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.parts import Parts


class Installation:
    """One tenant, one site, the card CARD, and a gate on a free port."""

    def __init__(self, database: AnyDatabase) -> None:
        self.database = database
        self.ids = SystemIds()
        self.clock = SystemClock()
        self.journal = Journal(database)
        self.parts = Parts(database, self.journal, MemoryBus(), self.clock, self.ids, Looking(database))
        self.gate = Gate(self.parts, GateSettings(binds=(Bind("127.0.0.1", 0),), pepper=PEPPER))

    @property
    def port(self) -> int:
        return self.gate.ports[0]

    async def furnish(self) -> None:
        site = a_site()
        card = a_token("CARD")

        def fill(writer: Writer) -> None:
            sites.add(writer, site)
            tokens.add(writer, card)

        await self.database.write(DEFAULT_TENANT, fill)

    async def station(self, identity: str = "CP-1", password: str = PASSWORD) -> Station:
        wish = StationWish(identity=identity, access=Access.PUBLIC, ocpp_password=password)
        made = await create_station(self.parts, DEFAULT_TENANT, wish, self.new_id(), pepper=PEPPER, by=ITSELF)
        return made.station

    async def read_station(self, station_id: UUID) -> Station:
        return await self.database.read(DEFAULT_TENANT, partial(stations.demand, station_id=station_id))

    async def order(self, order_id: UUID) -> Order:
        found = await self.database.read(DEFAULT_TENANT, partial(orders.get, order_id=order_id))
        assert found is not None
        return found

    def new_id(self) -> UUID:
        return self.ids.uuid(self.clock.now())


@asynccontextmanager
async def installation(database: AnyDatabase) -> AsyncIterator[Installation]:
    built = Installation(database)
    await built.furnish()
    await built.gate.open()
    running = asyncio.create_task(built.gate.run())
    try:
        yield built
    finally:
        await built.gate.close(0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await built.parts.errands.settle()
        await built.journal.drain()
