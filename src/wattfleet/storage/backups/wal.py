"""SQLite's write-ahead log, read from outside: which pages have been committed since a position.

The index beside the log (`-shm`) says how many frames are committed, and of which generation; whoever holds a
read transaction keeps the log from starting anew, so that nothing is missed between two looks. A generation
that follows the last one directly begins where that one ended. Source: sqlite.org/walformat.html.
"""

import os
import sqlite3
import struct
from collections.abc import Iterator
from pathlib import Path

import msgspec

_HEADER = 48
_FRAME = 24
_START = 32
TRIES = 100


class Position(msgspec.Struct, frozen=True):
    """So many frames of a generation of the log. `salt` are its two salts as they stand in the file."""

    salt: bytes
    frames: int
    page_size: int

    @property
    def generation(self) -> int:
        return int.from_bytes(self.salt[:4], "big")


class Gap(Exception):
    """The log has gone on without us: a new base is needed."""


class Index:
    """The log's index, open as long as anything holds the log.

    It is opened once and read in place: closing a file gives up all locks that this process has on it, those
    of SQLite's own connections too (fcntl(2)), and then pages change under whoever reads them.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._file = os.open(path.with_name(f"{path.name}-shm"), os.O_RDONLY)
        except OSError as error:
            raise Gap from error

    def position(self) -> Position:
        """Where the log stands. Raises: Gap where the index cannot be read."""
        for _ in range(TRIES):
            both = os.pread(self._file, 2 * _HEADER, 0)
            one, other = both[:_HEADER], both[_HEADER:]
            if one == other and len(one) == _HEADER and one[12]:
                size = struct.unpack_from("=H", one, 14)[0]
                return Position(one[32:40], struct.unpack_from("=I", one, 16)[0], size if size > 1 else 65536)
        raise Gap

    def close(self) -> None:
        """Only when no connection of this process has the database open."""
        os.close(self._file)


class Holder:
    """A read transaction on the database: while it stands, the log keeps what came after it."""

    def __init__(self, path: Path) -> None:
        self._raw = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._raw.execute("PRAGMA query_only = ON").fetchall()
        self._raw.execute("BEGIN")
        self._raw.execute("SELECT count(*) FROM sqlite_master").fetchone()

    def release(self) -> None:
        self._raw.close()


class Page(msgspec.Struct, frozen=True):
    """A page of the database as it was committed last."""

    number: int
    data: bytes


class Changes:
    """What was committed from one position to another: each page once, and the database's size in pages."""

    def __init__(self, path: Path, before: Position, now: Position) -> None:
        self._log = path.with_name(f"{path.name}-wal")
        self._size = now.page_size
        first = before.frames + 1
        if now.salt != before.salt:
            if now.generation != (before.generation + 1) % 2**32:
                raise Gap
            first = 1
        self.total_pages = 0
        self._places = self._found(first, now) if now.frames >= first else {}

    def __len__(self) -> int:
        return len(self._places)

    def pages(self) -> Iterator[Page]:
        """In the order of their numbers."""
        with self._log.open("rb") as file:
            for number, place in sorted(self._places.items()):
                file.seek(place)
                data = file.read(self._size)
                if len(data) != self._size:
                    raise Gap
                yield Page(number, data)

    def _found(self, first: int, now: Position) -> dict[int, int]:
        """Where the last frame of each page stands. The last frame of all ends a transaction."""
        places: dict[int, int] = {}
        step = _FRAME + self._size
        with self._log.open("rb") as file:
            if file.read(_START)[16:24] != now.salt:
                raise Gap
            for frame in range(first, now.frames + 1):
                place = _START + (frame - 1) * step
                file.seek(place)
                head = file.read(_FRAME)
                if len(head) != _FRAME or head[8:16] != now.salt:
                    raise Gap
                number, total = struct.unpack_from(">II", head)
                places[number] = place + _FRAME
                self.total_pages = total or self.total_pages
        if not self.total_pages:
            raise Gap
        return places
