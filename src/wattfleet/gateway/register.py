"""Who may come in, in memory: a handshake must not wait for a database.

Read whole at the start and within a second of a change; a single identity is read at once when somebody
knocks whom the register does not know, at a bounded rate.
"""

import asyncio
import contextlib
from collections.abc import Iterable, Sequence
from typing import Protocol

from wattfleet.gateway.throttle import Throttle
from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.stations.credentials import Known
from wattfleet.stations.identity import folded

LOOK_EVERY_US = 500_000
LOOKUPS_PER_S = 50


class Directory(Protocol):
    """Where credentials are kept."""

    async def all(self) -> Sequence[Known]: ...

    async def one(self, identity: str) -> Sequence[Known]:
        """The stations whose folded identity is this, over all tenants."""
        ...

    async def version(self) -> int:
        """Cheap to ask; another number after any change of a station's credentials, flags or tenant."""
        ...


class Register:
    """Identity → stations (one for each tenant that has it)."""

    def __init__(self, directory: Directory, clock: Clock) -> None:
        self._directory = directory
        self._clock = clock
        self._by_identity: dict[str, tuple[Known, ...]] = {}
        self._version = -1
        self._looked = asyncio.Event()
        self._lookups = Throttle(clock, burst=LOOKUPS_PER_S, per_s=LOOKUPS_PER_S)

    def find(self, identity: str, tenant_name: str = "") -> tuple[Known, ...]:
        """Everybody who may be meant; a named tenant only narrows the search."""
        found = self._by_identity.get(folded(identity), ())
        if tenant_name:
            return tuple(one for one in found if one.tenant_name == tenant_name)
        return found

    async def load(self) -> None:
        """Read everything. Raises: WattfleetError `storage_unavailable`."""
        version = await self._directory.version()
        self._by_identity = _grouped(await self._directory.all())
        self._version = version

    async def look_up(self, identity: str) -> None:
        """Read one identity, unless too many were just now. A database that is down changes nothing."""
        if not self._lookups.take("all"):
            return
        try:
            found = tuple(await self._directory.one(folded(identity)))
        except WattfleetError:
            return
        if found:
            self._by_identity[folded(identity)] = found
        else:
            self._by_identity.pop(folded(identity), None)

    async def keep_fresh(self) -> None:
        """Look for changes for ever; run it in a task of its own."""
        while True:
            await pause(self._clock, LOOK_EVERY_US)
            # Readiness tells of the database; while it is away, who is known stays known.
            with contextlib.suppress(WattfleetError):
                if await self._directory.version() != self._version:
                    await self.load()
            looked, self._looked = self._looked, asyncio.Event()
            looked.set()

    async def next_look(self) -> None:
        """Wait until the register was looked after once more, at most for twice its interval."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2 * LOOK_EVERY_US / 1_000_000):
                await self._looked.wait()

    def __len__(self) -> int:
        return len(self._by_identity)


def _grouped(stations: Iterable[Known]) -> dict[str, tuple[Known, ...]]:
    grouped: dict[str, tuple[Known, ...]] = {}
    for known in stations:
        key = folded(known.identity)
        grouped[key] = (*grouped.get(key, ()), known)
    return grouped


class MemoryDirectory:
    """A directory without a database."""

    def __init__(self, stations: Iterable[Known] = ()) -> None:
        self._stations = {(one.tenant, folded(one.identity)): one for one in stations}
        self._version = 0

    def put(self, known: Known) -> None:
        self._stations[known.tenant, folded(known.identity)] = known
        self._version += 1

    async def all(self) -> Sequence[Known]:
        return list(self._stations.values())

    async def one(self, identity: str) -> Sequence[Known]:
        return [one for (_, key), one in self._stations.items() if key == identity]

    async def version(self) -> int:
        return self._version
