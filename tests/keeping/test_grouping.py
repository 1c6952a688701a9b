"""Group commit: nobody who waits is forgotten, however many groups are on their way."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.storage.grouping import SHARE_OF_OTHERS, Grouping, Waiting


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
    assert await asyncio.gather(*(grouping.add(one) for one in range(200))) == list(range(200))
    assert most == 2


async def test_a_few_wait_for_the_group_before_them_and_not_for_one_that_hangs() -> None:
    begun: list[list[int]] = []
    moving_on: list[asyncio.Event] = []

    async def commit(items: list[int]) -> Sequence[int]:
        begun.append(items)
        if 0 in items:
            moving_on.append(asyncio.Event())
            await moving_on[-1].wait()
        return items

    grouping = Grouping(commit, 200, 2)
    quick = asyncio.ensure_future(grouping.add(0))
    await asyncio.sleep(0)
    behind = [asyncio.ensure_future(grouping.add(one)) for one in range(1, 4)]
    for _ in range(5):
        await asyncio.sleep(0)
    assert begun == [[0]], "three are not worth a lane of their own"
    moving_on[0].set()
    await asyncio.gather(quick, *behind)
    assert begun == [[0], [1, 2, 3]]

    hangs = asyncio.ensure_future(grouping.add(0))
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        assert await asyncio.gather(*(grouping.add(one) for one in range(1, 4))) == [1, 2, 3]
        assert await grouping.add(4) == 4
    assert not hangs.done()
    moving_on[1].set()
    await hangs


@given(st.lists(st.booleans(), max_size=60), st.integers(1, 9))
def test_two_lines_lose_nobody_keep_their_order_and_neither_stands_still(
    first: list[bool], most: int
) -> None:
    waiting: Waiting[tuple[bool, int]] = Waiting()
    for number, ahead in enumerate(first):
        waiting.put((ahead, number), first=ahead)
    left = {True: first.count(True), False: first.count(False)}
    taken: list[tuple[bool, int]] = []
    while waiting:
        group = waiting.take(most)
        assert len(group) == min(most, left[True] + left[False]), "no place stays empty while somebody waits"
        others = sum(not ahead for ahead, _ in group)
        assert others >= min(left[False], -(-most // SHARE_OF_OTHERS))
        left = {True: left[True] - len(group) + others, False: left[False] - others}
        taken += group
    for line in (True, False):
        numbers = [number for ahead, number in taken if ahead is line]
        assert numbers == [number for number, ahead in enumerate(first) if ahead is line]


async def test_who_goes_first_does_not_stand_behind_all_who_came_before() -> None:
    groups: list[list[int]] = []

    async def commit(items: list[int]) -> Sequence[int]:
        groups.append(items)
        await asyncio.sleep(0)
        return items

    grouping = Grouping(commit, 4)
    others = [asyncio.ensure_future(grouping.add(one)) for one in range(40)]
    await asyncio.sleep(0)
    assert await grouping.add(100, first=True) == 100
    assert 100 in [*groups[0], *groups[1]]
    assert await asyncio.gather(*others) == list(range(40))
