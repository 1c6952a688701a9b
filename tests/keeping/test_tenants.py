"""Tenants stay apart: by the queries on both databases, and by row-level security on PostgreSQL."""

import asyncio
from functools import partial

import asyncpg
import pytest
from sqlalchemy import text
from tests.places import AnyDatabase, PostgresServer, a_connected_station
from tests.things import NOON, a_change, a_recording, a_session, a_token, metered

from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import (
    connections,
    events,
    frames,
    inbox,
    orders,
    readings,
    session_list,
    sessions,
    sites,
    stations,
    tenants,
    tokens,
)
from wattfleet.storage.database import INSTALLATION, Reader
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.opening import open_database
from wattfleet.storage.recording import Committed
from wattfleet.storage.tables.base import EXEMPT, metadata


async def test_another_tenant_sees_and_changes_nothing(database: AnyDatabase) -> None:
    await database.write(INSTALLATION, lambda writer: tenants.add(writer, 2, "other"))
    station = await a_connected_station(database)
    session, row = metered(a_session(station), 60, 100)
    outcome = await Journal(database).commit(
        a_recording(station, sessions=a_change(session, 0), readings=(row,))
    )
    assert isinstance(outcome, Committed)
    token = a_token("04AA")
    await database.write(1, lambda writer: tokens.add(writer, token))

    def look(reader: Reader) -> list[object]:
        of_station = PageQuery(filters={"station": station.id})
        return [
            stations.get(reader, station.id),
            stations.find(reader, station.identity),
            sites.default(reader),
            sites.get(reader, station.site_id),
            tokens.find(reader, "04aa"),
            tokens.get(reader, token.id),
            sessions.get(reader, session.id),
            sessions.by_tx(reader, station.id, session.tx),
            *session_list.page(reader, PageQuery()).items,
            *stations.page(reader, PageQuery()).items,
            *frames.page(reader, of_station).items,
            *events.page(reader, PageQuery()).items,
            *readings.of_session(reader, session.id),
            *connections.page(reader, of_station).items,
            *orders.page(reader, PageQuery()).items,
            *inbox.everyone(reader),
        ]

    assert not any(await database.read(2, look))
    assert any(await database.read(1, look))
    assert not await database.write(2, lambda writer: tokens.remove(writer, token.id))
    assert not await database.write(2, lambda writer: stations.remove(writer, station.id, NOON))
    arrival = stations.Arrival(station_id=station.id, ocpp="1.6", at=NOON)
    with pytest.raises(WattfleetError, match="not registered"):
        await database.write(2, lambda writer: stations.connect(writer, arrival))
    same = await a_connected_station(database, 2, identity=station.identity)
    assert same.id != station.id


async def test_one_batch_of_many_tenants_keeps_them_apart(database: AnyDatabase) -> None:
    await database.write(INSTALLATION, lambda writer: tenants.add(writer, 2, "other"))
    ours, theirs = await a_connected_station(database), await a_connected_station(database, 2)
    journal = Journal(database)
    foreign = a_recording(ours, tenant=2)
    outcomes = await asyncio.gather(
        journal.commit(a_recording(ours)),
        journal.commit(a_recording(theirs, tenant=2)),
        journal.commit(foreign),
    )
    assert [type(one).__name__ for one in outcomes] == ["Committed", "Committed", "Fenced"]
    for tenant, station in ((1, ours), (2, theirs)):
        query = PageQuery(filters={"station": station.id})
        found = await database.read(tenant, partial(frames.page, query=query))
        assert len(found.items) == 1


async def test_every_table_of_a_tenant_is_forced_under_its_policy(postgres_server: PostgresServer) -> None:
    connection = await asyncpg.connect(await postgres_server.new_database())
    rows = await connection.fetch(
        """
        SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
               (SELECT string_agg(p.polcmd::text, '') FROM pg_policy p WHERE p.polrelid = c.oid) AS commands,
               EXISTS (SELECT FROM pg_attribute a
                       WHERE a.attrelid = c.oid AND a.attname = 'tenant_id') AS tenant
        FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace
        """
    )
    await connection.close()
    found = {row["name"]: row for row in rows}
    assert set(found) == {*metadata.tables, "alembic_version"}
    for name, row in found.items():
        if name in EXEMPT or name == "alembic_version":
            assert not row["forced"], name
        else:
            assert (row["tenant"], row["forced"], row["commands"]) == (True, True, "*"), name
    views = set(EXEMPT) - {"station_directory", "api_keys", "links", "sign_ins"}
    assert all(not found[name]["tenant"] for name in views)


async def test_all_tables_and_their_parts_are_under_one_rule(postgres_server: PostgresServer) -> None:
    """Whatever migration made them: the rule chooses no index, and the planner takes no tenant for rare."""
    connection = await asyncpg.connect(await postgres_server.new_database())
    rules = await connection.fetch(
        """
        SELECT DISTINCT pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid), attoptions
        FROM pg_policy JOIN pg_attribute ON attrelid = polrelid AND attname = 'tenant_id'
        """
    )
    await connection.close()
    [rule] = [tuple(row) for row in rules]
    assert rule[0] == rule[1]
    assert rule[0].endswith("IS TRUE)")
    assert rule[2] == ["n_distinct=1"]


def test_tenant_comes_first_in_every_index_and_key() -> None:
    for table in metadata.tables.values():
        if "tenant_id" not in table.c:
            continue
        for index in table.indexes:
            if index.dialect_options["postgresql"]["using"] == "hash":
                continue  # of ids alone: nobody can walk through it, and whoever enters it has an id
            begins = [str(one).partition(".")[2] or str(one) for one in index.expressions]
            if begins[0].startswith("id >> "):
                del begins[0]  # a bucket of numbers says nothing of anybody
            assert begins[0] == "tenant_id", index.name
        for link in table.foreign_key_constraints:
            assert link.column_keys[0] == "tenant_id", link.name
        if table.name not in {"frames", "readings", "events", "outbox"}:
            assert next(iter(table.primary_key.columns)).name == "tenant_id", table.name


async def test_without_a_tenant_there_are_no_rows(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    database = await open_database(postgres_server.folder, url)
    station = await a_connected_station(database)
    await Journal(database).commit(a_recording(station))
    await database.close()
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL ROLE wattfleet_app")
            assert await connection.fetchval("SELECT count(*) FROM stations") == 0
            assert await connection.fetchval("SELECT count(*) FROM frames") == 0
        async with connection.transaction():
            await connection.execute("SET LOCAL ROLE wattfleet_app")
            await connection.execute("SELECT set_config('app.tenants', '{2}', true)")
            assert await connection.fetchval("SELECT count(*) FROM stations") == 0
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(
                    "INSERT INTO outbox (tenant_id, topic, key, version, at) VALUES (1, 'x', 'x', 1, now())"
                )
        async with connection.transaction():
            await connection.execute("SET LOCAL ROLE wattfleet_app")
            assert await connection.fetchval("SELECT count(*) FROM stations") == 0
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(
                "BEGIN; SET LOCAL ROLE wattfleet_app; DROP POLICY tenant ON stations; COMMIT"
            )
    finally:
        await connection.close()


async def test_a_query_without_its_tenant_is_stopped_by_the_database(postgres_server: PostgresServer) -> None:
    database = await open_database(postgres_server.folder, await postgres_server.new_database())
    await a_connected_station(database)

    def careless(reader: Reader) -> int:
        return int(reader.connection.execute(text("SELECT count(*) FROM stations")).scalar_one())

    assert await database.read(1, careless) == 1
    assert await database.read(2, careless) == 0
    await database.close()
