"""Group commit: whoever waits while a commit runs is in the next one. No timer, no idle wait."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Generic, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

Tell = Callable[[Outcome | Exception], None]
"""Hears what came of an item; it never raises."""


WORTH_A_LANE = 50
PATIENCE_S = 0.05
SHARE_OF_OTHERS = 4
"""One place in so many is kept for those who do not go first, so that they come to their turn too."""


class Waiting(Generic[Item]):
    """Two lines with one exit: whoever goes first is taken first, and the others always a few at a time."""

    def __init__(self) -> None:
        self._first: deque[Item] = deque()
        self._others: deque[Item] = deque()

    def put(self, item: Item, *, first: bool) -> None:
        (self._first if first else self._others).append(item)

    def take(self, most: int) -> list[Item]:
        """At most so many, in the order of their coming within each line."""
        kept = min(len(self._others), -(-most // SHARE_OF_OTHERS))
        ahead = min(len(self._first), most - kept)
        others = min(len(self._others), most - ahead)
        taken = [self._first.popleft() for _ in range(ahead)]
        taken += [self._others.popleft() for _ in range(others)]
        return taken

    def __len__(self) -> int:
        return len(self._first) + len(self._others)


class Grouping(Generic[Item, Outcome]):
    """Hands waiting items to `commit` in the order of their coming, at most `most` at a time.

    Who goes first does not stand behind the others (`Waiting`).

    `lanes` groups may be on their way at once: only where items of one caller never depend on each other. One
    beside another is for `WORTH_A_LANE` items at least, as what a group costs by itself is much (measured on
    PostgreSQL at half load: 148 µs a frame with two lanes for whatever comes, 128 so); where the other one
    takes longer than `PATIENCE_S`, for whatever waits.
    `commit` gives one outcome per item, in order; an outcome that is an exception is raised to that item's
    caller, an exception from `commit` itself is raised to all of them.
    """

    def __init__(
        self,
        commit: Callable[[list[Item]], Awaitable[Sequence[Outcome | Exception]]],
        most: int,
        lanes: int = 1,
    ) -> None:
        self._commit = commit
        self._most = most
        self._waiting: Waiting[tuple[Item, Tell[Outcome]]] = Waiting()
        self._lanes = lanes
        self._busy = 0  # lanes that will look at what waits; one that has just ended will not
        self._running: set[asyncio.Task[None]] = set()
        self._begun: dict[object, float] = {}  # groups on their way, and since when
        self._will_look = False

    def put(self, item: Item, tell: "Tell[Outcome]", *, first: bool = False) -> None:
        """`tell` hears what came of the item, or why nothing did, once its group is committed."""
        self._waiting.put((item, tell), first=first)
        if self._busy < self._lanes:
            self._open_lane()

    def _open_lane(self) -> None:
        if self._is_worth_it(self._busy):
            self._busy += 1
            task = asyncio.create_task(self._run())
            self._running.add(task)
            task.add_done_callback(self._running.discard)
        elif not self._will_look:
            self._will_look = True
            asyncio.get_running_loop().call_later(PATIENCE_S, self._look_again)

    def _look_again(self) -> None:
        self._will_look = False
        if self._waiting and self._busy < self._lanes:
            self._open_lane()

    async def add(self, item: Item, *, first: bool = False) -> Outcome:
        """What came of the item, once its group is committed."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self.put(item, partial(_settle, future), first=first)
        return await future

    async def drain(self) -> None:
        """Return when nothing waits any more."""
        while self._running:
            await asyncio.wait(self._running)

    async def _run(self) -> None:
        try:
            while self._waiting:
                await self._run_group(self._waiting.take(self._most))
                if not self._is_worth_it(self._busy - 1):
                    break
        finally:
            self._busy -= 1

    def _is_worth_it(self, others: int) -> bool:
        """Whether what waits is worth a lane beside so many others."""
        if others == 0 or len(self._waiting) >= WORTH_A_LANE:
            return True
        now = asyncio.get_running_loop().time()
        return any(now - began >= PATIENCE_S for began in self._begun.values())

    async def _run_group(self, group: "list[tuple[Item, Tell[Outcome]]]") -> None:
        mark = object()
        self._begun[mark] = asyncio.get_running_loop().time()
        outcomes: Sequence[Outcome | Exception]
        try:
            outcomes = await self._commit([item for item, _ in group])
        except Exception as error:  # noqa: BLE001 - every caller of the group hears of it
            outcomes = [error] * len(group)
        finally:
            del self._begun[mark]
        for (_, tell), outcome in zip(group, outcomes, strict=True):
            tell(outcome)


def _settle(future: "asyncio.Future[Outcome]", outcome: Outcome | Exception) -> None:
    if future.done():
        return  # its caller has gone
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
