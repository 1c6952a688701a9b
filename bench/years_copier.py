"""What a database holds of one day, written again for other days by the database itself."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from sqlalchemy import Column, Table, text

from bench.years_fleet import Rows
from wattfleet.kernel.timeline import DAY_US
from wattfleet.storage.database import Writer
from wattfleet.storage.types import Id, Moment

CHUNK = 4_000
AN_HOUR_S = 3_600
"""How long an index of millions of rows may take, which the server itself never waits for."""
DAY_MS = DAY_US // 1000


async def fill(database: Any, table: Table, rows: Rows) -> int:
    """Write rows in large pieces; how many."""
    count = 0
    more = True
    while more:
        piece = [{"tenant_id": 1, **row} for row in islice(rows, CHUNK)]
        more = len(piece) == CHUNK
        if piece:
            await database.write(1, lambda writer, piece=piece: _insert(writer, table, piece))
        count += len(piece)
    return count


def _insert(writer: Writer, table: Table, piece: list[dict[str, Any]]) -> None:
    writer.connection.execute(table.insert(), piece)


def _first(table: Table) -> str:
    return f"first_{table.name}"


def _copy(table: Table, days: int, *, postgres: bool) -> str:
    """SQL that writes a table's first day once more, as it would have been so many days later."""
    own = [one for one in table.c if not one.computed and (one.name != "id" or isinstance(one.type, Id))]
    moved = ", ".join(_moved(one, days, postgres=postgres) for one in own)
    return (
        f"INSERT INTO {table.name} ({', '.join(one.name for one in own)}) SELECT {moved} FROM {_first(table)}"
    )


def _moved(column: Column[Any], days: int, *, postgres: bool) -> str:
    name = column.name
    if isinstance(column.type, Moment):
        return f"{name} + interval '{days} days'" if postgres else f"{name} + {days * DAY_US}"
    if name in ("id", "session_id"):
        return f"moved({name}, {days})"
    if name == "tx":
        return f"{name} || '-{days}'"
    if name == "start_key":
        return f"substr({name}, 1, 12) || 'y{days:03x}'"
    return name


def _later(one: bytes | None, days: int) -> bytes | None:
    return one and (int.from_bytes(one[:6], "big") + days * DAY_MS).to_bytes(6, "big") + one[6:]


MOVED = f"""
CREATE FUNCTION moved(one uuid, days integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (lpad(to_hex(('x' || lpad(left(replace(one::text, '-', ''), 12), 16, '0'))::bit(64)::bigint
            + days::bigint * {DAY_MS}), 12, '0') || substr(replace(one::text, '-', ''), 13))::uuid $$
"""


class Copier:
    """What the first day holds, written again for other days by the database itself."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._postgres = not hasattr(database, "path")
        self._kept: list[Table] = []

    async def open(self) -> None:
        if self._postgres:
            await self._run(MOVED)
        else:
            await self._database.writer.run(
                lambda link: link.raw.create_function("moved", 2, _later, deterministic=True)
            )
            await self._database.writer.run(lambda link: link.raw.execute("PRAGMA foreign_keys = OFF"))

    async def drop_indexes(self, table: Table) -> list[str]:
        """How to make them again. Made at once they take minutes; row by row, of millions of rows, hours."""
        found: list[tuple[str, str]] = await self._database.write(1, lambda writer: _indexes(writer, table))
        for name, _ in found:
            await self._run(f"DROP INDEX {name}")
        return [made for _, made in found]

    async def make(self, indexes: list[str]) -> None:
        for one in indexes:
            await self._run(one)

    async def keep_first(self, table: Table) -> None:
        await self._run(f"CREATE TABLE {_first(table)} AS SELECT * FROM {table.name}")
        self._kept.append(table)

    async def write(self, table: Table, days: Iterable[int]) -> int:
        """How many rows."""
        return sum([await self._run(_copy(table, number, postgres=self._postgres)) for number in days])

    async def clear(self, table: Table) -> None:
        await self._run(f"DELETE FROM {table.name}")

    async def close(self) -> None:
        for table in self._kept:
            await self._run(f"DROP TABLE {_first(table)}")

    async def _run(self, statement: str) -> int:
        """How many rows it touched. On PostgreSQL as the owner, since the app role makes no tables."""
        if self._postgres:
            async with self._database.link() as link:
                told = await link.driver.execute(statement, timeout=AN_HOUR_S)
            count = told.rpartition(" ")[2]
            return int(count) if count.isdigit() else 0
        return int(
            await self._database.write(1, lambda writer: writer.connection.execute(text(statement)).rowcount)
        )


def _indexes(writer: Writer, table: Table) -> list[tuple[str, str]]:
    """Name and SQL of those that are no key."""
    asked = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :name"
        if writer.connection.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :name AND indexname NOT LIKE 'pk%'"
    )
    rows = writer.connection.execute(text(asked), {"name": table.name})
    return [(name, made) for name, made in rows]
