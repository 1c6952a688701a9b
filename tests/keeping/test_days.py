"""Days of frames and readings on PostgreSQL: made ahead, dropped when empty, and never a reason to refuse."""

from datetime import date, timedelta

import asyncpg
from tests.places import PostgresServer, a_connected_station
from tests.things import NOON, a_change, a_frame, a_recording, a_session, metered

from wattfleet.kernel.timeline import DAY_US
from wattfleet.storage import frames, readings
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.opening import open_database
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.recording import Committed

TODAY = NOON.moment.date()
_ROWS = "SELECT tableoid::regclass::text AS part FROM frames ORDER BY id"


async def opened(server: PostgresServer, url: str) -> PostgresDatabase:
    database = await open_database(server.folder, url)
    assert isinstance(database, PostgresDatabase)
    return database


async def parts_of_frames(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    try:
        return [row["part"] for row in await connection.fetch(_ROWS)]
    finally:
        await connection.close()


async def test_a_frame_stands_in_its_day_and_is_read_through_the_parent(
    postgres_server: PostgresServer,
) -> None:
    url = await postgres_server.new_database()
    database = await opened(postgres_server, url)
    station = await a_connected_station(database)
    journal = Journal(database)
    assert isinstance(
        await journal.commit(a_recording(station, frame=a_frame(at=NOON))), Committed
    )  # no room was made
    following = TODAY + timedelta(days=1)
    assert await database.keep_days([TODAY, following], TODAY) == 3  # frames of today came first
    assert await database.keep_days([TODAY, following], TODAY) == 0
    assert isinstance(await journal.commit(a_recording(station, frame=a_frame(at=NOON + DAY_US))), Committed)
    session, row = metered(a_session(station), 60, 100)
    await journal.commit(a_recording(station, sessions=a_change(session, 0), readings=(row,)))
    assert await parts_of_frames(url) == ["frames_other", f"frames_{following:%Y%m%d}", "frames_other"]
    query = PageQuery(filters={"station": station.id})
    found = await database.read(1, lambda reader: frames.page(reader, query))
    assert len(found.items) == 3
    assert len(await database.read(1, lambda reader: readings.of_session(reader, session.id))) == 1
    await database.close()


async def test_the_planner_looks_at_a_new_day_as_at_the_whole(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    database = await opened(postgres_server, url)
    following = TODAY + timedelta(days=1)
    assert await database.keep_days([following], TODAY) == 2
    await database.close()
    connection = await asyncpg.connect(url)
    looked_at = (
        "SELECT attname, attstattarget FROM pg_attribute WHERE attrelid = $1::text::regclass AND attnum > 0"
    )
    for table, body in (("frames", "raw"), ("readings", "reading")):
        whole = dict(await connection.fetch(looked_at, table))
        assert whole[body] == 0
        assert set(whole.values()) == {0, 10}, "each column has been thought of"
        for part in (f"{table}_other", f"{table}_{following:%Y%m%d}"):
            assert dict(await connection.fetch(looked_at, part)) == whole
    await connection.close()


async def test_only_empty_days_are_dropped(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    database = await opened(postgres_server, url)
    station = await a_connected_station(database)
    days = [TODAY, TODAY + timedelta(days=1)]
    assert await database.keep_days(days, date.min) == 4
    await Journal(database).commit(a_recording(station, frame=a_frame(at=NOON)))
    far = TODAY + timedelta(days=30)
    assert await database.keep_days([], far) == 3
    assert await parts_of_frames(url) == [f"frames_{TODAY:%Y%m%d}"]
    await database.close()


async def test_every_partition_is_forced_under_its_policy(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_database()
    database = await opened(postgres_server, url)
    await database.keep_days([TODAY], TODAY)
    await database.close()
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(
        """
        SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS forced,
               (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies,
               has_table_privilege('wattfleet_app', c.oid, 'SELECT') AS direct
        FROM pg_class c WHERE c.relispartition AND c.relkind = 'r'
        """
    )
    await connection.close()
    assert len(rows) == 4
    assert all((row["forced"], row["policies"], row["direct"]) == (True, 1, False) for row in rows)


async def test_an_owner_who_is_no_superuser_makes_and_drops_days(postgres_server: PostgresServer) -> None:
    url = await postgres_server.new_empty_database()
    name = url.rpartition("/")[2]
    admin = await asyncpg.connect(postgres_server.url())
    await admin.execute("CREATE ROLE caretaker LOGIN CREATEROLE")
    await admin.execute(f"ALTER DATABASE {name} OWNER TO caretaker")
    database = await opened(postgres_server, url.replace("owner@", "caretaker@"))
    try:
        station = await a_connected_station(database)
        assert await database.keep_days([TODAY], TODAY) == 2
        await Journal(database).commit(a_recording(station, frame=a_frame(at=NOON)))
        assert await database.keep_days([], TODAY + timedelta(days=9)) == 1  # its readings, which are none
    finally:
        await database.close()
        await postgres_server.drop(url)
        await admin.execute("DROP OWNED BY caretaker; DROP ROLE caretaker")
        await admin.close()
