"""SQLite: one writer thread that commits whatever waits in one transaction, and a few reader threads.

The database file is the whole ledger: WAL with synchronous=FULL, so that a commit that returned survives a
power cut. A statement gives the interpreter lock away and must win it back, so hot paths use few, large
statements; whoever runs a busy event loop beside it shortens the switch interval (`server`).
"""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from wattfleet.kernel.errors import WattfleetError, unavailable
from wattfleet.storage import migrations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.grouping import Grouping

T = TypeVar("T")

READERS = 3
MOST_CHANGES = 25
"""So many changes are one transaction: frames wait for it to end."""
WATCH_INTERVAL_S = 0.5
BREAK_OFF_S = 0.1

_UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_NOTADB,
}
"""Primary result codes that say that the database, not the data, is at fault."""


class Link:
    """A connection of one thread: SQLAlchemy's view of it, and the driver's. Transactions are ours to end."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        connect = _connect_to_read if read_only else _connect
        engine = create_engine("sqlite://", creator=lambda: connect(path), poolclass=NullPool)
        self.connection: Connection = engine.connect()
        raw = self.connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection), "the driver is sqlite3"
        self.raw = raw
        self._reads_only = False

    def begin(self, *, writes: bool = True) -> None:
        if self._reads_only is writes:
            self.raw.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}").fetchall()
            self._reads_only = not writes
        self.raw.execute("BEGIN IMMEDIATE" if writes else "BEGIN")

    def commit(self) -> None:
        self.raw.execute("COMMIT")

    def rollback(self) -> None:
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")

    def close(self) -> None:
        self.connection.close()


class Work(Protocol):
    """Whoever takes jobs that need a connection, each a whole transaction or none."""

    async def run(self, job: Callable[[Link], T]) -> T:
        """The job's result. Raises: WattfleetError `storage_unavailable`."""
        ...

    async def close(self) -> None: ...


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

    async def read(self, tenant: int, query: Callable[[Reader], T]) -> T:
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


class Workers:
    """Threads with a connection each, that take jobs in order.

    Those of which `breaks_off` is true end at once: what still runs or waits then fails.
    """

    def __init__(self, path: Path, count: int, *, breaks_off: bool = False) -> None:
        self._breaks_off = breaks_off
        self._is_over = False
        self._at_work: set[sqlite3.Connection] = set()
        self._jobs: queue.SimpleQueue[_Job[Any] | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, args=(path,), name=f"sqlite-{number}", daemon=True)
            for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, job: Callable[[Link], T]) -> T:
        """The job's result, from whichever thread is free. Raises: WattfleetError `storage_unavailable`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(job, future, loop))
        return await future

    async def close(self) -> None:
        self._is_over = True
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            while thread.is_alive():
                if self._breaks_off:
                    self._interrupt()
                await asyncio.to_thread(thread.join, BREAK_OFF_S)

    def _interrupt(self) -> None:
        """The statement that runs: its job fails by it, and `_run` lets no other follow."""
        for raw in tuple(self._at_work):
            with suppress(sqlite3.ProgrammingError):  # closed meanwhile
                raw.interrupt()

    def _run(self, job: "_Job[T]", link: Link) -> T:
        if self._is_over and self._breaks_off:
            raise unavailable("storage_unavailable", "The database is being closed.", hint="Ask again later.")
        self._at_work.add(link.raw)
        try:
            return job.run(link)
        finally:
            self._at_work.discard(link.raw)

    def _work(self, path: Path) -> None:
        link: Link | None = None
        while (job := self._jobs.get()) is not None:
            try:
                link = link or Link(path)
                result = self._run(job, link)
            except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
                link = _recovered(link)
                job.fail(translated(error))
            else:
                job.succeed(result)
        if link is not None:
            link.close()


class _Job(Generic[T]):
    def __init__(
        self, run: Callable[[Link], T], future: "asyncio.Future[T]", loop: asyncio.AbstractEventLoop
    ) -> None:
        self.run = run
        self._future = future
        self._loop = loop

    def succeed(self, result: T) -> None:
        self._tell(result, None)

    def fail(self, error: Exception) -> None:
        self._tell(None, error)

    def _tell(self, result: T | None, error: Exception | None) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(self._settle, result, error)

    def _settle(self, result: Any, error: Exception | None) -> None:
        if self._future.done():
            return
        if error is None:
            self._future.set_result(result)
        else:
            self._future.set_exception(error)


class _Change:
    def __init__(self, tenant: int, change: Callable[[Writer], Any]) -> None:
        self.tenant = tenant
        self.change = change


def _connect(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(
        path, timeout=5, isolation_level=None, check_same_thread=False, cached_statements=500
    )
    for pragma in (
        "busy_timeout = 5000",
        "page_size = 8192",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "wal_autocheckpoint = 4000",
        "cache_size = -65536",
        "temp_store = MEMORY",
    ):
        raw.execute(f"PRAGMA {pragma}").fetchall()
    return raw


def _connect_to_read(path: Path) -> sqlite3.Connection:
    """SQLite itself refuses every change through such a connection."""
    raw = sqlite3.connect(
        f"file:{quote(str(path.absolute()))}?mode=ro",
        uri=True,
        timeout=5,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=500,
    )
    raw.execute("PRAGMA busy_timeout = 5000").fetchall()
    return raw


def _recovered(link: Link | None) -> Link | None:
    """A connection that cannot even roll back is given up; the next job opens another."""
    try:
        if link is not None:
            link.rollback()
    except sqlite3.Error:
        return None
    return link


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


def translated(error: Exception) -> Exception:
    """A failing database as `storage_unavailable`; everything else as it is."""
    if isinstance(error, WattfleetError):
        return error
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if code & 0xFF in _UNAVAILABLE:
            return unavailable(
                "storage_unavailable",
                f"The database does not answer: {cause}.",
                hint="See whether its disk is full, and who else has the file open.",
            )
    return error
