"""Who may come in, in memory: a handshake must not wait for a database.

Read whole at the start and within a second of a change; a single identity is read at once when somebody
knocks whom the register does not know, at a bounded rate.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from typing import Protocol

from wattfleet.bus.port import StationKey
from wattfleet.kernel.clock import Clock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.throttle import Throttle
from wattfleet.stations.credentials import Known
from wattfleet.stations.identity import folded
from wattfleet.storage import directory
from wattfleet.storage.database import Database

FIRST_TENANT = 1

LOOKUPS_PER_S = 50
LOOK_S = 1.0
"""Within which the register hears of a change, and for how long who tries too often must wait."""


class Directory(Protocol):
    """Where credentials are kept."""

    async def all(self) -> Sequence[Known]: ...

    async def one(self, identity: str) -> Sequence[Known]:
        """The stations of this identity, over all tenants."""
        ...

    def changes(self) -> AsyncIterator[None]:
        """Yields at once, and within a second of every change; it may yield more often."""
        ...


class Register:
    """Identity → stations (one for each tenant that has it)."""

    def __init__(
        self,
        directory: Directory,
        clock: Clock,
        registered: Callable[[Known], None] = lambda _: None,
        reloaded: Callable[[], None] = lambda: None,
    ) -> None:
        self._directory = directory
        self._registered = registered
        self._reloaded = reloaded
        self._by_identity: dict[str, tuple[Known, ...]] = {}
        self._read = asyncio.Event()
        self._lookups = Throttle(clock, burst=LOOKUPS_PER_S, per_s=LOOKUPS_PER_S)

    def find(self, identity: str, tenant_name: str = "") -> tuple[Known, ...]:
        """Everybody who may be meant; a named tenant only narrows the search."""
        found = self._by_identity.get(folded(identity), ())
        if tenant_name:
            return tuple(one for one in found if one.tenant_name == tenant_name)
        return found

    async def load(self) -> None:
        """Read everything. Raises: WattfleetError `storage_unavailable`."""
        before, self._by_identity = self._by_identity, _grouped(await self._directory.all())
        for identity in self._by_identity.keys() - before.keys() if before else ():
            for known in self._by_identity[identity]:
                self._registered(known)
        read, self._read = self._read, asyncio.Event()
        read.set()
        self._reloaded()

    async def look_up(self, identity: str) -> None:
        """Read one identity, unless too many were just now. A database that is down changes nothing."""
        if not self._lookups.take("all"):
            await self.next_look()
            return
        with contextlib.suppress(WattfleetError):
            await self.read_one(identity)

    async def read_one(self, identity: str) -> None:
        """Read one identity now. Raises: WattfleetError `storage_unavailable`."""
        found = tuple(await self._directory.one(folded(identity)))
        if found:
            self._by_identity[folded(identity)] = found
        else:
            self._by_identity.pop(folded(identity), None)

    async def keep_fresh(self) -> None:
        """Follow the changes for ever; run it in a task of its own.

        Readiness tells of a database that is away; meanwhile who is known stays known.
        """
        async for _ in self._directory.changes():
            with contextlib.suppress(WattfleetError):
                await self.load()

    async def next_look(self) -> None:
        """Wait until the register was read once more, at most a second."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):
                await self._read.wait()

    def welcome(self) -> set[StationKey]:
        """Every station that may be connected."""
        return {
            StationKey(one.tenant, one.station_id)
            for known in self._by_identity.values()
            for one in known
            if not one.blocked
        }

    def __len__(self) -> int:
        return len(self._by_identity)


def _grouped(stations: Iterable[Known]) -> dict[str, tuple[Known, ...]]:
    grouped: dict[str, tuple[Known, ...]] = {}
    for known in stations:
        key = folded(known.identity)
        grouped[key] = (*grouped.get(key, ()), known)
    return grouped


class StoredDirectory:
    """The directory of the installation's database; it stands outside every tenant."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Sequence[Known]:
        return await self._database.read(FIRST_TENANT, directory.everyone)

    async def one(self, identity: str) -> Sequence[Known]:
        return await self._database.read(FIRST_TENANT, lambda reader: directory.find(reader, identity))

    def changes(self) -> AsyncIterator[None]:
        return self._database.watch_changes()


class MemoryDirectory:
    """A directory without a database."""

    def __init__(self, stations: Iterable[Known] = ()) -> None:
        self._stations = {(one.tenant, folded(one.identity)): one for one in stations}
        self._changed = asyncio.Event()

    def put(self, known: Known) -> None:
        self._stations[known.tenant, folded(known.identity)] = known
        self._changed.set()

    async def all(self) -> Sequence[Known]:
        return list(self._stations.values())

    async def one(self, identity: str) -> Sequence[Known]:
        return [one for (_, key), one in self._stations.items() if key == identity]

    async def changes(self) -> AsyncIterator[None]:
        while True:
            yield
            await self._changed.wait()
            self._changed.clear()
