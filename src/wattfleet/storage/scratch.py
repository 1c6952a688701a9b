"""Databases for a look back: one that nobody can write to, and one in memory that is gone afterwards."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import Table, select

from wattfleet.kernel.errors import missing, unavailable
from wattfleet.sessions.course import unpack
from wattfleet.sessions.session import Session
from wattfleet.storage import migrations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.opening import COLD_NAME, FILE_NAME
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.sqlite_link import Link
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.tables.stations import sites, stations
from wattfleet.storage.tables.tokens import tariff_assignments, tariffs, tokens

if TYPE_CHECKING:
    from wattfleet.storage.postgres import PostgresDatabase

T = TypeVar("T")
Furniture = Mapping[str, Sequence[dict[str, Any]]]

_FURNITURE: tuple[Table, ...] = (sites, stations, tokens, tariffs, tariff_assignments)
"""What people have decided, and no frame: a look back begins with it as it stands today."""


class Alone:
    """`sqlite_work.Work` in the caller's own thread, on one connection that is made when it is needed."""

    def __init__(self, path: Path, link: Link | None, *, read_only: bool) -> None:
        self._path = path
        self._link = link
        self._read_only = read_only

    async def run(self, job: Callable[[Link], T]) -> T:
        if self._link is None:
            self._link = Link(self._path, read_only=self._read_only)
        try:
            return job(self._link)
        except BaseException:
            self._link.rollback()
            raise

    async def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None


async def in_memory() -> SqliteDatabase:
    """A fresh, migrated database that is nowhere on disk."""
    link = Link(Path(":memory:"))
    database = SqliteDatabase(Path(":memory:"), lambda path, _: Alone(path, link, read_only=False))
    await database.migrate()
    return database


async def open_to_read(
    directory: Path, url: str | None, cold: Path | None
) -> "SqliteDatabase | PostgresDatabase":
    """An installation's database through a connection that cannot write. Only `read` may be asked of it.

    Raises: WattfleetError `database_missing`, `schema_other`, `storage_unavailable`.
    """
    store = ColdStore(cold or directory / COLD_NAME)
    database = _chosen(directory, url, store)
    here = await _revision(database)
    if here != migrations.newest():
        await database.close()
        raise unavailable(
            "schema_other",
            f"The database has the schema {here}, this program {migrations.newest()}.",
            hint="Run `wattfleet serve` of this version on it once, or on a restored copy of it.",
        )
    return database


async def _revision(database: "SqliteDatabase | PostgresDatabase") -> str | None:
    """On PostgreSQL the app role may not see it, and the URL's own role may."""
    if isinstance(database, SqliteDatabase):
        return await database.read(INSTALLATION, lambda reader: migrations.current(reader.connection))
    async with database.link() as link:
        return await link.connection.run_sync(migrations.current)


def _chosen(directory: Path, url: str | None, cold: ColdStore) -> "SqliteDatabase | PostgresDatabase":
    if url is None:
        path = directory / FILE_NAME
        if not path.is_file():
            raise missing("database_missing", f"There is no database at {path}.", hint="Name its folder.")
        return SqliteDatabase(path, lambda place, _: Alone(place, None, read_only=True), cold)
    from wattfleet.storage.postgres import PostgresDatabase

    return PostgresDatabase(url, cold, read_only=True)


def read_furniture(reader: Reader) -> Furniture:
    """Sites, stations, tokens and tariffs as they stand."""
    return {table.name: _rows(reader, table) for table in _FURNITURE}


def put_furniture(writer: Writer, furniture: Furniture) -> None:
    """The same in another database: nobody is connected there, and nothing has been heard."""
    blank = {"epoch": 0, "connected": False, "connected_at": None, "booted_at": None, "seen_at": None}
    for table in _FURNITURE:
        reset = {"tenant_id": writer.tenant, **(blank if table is stations else {})}
        rows = [row | reset for row in furniture.get(table.name, ())]
        if rows:
            writer.connection.execute(table.insert(), rows)


def _rows(reader: Reader, table: Table) -> list[dict[str, Any]]:
    found = reader.connection.execute(select(table).where(table.c.tenant_id == reader.tenant))
    return [dict(row) for row in found.mappings()]


def sessions_of(reader: Reader, station_id: UUID | None) -> list[Session]:
    """Every session by its start, without its course."""
    statement = select(sessions.c.body).where(sessions.c.tenant_id == reader.tenant)
    if station_id is not None:
        statement = statement.where(sessions.c.station_id == station_id)
    bodies = reader.connection.execute(statement.order_by(sessions.c.started_at)).scalars()
    return [unpack(body, ()) for body in bodies]
