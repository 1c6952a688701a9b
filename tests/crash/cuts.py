"""Runs in which the power goes again and again, beneath the server and beneath its database."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import asyncpg
from tests.crash.campaign import Blow, Crowd
from tests.crash.place import House, a_house
from tests.crash.power import Disk, compiled
from tests.places import PostgresServer

SURVIVES = (0.0, 0.0, 0.3, 0.9)
"""How much of what was not synced has reached the disk all the same."""

STALE = ("data/postmaster.pid", "data/postmaster.opts")
"""What names processes that are gone; after a real cut another process may have got their number."""


@contextmanager
def a_house_on_a_disk(
    kind: str, *, careless: bool = False, lies: bool = False
) -> Iterator[tuple[House, Disk]]:
    """Files whose fate is written down. `careless`: a database that does not sync; `lies`: such a disk."""
    place = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
    around = Path(tempfile.mkdtemp(prefix="wattfleet-cut-", dir=place))
    around.chmod(0o755)
    try:
        if kind == "sqlite":
            root = around / "disk"
            (root / "data").mkdir(parents=True)
            disk = Disk(root, around / "logs", compiled(around), lies=lies)
            with a_house(root, kind, around=disk.environment, unsafe=careless) as house:
                yield house, disk
        else:
            options = ("max_wal_size=2MB", "min_wal_size=2MB", f"fsync={'off' if careless else 'on'}")
            server = PostgresServer(
                durable=True, options=options, place=place, initdb=("-k", "--wal-segsize=1")
            )
            with a_house(around, kind, postgres=server) as house:
                server.kill_all()
                disk = Disk(server.folder, around / "logs", compiled(around), lies=lies)
                server.environment = disk.environment
                server.restart()
                yield house, disk
    finally:
        shutil.rmtree(around, ignore_errors=True)


def cut(house: House, disk: Disk, chance: Random, survives: float) -> None:
    """Everything is dark at once; what was not synced is lost or torn."""
    house.kill()
    if house.postgres is not None:
        house.postgres.kill_all()
    disk.cut(chance, survives)
    for name in STALE:
        (disk.root / name).unlink(missing_ok=True)


def lights(house: House) -> None:
    """Everything starts again."""
    if house.postgres is not None:
        house.postgres.restart()
    house.start()


async def cut_again_and_again(
    house: House, disk: Disk, crowd: Crowd, chance: Random, count: int, blows: list[Blow] | None = None
) -> list[Blow]:
    blows = [] if blows is None else blows
    while len(blows) < count:
        after_s = chance.uniform(0.05, 0.8)
        await asyncio.sleep(after_s)
        if house.database is not None and chance.random() < 0.4:
            await _checkpoint(house.database, chance)
        await asyncio.to_thread(cut, house, disk, chance, chance.choice(SURVIVES))
        died = time.monotonic()
        await asyncio.to_thread(lights, house)
        back = time.monotonic()
        blows.append(Blow("power", after_s, await crowd.heard_after(back) + back - died))
    return blows


async def _checkpoint(url: str, chance: Random) -> None:
    """The power goes while PostgreSQL writes its pages."""
    connection = await asyncpg.connect(url)
    with suppress(TimeoutError):
        async with asyncio.timeout(chance.uniform(0, 0.2)):
            await connection.execute("CHECKPOINT")
    connection.terminate()
