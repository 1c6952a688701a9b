"""Backup and restore, on both databases: what was committed comes back, and what was changed is told."""

import asyncio
import os
import tarfile
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from tests.places import AnyDatabase, PostgresServer, a_connected_station
from tests.recorded import open_recorded, recorded_url
from tests.things import a_recording

from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, parse_instant
from wattfleet.operations.backups_kept import Keep
from wattfleet.storage import installation
from wattfleet.storage.backups.copying import find_program, look_at_postgres, look_at_sqlite
from wattfleet.storage.backups.make import Installation, Made, backups_in, forget_old, make_backup, newest_in
from wattfleet.storage.backups.manifest import mark_of
from wattfleet.storage.backups.package import read_package
from wattfleet.storage.backups.restoring import differences, restore
from wattfleet.storage.backups.sealed import CHUNK, Sealer, Unsealer, make_key, read_key
from wattfleet.storage.database import INSTALLATION, Reader
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import FILE_NAME, open_database
from wattfleet.storage.recording import Committed
from wattfleet.usecases.run_audit import run_audit

NOW = parse_instant("2026-11-20T12:00:00Z")
KEY = "wattfleet-backup-key-" + "5a" * 32
SECRET = b"s" * 64


class Place:
    """A recorded installation with its secret and an old day, and where its backups go."""

    def __init__(
        self, folder: Path, url: str | None, database: AnyDatabase, server: PostgresServer | None
    ) -> None:
        self.folder = folder / "data"
        self.target = folder / "backups"
        self.url = url
        self.database = database
        self.server = server

    async def backup(self, days: int = 0) -> Made:
        what = Installation(folder=self.folder, url=self.url, secret=self.folder / "secret")
        return await make_backup(what, self.target, KEY, now=NOW + days * DAY_US, program="1.2.3")

    async def empty_url(self) -> str | None:
        return None if self.server is None else await self.server.new_empty_database()


