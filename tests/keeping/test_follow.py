"""A continuous backup of SQLite: what was shipped comes back, whoever is killed, up to any moment."""

import asyncio
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.places import a_connected_station
from tests.recorded import open_recorded
from tests.things import a_frame, a_recording

from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import SECOND_US, Instant, parse_instant
from wattfleet.stations.station import Station
from wattfleet.storage.backups.copying import check_sqlite
from wattfleet.storage.backups.following import Follower, Generation, chosen, generations_in
from wattfleet.storage.backups.make import Installation
from wattfleet.storage.backups.restoring import restore
from wattfleet.storage.backups.sealed import make_key, read_key
from wattfleet.storage.backups.wal import Gap
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import FILE_NAME, open_database
from wattfleet.storage.recording import Committed
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.sqlite_link import Link
from wattfleet.usecases.run_audit import run_audit

NOW = parse_instant("2026-11-20T12:00:00Z")
KEY = "wattfleet-backup-key-" + "5a" * 32
WRITER = Path(__file__).parent / "killed_writer.py"
WATTFLEET = str(Path(sys.executable).parent / "wattfleet")


class Place:
    """A recorded installation with a connected station, and a follower of it."""

    def __init__(self, folder: Path, database: SqliteDatabase, station: Station) -> None:
        self.folder = folder / "data"
        self.target = folder / "backups"
        self.database = database
        self.station = station
        self.journal = Journal(database)
        self.follower = Follower(Installation(folder=self.folder), self.target, KEY, "1")

    async def write(self, *names: str) -> None:
        for name in names:
            frame = a_frame(message_id=name, raw=b"x" * 5000)
            assert isinstance(await self.journal.commit(a_recording(self.station, frame=frame)), Committed)

    async def begin(self) -> None:
        await self.follower.begin(NOW)

    async def ship(self, seconds: int) -> int:
        return await self.follower.ship(after(seconds))

    async def restored(self, to: Instant | None = None) -> set[str]:
        """The messages of a restored copy, which must be whole."""
        into = self.target.parent / f"again-{len(list(self.target.parent.iterdir()))}"
        source = chosen(self.target, to)
        assert isinstance(source, Generation)
        done = await restore(source, KEY, into, to=to)
        assert done.apart == ()
        assert check_sqlite(into / FILE_NAME) == ""
        return messages(into / FILE_NAME)


def after(seconds: int) -> Instant:
    return NOW + seconds * SECOND_US


def messages(path: Path) -> set[str]:
    raw = sqlite3.connect(path)
    found = {row[0] for row in raw.execute("SELECT message_id FROM frames")}
    raw.close()
    return found


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    database = await open_recorded(tmp_path / "data", None)
    assert isinstance(database, SqliteDatabase)
    built = Place(tmp_path, database, await a_connected_station(database))
    built.target.mkdir()
    yield built
    await built.follower.end()
    await database.close()


async def test_what_was_shipped_comes_back_up_to_any_moment(place: Place) -> None:
    await place.write("before")
    await place.begin()
    await place.write("one")
    assert await place.ship(10) > 0
    await place.write("two")
    assert await place.ship(20) > 0
    await place.write("not shipped")
    assert {"before", "one", "two"} <= await place.restored()
    assert "not shipped" not in await place.restored()
    assert "two" not in await place.restored(after(19))
    assert "one" in await place.restored(after(19))
    assert "one" not in await place.restored(after(9))


async def test_the_log_may_start_anew_between_two_looks(place: Place) -> None:
    await place.begin()

    def fold_in(link: Link) -> None:
        link.raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    told: set[str] = set()
    for round_ in range(40):
        names = {f"{round_}-{number}" for number in range(20)}
        await place.write(*names)
        told |= names
        await place.database.writer.run(fold_in)
        await place.ship(round_ + 1)
        await place.database.writer.run(fold_in)
    assert told <= await place.restored()


async def test_a_database_that_grows_and_shrinks_comes_back_with_its_size(place: Place) -> None:
    await place.begin()
    await place.write(*(f"big-{number}" for number in range(200)))
    await place.ship(1)

    def shrink(link: Link) -> None:
        link.raw.execute("DELETE FROM frames WHERE message_id LIKE 'big-%'")
        link.raw.execute("VACUUM")

    await place.database.writer.run(shrink)
    await place.write("after")
    await place.ship(2)
    found = await place.restored()
    assert "after" in found
    assert "big-1" not in found


