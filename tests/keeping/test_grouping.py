"""Group commit: nobody who waits is forgotten, however many groups are on their way."""

import asyncio
from collections.abc import Sequence

import pytest

from wattfleet.storage.grouping import Grouping


async def _doubled(items: list[int]) -> Sequence[int]:
    await asyncio.sleep(0)
    return [2 * one for one in items]


@pytest.mark.parametrize("lanes", [1, 2])
async def test_whoever_comes_just_as_a_lane_ends_is_served(lanes: int) -> None:
    grouping = Grouping(_doubled, 3, lanes)

    async def caller(first: int) -> list[int]:
        return [await grouping.add(first + step) for step in range(50)]

    async with asyncio.timeout(10):
        given = await asyncio.gather(*(caller(1_000 * one) for one in range(7)))
        await grouping.drain()
    assert given == [[2 * (1_000 * one + step) for step in range(50)] for one in range(7)]


async def test_no_more_groups_are_on_their_way_than_there_are_lanes() -> None:
    running, most = 0, 0

    async def commit(items: list[int]) -> Sequence[int]:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1
        return items

    grouping = Grouping(commit, 2, 2)
    assert await asyncio.gather(*(grouping.add(one) for one in range(20))) == list(range(20))
    assert most == 2
