"""The disk is full, slow or broken while cars charge. Source: reliability T4, T5."""

import asyncio
from random import Random

import pytest
from tests.crash.campaign import Crowd, charging, until
from tests.crash.place import House, some_books
from tests.crash.switches import Switches, a_house_with_switches
from tests.crash.verdict import judge

STATIONS = 6


async def _full(house: House, switches: Switches, crowd: Crowd) -> None:
    """Twice there is no room, until everybody has felt it."""
    async with charging(crowd):
        for _ in range(2):
            before = crowd.acknowledged
            await until(lambda before=before: crowd.acknowledged > before + 100, 30)  # type: ignore[misc]
            switches.full(True)
            refused = switches.refused
            await until(lambda refused=refused: switches.refused > refused, 30)  # type: ignore[misc]
            await until(lambda: not any(one.connected.is_set() for one in crowd.stations), 30)
            stands = crowd.acknowledged
            dials = [one.books.dials for one in crowd.stations]
            await until(
                lambda dials=dials: all(  # type: ignore[misc]
                    one.books.dials > tried + 2 for one, tried in zip(crowd.stations, dials, strict=True)
                ),
                30,
            )
            if house.database is None:  # PostgreSQL may still find room in pages that it has
                assert crowd.acknowledged == stands, "new work is refused while there is no room"
            switches.full(False)
            if house.postgres is not None and not house.postgres.lives:
                await asyncio.to_thread(house.postgres.restart)  # it gives up when its journal has no room
        await crowd.finish()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_full_disk_refuses_new_work_damages_nothing_and_recovers_by_itself(kind: str) -> None:
    with a_house_with_switches(kind) as (house, switches):
        house.start()
        books = some_books(STATIONS)
        house.furnish(books)
        asyncio.run(_full(house, switches, Crowd(house, books, Random(4))))
        assert house.process is not None
        assert house.process.poll() is None, "the server did not end"
        verdict = judge(house, books)
    assert verdict.wrong == []
    assert verdict.lost == 0
    assert verdict.sessions == verdict.charges


async def _slow(switches: Switches, crowd: Crowd) -> None:
    async with charging(crowd):
        await until(lambda: crowd.acknowledged > 100, 30)
        switches.slow(200_000)
        await until(lambda: crowd.acknowledged > 160, 60)
        for _ in range(2):
            switches.slow(1_000_000)
            before = crowd.acknowledged
            await until(lambda before=before: crowd.acknowledged > before + 3, 30)  # type: ignore[misc]
        switches.slow(0)
        await crowd.finish()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_slow_disk_makes_stations_wait_and_nobody_hang_up(kind: str) -> None:
    with a_house_with_switches(kind) as (house, switches):
        house.start()
        books = some_books(STATIONS)
        house.furnish(books)
        crowd = Crowd(house, books, Random(5))
        asyncio.run(_slow(switches, crowd))
        verdict = judge(house, books)
    assert verdict.wrong == []
    assert verdict.sessions == verdict.charges
    assert sum(book.dials for book in books) == STATIONS, "no storm of time-outs"
    assert crowd.delays[-1] < 10
    assert crowd.delays[-1] > 0.2, "they waited for the disk"


async def _broken(house: House, switches: Switches, crowd: Crowd) -> None:
    async with charging(crowd):
        await until(lambda: crowd.acknowledged > 100, 30)
        switches.broken(True)
        await until(lambda: not any(one.connected.is_set() for one in crowd.stations), 30)
        stands = crowd.acknowledged
        dials = sum(one.books.dials for one in crowd.stations)
        await until(lambda: sum(one.books.dials for one in crowd.stations) > dials + 10, 30)
        assert crowd.acknowledged == stands, "nothing is acknowledged that is not on the disk"
        switches.broken(False)
        await asyncio.to_thread(house.kill)
        if house.postgres is not None:
            await asyncio.to_thread(house.postgres.kill_all)
            await asyncio.to_thread(house.postgres.restart)
        await asyncio.to_thread(house.start)
        await crowd.finish()


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_disk_that_cannot_sync_acknowledges_nothing(kind: str) -> None:
    with a_house_with_switches(kind) as (house, switches):
        house.start()
        books = some_books(STATIONS)
        house.furnish(books)
        asyncio.run(_broken(house, switches, Crowd(house, books, Random(6))))
        verdict = judge(house, books)
    assert verdict.wrong == []
    assert verdict.sessions == verdict.charges
