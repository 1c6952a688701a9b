"""One history for both databases, equal to the tables; a newer schema is never touched."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex
from tests.places import AnyDatabase, PostgresServer, a_connected_station

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import stations
from wattfleet.storage.cold import ColdStore
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.opening import open_database
from wattfleet.storage.postgres import MIGRATION_LOCK, PostgresDatabase
from wattfleet.storage.tables.base import is_made_on, metadata

RECKONED = {"token_key"}
"""Databases tell how they reckon it in words of their own; `test_lists` shows that it is there."""


@pytest.mark.filterwarnings("ignore:.*expression-based index")  # they have a test of their own below
async def test_the_migrations_make_exactly_the_tables(database: AnyDatabase) -> None:
    def differences(reader: Reader) -> list[object]:
        if reader.on_postgres:
            reader.connection.exec_driver_sql("RESET ROLE")
        options = {
            "compare_type": True,
            "include_name": _is_no_partition,
            "include_object": lambda item, name, *_: (
                is_made_on(reader.connection.dialect.name, item) and name not in RECKONED
            ),
        }
        context = MigrationContext.configure(reader.connection, opts=options)
        return list(compare_metadata(context, metadata))

    assert await database.read(1, differences, as_one=True) == []


async def test_the_buckets_of_sqlite_are_indexed_as_the_tables_say(tmp_path: Path) -> None:
    """Alembic does not compare indexes over an expression."""
    database = await open_database(tmp_path, None)

    def made(reader: Reader) -> dict[str, str]:
        rows = reader.connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql LIKE '%>>%'")
        return {name: " ".join(sql.split()) for name, sql in rows}

    wanted = {
        str(index.name): str(CreateIndex(index).compile(dialect=sqlite.dialect())).replace(
            f"{table.name}.", ""
        )
        for table in metadata.tables.values()
        for index in table.indexes
        if index.info.get("only") == "sqlite"
    }
    assert len(wanted) == 2
    assert await database.read(1, made) == wanted
    await database.close()


def _is_no_partition(name: str | None, kind: str, _: object) -> bool:
    return kind != "table" or name not in {"frames_other", "readings_other"}


async def test_opening_again_changes_nothing(
    database: AnyDatabase, database_url: str | None, tmp_path: Path
) -> None:
    again = await open_database(tmp_path, database_url)
    await again.close()


async def test_a_newer_schema_is_refused_with_a_sentence(
    database: AnyDatabase, database_url: str | None, tmp_path: Path
) -> None:
    def pretend(writer: Writer) -> None:
        if writer.on_postgres:
            writer.connection.exec_driver_sql("RESET ROLE")
        writer.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    await database.write(INSTALLATION, pretend)
    with pytest.raises(WattfleetError, match="newer than this program") as refused:
        await open_database(tmp_path, database_url)
    assert refused.value.code == "schema_newer"


async def test_two_processes_that_start_together_migrate_once(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = await postgres_server.new_empty_database()
    opened = await asyncio.gather(*(open_database(tmp_path, url) for _ in range(3)))
    for one in opened:
        await one.close()


async def test_a_user_that_may_not_make_roles_is_told_so(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = await postgres_server.new_empty_database()
    owner = await asyncpg.connect(url)
    await owner.execute("CREATE ROLE plain LOGIN; GRANT ALL ON SCHEMA public TO plain")
    await owner.close()
    try:
        with pytest.raises(WattfleetError) as refused:
            await open_database(tmp_path, url.replace("owner@", "plain@"))
        assert refused.value.code == "database_role"
    finally:
        owner = await asyncpg.connect(url)
        await owner.execute("DROP OWNED BY plain; DROP ROLE plain")
        await owner.close()


async def test_an_owner_who_is_no_superuser_opens_it(postgres_server: PostgresServer, tmp_path: Path) -> None:
    url = await postgres_server.new_empty_database()
    name = url.rpartition("/")[2]
    admin = await asyncpg.connect(postgres_server.url())
    await admin.execute("CREATE ROLE landlord LOGIN CREATEROLE")
    await admin.execute(f"ALTER DATABASE {name} OWNER TO landlord")
    database = await open_database(tmp_path, url.replace("owner@", "landlord@"))
    try:
        await a_connected_station(database)
        for tenant, count in ((1, 1), (2, 0)):
            found = await database.read(tenant, lambda reader: stations.page(reader, PageQuery()))
            assert len(found.items) == count
    finally:
        await database.close()
        await postgres_server.drop(url)
        await admin.execute("DROP OWNED BY landlord; DROP ROLE landlord")
        await admin.close()


async def test_a_directory_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WattfleetError, match="cannot be made") as refused:
        await open_database(tmp_path / "file" / "data")
    assert refused.value.code == "storage_unavailable"


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "postgresql:/"])
async def test_a_url_that_is_none(tmp_path: Path, url: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        await open_database(tmp_path, url)
    assert refused.value.code == "database_url_invalid"


async def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WattfleetError) as refused:
        await open_database(tmp_path, "postgresql://nobody@127.0.0.1:1/none")
    assert refused.value.code == "storage_unavailable"


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "wattfleet.db").write_bytes(b"not a database, but long enough to look at" * 100)
    with pytest.raises(WattfleetError) as refused:
        await open_database(tmp_path)
    assert refused.value.code == "storage_unavailable"


async def test_the_schema_waits_as_long_as_it_takes_and_a_question_does_not(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    url = await postgres_server.new_database()
    database = PostgresDatabase(url, ColdStore(tmp_path), patience_s=0.2)
    other = await asyncpg.connect(url)
    waits = """SELECT max(clock_timestamp() - query_start) > interval '0.5 s' FROM pg_stat_activity
               WHERE datname = current_database() AND wait_event = 'advisory'"""
    try:
        await database.migrate()
        async with other.transaction():
            await other.execute(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})")
            migrating = asyncio.create_task(database.migrate())
            while not await other.fetchval(waits):
                assert not migrating.done(), "it did not wait"
                await other.execute("SELECT pg_stat_clear_snapshot()")
        await migrating
        with pytest.raises(WattfleetError, match="did not answer in time") as refused:
            await database.read(1, lambda reader: reader.connection.execute(text("SELECT pg_sleep(60)")))
        assert "fewer days" in refused.value.hint
    finally:
        await other.close()
        await database.close()
