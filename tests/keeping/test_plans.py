"""Statements on PostgreSQL go by keys, whatever the planner knows of the tables."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from tests.places import AnyDatabase, PostgresServer, a_connected_station
from tests.things import a_change, a_frame, a_rating, a_recording, a_session, after

from wattfleet.sessions.session import SessionState
from wattfleet.storage import postgres, postgres_whole, ratings, raw, session_list
from wattfleet.storage.database import Reader
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.opening import open_database
from wattfleet.storage.row_security import APP_ROLE

MORE = """
DO $$ BEGIN EXECUTE (
    SELECT format('INSERT INTO {table} (%1$s) SELECT %2$s FROM {table} own, {others}',
        string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
        string_agg(CASE WHEN column_name IN ({own}) THEN own.value WHEN column_name = '{of}' THEN 'others.id'
            ELSE 'own.' || quote_ident(column_name) END, ', ' ORDER BY ordinal_position))
    FROM information_schema.columns, LATERAL (SELECT CASE data_type WHEN 'uuid' THEN 'gen_random_uuid()'
        ELSE 'gen_random_uuid()::text' END AS value) own
    WHERE table_name = '{table}' AND is_generated = 'NEVER'
); END $$
"""


@pytest.fixture(params=["nothing", "a few", "all"])
async def grown(
    request: pytest.FixtureRequest, postgres_server: PostgresServer
) -> AsyncIterator[tuple[AnyDatabase, Any]]:
    """3,000 stations with a session and its rating each, of which the planner knows nothing, one, or all."""
    url = await postgres_server.new_database()
    database = await open_database(postgres_server.folder, url)
    await _begin(database)
    owner = await asyncpg.connect(url)
    if request.param == "a few":
        await owner.execute("ANALYZE")
    await _grow(owner)
    if request.param == "all":
        await owner.execute("ANALYZE")
    yield database, owner
    await owner.close()
    await database.close()


async def test_the_journal_does(grown: tuple[AnyDatabase, Any]) -> None:
    _, owner = grown
    await owner.execute(f"{postgres._BY_KEYS}; SET ROLE {APP_ROLE}")
    await owner.execute(f"PREPARE whole(journal_line[], bigint) AS {postgres_whole._whole((), alone=True)}")
    lines = await owner.fetch("EXPLAIN EXECUTE whole(ARRAY[]::journal_line[], 0)")
    plan = [line for (line,) in lines]
    _looks_up(plan, "stations", "(id = lines_3.station_id)")
    _looks_up(plan, "sessions", "(id = lines.session_id)")


async def test_the_plan_of_a_small_journal_is_made_again(
    postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stays until the planner hears of a change, which may be long after the tables have grown."""
    monkeypatch.setattr(postgres, "_PLANNED_ANEW", {4})  # the first was for the frame of `_begin`
    url = await postgres_server.new_database()
    database = await open_database(postgres_server.folder, url)
    assert isinstance(database, postgres.PostgresDatabase)
    await _begin(database)

    async def plan() -> list[str]:
        async with database.standing_link({1}) as link:
            lines = await link.driver.fetch("EXPLAIN EXECUTE whole(ARRAY[]::journal_line[], 0)")
            return [line for (line,) in lines]

    async with database.standing_link({1}) as link:
        text = postgres_whole._whole((), alone=True)
        await link.driver.execute(f"PREPARE whole(journal_line[], bigint) AS {text}")
    small = await plan()
    owner = await asyncpg.connect(url)
    await _grow(owner)
    await owner.close()
    grown = await plan()
    await database.close()
    assert grown != small
    _looks_up(grown, "sessions", "(id = lines.session_id)")


async def test_a_list_of_sessions_does(grown: tuple[AnyDatabase, Any]) -> None:
    database, _ = grown

    def explained(reader: Reader) -> list[str]:
        text, values = session_list.statement(
            reader, PageQuery(), "started_at", limit=50, descending=True, asking=None
        )
        return [line for (line,) in raw.fetch(reader, f"EXPLAIN {text}", values)]

    plan = await database.read(1, explained)
    _looks_up(plan, "stations", "(id = sessions.station_id)")
    _looks_up(plan, "ratings", "(session_id = sessions.id)")


def _looks_up(plan: list[str], table: str, key: str) -> None:
    """An index is entered with the tenant and the key, and what it gives is not sifted by the key."""
    at = next(
        (at for at, line in enumerate(plan) if "Index Scan using" in line and f" on {table}" in line), None
    )
    assert at is not None, "\n".join(plan)
    condition = plan[at + 1].strip()
    assert condition.startswith("Index Cond: ((tenant_id = "), "\n".join(plan)
    assert key in condition, "\n".join(plan)


async def _begin(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    session = a_session(station, state=SessionState.CLOSED, ended_at=after(60))
    await Journal(database).commit(a_recording(station, frame=a_frame(), sessions=a_change(session, 0)))
    await database.write(1, lambda writer: ratings.add(writer, a_rating(session)))


async def _grow(owner: Any) -> None:
    await owner.execute("SELECT set_config('app.tenants', (SELECT array_agg(id)::text FROM tenants), false)")
    await _multiply(owner, "stations", "generate_series(1, 3000)", "id", "identity", "identity_key")
    await _multiply(owner, "sessions", "generate_series(1, 3000)", "id", "start_key")
    unrated = "sessions others WHERE others.id NOT IN (SELECT session_id FROM ratings)"
    await _multiply(owner, "ratings", unrated, "id", of="session_id")


async def _multiply(owner: Any, table: str, others: str, *own: str, of: str = "") -> None:
    """A row for each of the others, with values of its own in some columns, and the other's id in one."""
    named = ", ".join(f"'{name}'" for name in own)
    await owner.execute(MORE.format(table=table, others=others, own=named, of=of))
