"""What goes wrong in the town of the pictures: a lie, an orphan, a fault, a stranger who knocks."""

import asyncio
from contextlib import suppress
from random import Random
from typing import Any

import websockets
from tests.screens.dialogue import call, dialled
from tests.screens.measured import motorway

from wattfleet.cli.demo_server import Server
from wattfleet.cli.demo_town import Api
from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US
from wattfleet.simulator import car, faults
from wattfleet.simulator.link import Link
from wattfleet.simulator.station import Station, StationPlan

CLOCK = SystemClock()
WAIT_S = 40
COMPANY = {
    "name": "Example Charging AB",
    "country": "SE",
    "zone": "Europe/Stockholm",
    "currency": "SEK",
    "vat_number": "SE556000472201",
}


async def trouble(api: Api, server: Server) -> None:
    await api.send("PUT", "/setup", COMPANY)
    await api.send("POST", "/people", {"name": "Bo Ek", "role": "operator", "email": "bo@example.org"})
    await _lies(api, server)
    await _faulted(api, server)
    await _knocks(server)
    await motorway(api, server.stations_url, "CARD0003")
    for _ in range(WAIT_S):
        if any(one["code"] == "evse_faulted" for one in await api.every("/alarms")):
            return
        await pause(CLOCK, SECOND_US)


async def _lies(api: Api, server: Server) -> None:
    """A charger that tells a meter of 0 at the beginning of its charge."""
    made = await api.send("POST", "/stations", {"identity": "KIOSK-3", "access": "public", "name": "Kiosk 3"})
    start = CLOCK.now() + -3 * HOUR_US
    plan = StationPlan(identity="KIOSK-3", sample_s=600, register=Energy.from_wh(909_948))
    one = Station(plan, start, Random(3), faults.chosen((32,)))
    one.plug_in(1, car.battery(car.FAMILY, 300), "CARD0003")
    one.advance(start + 2 * HOUR_US)
    one.unplug(1)
    link = Link(one, server.stations_url, made["ocpp_password"], CLOCK, Random(3))
    await link.say_all()


async def _faulted(api: Api, server: Server) -> None:
    """A plug that has been faulted for ten minutes, on a station that ends what nobody began."""
    made = await api.send(
        "POST", "/stations", {"identity": "HARBOUR-2", "access": "public", "name": "Harbour 2"}
    )
    ago = (CLOCK.now() + -10 * MINUTE_US).rfc3339()
    fault = {"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure", "timestamp": ago}
    orphan = {"transactionId": 418, "meterStop": 77_120, "timestamp": ago, "reason": "Local"}
    async with dialled(server.stations_url, "HARBOUR-2", made["ocpp_password"]) as socket:
        await call(socket, "BootNotification", {"chargePointVendor": "Acme", "chargePointModel": "A1"})
        await call(socket, "StopTransaction", orphan)
        await call(socket, "StatusNotification", fault)
        _held.append(asyncio.create_task(_stays(server, made["ocpp_password"], fault)))


_held: list[asyncio.Task[None]] = []


async def _stays(server: Server, password: str, fault: dict[str, Any]) -> None:
    """It is still there when the pictures are taken."""
    async with dialled(server.stations_url, "HARBOUR-2", password) as socket:
        await call(socket, "StatusNotification", fault)
        await socket.wait_closed()


async def _knocks(server: Server) -> None:
    with suppress(websockets.InvalidStatus):
        async with dialled(server.stations_url, "KNOCK-17", "its-own-old-password"):
            pass
