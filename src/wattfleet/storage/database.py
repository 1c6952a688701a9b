"""A database as the use cases see it: one transaction at a time, for one tenant, on SQLite or PostgreSQL.

Queries and changes are plain functions over a `Reader` or a `Writer`; the same function runs on both
databases (on SQLite in its thread, on PostgreSQL over asyncpg). Such a function may run twice, and touches
nothing but its reader or writer and its own return value.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from datetime import date
from typing import Protocol, TypeVar

from sqlalchemy import Connection
from sqlalchemy.util import await_only

from wattfleet.storage.cold import ColdStore

T = TypeVar("T")

INSTALLATION = 0
"""The tenant of queries that belong to none: with it only the tables outside row-level security speak."""

DEFAULT_TENANT = 1
"""The tenant that the first start makes."""


class Reader:
    """What one tenant may read. Nothing of another tenant can be seen through it."""

    def __init__(self, connection: Connection, tenant: int, cold: ColdStore | None = None) -> None:
        self.connection = connection
        self.tenant = tenant
        self.cold = cold

    @property
    def on_postgres(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    def aside(self, work: Callable[[], T]) -> T:
        """Something slow that is no query: on SQLite in this thread, on PostgreSQL in one of its own, so that
        the loop goes on."""
        return await_only(asyncio.to_thread(work)) if self.on_postgres else work()


class Writer(Reader):
    """A write transaction of one tenant. Only use cases and jobs are given one.

    `frame_id` is the frame whose recording this runs in, where there is one.
    """

    def __init__(
        self, connection: Connection, tenant: int, frame_id: int | None = None, cold: ColdStore | None = None
    ) -> None:
        super().__init__(connection, tenant, cold)
        self.frame_id = frame_id
        self.touched_credentials = False

    def touch_credentials(self) -> None:
        """After the commit every process reads keys and station credentials again."""
        self.touched_credentials = True
        if self.on_postgres:
            self.connection.exec_driver_sql("SELECT pg_notify('wattfleet_credentials', '')")


class Database(Protocol):
    """Where everything is kept; `cold` is where its old days are."""

    cold: ColdStore

    async def read(self, tenant: int, query: Callable[[Reader], T], *, as_one: bool = False) -> T:
        """Run a query. Raises: WattfleetError `storage_unavailable`.

        `as_one`: in one transaction, for what is read row by row. Otherwise each of its statements may be a
        transaction by itself, and sees what has been committed until then.
        """
        ...

    async def write(self, tenant: int, change: Callable[[Writer], T]) -> T:
        """Run a change in one transaction; it may run again after a serialisation failure.

        Raises: WattfleetError `storage_unavailable`, or what the change raises (then nothing is written).
        """
        ...

    async def keep_days(self, ahead: Iterable[date], empty_before: date) -> int:
        """Make room for the days ahead, and give back that of old days in which nothing is left, where the
        database keeps days apart. How much was done. Raises: WattfleetError `storage_unavailable`."""
        ...

    def watch_changes(self) -> AsyncGenerator[None, None]:
        """Yields at once, and then within a second of every change of keys or station credentials,
        whichever process made it. It may yield more often than that."""
        ...

    async def close(self) -> None:
        """Finish what runs and let go."""
        ...
