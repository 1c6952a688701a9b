"""Each kind of alarm is raised by what happens to a running server, is listed, and goes with its cause.

What belongs to the machine is real: certificate files, a disk that is looked at, rows of backups. Where this
machine cannot be brought into a state (its clock, a frame that waits), the port says so.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from tests.doors.api import Api
from tests.doors.api_charge import plugged, stops
from tests.doors.filling import fill_disk
from tests.doors.test_alarms import open_alarms, silent
from tests.doors.test_tls import make_pair

from wattfleet.clients.machine import ThisMachine
from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US
from wattfleet.operations.health import Machine
from wattfleet.storage import health
from wattfleet.storage.database import INSTALLATION
from wattfleet.storage.tables.stations import stations
from wattfleet.usecases.keep_alarms import keep_alarms
from wattfleet.usecases.parts import Parts


class Said(ThisMachine):
    """This machine, but for what is said of it."""

    def __init__(self, folder: Path, **said: object) -> None:
        super().__init__(folder)
        self.said = said

    def look(self) -> Machine:
        return msgspec.structs.replace(super().look(), **self.said)


async def codes(api: Api, parts: Parts | None = None, later_us: int = 0) -> list[str]:
    """What is open after the clockwork has looked, some time later."""
    api.clock.advance(later_us)  # type: ignore[attr-defined]
    await keep_alarms(parts or api.parts)
    return [code for code, _ in await open_alarms(api)]


@pytest.mark.parametrize(
    ("access", "not_yet", "then"),
    [
        ("public", 14 * MINUTE_US, 2 * MINUTE_US),
        ("private", 14 * MINUTE_US, 2 * MINUTE_US),
        ("home", 47 * HOUR_US, 2 * HOUR_US),
    ],
)
async def test_a_station_is_silent_after_the_time_of_its_kind(
    api: Api, access: str, not_yet: int, then: int
) -> None:
    await silent(api, "CP1", access=access)
    await silent(api, "OK")
    await here(api, "OK")
    assert "station_silent" not in await codes(api, later_us=not_yet)
    assert "station_silent" in await codes(api, later_us=then)


async def here(api: Api, identity: str) -> None:
    """It stays connected, so that its site is not down."""
    there = stations.update().where(stations.c.identity == identity).values(connected=True)
    await api.parts.database.write(1, lambda writer: writer.connection.execute(there))


async def test_a_fault_that_lasts_two_minutes_is_told_and_goes_with_it(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    line = await plugged(api, "CP1")
    at = api.clock.now().rfc3339()
    fault = {"connectorId": 1, "status": "Faulted", "errorCode": "GroundFailure", "timestamp": at}
    await line.call("StatusNotification", fault)
    assert "evse_faulted" not in await codes(api, later_us=MINUTE_US)
    assert "evse_faulted" in await codes(api, later_us=2 * MINUTE_US)
    at = api.clock.now().rfc3339()
    well = {"connectorId": 1, "status": "Available", "errorCode": "NoError", "timestamp": at}
    await line.call("StatusNotification", well)
    await codes(api)
    assert "evse_faulted" not in await codes(api, later_us=HOUR_US)


async def test_a_doubt_that_waits_for_a_day_is_told(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    line = await plugged(api, "CP1")
    await stops(line, 4711, 2000, api.clock.now().rfc3339())
    assert "doubts_old" not in await codes(api, later_us=23 * HOUR_US)
    assert "doubts_old" in await codes(api, later_us=2 * HOUR_US)


async def fills(api: Api, folder: Path) -> Parts:
    parts = of(api, ThisMachine(folder))
    await fill_disk(parts)
    return parts


async def backed_up(api: Api, folder: Path) -> Parts:
    at = api.clock.now() + -30 * DAY_US
    note = partial(health.note_backup, last_at=at, place="/mnt/b", bytes=1234)
    await api.parts.database.write(INSTALLATION, note)
    return of(api, ThisMachine(folder))


async def expires(api: Api, folder: Path) -> Parts:
    """It began on 1 January; the clock of the tests stands on 20 November."""
    pair = make_pair(folder, "localhost", ec.generate_private_key(ec.SECP256R1()), days=327)
    return of(api, ThisMachine(folder, [(pair.certificate, pair.key)]))


async def unsure(api: Api, folder: Path) -> Parts:
    return of(api, Said(folder, clock_synchronised=False))


async def waits(api: Api, folder: Path) -> Parts:
    return of(api, Said(folder, oldest_frame_us=10 * MINUTE_US))


def of(api: Api, machine: ThisMachine) -> Parts:
    return msgspec.structs.replace(api.parts, machine=machine)


@pytest.mark.parametrize(
    ("code", "comes"),
    [
        ("disk_fills", fills),
        ("backup_old", backed_up),
        ("certificate_expires", expires),
        ("clock_unsynchronised", unsure),
        ("frames_waiting", waits),
    ],
)
async def test_what_makes_the_server_unwell_is_an_alarm(
    api: Api, tmp_path: Path, code: str, comes: Callable[[Api, Path], Awaitable[Parts]]
) -> None:
    well = of(api, Said(tmp_path, clock_synchronised=True, clock_error_us=0))
    assert code not in await codes(api, well)
    parts = await comes(api, tmp_path)
    assert code in await codes(api, parts)
    (alarm,) = [one for one in (await api.get("/alarms?state=open"))["items"] if one["code"] == code]
    assert alarm["words"]
    assert alarm["mend"]
    noted = await api.ask("PATCH", f"/alarms/{alarm['id']}", {"acknowledged": True})
    assert noted.status_code == 200, noted.text
    assert noted.json()["acknowledged_by"]
