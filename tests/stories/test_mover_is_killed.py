"""The server is killed while it moves old days to cold files: all is read as before, and it ends its work."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.places import PLAIN, PostgresServer, a_connected_station
from tests.stories.blackbox import Installation
from tests.things import a_change, a_reading, a_recording, a_session

from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.timeline import DAY_US, SECOND_US
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.recording import ReadingRow
from wattfleet.storage.tables.journal import frames

FRAMES = 6_000
KILLS = 1
PATIENCE_S = 90


@pytest.fixture(params=["sqlite", "postgres"])
def old_house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    """An installation whose frames and readings are ten days old, not yet started."""
    url = None
    if request.param == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = asyncio.run(server.new_empty_database())
    asyncio.run(_fill(tmp_path / "data", url))
    installation = Installation(tmp_path / "data", url, ["--cold-after", "2"])
    yield installation
    installation.kill()


async def _fill(data: Path, url: str | None) -> None:
    database = await open_database(data, url)
    station = await a_connected_station(database, identity="OLD-1")
    start = SystemClock().now() + -10 * DAY_US
    charge = a_session(station, started_at=start, first_at=start, first_received_at=start)
    course = [a_reading(number, 100 * number) for number in range(20)]
    rows = tuple(
        ReadingRow(charge.id, 1, reading.at, start + number * SECOND_US, reading)
        for number, reading in enumerate(course)
    )
    await Journal(database).commit(a_recording(station, sessions=a_change(charge, 0), readings=rows))
    lines = [
        {
            "tenant_id": 1,
            "station_id": station.id,
            "epoch": 1,
            "at": start + number * SECOND_US,
            "direction": 0,
            "kind": "call",
            "message_id": str(number),
            "action": "Heartbeat",
            "raw": b'[2,"%d","Heartbeat",{}]' % number,
            "answer": b'[3,"%d",{}]' % number,
            "error": "",
            "session_id": None,
        }
        for number in range(FRAMES)
    ]
    for begin in range(0, FRAMES, 2_000):
        some = lines[begin : begin + 2_000]
        await database.write(1, lambda writer, some=some: writer.connection.execute(frames.insert(), some))  # type: ignore[misc]
    await database.close()


def test_a_killed_mover_loses_nothing_and_ends_its_work(old_house: Installation) -> None:
    old_house.more[:] = ["--cold-after", "0"]
    old_house.start()
    before = everything(old_house)
    assert len(before) == FRAMES + 21
    old_house.kill()
    old_house.more[:] = ["--cold-after", "2"]
    in_the_middle = 0
    for _ in range(KILLS):
        old_house.start()
        hit = wait_for_the_middle(old_house)
        old_house.kill()
        in_the_middle += hit
        if not hit:
            break
    assert in_the_middle >= 1, "no kill hit the mover while a file was ready and its rows still there"
    old_house.start()
    until_done(old_house)
    assert everything(old_house) == before
    assert all(one["state"] == "done" for one in files(old_house))


def client(house: Installation) -> httpx.Client:
    headers = {"Authorization": f"Bearer {house.key}"}
    return httpx.Client(base_url=f"{house.http}/api/v1", headers=headers, timeout=60, verify=PLAIN)


def files(house: Installation) -> list[Any]:
    with client(house) as api:
        return list(api.get("/archive/files?limit=1000").json()["items"])


def wait_for_the_middle(house: Installation) -> bool:
    """Until a file is named and its rows are not all gone; False where the work was done first."""
    deadline = time.monotonic() + PATIENCE_S
    with client(house) as api:
        while time.monotonic() < deadline:
            found = api.get("/archive/files").json()["items"]
            if any(one["state"] == "ready" for one in found):
                return True
            if is_done(found):
                return False
    raise AssertionError("nothing was moved")


def is_done(found: list[Any]) -> bool:
    moved = sum(one["rows"] for one in found if one["kind"] == "frames")
    return moved >= FRAMES - 1 and all(one["state"] == "done" for one in found)


def until_done(house: Installation) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if is_done(files(house)):
            return
    raise AssertionError("the mover does not end its work")


def everything(house: Installation) -> list[str]:
    """Every record of the station, and the readings of its session, as they are shown."""
    shown: list[str] = []
    with client(house) as api:
        session = api.get("/sessions?station=OLD-1").json()["items"][0]["id"]
        for path in ("/stations/OLD-1/frames?view=pairs", f"/sessions/{session}/readings?"):
            cursor = ""
            while True:
                page = api.get(f"{path}&limit=1000{cursor}").json()
                shown += [json.dumps(one, sort_keys=True) for one in page["items"]]
                if page["next"] is None:
                    break
                cursor = f"&cursor={page['next']}"
    return shown
