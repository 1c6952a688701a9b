"""A station of the API's house charges: its frames go the whole way, without a socket."""

from tests.doors.api import Api
from tests.doors.stage import Line, Stage

from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import HOUR_US
from wattfleet.ocpp.versions import Version
from wattfleet.storage import sites
from wattfleet.usecases.finding import named_station

BOOT = {"chargePointVendor": "Acme", "chargePointModel": "A1"}
BOOT_2X = {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "A2"}}


async def plugged(api: Api, identity: str, version: Version = "1.6") -> Line:
    """A connection of a registered station, from the same parts as the API."""
    stage = Stage.__new__(Stage)
    assert isinstance(api.parts.clock, ManualClock)
    stage.clock = api.parts.clock
    stage.parts = api.parts
    stage.station = await api.parts.database.read(1, lambda reader: named_station(reader, identity))
    site = await api.parts.database.read(1, lambda reader: sites.get(reader, stage.station.site_id))
    assert site is not None
    stage.site = site
    stage.clock.advance(2 * HOUR_US)  # so that what the station tells lies in the past
    line = await stage.connect(version)
    await line.call("BootNotification", BOOT if version == "1.6" else BOOT_2X)
    return line


async def starts(line: Line, token: str = "04A2", at: str = "2026-11-20T12:00:00Z") -> int:
    """A transaction begins at register 1000 Wh; its number."""
    body = {"connectorId": 1, "idTag": token, "meterStart": 1000, "timestamp": at}
    return int((await line.call("StartTransaction", body))["transactionId"])


async def meters(line: Line, transaction: int, wh: int, at: str) -> None:
    value = {"value": str(wh), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
    moment = {"timestamp": at, "sampledValue": [value]}
    body = {"connectorId": 1, "transactionId": transaction, "meterValue": [moment]}
    await line.call("MeterValues", body)


async def stops(line: Line, transaction: int, wh: int, at: str) -> None:
    body = {"transactionId": transaction, "meterStop": wh, "timestamp": at, "reason": "EVDisconnected"}
    await line.call("StopTransaction", body)
