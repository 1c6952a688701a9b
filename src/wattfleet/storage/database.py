"""A database as the use cases see it: one transaction at a time, for one tenant, on SQLite or PostgreSQL.

Queries and changes are plain functions over a `Reader` or a `Writer`; the same function runs on both
databases (on SQLite in its thread, on PostgreSQL over asyncpg).
"""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


class Reader:
    """A read transaction of one tenant. Nothing of another tenant can be seen through it."""

    def __init__(self, connection: Connection, tenant: int) -> None:
        self.connection = connection
        self.tenant = tenant


class Writer(Reader):
    """A write transaction of one tenant. Only use cases and jobs are given one."""


class Database(Protocol):
    """Where everything is kept."""

    async def read(self, tenant: int, query: Callable[[Reader], T]) -> T:
        """Run a query. Raises: WattfleetError `storage_unavailable`."""
        ...

    async def write(self, tenant: int, change: Callable[[Writer], T]) -> T:
        """Run a change in one transaction; it may run again after a serialisation failure.

        Raises: WattfleetError `storage_unavailable`, or what the change raises (then nothing is written).
        """
        ...

    async def close(self) -> None:
        """Finish what runs and let go."""
        ...
