"""SQLite: one writer thread that commits whatever waits in one transaction, and a few reader threads.

The database file is the whole ledger. A statement gives the interpreter lock away and must win it back, so
hot paths use few, large statements; whoever runs a busy event loop beside it shortens the switch interval
(`server`).
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import migrations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.grouping import Grouping
from wattfleet.storage.sqlite_link import Link, translated
from wattfleet.storage.sqlite_work import Work, Workers

T = TypeVar("T")

READERS = 3
MOST_CHANGES = 25
"""So many changes are one transaction: frames wait for it to end."""
WATCH_INTERVAL_S = 0.5


class SqliteDatabase:
    """`storage.database.Database` on one file. `work` makes who does the work on it: threads, or, where a run
    must repeat itself exactly, something that does it at once."""

    def __init__(
        self,
        path: Path,
        work: "Callable[[Path, int], Work] | None" = None,
        cold: ColdStore | None = None,
    ) -> None:
        self.path = path
        self.cold = cold or ColdStore(path.parent / "cold")
        self.writer: Work = (work or Workers)(path, 1)
        self._readers: Work = work(path, READERS) if work else Workers(path, READERS, breaks_off=True)
        self._changes: Grouping[_Change, Any] = Grouping(self._commit, MOST_CHANGES)
        self._watchers: set[asyncio.Event] = set()

    async def migrate(self) -> None:
        """Bring the schema up to date. Raises: WattfleetError `schema_newer`."""
        await self.writer.run(_migrate)

    async def keep_days(self, ahead: Iterable[date], empty_before: date) -> int:
        """SQLite has no partitions."""
        return 0

    async def revision(self) -> str | None:
        """The schema that the database has."""
        return await self._readers.run(lambda link: migrations.current(link.connection))

    async def read(self, tenant: int, query: Callable[[Reader], T], *, as_one: bool = False) -> T:
        """A read is one transaction here, whoever asks."""
        return await self._readers.run(lambda link: _read(link, tenant, query, self.cold))

    async def write(self, tenant: int, change: Callable[[Writer], T]) -> T:
        outcome: T = await self._changes.add(_Change(tenant, change))
        return outcome

    async def watch_changes(self) -> AsyncGenerator[None, None]:
        event = asyncio.Event()
        self._watchers.add(event)
        try:
            seen = await self._seen()
            yield
            while True:
                told = await _told(event)
                version = await self._seen()
                if told or version != seen:
                    seen = version
                    yield
        finally:
            self._watchers.discard(event)

    async def _seen(self) -> int | None:
        """The data version; None as long as the file cannot be read, so that what was missed is told then."""
        try:
            return await self.writer.run(_data_version)
        except WattfleetError:
            return None

    def tell_watchers(self) -> None:
        """This process itself has changed keys or credentials."""
        for event in self._watchers:
            event.set()

    async def close(self) -> None:
        await self._changes.drain()
        await self._readers.close()
        await self.writer.close()

    async def _commit(self, changes: "list[_Change]") -> Sequence[Any]:
        outcomes, touched = await self.writer.run(lambda link: _commit(link, changes, self.cold))
        if touched:
            self.tell_watchers()
        return outcomes


class _Change:
    def __init__(self, tenant: int, change: Callable[[Writer], Any]) -> None:
        self.tenant = tenant
        self.change = change


def _migrate(link: Link) -> None:
    link.begin()
    migrations.upgrade(link.connection)
    link.commit()
    link.raw.execute("PRAGMA analysis_limit = 400").fetchall()
    link.raw.execute("PRAGMA optimize").fetchall()  # the planner learns what the tables hold


def _read(link: Link, tenant: int, query: Callable[[Reader], T], cold: ColdStore) -> T:
    link.begin(writes=False)
    result = query(Reader(link.connection, tenant, cold))
    link.rollback()
    return result


def _commit(link: Link, changes: list[_Change], cold: ColdStore) -> tuple[list[Any], bool]:
    """All changes in one transaction; one that fails undoes itself alone."""
    outcomes: list[Any] = []
    touched = False
    link.begin()
    for one in changes:
        link.raw.execute("SAVEPOINT one")
        writer = Writer(link.connection, one.tenant, cold=cold)
        try:
            outcomes.append(one.change(writer))
            touched = touched or writer.touched_credentials
        except Exception as error:
            known = translated(error)
            if not link.raw.in_transaction:
                raise  # SQLite has given the whole transaction up
            link.raw.execute("ROLLBACK TO one")
            outcomes.append(known)
        link.raw.execute("RELEASE one")
    link.commit()
    return outcomes, touched


def _data_version(link: Link) -> int:
    """Changes when another connection than the writer's own has committed."""
    return int(link.raw.execute("PRAGMA data_version").fetchone()[0])


async def _told(event: asyncio.Event) -> bool:
    try:
        await asyncio.wait_for(event.wait(), WATCH_INTERVAL_S)
    except TimeoutError:
        return False
    event.clear()
    return True