async def test_old_days_are_shipped_with_what_names_them(place: Place) -> None:
    await place.begin()
    cold = place.folder / "cold" / "1"
    cold.mkdir(parents=True)
    (cold / "frames.parquet").write_bytes(b"old day")
    await place.write("names it")
    await place.ship(1)
    await place.restored()
    (again,) = place.target.parent.glob("again-*")
    assert (again / "cold" / "1" / "frames.parquet").read_bytes() == b"old day"


async def test_a_delta_that_is_missing_is_told(place: Place) -> None:
    await place.begin()
    for seconds in (1, 2, 3):
        await place.write(str(seconds))
        await place.ship(seconds)
    (generation,) = generations_in(place.target)
    sorted(generation.folder.glob("*.wfd"))[1].unlink()
    with pytest.raises(WattfleetError, match=r"delta 2 of .* is missing"):
        await place.restored()


async def test_a_log_that_went_on_without_us_is_noticed(place: Place) -> None:
    await place.begin()
    assert place.follower._holder is not None
    place.follower._holder.release()  # as if the follower had slept: nobody holds the log

    def fold_in(link: Link) -> None:
        link.raw.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()

    for name in ("one", "two", "three"):
        await place.write(name)
        await place.database.writer.run(fold_in)
    await place.write("four")
    with pytest.raises(Gap):
        await place.ship(1)


async def test_a_folder_that_is_gone_is_told_and_shipped_again_later(place: Place) -> None:
    await place.begin()
    (generation,) = generations_in(place.target)
    away = generation.folder.rename(place.target / "away")
    await place.write("one")
    with pytest.raises(WattfleetError) as refused:
        await place.ship(1)
    assert refused.value.code == "backup_target"
    away.rename(generation.folder)
    await place.ship(2)
    assert "one" in await place.restored()


async def test_writer_and_follower_are_killed_and_a_minute_at_most_is_lost(tmp_path: Path) -> None:
    """Both as processes, both killed with -9; every message acknowledged before the last delta is there."""
    data, target, key = tmp_path / "data", tmp_path / "backups", tmp_path / "key"
    database = await open_recorded(data, None)
    station = await a_connected_station(database)
    await database.close()
    make_key(key)
    writer = await asyncio.create_subprocess_exec(
        sys.executable, WRITER, data, "-", station.id.hex, str(station.epoch), stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout is not None
    acknowledged = [await writer.stdout.readline() for _ in range(50)]
    follower = await asyncio.create_subprocess_exec(
        WATTFLEET,
        "backup",
        target,
        "--data",
        data,
        "--key-file",
        key,
        "--follow",
        "--every",
        "1",
        stdout=asyncio.subprocess.PIPE,
    )
    assert follower.stdout is not None
    assert b"following" in await follower.stdout.readline()
    first_at = SystemClock().now()
    acknowledged += [await writer.stdout.readline() for _ in range(200)]
    before_delta = set(b"".join(acknowledged).decode().split())
    while True:  # until a delta that was begun after those were acknowledged
        acknowledged.append(await writer.stdout.readline())
        (generation,) = generations_in(target)
        if len(list(generation.folder.glob("*.wfd"))) >= 2:
            break
    for process in (writer, follower):
        process.send_signal(signal.SIGKILL)
        assert process.stdout is not None
        await process.stdout.read()
        await process.wait()
    assert SystemClock().now() - first_at < 60 * SECOND_US
    source = chosen(target, None)
    done = await restore(source, read_key(key), tmp_path / "again")
    assert done.apart == ()
    assert before_delta <= messages(tmp_path / "again" / FILE_NAME)
    again = await open_database(tmp_path / "again")
    found = [one for one in (await run_audit(again, SystemClock(), 1)).checked if one.violations]
    assert [one.id for one in found] == ["I1"], "the writer keeps frames without answers"
    assert all("without our answer" in one.words for one in found[0].evidence), "no number is missing"
    await again.close()
