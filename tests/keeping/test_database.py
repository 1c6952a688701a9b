"""A transaction does all or nothing, runs again when the database asks for it, and tells who must know."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from msgspec.structs import replace
from sqlalchemy import text
from tests.places import AnyDatabase, PostgresServer, a_connected_station
from tests.things import NOON, a_token, after

from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.storage import directory, installation, leases, tokens
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.opening import open_database
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.sqlite_link import Link


async def test_it_opens_and_has_the_default_tenant(database: AnyDatabase) -> None:
    def names(reader: Reader) -> list[str]:
        return list(reader.connection.execute(text("SELECT name FROM tenants")).scalars())

    assert await database.read(1, names) == ["default"]


async def test_a_change_that_fails_leaves_nothing_and_harms_no_other(database: AnyDatabase) -> None:
    def fail(writer: Writer) -> None:
        tokens.add(writer, a_token("bad"))
        raise conflict("no", "No.")

    def twice(writer: Writer) -> None:
        tokens.add(writer, a_token("twice"))
        tokens.add(writer, a_token("twice"))

    outcomes = await asyncio.gather(
        *(
            database.write(1, change)
            for change in (
                lambda writer: tokens.add(writer, a_token("one")),
                fail,
                twice,
                lambda writer: tokens.add(writer, a_token("two")),
            )
        ),
        return_exceptions=True,
    )

    codes = [one.code if isinstance(one, WattfleetError) else one for one in outcomes]
    assert codes == [None, "no", "token_exists", None]
    found = await database.read(1, lambda reader: tokens.find_all(reader, ["one", "two", "bad", "twice"]))
    assert set(found) == {"one", "two"}


async def test_a_query_cannot_write(database: AnyDatabase) -> None:
    def sneak(reader: Reader) -> None:
        tokens.add(Writer(reader.connection, 1), a_token("sneaked"))

    with pytest.raises(WattfleetError):
        await database.read(1, sneak)
    assert await database.read(1, lambda reader: tokens.find(reader, "sneaked")) is None


async def test_one_of_many_gets_the_lease(database: AnyDatabase) -> None:
    def take(owner: str) -> "asyncio.Task[bool]":
        return asyncio.create_task(
            database.write(
                INSTALLATION,
                lambda writer: leases.take(writer, "job", owner, now=NOON, until=after(60)),
            )
        )

    taken = await asyncio.gather(*(take(f"process-{number}") for number in range(12)))
    assert sum(taken) == 1


async def test_another_process_is_told_of_new_credentials(
    database: AnyDatabase, database_url: str | None, tmp_path: Path
) -> None:
    station = await a_connected_station(database)
    watching = database.watch_changes()
    await anext(watching)
    other = await open_database(tmp_path, database_url)
    await other.write(1, lambda writer: directory.set_digests(writer, station.id, (b"\x07",)))

    await asyncio.wait_for(anext(watching), 5)

    [known] = await database.read(INSTALLATION, directory.everyone)
    assert known.digests == (b"\x07",)
    await database.write(1, lambda writer: directory.put(writer, replace(known, blocked=True)))
    await asyncio.wait_for(anext(watching), 5)
    await watching.aclose()
    await other.close()


async def test_watching_goes_on_after_the_database_was_away(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    database = await open_database(tmp_path, await postgres_server.new_database())
    watching = database.watch_changes()
    await anext(watching)

    await database.write(INSTALLATION, _cut_all_others)
    await asyncio.wait_for(anext(watching), 5)
    await database.write(INSTALLATION, lambda writer: writer.touch_credentials())
    await asyncio.wait_for(anext(watching), 5)
    await watching.aclose()
    await database.close()


def _cut_all_others(writer: Writer) -> None:
    writer.connection.exec_driver_sql("RESET ROLE")
    others = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    writer.connection.execute(text(others))


async def test_facts_of_the_installation_have_no_tenant(database: AnyDatabase) -> None:
    await database.write(INSTALLATION, lambda writer: installation.put(writer, "name", "North"))
    assert await database.read(7, lambda reader: installation.get(reader, "name")) == "North"
    with pytest.raises(WattfleetError):
        await database.read(1, _refuse)


def _refuse(_: Reader) -> None:
    raise conflict("no", "No.")


async def test_a_lost_connection_to_sqlite_costs_one_job_and_no_thread(tmp_path: Path) -> None:
    database = await open_database(tmp_path)
    assert isinstance(database, SqliteDatabase)

    def lose(link: Link) -> None:
        link.begin()
        link.raw.close()
        raise ValueError("the job is lost with its connection")

    with pytest.raises(ValueError, match="lost"):
        await database.writer.run(lose)
    await database.write(1, lambda writer: tokens.add(writer, a_token("CARD")))
    assert await database.read(1, lambda reader: tokens.find(reader, "CARD")) is not None
    await database.close()


async def test_watching_goes_on_while_a_killed_server_stays_away(tmp_path: Path) -> None:
    server = PostgresServer()
    try:
        database = await open_database(tmp_path, await server.new_database())
        watching = database.watch_changes()
        await anext(watching)
        await asyncio.to_thread(server.kill_all)
        with pytest.raises(WattfleetError):
            await database.read(INSTALLATION, directory.everyone)
        waiting = asyncio.create_task(anext(watching))  # tries to listen, in vain
        await asyncio.to_thread(server.restart)
        await asyncio.wait_for(waiting, 5)
        await database.write(INSTALLATION, lambda writer: writer.touch_credentials())
        await asyncio.wait_for(anext(watching), 5)
        await watching.aclose()
        await database.close()
    finally:
        server.stop()


async def test_a_commit_that_postgres_answers_with_rollback_is_no_commit(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    database = await open_database(tmp_path, await postgres_server.new_database())
    assert isinstance(database, PostgresDatabase)
    async with database.link() as link:
        await link.begin((1,))
        with pytest.raises(asyncpg.PostgresError):
            await link.driver.execute("SELECT 1 / 0")
        with pytest.raises(WattfleetError) as refused:
            await link.commit()
    assert refused.value.code == "storage_unavailable"
    await database.close()


async def test_who_still_reads_on_sqlite_does_not_hold_the_end_up(tmp_path: Path) -> None:
    database = SqliteDatabase(tmp_path / "place.db")
    await database.migrate()
    endless = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"

    def read(reader: Reader) -> int:
        return int(reader.connection.execute(text(endless)).scalar_one())

    reading = [asyncio.create_task(database.read(1, read)) for _ in range(5)]
    await database.read(1, lambda reader: reader.connection.execute(text("SELECT 1")).scalar())
    await database.close()
    for one in reading:
        with pytest.raises(WattfleetError, match="database"):
            await one


_WHO = "SELECT current_user, current_setting('app.tenants', true), current_setting('transaction_read_only')"


async def test_one_connection_serves_readers_writers_and_its_owner_each_as_themselves(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    database = await open_database(tmp_path, await postgres_server.new_database())
    assert isinstance(database, PostgresDatabase)

    def who(reader: Reader) -> tuple[str, str, str]:
        return tuple(reader.connection.exec_driver_sql(_WHO).one())

    for _ in range(2):
        assert await database.read(1, who) == ("wattfleet_app", "{1}", "on")
        assert await database.read(2, who) == ("wattfleet_app", "{2}", "on")
        assert await database.read(2, who, as_one=True) == ("wattfleet_app", "{2}", "on")
        assert await database.write(1, who) == ("wattfleet_app", "{1}", "off")
        assert await database.read(2, who) == ("wattfleet_app", "{2}", "on")
        async with database.link() as link:
            owner = tuple(await link.driver.fetchrow(_WHO))
            assert owner[0] != "wattfleet_app"
            assert owner[1:] in {("", "off"), (None, "off")}
            assert await link.driver.fetchval("SHOW jit") == "off"
    await database.close()


async def test_who_breaks_off_while_it_is_said_who_he_is_leaves_no_doubt_about_it(
    postgres_server: PostgresServer, tmp_path: Path
) -> None:
    database = await open_database(tmp_path, await postgres_server.new_database())
    assert isinstance(database, PostgresDatabase)
    for turns in range(12):
        reading = asyncio.ensure_future(database.read(1 + turns % 2, lambda reader: reader.tenant))
        for _ in range(turns):
            await asyncio.sleep(0)
        reading.cancel()
        await asyncio.wait([reading])
        async with database.link() as link:
            assert await link.driver.fetchval("SELECT current_user") != "wattfleet_app"
    await database.close()
