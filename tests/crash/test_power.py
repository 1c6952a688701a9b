"""The power goes at moments of chance: nothing acknowledged is lost, on both databases.

kill -9 keeps the page cache, so that a store that never syncs would pass it. Here what was not synced is lost
or torn; and a store that does not sync, and a disk that lies, are found out by the same test.
Source: reliability T2.
"""

import asyncio
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from tests.crash.books import Books
from tests.crash.campaign import Blow, Crowd, charging, until
from tests.crash.cuts import a_house_on_a_disk, cut, cut_again_and_again, lights
from tests.crash.place import RECOVERY_S, House, some_books
from tests.crash.power import Disk, compiled
from tests.crash.seed import drawn
from tests.crash.verdict import Verdict, judge, judge_frames

CUTS = 12
STATIONS = 6


async def _lived(house: House, disk: Disk, crowd: Crowd, chance: Random) -> list[Blow]:
    async with charging(crowd):
        blows = await cut_again_and_again(house, disk, crowd, chance, CUTS)
        await crowd.finish()
    return blows


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_dozen_power_cuts_lose_nothing_that_was_acknowledged(kind: str) -> None:
    seed, chance = drawn()
    with a_house_on_a_disk(kind) as (house, disk):
        house.start()
        books = some_books(STATIONS)
        house.furnish(books)
        blows = asyncio.run(_lived(house, disk, Crowd(house, books, chance), chance))
        verdict = judge(house, books)
    assert verdict.wrong == [], f"CRASH_SEED={seed}"
    assert (verdict.lost, verdict.double_bills) == (0, 0)
    assert verdict.sessions == verdict.charges > STATIONS
    assert verdict.found == verdict.acknowledged > CUTS * STATIONS
    assert disk.dropped > 0, "at least once something was not synced yet"
    assert max(blow.back_s for blow in blows) < RECOVERY_S, [blow for blow in blows if blow.back_s > 5]


async def _acknowledged(house: House, books: list[Books], count: int) -> None:
    crowd = Crowd(house, books, Random(1))
    async with charging(crowd):
        await until(lambda: crowd.acknowledged >= count, 60)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
@pytest.mark.parametrize("fault", ["careless", "lies"])
def test_a_store_that_does_not_sync_and_a_disk_that_lies_are_found_out(kind: str, fault: str) -> None:
    books = some_books(2)
    with a_house_on_a_disk(kind, careless=fault == "careless", lies=fault == "lies") as (house, disk):
        house.start()
        house.furnish(books)
        asyncio.run(_acknowledged(house, books, 50))
        cut(house, disk, Random(1), 0.0)
        lights(house)
        verdict = Verdict(acknowledged=sum(len(book.acked) for book in books))
        judge_frames(house, books, verdict)
    assert verdict.lost > 0


DEEDS = {
    "os.write(a, b'x')": {"a": b"old"},
    "os.write(a, b'x'); os.fsync(a)": {"a": b"xld"},
    "os.fsync(a); os.write(a, b'x')": {"a": b"old"},
    "os.pwrite(a, b'xy', 3); os.fdatasync(a)": {"a": b"oldxy"},
    "os.ftruncate(a, 1)": {"a": b"old"},
    "os.ftruncate(a, 1); os.fsync(a)": {"a": b"o"},
    "b = made('b'); os.write(b, b'x')": {"a": b"old"},
    "b = made('b'); os.write(b, b'x'); os.fsync(b)": {"a": b"old", "b": b"x"},
    "b = made('b'); os.write(b, b'x'); os.fsync(folder)": {"a": b"old", "b": b""},
    "os.rename('d/a', 'd/c')": {"a": b"old"},
    "os.rename('d/a', 'd/c'); os.fsync(folder)": {"c": b"old"},
    "os.unlink('d/a')": {"a": b"old"},
    "os.unlink('d/a'); os.fsync(folder)": {},
    "os.link('d/a', 'd/b'); os.unlink('d/a'); os.fsync(folder)": {"b": b"old"},
    "b = made('b'); os.write(b, b'new'); os.fsync(b); os.rename('d/b', 'd/a')": {"a": b"old", "b": b"new"},
    "b = made('b'); os.write(b, b'new'); os.fsync(b); os.rename('d/b', 'd/a'); os.fsync(folder)": {
        "a": b"new"
    },
}

SCRIPT = """
import os
a, folder = os.open('d/a', os.O_RDWR), os.open('d', os.O_RDONLY)
def made(name): return os.open('d/' + name, os.O_RDWR | os.O_CREAT)
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("shim"))


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_synced_survives_and_nothing_else(tmp_path: Path, library: Path, deed: str) -> None:
    disk = _played(tmp_path, library, deed)
    disk.cut(Random(1), 0.0)
    assert {path.name: path.read_bytes() for path in (disk.root / "d").iterdir()} == DEEDS[deed]


def test_what_was_not_synced_may_survive_in_any_piece(tmp_path: Path, library: Path) -> None:
    seen = set()
    for number in range(12):
        place = tmp_path / str(number)
        place.mkdir()
        disk = _played(place, library, "os.pwrite(a, b'x' * 1024, 0)")
        disk.cut(Random(number), 0.5)
        text = (disk.root / "d/a").read_bytes()
        seen.add((text[:512] == b"x" * 512, text[512:] == b"x" * 512))
    assert len(seen) == 4, "none, the first, the second and both"


def _played(place: Path, library: Path, deed: str) -> Disk:
    folder = place / "root/d"
    folder.mkdir(parents=True)
    (folder / "a").write_bytes(b"old")
    disk = Disk(place / "root", place / "logs", library)
    subprocess.run(
        [sys.executable, "-c", SCRIPT + deed], cwd=place / "root", env=disk.environment, check=True
    )
    return disk
