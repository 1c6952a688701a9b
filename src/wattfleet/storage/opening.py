"""Opening a database: made where there is none, migrated where it is old, refused where it is newer."""

from pathlib import Path
from typing import TYPE_CHECKING

from wattfleet.kernel.errors import conflict, invalid, missing, unavailable
from wattfleet.storage import migrations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.sqlite import SqliteDatabase

if TYPE_CHECKING:
    from wattfleet.storage.postgres import PostgresDatabase

FILE_NAME = "wattfleet.db"
COLD_NAME = "cold"


async def open_database(
    directory: Path, url: str | None = None, cold: Path | None = None
) -> "SqliteDatabase | PostgresDatabase":
    """The installation's database, ready: SQLite in the directory, or PostgreSQL where a URL is given.

    `cold` is the folder of its old days; where none is named, `cold` in the directory.

    Raises: WattfleetError `database_url_invalid`, `schema_newer`, `database_role`, `storage_unavailable`.
    """
    database = _chosen(directory, url, ColdStore(cold or directory / COLD_NAME))
    try:
        await database.migrate()
    except BaseException:
        await database.close()
        raise
    return database


async def open_as_it_is(
    directory: Path, url: str | None = None, cold: Path | None = None
) -> "SqliteDatabase | PostgresDatabase":
    """The database beside a running server, never migrated: for those who look at it or copy it.

    Raises: WattfleetError `database_missing`, `schema_old`, `schema_newer`, and those of `open_database`.
    """
    if url is None and not (directory / FILE_NAME).is_file():
        raise missing(
            "database_missing",
            f"There is no database at {directory / FILE_NAME}.",
            hint="Name the folder of the installation with --data, or PostgreSQL with --database.",
        )
    database = _chosen(directory, url, ColdStore(cold or directory / COLD_NAME))
    try:
        _demand_newest(await database.revision())
    except BaseException:
        await database.close()
        raise
    return database


def _demand_newest(here: str | None) -> None:
    if here is not None and not migrations.knows(here):
        raise migrations.newer(here)
    if here != migrations.newest():
        raise conflict(
            "schema_old",
            f"The database has the schema {here or 'none'}; this program works with {migrations.newest()}.",
            hint="Start `wattfleet serve` of this version once, or use the program that the database has.",
        )


def _chosen(directory: Path, url: str | None, cold: ColdStore) -> "SqliteDatabase | PostgresDatabase":
    if url is None:
        _make(directory)
        return SqliteDatabase(directory / FILE_NAME, cold=cold)
    if url.split("://")[0] not in {"postgresql", "postgres", "postgresql+asyncpg"}:
        raise invalid(
            "database_url_invalid",
            "The database URL is not one of PostgreSQL.",
            hint="Write it as postgresql://user:password@host:5432/name, or leave it out for SQLite.",
            field="database",
        )
    from wattfleet.storage.postgres import PostgresDatabase

    return PostgresDatabase(url, cold)


def _make(directory: Path) -> None:
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise unavailable(
            "storage_unavailable",
            f"The data directory {directory} cannot be made: {error.strerror}.",
            hint="Name another one with --data, or make it and let this user write there.",
            field="data",
        ) from error
