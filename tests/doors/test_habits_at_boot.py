"""A station says what it is when it boots, and from then on its frames are read as its make writes them."""

import msgspec
from tests.doors.stage import Stage
from tests.places import AnyDatabase

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import parse_instant
from wattfleet.stations.habits import parse
from wattfleet.stations.station import RegisterMode
from wattfleet.storage import stations
from wattfleet.storage.database import Writer

RECORDS = """
[[habit]]
vendor = "Growatt"
habits.naive_is_local = true
habits.register_mode = "session"
habits.energy_in_kwh = true
why = "w"
source = "s"
"""
BOOT = {"chargePointVendor": "Growatt", "chargePointModel": "THOR"}
START = {"connectorId": 1, "idTag": "CARD", "meterStart": 0, "timestamp": "2026-11-20T19:00:00"}
VALUE = {"value": "3", "unit": "Wh"}


async def test_the_habits_of_a_make_hold_from_its_first_boot_on(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    stage.parts = msgspec.structs.replace(stage.parts, habits=parse(RECORDS))
    line = await stage.connect()
    await line.call("BootNotification", BOOT)
    started = await line.call("StartTransaction", START)
    reading = {"timestamp": "2026-11-20T19:30:00", "sampledValue": [VALUE]}
    meter = {"connectorId": 1, "transactionId": started["transactionId"], "meterValue": [reading]}
    await line.call("MeterValues", meter)
    (session,) = await stage.sessions()
    assert session.started_at == parse_instant("2026-11-20T18:00:00Z")
    assert session.energy == Energy.from_wh(3000)
    station = await database.read(1, lambda reader: stations.get(reader, stage.station.id))
    assert station is not None
    assert station.register_mode is RegisterMode.SESSION


async def test_a_later_boot_takes_nothing_back_that_is_known(database: AnyDatabase) -> None:
    stage = await Stage(database).furnish()
    stage.parts = msgspec.structs.replace(stage.parts, habits=parse(RECORDS))
    line = await stage.connect()
    await line.call("BootNotification", {**BOOT, "chargePointSerialNumber": "S-1", "firmwareVersion": "1"})

    def learn(writer: Writer) -> None:
        known = stations.demand(writer, stage.station.id)
        learned = msgspec.structs.replace(known, register_mode=RegisterMode.LIFETIME)
        stations.change(writer, learned, known.version)

    await database.write(1, learn)
    await line.call("BootNotification", {**BOOT, "firmwareVersion": "2"})
    station = await database.read(1, lambda reader: stations.demand(reader, stage.station.id))
    told = (station.vendor, station.serial, station.firmware, station.register_mode)
    assert told == ("Growatt", "S-1", "2", RegisterMode.LIFETIME)
    assert station.booted_at == stage.clock.now()
