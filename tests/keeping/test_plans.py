"""Statements on PostgreSQL find their rows by keys or ids, whatever the planner knows of the tables."""

import re
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
    await _multiply_chargers(owner, 3000)
    unrated = "sessions others WHERE others.id NOT IN (SELECT session_id FROM ratings)"
    await _multiply(owner, "ratings", unrated, "id", of="session_id")
    if request.param == "all":
        await owner.execute("ANALYZE")
    yield database, owner
    await owner.close()
    await database.close()


@pytest.mark.parametrize("parts", [(), tuple(postgres_whole._PARTS)], ids=["the usual", "all"])
async def test_the_journal_finds_rows_by_their_ids_whatever_is_known(
    postgres_server: PostgresServer, parts: tuple[str, ...]
) -> None:
    """A plan stays until the planner hears of a change. (Rows that are counted and not looked at yet are what
    autovacuum leaves for a moment.)"""
    url = await postgres_server.new_database()
    database = await open_database(postgres_server.folder, url)
    await _begin(database)
    await database.close()
    owner = await asyncpg.connect(url)
    first = await _plan_of_the_journal(owner, parts)
    scans = [at for at, line in enumerate(first) if re.search(r"(?<!CTE|ion|ery) Scan ", line)]
    assert len(scans) == (5 if parts else 2)
    for at in scans:
        assert re.search(r"Index Scan using ix_(sessions|stations)_id on ", first[at]), first[at]
        assert re.search(r"Index Cond: \(id = \w+\.\w+\)$", first[at + 1]), first[at + 1]
    for happens in ("VACUUM", "ANALYZE", 40, "VACUUM", "ANALYZE", 10, "VACUUM", "ANALYZE", 8, "VACUUM"):
        if isinstance(happens, int):
            await _multiply_chargers(owner, happens)
        else:
            await owner.execute(f"{happens} stations, sessions")
        assert await _plan_of_the_journal(owner, parts) == first, happens
    await owner.close()


async def _plan_of_the_journal(owner: Any, parts: tuple[str, ...]) -> list[str]:
    await owner.execute(f"{postgres._BY_IDS}; SET ROLE {APP_ROLE}")
    text = postgres_whole._whole(parts)
    await owner.execute(f"PREPARE whole AS {text}")
    values = ", ".join(["NULL"] * len(set(re.findall(r"\$\d+", text))))
    lines = await owner.fetch(f"EXPLAIN (COSTS OFF) EXECUTE whole({values})")
    await owner.execute("DEALLOCATE whole; RESET ALL; RESET ROLE")
    return [line for (line,) in lines]


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
    """An index is entered with the key, and what it gives is not sifted by it."""
    at = next(
        (at for at, line in enumerate(plan) if "Index Scan using" in line and f" on {table}" in line), None
    )
    assert at is not None, "\n".join(plan)
    condition = plan[at + 1].strip()
    assert condition.startswith("Index Cond:"), "\n".join(plan)
    assert key in condition, "\n".join(plan)


async def _begin(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    session = a_session(station, state=SessionState.CLOSED, ended_at=after(60))
    await Journal(database).commit(a_recording(station, frame=a_frame(), sessions=a_change(session, 0)))
    await database.write(1, lambda writer: ratings.add(writer, a_rating(session)))


async def _multiply_chargers(owner: Any, times: int) -> None:
    """So many more stations and sessions for each that is there."""
    await owner.execute("SELECT set_config('app.tenants', (SELECT array_agg(id)::text FROM tenants), false)")
    await _multiply(owner, "stations", f"generate_series(1, {times})", "id", "identity", "identity_key")
    await _multiply(owner, "sessions", f"generate_series(1, {times})", "id", "start_key")


async def _multiply(owner: Any, table: str, others: str, *own: str, of: str = "") -> None:
    """A row for each of the others, with values of its own in some columns, and the other's id in one."""
    named = ", ".join(f"'{name}'" for name in own)
    await owner.execute(MORE.format(table=table, others=others, own=named, of=of))
