"""The planner of a young PostgreSQL learns what the tables hold, and leaves the rest to autovacuum."""

import asyncio
from typing import Any

import asyncpg
import pytest
from tests.places import PostgresServer, a_connected_station
from tests.things import a_frame, a_recording

from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database

LEARNED = "SELECT relname FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL"
ROWS = "SELECT reltuples FROM pg_class WHERE relname = 'frames_other'"


@pytest.mark.parametrize("is_grown_up", [False, True])
async def test_it_learns_as_long_as_there_are_few_frames(
    postgres_server: PostgresServer, is_grown_up: bool
) -> None:
    url = await postgres_server.new_database()
    owner = await asyncpg.connect(url)
    if is_grown_up:
        await owner.execute("UPDATE pg_class SET reltuples = 2000000 WHERE oid = 'frames'::regclass")
    database = await open_database(postgres_server.folder, url)
    station = await a_connected_station(database)
    journal = Journal(database)
    for number in range(60):
        await journal.commit(a_recording(station, frame=a_frame(message_id=str(number))))
    await database.close()  # waits for what it is learning
    assert (await owner.fetchval(ROWS) > 40) is not is_grown_up
    assert bool(await _learned(owner, "frames_other", is_grown_up)) is not is_grown_up
    await owner.close()


async def _learned(owner: Any, table: str, is_grown_up: bool) -> bool:
    """PostgreSQL counts with some delay: what must come is waited for."""
    async with asyncio.timeout(20):
        while True:
            await owner.execute("SELECT pg_stat_clear_snapshot()")
            found = table in {row[0] for row in await owner.fetch(LEARNED)}
            if found or is_grown_up:
                return found
            await asyncio.sleep(0.02)
