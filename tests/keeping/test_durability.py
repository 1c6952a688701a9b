"""Acknowledged = found: whatever dies, and whenever."""

import asyncio
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.places import AnyDatabase, PostgresServer, a_connected_station
from tests.things import a_recording

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage.database import Reader
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.recording import Committed
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.sqlite_link import Link

WRITER = Path(__file__).parent / "killed_writer.py"


@pytest.fixture(scope="module")
def durable_server() -> Iterator[PostgresServer]:
    server = PostgresServer(durable=True)
    yield server
    server.stop()


def _found(reader: Reader) -> set[str]:
    return set(reader.connection.execute(text("SELECT message_id FROM frames")).scalars())


async def _acknowledged(folder: Path, url: str | None, station: str, epoch: int, count: int) -> set[str]:
    """Let another process commit until it has acknowledged so many, and kill it in the middle of its work."""
    writer = await asyncio.create_subprocess_exec(
        sys.executable, WRITER, folder, url or "-", station, str(epoch), stdout=asyncio.subprocess.PIPE
    )
    assert writer.stdout is not None
    lines = [await writer.stdout.readline() for _ in range(count)]
    writer.send_signal(signal.SIGKILL)
    rest = await writer.stdout.read()
    await writer.wait()
    whole = b"".join(lines) + rest[: rest.rfind(b"\n") + 1]
    return set(whole.decode().split())


@pytest.mark.parametrize("count", [1, 400, 1500])
async def test_a_killed_writer_has_lost_nothing_that_it_acknowledged(
    database: AnyDatabase, database_url: str | None, tmp_path: Path, count: int
) -> None:
    station = await a_connected_station(database)
    told = await _acknowledged(tmp_path, database_url, station.id.hex, station.epoch, count)
    assert len(told) >= count
    assert told <= await database.read(1, _found)


async def test_a_killed_postgres_has_lost_nothing_and_the_journal_goes_on(
    durable_server: PostgresServer, tmp_path: Path
) -> None:
    database = await open_database(tmp_path, await durable_server.new_database())
    station = await a_connected_station(database)
    journal = Journal(database)
    acknowledged: list[int] = []

    async def until_it_fails() -> str:
        while True:
            try:
                outcome = await journal.commit(a_recording(station))
            except WattfleetError as error:
                return error.code
            assert isinstance(outcome, Committed)
            acknowledged.append(outcome.frame_id)
            if len(acknowledged) == 200:
                enough.set()

    enough = asyncio.Event()
    lanes = [asyncio.create_task(until_it_fails()) for _ in range(10)]
    await enough.wait()
    await asyncio.to_thread(durable_server.kill)
    assert set(await asyncio.gather(*lanes)) == {"storage_unavailable"}
    with pytest.raises(WattfleetError) as refused:
        await database.read(1, _found)
    assert (refused.value.code, refused.value.kind) == ("storage_unavailable", "unavailable")

    await asyncio.to_thread(durable_server.restart)

    def numbers(reader: Reader) -> set[int]:
        return set(reader.connection.execute(text("SELECT id FROM frames")).scalars())

    assert set(acknowledged) <= await database.read(1, numbers)
    assert isinstance(await journal.commit(a_recording(station)), Committed)
    await database.close()


async def test_a_full_disk_is_told_and_nothing_is_acknowledged(tmp_path: Path) -> None:
    database = await open_database(tmp_path)
    station = await a_connected_station(database)
    journal = Journal(database)
    assert isinstance(database, SqliteDatabase)

    def fill(link: Link) -> None:
        pages = link.raw.execute("PRAGMA page_count").fetchone()[0]
        link.raw.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    def free(link: Link) -> None:
        link.raw.execute("PRAGMA max_page_count = 1000000").fetchall()

    await database.writer.run(fill)
    acknowledged = 0

    async def until_it_fails() -> None:
        nonlocal acknowledged
        while True:
            await journal.commit(a_recording(station))
            acknowledged += 1

    with pytest.raises(WattfleetError) as refused:
        await until_it_fails()
    assert refused.value.code == "storage_unavailable"
    assert len(await _all_numbers(database)) == acknowledged
    await database.writer.run(free)
    assert isinstance(await journal.commit(a_recording(station)), Committed)
    await database.close()


async def _all_numbers(database: AnyDatabase) -> list[int]:
    def numbers(reader: Reader) -> list[int]:
        return list(reader.connection.execute(text("SELECT id FROM frames")).scalars())

    return await database.read(1, numbers)


async def test_sqlite_syncs_every_commit(tmp_path: Path) -> None:
    database = await open_database(tmp_path)
    assert isinstance(database, SqliteDatabase)

    def pragmas(link: Link) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        return {name: link.raw.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    assert await database.writer.run(pragmas) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }
    await database.close()
