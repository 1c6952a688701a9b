"""The journal: a frame and all that follows from it, durable before it is answered.

Whoever waits while a commit runs is in the next one, at most 200 frames in one transaction. A batch that
fails by its data is committed frame by frame; a frame that still fails is kept as raw bytes with its error.
Only a database that does not commit is told to the caller as an error: then nothing may be answered.
"""

from wattfleet.storage.grouping import Grouping
from wattfleet.storage.journal_postgres import PostgresBook
from wattfleet.storage.journal_sqlite import SqliteBook
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.recording import Commit, Recording
from wattfleet.storage.sqlite import SqliteDatabase

MOST_FRAMES = 200


class Journal:
    """`storage.recording.Journal` on an open database."""

    def __init__(self, database: SqliteDatabase | PostgresDatabase) -> None:
        book = SqliteBook(database) if isinstance(database, SqliteDatabase) else PostgresBook(database)
        self._grouping: Grouping[Recording, Commit] = Grouping(book.commit, MOST_FRAMES)

    async def commit(self, recording: Recording) -> Commit:
        return await self._grouping.add(recording)

    async def drain(self) -> None:
        """Return when nothing waits any more."""
        await self._grouping.drain()
