"""The short way to the database for what is asked a thousand times a second: the driver's own, prepared.

On SQLite the rows come back as one JSON text, because every row that is fetched gives the interpreter lock
away; on PostgreSQL asyncpg's records come as they are. Both are read into the same struct.
"""

from typing import Any, TypeVar
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader

S = TypeVar("S", bound=msgspec.Struct)


class Query:
    """A statement that grows, with its values numbered as they come."""

    def __init__(self, reader: Reader) -> None:
        self.postgres = reader.on_postgres
        self.values: list[Any] = []

    def bind(self, value: object) -> str:
        """The place of a value in the text; ids and instants become what the database keeps."""
        if not self.postgres:
            if isinstance(value, Instant):
                value = value.us
            elif isinstance(value, UUID):
                value = value.bytes
        self.values.append(value)
        return f"{'$' if self.postgres else '?'}{len(self.values)}"


def fetch(reader: Reader, text: str, values: list[Any]) -> list[Any]:
    """Run a statement on the driver; its rows as the driver gives them."""
    held = reader.connection.connection
    if reader.on_postgres:
        adapted: Any = held.dbapi_connection
        rows: list[Any] = adapted.run_async(lambda driver: driver.fetch(text, *values))
        return rows
    raw: Any = held.driver_connection
    return list(raw.execute(text, values).fetchall())
