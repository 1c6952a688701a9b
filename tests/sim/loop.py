"""An event loop whose time is virtual: waiting costs nothing, and two runs of it never differ."""

import asyncio
import math
import selectors
from collections.abc import Mapping
from typing import Any

from wattfleet.kernel.timeline import Instant


class VirtualLoop(asyncio.SelectorEventLoop):
    """Where a real loop waits for the next timer, this one moves its time on to it."""

    def __init__(self) -> None:
        self.us = 0
        super().__init__(_Timeless(self))

    def time(self) -> float:
        return self.us / 1_000_000


class _Timeless(selectors.BaseSelector):
    """Watches no file: nothing but timers ever happens."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self._kept = selectors.SelectSelector()

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._kept.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._kept.unregister(fileobj)

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        assert timeout is not None, "everything waits, and nothing will ever happen"
        if timeout > 0:
            self._loop.us += max(1, math.ceil(timeout * 1_000_000))
        return []

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._kept.get_map()

    def close(self) -> None:
        self._kept.close()


class LoopClock:
    """A `Clock` on the loop's time. `jump_us` is how far the wall clock is off; durations never are."""

    def __init__(self, loop: VirtualLoop, start: Instant) -> None:
        self._loop = loop
        self._start = start
        self.jump_us = 0

    def now(self) -> Instant:
        return self._start + (self._loop.us + self.jump_us)

    def monotonic_us(self) -> int:
        return self._loop.us

    async def sleep_until(self, monotonic_us: int) -> None:
        await asyncio.sleep(max(0, monotonic_us - self._loop.us) / 1_000_000)
