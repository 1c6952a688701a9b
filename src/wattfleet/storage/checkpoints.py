"""On SQLite, the log is brought back into the database beside the writer, so that no commit waits for it.

Problem. SQLite checkpoints within the commit that makes the log too long. At a few thousand frames a second
that is once in one or two seconds; it writes thousands of pages and syncs the database, and all that while
nothing commits.

Method. Another thread with a connection of its own checkpoints passively, which hinders no writer, until
little is left. The writer itself brings the rest between two commits, for only when nothing is left may the
next commit begin the log anew. When that is due is told by the rows that were changed; each time teaches how
many pages those make. Should all this fail, SQLite does it within a commit at `SAFETY_PAGES`.
"""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress

DUE_PAGES = 4_000
"""32 MB of log."""
SAFETY_PAGES = 16_000
REST_PAGES = 200
MOST_ROUNDS = 4
FEWEST_ROWS, MOST_ROWS = 50, 100_000

_PASSIVE = "PRAGMA wal_checkpoint(PASSIVE)"


class Checkpoints:
    """For one writer. `connect` makes its thread's connection; that begins with the first checkpoint."""

    def __init__(self, connect: Callable[[], sqlite3.Connection], due_pages: int = DUE_PAGES) -> None:
        self._connect = connect
        self._due_pages = due_pages
        self._thread: threading.Thread | None = None
        self._wanted = threading.Event()
        self._brought = threading.Event()
        self._closed = False
        self._under_way = False
        self._rows_before = 0
        self._rows_due = due_pages
        self.done = 0
        """Checkpoints so far that were brought to their end."""

    def after_commit(self, raw: sqlite3.Connection) -> None:
        """Called on the writer's thread, between two jobs."""
        if self._brought.is_set():
            self._brought.clear()
            self._end(raw)
        elif not self._under_way and raw.total_changes - self._rows_before >= self._rows_due:
            self._under_way = True
            self._begin()

    def _begin(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="sqlite-checkpoints", daemon=True)
            self._thread.start()
        self._wanted.set()

    def _end(self, raw: sqlite3.Connection) -> None:
        rows, pages = raw.total_changes - self._rows_before, 0
        with suppress(sqlite3.Error):
            pages, done = _checkpointed(raw)
            self.done += pages == done
        self._rows_due = min(MOST_ROWS, max(FEWEST_ROWS, rows * self._due_pages // max(1, pages)))
        self._rows_before = raw.total_changes
        self._under_way = False

    def _work(self) -> None:
        raw: sqlite3.Connection | None = None
        while self._wanted.wait() and not self._closed:
            self._wanted.clear()
            try:
                raw = raw or self._connect()
                _bring(raw)
            except sqlite3.Error:
                raw = None  # the writer's own try follows, and this thread's with the next checkpoint
            self._brought.set()
        if raw is not None:
            raw.close()

    def close(self) -> None:
        """Ends the thread, after what it is at."""
        self._closed = True
        self._wanted.set()
        if self._thread is not None:
            self._thread.join()


def _bring(raw: sqlite3.Connection) -> None:
    """As often as much was written meanwhile, and no more than `MOST_ROUNDS` times."""
    before = 0
    for _ in range(MOST_ROUNDS):
        pages, done = _checkpointed(raw)
        if done < pages or pages - before <= REST_PAGES:
            return
        before = pages


def _checkpointed(raw: sqlite3.Connection) -> tuple[int, int]:
    """Pages in the log, and how many of them are in the database now."""
    _, pages, done = raw.execute(_PASSIVE).fetchone()
    return pages, done
