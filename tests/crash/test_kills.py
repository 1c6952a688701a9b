"""kill -9 at moments of chance, under load, on the real process and both databases. Source: reliability T1.

`make crash N=300` does it hundreds of times and writes docs/spec/crash-log.md.
"""

import asyncio
from pathlib import Path
from random import Random

import pytest
from tests.crash.campaign import Blow, Crowd, charging, kill_again_and_again
from tests.crash.place import RECOVERY_S, House, a_house, some_books
from tests.crash.seed import drawn
from tests.crash.verdict import judge

KILLS = 20
STATIONS = 8


async def _lived(house: House, crowd: Crowd, chance: Random) -> list[Blow]:
    async with charging(crowd):
        blows = await kill_again_and_again(house, crowd, chance, KILLS)
        await crowd.finish()
    return blows


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_twenty_kills_lose_nothing_and_bill_nothing_twice(tmp_path: Path, kind: str) -> None:
    seed, chance = drawn()
    with a_house(tmp_path, kind) as house:
        house.start()
        books = some_books(STATIONS)
        house.furnish(books)
        crowd = Crowd(house, books, chance)
        blows = asyncio.run(_lived(house, crowd, chance))
        verdict = judge(house, books)
    assert verdict.wrong == [], f"CRASH_SEED={seed}"
    assert (verdict.lost, verdict.double_bills) == (0, 0)
    assert verdict.sessions == verdict.charges > STATIONS
    assert verdict.found == verdict.acknowledged > KILLS * STATIONS
    assert max(blow.back_s for blow in blows) < RECOVERY_S, [blow for blow in blows if blow.back_s > 5]
