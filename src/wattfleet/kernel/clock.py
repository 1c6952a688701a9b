"""Time as a thing that is handed in: the one place that reads the machine's clock and sleeps."""

import asyncio
import time
from typing import Protocol

from wattfleet.kernel.timeline import Instant


class Clock(Protocol):
    """What time it is, how much has passed, and waiting."""

    def now(self) -> Instant:
        """The present moment in UTC."""
        ...

    def monotonic_us(self) -> int:
        """Microseconds that never go backwards, for durations and deadlines."""
        ...

    async def sleep_until(self, monotonic_us: int) -> None:
        """Return when `monotonic_us()` has reached the given value."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> Instant:
        return Instant(time.time_ns() // 1000)

    def monotonic_us(self) -> int:
        return time.monotonic_ns() // 1000

    async def sleep_until(self, monotonic_us: int) -> None:
        await asyncio.sleep(max(0, monotonic_us - self.monotonic_us()) / 1_000_000)


class PacedClock:
    """A clock that begins in the past and runs fast until it has caught up with the present."""

    def __init__(self, base: Clock, start: Instant, speed: int) -> None:
        assert speed >= 1, "time does not run backwards"
        self._base = base
        self._start = start
        self._speed = speed
        self._origin_us = base.monotonic_us()

    def now(self) -> Instant:
        passed = self._base.monotonic_us() - self._origin_us
        return min(self._start + passed * self._speed, self._base.now())

    def monotonic_us(self) -> int:
        return self.now() - self._start

    async def sleep_until(self, monotonic_us: int) -> None:
        while (left := monotonic_us - self.monotonic_us()) > 0:
            behind = self._base.now() - self.now()
            fast = (
                behind * self._speed // (self._speed - 1) if self._speed > 1 else 0
            )  # until it has caught up
            wait = left // self._speed if left <= fast else fast // self._speed + left - fast
            await self._base.sleep_until(self._base.monotonic_us() + wait + 1)


class ManualClock:
    """A clock that moves only when it is told to: for tests and simulation."""

    def __init__(self, start: Instant) -> None:
        self._now_us = start.us
        self._monotonic_us = 0
        self._sleepers: list[tuple[int, asyncio.Future[None]]] = []

    def now(self) -> Instant:
        return Instant(self._now_us)

    def monotonic_us(self) -> int:
        return self._monotonic_us

    async def sleep_until(self, monotonic_us: int) -> None:
        if monotonic_us <= self._monotonic_us:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((monotonic_us, future))
        await future

    def advance(self, us: int) -> None:
        """Move both readings on and wake whoever is due."""
        self._now_us += us
        self._monotonic_us += us
        due = [one for one in self._sleepers if one[0] <= self._monotonic_us]
        self._sleepers = [one for one in self._sleepers if one[0] > self._monotonic_us]
        for _, future in sorted(due, key=lambda one: one[0]):
            if not future.done():
                future.set_result(None)

    def set(self, moment: Instant) -> None:
        """Jump the wall clock alone, as an NTP step does; durations are untouched."""
        self._now_us = moment.us


async def pause(clock: Clock, us: int) -> None:
    """Wait `us` microseconds of the clock's own time."""
    await clock.sleep_until(clock.monotonic_us() + us)
