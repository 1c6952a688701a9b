"""The log of SQLite comes back into the database beside the writer and begins anew, whatever else goes on."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from wattfleet.storage.checkpoints import Checkpoints

DUE = 100
"""Pages of log; a row here takes more than one."""


class Place:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "place.db"
        self.log = folder / "place.db-wal"
        self.writer = self.connect()
        self.writer.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, body BLOB)")
        self.checkpoints = Checkpoints(self.connect, DUE)
        self.written = 0

    def connect(self) -> sqlite3.Connection:
        raw = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 0"):
            raw.execute(f"PRAGMA {pragma}").fetchall()
        return raw

    def commit(self) -> None:
        self.writer.execute("INSERT INTO t (body) VALUES (zeroblob(4096))")
        self.written += 1
        self.checkpoints.after_commit(self.writer)

    def commit_until(self, done: int) -> None:
        """As many commits as it takes: a test that hangs here is one that fails."""
        while self.checkpoints.done < done:
            self.commit()

    def found(self) -> int:
        raw = self.connect()
        try:
            return int(raw.execute("SELECT count(*) FROM t").fetchone()[0])
        finally:
            raw.close()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    one = Place(tmp_path)
    yield one
    one.checkpoints.close()
    one.writer.close()
    assert one.found() == one.written


def test_the_log_begins_anew(place: Place) -> None:
    place.commit_until(done=1)
    place.commit()
    size = place.log.stat().st_size
    place.commit_until(done=20)
    assert place.log.stat().st_size < 10 * size


def test_it_learns_how_many_pages_a_row_makes(place: Place) -> None:
    place.commit_until(done=1)
    first = place.written
    place.commit_until(done=2)
    assert place.written - first < first


def test_who_reads_for_long_keeps_the_log_and_nobody_waits(place: Place) -> None:
    reader = place.connect()
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM t").fetchone() == (0,)
    for _ in range(10 * DUE):
        place.commit()
    assert place.checkpoints.done == 0
    assert reader.execute("SELECT count(*) FROM t").fetchone() == (0,)
    reader.close()
    place.commit_until(done=1)


def test_where_the_thread_cannot_the_writer_does_it(place: Place) -> None:
    def refused() -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    place.checkpoints = Checkpoints(refused, DUE)
    place.commit_until(done=3)


def test_closing_waits_for_what_is_under_way(place: Place) -> None:
    for _ in range(DUE):
        place.commit()
    place.checkpoints.close()
    place.checkpoints.close()
