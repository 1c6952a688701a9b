"""The journal's statement on PostgreSQL goes by keys, whatever the planner knows of the tables."""

from typing import Any

import asyncpg
import pytest
from tests.places import PostgresServer, a_connected_station
from tests.things import a_change, a_frame, a_recording, a_session

from wattfleet.storage import postgres, postgres_whole
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.row_security import APP_ROLE

MORE = """
DO $$ BEGIN EXECUTE (
    SELECT format('INSERT INTO {table} (%1$s) SELECT %2$s FROM {table}, generate_series(1, 3000)',
        string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position),
        string_agg(CASE WHEN column_name IN ({own}) THEN own.value ELSE quote_ident(column_name) END, ', '
            ORDER BY ordinal_position))
    FROM information_schema.columns, LATERAL (SELECT CASE data_type WHEN 'uuid' THEN 'gen_random_uuid()'
        ELSE 'gen_random_uuid()::text' END AS value) own
    WHERE table_name = '{table}' AND is_generated = 'NEVER'
); END $$
"""


@pytest.mark.parametrize("knows", ["nothing", "a few", "all"])
async def test_it_goes_by_keys(postgres_server: PostgresServer, knows: str) -> None:
    url = await postgres_server.new_database()
    database = await open_database(postgres_server.folder, url)
    station = await a_connected_station(database)
    await Journal(database).commit(
        a_recording(station, frame=a_frame(), sessions=a_change(a_session(station), 0))
    )
    await database.close()
    owner = await asyncpg.connect(url)
    if knows == "a few":
        await owner.execute("ANALYZE")
    await _as_everybody(owner)
    await owner.execute(MORE.format(table="stations", own="'id', 'identity', 'identity_key'"))
    await owner.execute(MORE.format(table="sessions", own="'id', 'start_key'"))
    if knows == "all":
        await owner.execute("ANALYZE")
    plan = await _plan(owner)
    assert "Index Scan using pk_stations on stations" in plan
    assert "Index Scan using pk_sessions on sessions" in plan
    for key in ("(id = lines.session_id)", "(id = lines_3.station_id)"):
        condition = next(line for line in plan.splitlines() if key in line)
        assert condition.strip().startswith("Index Cond"), condition
    await owner.close()


async def _as_everybody(owner: Any) -> None:
    await owner.execute("SELECT set_config('app.tenants', (SELECT array_agg(id)::text FROM tenants), false)")


async def _plan(owner: Any) -> str:
    await owner.execute(f"{postgres._BY_KEYS}; SET ROLE {APP_ROLE}")
    await owner.execute(f"PREPARE whole(journal_line[], bigint) AS {postgres_whole._whole((), alone=True)}")
    lines = await owner.fetch("EXPLAIN EXECUTE whole(ARRAY[]::journal_line[], 0)")
    return "\n".join(line for (line,) in lines)
