"""A continuous backup of PostgreSQL: its log is followed, and comes back as a server that has all of it."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from tests.places import PostgresServer, a_connected_station
from tests.things import a_frame, a_recording

from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.backups.following import Generation, chosen
from wattfleet.storage.backups.make import Installation
from wattfleet.storage.backups.pg_following import PostgresFollower
from wattfleet.storage.backups.pg_restoring import restore_server
from wattfleet.storage.backups.pg_trying import tried_server
from wattfleet.storage.backups.restoring import restore
from wattfleet.storage.backups.sealed import make_key, read_key
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.recording import Committed

KEY = "wattfleet-backup-key-" + "5a" * 32
WATTFLEET = str(Path(sys.executable).parent / "wattfleet")
CLOCK = SystemClock()


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server of its own: what is restored is the whole of it."""
    own = PostgresServer(options=("wal_keep_size=64MB",))
    yield own
    own.stop()


class Place:
    """An installation on PostgreSQL with a connected station, and a follower of it."""

    def __init__(self, folder: Path, url: str, database: PostgresDatabase) -> None:
        self.data, self.target, self.url, self.database = folder / "data", folder / "backups", url, database
        self.follower = PostgresFollower(
            Installation(folder=self.data, url=url), self.target, KEY, "1", CLOCK
        )
        self.journal = Journal(database)

    async def write(self, *names: str) -> None:
        for name in names:
            frame = a_frame(message_id=name)
            assert isinstance(await self.journal.commit(a_recording(self.station, frame=frame)), Committed)

    async def begin(self) -> None:
        self.station = await a_connected_station(self.database)
        await self.follower.begin(CLOCK.now())

    async def restored(self, into: Path, to: Instant | None = None) -> set[str]:
        source = chosen(self.target, to)
        assert isinstance(source, Generation)
        await asyncio.to_thread(restore_server, source, KEY, into, to)
        async with tried_server(into, self.url, CLOCK) as url:
            return await messages(url)


async def messages(url: str) -> set[str]:
    driver = await asyncpg.connect(url)
    try:
        await driver.execute("SELECT set_config('app.tenants', '{1}', false)")
        return {row[0] for row in await driver.fetch("SELECT message_id FROM frames")}
    finally:
        await driver.close()


