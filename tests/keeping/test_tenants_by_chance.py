"""Whatever one tenant asks of any table, in whichever way, nothing of another is read, changed or written.

Random statements under random tenants, on PostgreSQL with its forced row-level security
(reliability M10, I12).
"""

import asyncio
from functools import partial
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError
from tests.places import PostgresServer, a_connected_station
from tests.things import NOON, a_recording, a_token

from wattfleet.storage import tenants, tokens
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.tables.base import metadata

TENANTS = (1, 2, 3)
EXEMPT = {"station_directory", "api_keys"}
TABLES = sorted(
    name for name, table in metadata.tables.items() if "tenant_id" in table.columns and name not in EXEMPT
)


def test_no_statement_reaches_another_tenant(postgres_server: PostgresServer, tmp_path: Any) -> None:
    with asyncio.Runner() as runner:
        url = runner.run(postgres_server.new_database())
        database = runner.run(open_database(tmp_path, url))
        assert isinstance(database, PostgresDatabase)
        kept_in: PostgresDatabase = database
        runner.run(_furnish(database))

        class Asking(RuleBasedStateMachine):
            """One statement after the other."""

            @rule(tenant=st.sampled_from(TENANTS), table=st.sampled_from(TABLES), how=st.integers(0, 3))
            def read(self, tenant: int, table: str, how: int) -> None:
                seen = runner.run(
                    database.read(tenant, lambda reader: _seen(reader, metadata.tables[table], how))
                )
                assert seen <= {tenant}, f"{tenant} sees {seen} in {table}"

            @rule(
                tenant=st.sampled_from(TENANTS),
                other=st.sampled_from(TENANTS),
                table=st.sampled_from(TABLES),
                how=st.sampled_from(["move", "delete", "update"]),
            )
            def write(self, tenant: int, other: int, table: str, how: str) -> None:
                if tenant == other:
                    return
                touched = runner.run(_touched(kept_in, tenant, other, metadata.tables[table], how))
                assert touched == 0, f"{tenant} did {how} {touched} rows of {other} in {table}"

        try:
            run_state_machine_as_test(
                Asking, settings=settings(max_examples=15, stateful_step_count=25, deadline=None)
            )
            for tenant in TENANTS:
                kept = runner.run(
                    database.read(tenant, lambda reader: _count(reader, metadata.tables["frames"]))
                )
                assert kept > 0, "what was there is still there"
        finally:
            runner.run(database.close())
            runner.run(postgres_server.drop(url))


async def _furnish(database: PostgresDatabase) -> None:
    for tenant in TENANTS[1:]:
        await database.write(INSTALLATION, partial(_add, tenant))
    journal = Journal(database)
    for tenant in TENANTS:
        station = await a_connected_station(database, tenant)
        await journal.commit(a_recording(station, tenant=tenant))
        await database.write(tenant, lambda writer: tokens.add(writer, a_token("CANARY")))
    assert NOON.us > 0


def _add(tenant: int, writer: Writer) -> None:
    tenants.add(writer, tenant, f"T{tenant}")


def _seen(reader: Reader, table: Table, how: int) -> set[int]:
    """Whose rows a statement shows: all, another's by name, by a join with itself, by a sub-query."""
    owner = table.c.tenant_id
    twin = table.alias("twin")
    statement = (
        select(owner),
        select(owner).where(owner != reader.tenant),
        select(twin.c.tenant_id).select_from(table.join(twin, owner != twin.c.tenant_id, isouter=True)),
        select(owner).where(owner.in_(select(twin.c.tenant_id))),
    )[how]
    return {one for one in reader.connection.execute(statement).scalars() if one is not None}


def _count(reader: Reader, table: Table) -> int:
    return int(reader.connection.execute(select(func.count()).select_from(table)).scalar_one())


async def _touched(database: PostgresDatabase, tenant: int, other: int, table: Table, how: str) -> int:
    """How many rows of another a statement changed; one that the database refuses changed none."""
    theirs = table.c.tenant_id == other

    def change(writer: Writer) -> int:
        match how:
            case "delete":
                return writer.connection.execute(delete(table).where(theirs)).rowcount
            case "update":
                return writer.connection.execute(
                    update(table).where(theirs).values(tenant_id=tenant)
                ).rowcount
            case _:
                own = select(*list(table.c)).where(table.c.tenant_id == tenant)
                rows = writer.connection.execute(own).mappings().all()
                return sum(
                    writer.connection.execute(insert(table).values({**row, "tenant_id": other})).rowcount
                    for row in rows
                )

    try:
        return await database.write(tenant, change)
    except DBAPIError:
        return 0
