"""What stories share: the real server as a process, and pretend stations that charge over the real wire."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from tests.places import furnish

from wattfleet.cli.demo_server import Server
from wattfleet.cli.demo_town import Api
from wattfleet.cli.main import run
from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US, Instant
from wattfleet.ocpp.versions import Version
from wattfleet.simulator import car
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.link import Link
from wattfleet.simulator.station import Station, StationPlan

CLOCK = SystemClock()
CARD = "04AABBCC"
T = TypeVar("T")


class Town:
    """A running server, its API, and the stations that a story makes."""

    def __init__(self, server: Server, api: Api) -> None:
        self.server = server
        self.api = api
        self.links: list[Link] = []

    async def station(
        self,
        identity: str,
        version: Version = "1.6",
        *faults: Fault,
        start: Instant | None = None,
        plan: StationPlan | None = None,
        **given: object,
    ) -> Link:
        """A registered station that was built some time ago and is not yet on line."""
        body = {"identity": identity, "access": "public", "max_power_w": 22_000, **given}
        made = await self.api.send("POST", "/stations", body)
        plan = plan or StationPlan(identity=identity, version=version, register=Energy.from_wh(909_948))
        chance = Random(identity)
        station = Station(plan, start or CLOCK.now() + -3 * HOUR_US, chance, faults)
        link = Link(station, self.server.stations_url, made["ocpp_password"], CLOCK, chance)
        self.links.append(link)
        return link

    async def sessions(self, identity: str, **query: str | int) -> list[Any]:
        return await self.api.every("/sessions", station=identity, **query)

    async def settled(self, identity: str, count: int = 1) -> list[Any]:
        """The sessions of a station once there are so many and none is active."""

        async def check() -> list[Any]:
            found = await self.sessions(identity)
            done = len(found) >= count and all(one["state"] != "active" for one in found)
            return found if done else []

        return await until(check)


def charged(station: Station, us: int = HOUR_US, *, card: bool = False) -> None:
    """One car charges for a while and leaves; whoever is off line keeps it for later."""
    station.plug_in(1, car.battery(FAMILY, 300), CARD)
    station.advance(station.now + us)
    if card:
        station.swipe(1, CARD)
    station.unplug(1)
    station.advance(station.now + MINUTE_US)


async def until(check: Callable[[], Awaitable[T]], limit_s: int = 20) -> T:
    """Ask again until the answer is truthy: a state is waited for, never a time."""
    found = await check()
    for _ in range(limit_s * 20):
        if found:
            return found
        await pause(CLOCK, SECOND_US // 20)
        found = await check()
    raise AssertionError(f"what was waited for did not happen; the last answer was {found!r}")


def a_key(data: Path) -> str:
    """A new key with every right, by the command itself in this process."""
    shown = StringIO()
    with redirect_stdout(shown):
        assert run(["key", "create", "--data", str(data), "--role", "admin", "--name", "story"]) == 0
    return shown.getvalue().strip()


@asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Town]:
    """A server on fresh data, with one card."""
    server = Server(folder, CLOCK, lan=False, http_port=0, ocpp_port=0)
    furnish(server.data)
    await server.start()
    api = Api(server.http, await asyncio.to_thread(a_key, server.data))
    try:
        await api.send("POST", "/tokens", {"uid": CARD, "kind": "rfid"})
        yield Town(server, api)
    finally:
        await api.client.aclose()
        await server.stop()


@asynccontextmanager
async def on_line(*links: Link) -> AsyncIterator[None]:
    """These stations are connected meanwhile."""
    tasks = [asyncio.create_task(link.run()) for link in links]
    try:
        async with asyncio.timeout(30):
            for link in links:
                await link.until(connected=True, drained=True)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for link in links:
            link.hang_up()


async def told(link: Link) -> None:
    """Connect, say all, hang up."""
    async with asyncio.timeout(30):
        await link.say_all()
