"""Who is connected to this process: at most one connection for each station, the newest authenticated one.

Also the clockwork of all connections: a sweep a second for silence, pings and deadlines, and the drain.
Source: field-faults rows 64–68; reliability §7 rules 6 and 7.
"""

import asyncio
from collections import deque
from typing import Protocol

from wattfleet.bus.port import StationKey
from wattfleet.gateway import metrics
from wattfleet.gateway.minute import LastMinute
from wattfleet.kernel.clock import Clock, pause
from wattfleet.operations.health import Arrivals
from wattfleet.stations.commissioning import Takeover, contended, network

SWEEP_US = 1_000_000
SWEEP_SLICE = 500
TAKEOVERS_KEPT = 16
OPENING_MOST = 50
DRAIN_STEP_US = 250_000
DRAIN_SHARE = 0.02  # of the connections in a second. Source: reliability §7 rule 7


class Held(Protocol):
    """What the registry needs of a connection."""

    @property
    def epoch(self) -> int: ...
    @property
    def address(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def opened_us(self) -> int: ...
    @property
    def heard_us(self) -> int: ...
    @property
    def waiting_since_us(self) -> int | None:
        """When the oldest message that is not answered yet came."""
        ...

    def replaced(self) -> None:
        """A newer connection owns the station."""
        ...

    def expelled(self) -> None:
        """The station was removed or blocked."""
        ...

    def sweep(self, now_us: int) -> None:
        """Look after silence, pings and deadlines."""
        ...

    def leave(self) -> None:
        """Close gracefully: this process ends."""
        ...


class Registry:
    """Station → its connection."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._held: dict[StationKey, Held] = {}
        self._takeovers: dict[StationKey, deque[Takeover]] = {}
        self.working: set[asyncio.Task[None]] = set()
        """Tasks of connections: one that nobody holds may be collected before it is done."""
        self.opening = asyncio.Semaphore(OPENING_MOST)
        """When a fleet returns at once, stations take their seats a few at a time."""
        self.ending = False
        """Whether this process says goodbye to all its stations."""
        self.oldest_waits_us = 0
        """How long the oldest frame waits, as of the last sweep."""
        self.in_line = 0
        """Stations that have shaken hands and have no seat yet."""
        self.came, self.left, self.turned = (LastMinute(clock) for _ in range(3))
        """Seats taken and given up, and stations told to come again."""
        self.sockets = 0
        """Sockets that are not closed yet, also of connections that own no station any more."""

    def take(self, key: StationKey, newest: Held) -> bool | None:
        """Own the station, unless a connection with a higher epoch does.

        None when it lost; otherwise whether two parties seem to fight for the identity.
        """
        old = self._held.get(key)
        if old is not None and old.epoch > newest.epoch:
            return None
        self._held[key] = newest
        self.came.note()
        if old is None:
            return False
        old.replaced()
        return self._contended(key, old, newest)

    def drop(self, key: StationKey, gone: Held) -> None:
        """Compare and delete: the end of an old connection never touches the new one (row 68)."""
        if self._held.get(key) is gone:
            del self._held[key]
            self.left.note()

    def arrivals(self, places: int) -> Arrivals:
        """How stations come and go just now."""
        return Arrivals(
            connected=len(self._held),
            in_line=self.in_line,
            places=places,
            came=self.came.count,
            left=self.left.count,
            turned=self.turned.count,
        )

    def strangers(self, welcome: set[StationKey]) -> list[tuple[StationKey, Held]]:
        """Who is connected and not among these."""
        return [(key, self._held[key]) for key in self._held.keys() - welcome]

    def get(self, key: StationKey) -> Held | None:
        return self._held.get(key)

    def heard(self) -> list[tuple[StationKey, int]]:
        """When each station was last heard, in monotonic µs."""
        return [(key, one.heard_us) for key, one in self._held.items()]

    def __len__(self) -> int:
        return len(self._held)

    async def keep_swept(self) -> None:
        """Sweep for ever; run it in a task of its own."""
        while True:
            await pause(self._clock, SWEEP_US)
            await self.sweep()

    async def sweep(self) -> None:
        """Look after every connection once, in slices so that frames are not kept waiting."""
        held = list(self._held.values())
        oldest = now_us = self._clock.monotonic_us()
        for start in range(0, len(held), SWEEP_SLICE):
            now_us = self._clock.monotonic_us()
            for one in held[start : start + SWEEP_SLICE]:
                one.sweep(now_us)
                oldest = min(oldest, one.waiting_since_us or oldest)
            await pause(self._clock, 0)
        self.oldest_waits_us = now_us - oldest
        metrics.OLDEST_WAITING.labels("inbound").set(self.oldest_waits_us / 1_000_000)

    async def drain(self, deadline_us: int) -> None:
        """Close everything, at most 2 % a second, all that is left at the deadline (µs from now)."""
        self.ending = True
        end_us = self._clock.monotonic_us() + deadline_us
        step = max(1, int(len(self._held) * DRAIN_SHARE * DRAIN_STEP_US / 1_000_000))
        while self._held and self._clock.monotonic_us() < end_us:
            for one in list(self._held.values())[:step]:
                one.leave()
            await pause(self._clock, DRAIN_STEP_US)
        for one in list(self._held.values()):
            one.leave()

    async def settled(self, within_us: int) -> None:
        """Wait until every socket is closed and its end is written, at most so long."""
        end_us = self._clock.monotonic_us() + within_us
        while (self.sockets or self.working) and self._clock.monotonic_us() < end_us:
            await pause(self._clock, 10_000)

    def _contended(self, key: StationKey, old: Held, newest: Held) -> bool:
        other = network(old.address) != network(newest.address)
        seen = self._takeovers.setdefault(key, deque(maxlen=TAKEOVERS_KEPT))
        seen.append(Takeover(self._clock.now(), other))
        fought = contended(tuple(seen), newest.opened_us - old.opened_us)
        if fought:
            metrics.CONTENTION.inc()
        return fought


async def cancelled(*tasks: "asyncio.Task[None]") -> None:
    """Cancel tasks that run for ever, and wait until they are gone."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