@pytest.fixture
async def place(tmp_path: Path, database_kind: str, request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    server: PostgresServer | None = None
    url = None
    if database_kind == "postgres":
        server = request.getfixturevalue("postgres_server")
        url = await recorded_url(server)
    database = await open_recorded(tmp_path / "data", url)
    await database.write(
        INSTALLATION, lambda writer: installation.put(writer, "secret_mark", mark_of(SECRET))
    )
    built = Place(tmp_path, url, database, server)
    built.folder.mkdir(exist_ok=True)
    (built.folder / "secret").write_bytes(SECRET)
    (built.folder / "cold" / "1").mkdir(parents=True)
    (built.folder / "cold" / "1" / "frames-2026-06-01.parquet").write_bytes(os.urandom(3000))
    built.target.mkdir()
    yield built
    await database.close()


async def test_a_restored_backup_is_what_was_copied_and_its_audit_is_clean(
    place: Place, tmp_path: Path
) -> None:
    made = await place.backup()
    assert made.manifest.secret == "inside"
    assert made.manifest.counts["frames"] == 1294
    url = await place.empty_url()
    done = await restore(made.path, KEY, tmp_path / "again", url)
    assert done.apart == ()
    assert (tmp_path / "again" / "secret").read_bytes() == SECRET
    for name in ("secret", "cold/1/frames-2026-06-01.parquet"):
        assert (tmp_path / "again" / name).read_bytes() == (place.folder / name).read_bytes()
    again = await open_database(tmp_path / "again", url)
    audit = await run_audit(again, SystemClock(), 1)
    assert (audit.violations, audit.looked_at > 8000) == (0, True)
    await again.close()


async def test_what_was_acknowledged_before_a_backup_under_load_is_in_it(
    place: Place, tmp_path: Path
) -> None:
    station = await a_connected_station(place.database)
    journal, stop = Journal(place.database), asyncio.Event()
    numbers: list[int] = []

    async def load() -> None:
        while not stop.is_set():
            outcome = await journal.commit(a_recording(station))
            assert isinstance(outcome, Committed)
            numbers.append(outcome.frame_id)

    lanes = [asyncio.create_task(load()) for _ in range(8)]
    while len(numbers) < 100:
        await asyncio.wait(lanes, timeout=0.01)
    before = set(numbers)
    made = await place.backup()
    during = len(numbers) - len(before)
    stop.set()
    await asyncio.gather(*lanes)
    assert during > 0, "nobody waits for a backup"
    url = await place.empty_url()
    assert (await restore(made.path, KEY, tmp_path / "again", url)).apart == ()
    again = await open_database(tmp_path / "again", url)

    def found(reader: Reader) -> set[int]:
        return set(reader.connection.execute(text("SELECT id FROM frames")).scalars())

    assert before <= await again.read(1, found)
    await again.close()


async def test_nothing_is_overwritten_unless_one_insists(place: Place, tmp_path: Path) -> None:
    made = await place.backup()
    with pytest.raises(WattfleetError) as refused:
        await restore(made.path, KEY, place.folder, await place.empty_url())
    assert refused.value.code == "place_taken"
    if place.url is not None:
        with pytest.raises(WattfleetError) as refused:
            await restore(made.path, KEY, tmp_path / "again", place.url)
        assert refused.value.code == "place_taken"
    await place.database.close()
    done = await restore(made.path, KEY, place.folder, place.url, force=True)
    assert done.apart == ()
    assert done.aside is not None
    assert (done.aside / "secret").read_bytes() == SECRET
    assert not list(place.folder.glob(".restore-*"))


async def test_a_copy_that_somebody_changed_is_told_table_by_table(place: Place, tmp_path: Path) -> None:
    made = await place.backup()
    url = await place.empty_url()
    await restore(made.path, KEY, tmp_path / "again", url)
    again = await open_database(tmp_path / "again", url)

    def change(reader: Reader) -> None:
        if reader.on_postgres:
            reader.connection.exec_driver_sql("RESET ROLE")
        reader.connection.execute(text("DELETE FROM readings WHERE id = 5"))
        reader.connection.execute(text("UPDATE tokens SET note = 'other'"))

    await again.write(1, change)
    await again.close()
    found = look_at_sqlite(tmp_path / "again" / FILE_NAME) if url is None else await look_at_postgres(url)
    told = differences(made.manifest, found)
    assert any(one.startswith("readings: ") for one in told)
    assert ("tokens: as many rows, but others" in told) == (url is not None)


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_old_backups_go_and_a_failed_one_leaves_nothing(place: Place) -> None:
    for day in (0, 1, 2):
        await place.backup(day)
    assert newest_in(place.target).name == "wattfleet-20261122T120000Z.wfb"
    gone = forget_old(place.target, Keep(2, 0, 0))
    assert [one.name for one in gone] == ["wattfleet-20261120T120000Z.wfb"]
    assert len(backups_in(place.target)) == 2
    with pytest.raises(WattfleetError) as refused:
        await make_backup(
            Installation(folder=place.folder), place.target / "nowhere", KEY, now=NOW, program="1"
        )
    assert refused.value.code == "backup_target"
    assert not list(place.folder.glob(".backup-*"))


@pytest.mark.parametrize("database_kind", ["sqlite"])
async def test_a_secret_of_another_installation_is_refused(place: Place, tmp_path: Path) -> None:
    (place.folder / "secret").write_bytes(b"another secret" * 5)
    made = await place.backup()
    with pytest.raises(WattfleetError) as refused:
        await restore(made.path, KEY, tmp_path / "again")
    assert refused.value.code == "secret_of_another"
    assert not (tmp_path / "again" / FILE_NAME).exists()


@pytest.mark.parametrize("database_kind", ["postgres"])
async def test_a_role_that_does_not_own_the_tables_is_told_so(place: Place) -> None:
    await look_at_postgres(str(place.url))
    driver = await asyncpg.connect(place.url)
    await driver.execute("CREATE ROLE stranger LOGIN; GRANT USAGE ON SCHEMA public TO stranger")
    try:
        what = Installation(folder=place.folder, url=str(place.url).replace("owner@", "stranger@"))
        with pytest.raises(WattfleetError) as refused:
            await make_backup(what, place.target, KEY, now=NOW, program="1")
        assert refused.value.code == "backup_role"
    finally:
        await driver.execute("DROP OWNED BY stranger; DROP ROLE stranger")
        await driver.close()


def test_a_program_that_is_not_there_is_told_with_what_to_install() -> None:
    with pytest.raises(WattfleetError, match="pg_nothing is not on this machine") as refused:
        find_program("pg_nothing")
    assert "postgresql-client" in refused.value.hint


# ── the seal ──────────────────────────────────────────────────────────────────


def sealed(data: bytes, key: str = KEY) -> bytes:
    file = BytesIO()
    with Sealer(file, key) as sealer:
        sealer.write(data)
    return file.getvalue()


def opened(data: bytes, key: str = KEY) -> bytes:
    unsealer, whole = Unsealer(BytesIO(data), key), b""
    while data := unsealer.read(100_000):
        whole += data
    return whole


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_what_was_sealed_comes_out_again(size: int) -> None:
    data = os.urandom(size)
    assert opened(sealed(data)) == data


def test_a_passphrase_opens_what_it_sealed() -> None:
    assert opened(sealed(b"x" * 10, "a long passphrase"), "a long passphrase") == b"x" * 10


@pytest.mark.parametrize("other", [KEY[:-1] + "0", "a long passphrase", "wattfleet-backup-key-" + "0" * 64])
def test_a_wrong_key_is_told_before_anything_is_read(other: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        opened(sealed(b"x"), other)
    assert refused.value.code == "backup_key_wrong"


SEALED = sealed(b"abc" * CHUNK)


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_no_flipped_bit_goes_unnoticed(bit: int) -> None:
    changed = bytearray(SEALED)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(WattfleetError) as refused:
        opened(bytes(changed))
    assert refused.value.code in {"backup_damaged", "backup_key_wrong"}


@given(st.integers(0, len(SEALED) - 1))
def test_no_stream_that_ends_too_early_goes_unnoticed(length: int) -> None:
    with pytest.raises(WattfleetError) as refused:
        opened(SEALED[:length])
    assert refused.value.code in {"backup_damaged", "backup_key_wrong"}


def test_chunks_cannot_change_places() -> None:
    start = len(SEALED) - 3 * (CHUNK + 16)
    one, two = SEALED[start : start + CHUNK + 16], SEALED[start + CHUNK + 16 : start + 2 * (CHUNK + 16)]
    with pytest.raises(WattfleetError, match="damaged"):
        opened(SEALED[:start] + two + one + SEALED[start + 2 * (CHUNK + 16) :])


def test_a_key_is_made_once_and_read_by_its_owner_alone(tmp_path: Path) -> None:
    make_key(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert len(read_key(tmp_path / "key")) == len(KEY)
    with pytest.raises(WattfleetError) as refused:
        make_key(tmp_path / "key")
    assert refused.value.code == "key_file_exists"


@pytest.mark.parametrize(
    "words", ["", "too short", "wattfleet-backup-key-12", "wattfleet-backup-key-" + "Z" * 64]
)
def test_a_key_file_that_is_none_is_told(tmp_path: Path, words: str) -> None:
    (tmp_path / "key").write_text(words)
    with pytest.raises(WattfleetError) as refused:
        read_key(tmp_path / "key")
    assert refused.value.code == "key_file_unusable"


def test_a_package_that_would_write_elsewhere_is_refused(tmp_path: Path) -> None:
    import zlib

    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w|") as tar:
        entry = tarfile.TarInfo("../escaped")
        entry.size = 1
        tar.addfile(entry, BytesIO(b"x"))
    (tmp_path / "bad.wfb").write_bytes(sealed(zlib.compress(packed.getvalue())))
    (tmp_path / "into").mkdir()
    with pytest.raises(WattfleetError, match="which no backup has"):
        read_package(tmp_path / "bad.wfb", KEY, tmp_path / "into")
    assert not (tmp_path / "escaped").exists()
