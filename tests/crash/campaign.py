"""A run: honest stations charge, and the server beneath them dies again and again at moments of chance."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from random import Random

import msgspec
from tests.crash.books import Books
from tests.crash.honest import Honest
from tests.crash.place import House

DRAIN_S = 300
PATIENCE_S = 300
"""How long anything is waited for before it counts as never: a disk that others keep busy may hold one sync
for longer than a station waits. How long it really took is counted, and held against the aim."""


class Blow(msgspec.Struct, frozen=True):
    """How the world ended once, and how long until a station was answered again."""

    what: str
    after_s: float
    back_s: float


class Crowd:
    """All stations of a run."""

    def __init__(self, house: House, books: list[Books], chance: Random, *, pace_s: float = 0.04) -> None:
        self.stations = [
            Honest(
                book,
                lambda: house.ocpp,
                house.passwords[book.identity],
                Random(chance.random()),
                pace_s=pace_s,
            )
            for book in books
        ]

    @property
    def acknowledged(self) -> int:
        return sum(len(one.books.acked) for one in self.stations)

    @property
    def delays(self) -> list[float]:
        return sorted(delay for one in self.stations for delay in one.delays)

    async def heard_after(self, moment: float, limit_s: float = PATIENCE_S) -> float:
        """Seconds until some station was acknowledged anew."""
        await until(lambda: any(one.heard_at > moment for one in self.stations), limit_s)
        return max(one.heard_at for one in self.stations) - moment

    async def finish(self) -> None:
        """No new cars; those that charge leave, and everything is said."""
        for one in self.stations:
            one.enough.set()
        await until(lambda: all(one.drained for one in self.stations), DRAIN_S)


async def until(check: Callable[[], bool], limit_s: float) -> None:
    """Ask again until it is so: a state is waited for, never a time."""
    for _ in range(int(limit_s * 100)):
        if check():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("what was waited for did not happen")


@contextlib.asynccontextmanager
async def charging(crowd: Crowd) -> AsyncIterator[Crowd]:
    """The stations live as long as this stands."""
    tasks = [asyncio.create_task(one.run()) for one in crowd.stations]
    try:
        yield crowd
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    failed = [one for one in ended if isinstance(one, Exception)]
    if failed:
        raise ExceptionGroup("stations failed", failed)


async def kill_again_and_again(
    house: House, crowd: Crowd, chance: Random, count: int, blows: list[Blow] | None = None
) -> list[Blow]:
    """kill -9 at moments of chance; one in ten while the server starts, one in six its database.

    `blows` grows with each, for whoever wants to know them also where it breaks off.
    """
    blows = [] if blows is None else blows
    while len(blows) < count:
        what = _fate(house, chance)
        after_s = chance.uniform(0.02, 0.9)
        if what == "start":
            await asyncio.to_thread(house.kill)
            house.spawn()
            after_s = chance.uniform(0.0, 1.2)
        await asyncio.sleep(after_s)
        died = time.monotonic()
        if what == "database":
            assert house.postgres is not None, "only PostgreSQL dies alone"
            await asyncio.to_thread(house.postgres.kill_all)
            await asyncio.to_thread(house.postgres.restart)
        else:
            await asyncio.to_thread(house.kill)
            died = time.monotonic()
            await asyncio.to_thread(house.start)
        blows.append(Blow(what, after_s, await crowd.heard_after(time.monotonic()) + time.monotonic() - died))
    return blows


def _fate(house: House, chance: Random) -> str:
    dice = chance.randrange(60)
    if dice < 6:
        return "start"
    return "database" if dice < 16 and house.postgres is not None else "server"
