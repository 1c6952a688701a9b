"""A connection to an SQLite file: how it is opened, its transactions, and what its errors mean.

WAL with synchronous=FULL, so that a commit that returned survives a power cut.
"""

import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.exc import DBAPIError

from wattfleet.kernel.errors import WattfleetError, unavailable

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

_CACHE_KIB = 8 * 1024
"""What a connection keeps of the file. SQLite goes through all of it at the end of nearly every commit:
to put pages of an index in order it passes by one far behind the end of the file, and then forgets what lies
behind it.
"""


class Link:
    """A connection of one thread: SQLAlchemy's view of it, and the driver's. Transactions are ours to end."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        made = connect_to_read if read_only else connect
        engine = create_engine("sqlite://", creator=lambda: made(path), poolclass=NullPool)
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


def connect(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(
        path, timeout=5, isolation_level=None, check_same_thread=False, cached_statements=500
    )
    for pragma in (
        "busy_timeout = 5000",
        "page_size = 8192",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "wal_autocheckpoint = 1000",
        f"cache_size = -{_CACHE_KIB}",
        "temp_store = MEMORY",
    ):
        raw.execute(f"PRAGMA {pragma}").fetchall()
    return raw


def connect_to_read(path: Path) -> sqlite3.Connection:
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


def recovered(link: Link | None) -> Link | None:
    """A connection that cannot even roll back is given up; the next job opens another."""
    try:
        if link is not None:
            link.rollback()
    except sqlite3.Error:
        return None
    return link


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
