"""Who does the work on an SQLite file: threads with a connection each, for an event loop that waits."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from wattfleet.kernel.errors import unavailable
from wattfleet.storage.sqlite_link import Link, recovered, translated

T = TypeVar("T")

BREAK_OFF_S = 0.1


class Work(Protocol):
    """Whoever takes jobs that need a connection, each a whole transaction or none."""

    async def run(self, job: Callable[[Link], T]) -> T:
        """The job's result. Raises: WattfleetError `storage_unavailable`."""
        ...

    async def close(self) -> None: ...


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
                link = recovered(link)
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