@pytest.fixture
def shelf() -> Iterator[Path]:
    """Where restored servers stand: PostgreSQL's own user must find its way there."""
    folder = Path(tempfile.mkdtemp(prefix="wattfleet-again-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
async def place(tmp_path: Path, server: PostgresServer) -> AsyncIterator[Place]:
    url = await server.new_database()
    database = await open_database(tmp_path / "data", url)
    assert isinstance(database, PostgresDatabase)
    built = Place(tmp_path, url, database)
    built.target.mkdir()
    yield built
    await built.follower.end()
    await database.close()


async def test_what_was_shipped_comes_back_up_to_any_moment(place: Place, shelf: Path) -> None:
    await place.begin()
    await place.write("one")
    between = CLOCK.now()
    assert await place.follower.ship(CLOCK.now()) > 0
    await place.write("two")
    assert await place.follower.ship(CLOCK.now()) > 0
    assert await place.follower.ship(CLOCK.now()) <= 1, "what has not changed is not sealed again"
    await place.write("not shipped")
    newest = await place.restored(shelf / "newest")
    assert {"one", "two"} <= newest
    assert "not shipped" not in newest
    earlier = await place.restored(shelf / "earlier", between)
    assert "one" in earlier
    assert "two" not in earlier


async def test_many_segments_of_the_log_come_back(place: Place, shelf: Path) -> None:
    await place.begin()
    driver = await asyncpg.connect(place.url)
    told: set[str] = set()
    for round_ in range(3):
        names = {f"{round_}-{number}" for number in range(10)}
        await place.write(*names)
        told |= names
        await driver.execute("SELECT pg_switch_wal()")
        await place.follower.ship(CLOCK.now())
    await driver.close()
    assert told <= await place.restored(shelf / "server")


async def test_a_whole_segment_is_never_taken_for_its_beginning(place: Place, shelf: Path) -> None:
    """A follower that died between sealing a segment and removing its beginning leaves both."""
    await place.begin()
    await place.write("in the beginning")
    await place.follower.ship(CLOCK.now())
    source = chosen(place.target, None)
    assert isinstance(source, Generation)
    (beginning,) = source.folder.glob("*.partial.wfl")
    kept = beginning.read_bytes()
    await place.write("later in it")
    driver = await asyncpg.connect(place.url)
    await driver.execute("SELECT pg_switch_wal()")
    await driver.close()
    await place.follower.ship(CLOCK.now())
    assert not beginning.exists()
    beginning.write_bytes(kept)
    assert {"in the beginning", "later in it"} <= await place.restored(shelf / "server")


async def test_a_damaged_piece_is_told_and_a_taken_folder_refused(place: Place, tmp_path: Path) -> None:
    await place.begin()
    await place.write("one")
    await place.follower.ship(CLOCK.now())
    source = chosen(place.target, None)
    assert isinstance(source, Generation)
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine").touch()
    with pytest.raises(WattfleetError, match="not empty"):
        restore_server(source, KEY, taken, None)
    with pytest.raises(WattfleetError) as refused:
        await restore(source, KEY, tmp_path / "into")
    assert refused.value.code == "postgres_into_needed"
    piece = next(source.folder.glob("*.wfl"))
    sealed = bytearray(piece.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    piece.write_bytes(sealed)
    with pytest.raises(WattfleetError) as damaged:
        restore_server(source, KEY, tmp_path / "damaged", None)
    assert damaged.value.code == "backup_damaged"


async def test_a_role_without_the_right_is_told_which_one(
    place: Place, server: PostgresServer, tmp_path: Path
) -> None:
    driver = await asyncpg.connect(place.url)
    await driver.execute(f"CREATE ROLE plain{os.getpid()} LOGIN")
    await driver.close()
    url = place.url.replace("owner@", f"plain{os.getpid()}@")
    follower = PostgresFollower(Installation(folder=place.data, url=url), place.target, KEY, "1", CLOCK)
    with pytest.raises(WattfleetError) as refused:
        await follower.begin(CLOCK.now())
    assert refused.value.code == "replication_refused"
    assert "REPLICATION" in refused.value.hint
    assert not list(place.data.glob(".follow-*")), "nothing is left behind"


async def test_the_command_follows_and_restore_check_starts_a_server_on_it(
    place: Place, tmp_path: Path, shelf: Path
) -> None:
    key = tmp_path / "key"
    make_key(key)
    assert read_key(key)
    place.station = await a_connected_station(place.database)
    where = ["--data", str(place.data), "--database", place.url, "--key-file", str(key)]
    follow = [WATTFLEET, "backup", str(place.target), "--follow", "--every", "1", *where]
    process = await asyncio.create_subprocess_exec(*follow, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert b"following" in await asyncio.wait_for(process.stdout.readline(), 60)
    await place.write("told")
    process.send_signal(signal.SIGTERM)
    assert await process.wait() == 0
    tried = await asyncio.create_subprocess_exec(
        *[WATTFLEET, "restore", str(place.target), "--check", "--json", *where], stdout=subprocess.PIPE
    )
    said, _ = await tried.communicate()
    told = json.loads(said)
    assert (tried.returncode, told["violations"], told["apart"]) == (0, 0, [])
    assert told["rows"] > 0
    into = ["--postgres-into", str(shelf / "server")]
    where[1] = str(tmp_path / "again")
    back = await asyncio.create_subprocess_exec(WATTFLEET, "restore", str(place.target), *into, *where)
    assert await back.wait() == 0
    async with tried_server(shelf / "server", place.url, CLOCK) as url:
        assert "told" in await messages(url)
