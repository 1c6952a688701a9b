"""On PostgreSQL two lanes and people write at once: where their rows meet, a frame is written nonetheless."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from msgspec.structs import replace
from tests.places import PostgresServer, a_connected_station
from tests.things import a_change, a_recording, a_session, new_id

from wattfleet.events import Token
from wattfleet.stations.station import Station
from wattfleet.storage import sessions, stations, tokens
from wattfleet.storage.database import Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.recording import Committed

_WAITS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
_NAMED = "UPDATE stations SET name = 'by a person', version = version + 1 WHERE identity = $1"
_CARD = """
INSERT INTO tokens
    (tenant_id, id, uid, uid_key, kind, "group", state, parent, driver, note, seen_unknown, version)
VALUES (1, $1, 'NEW', 'new', 'rfid', '', 'blocked', '', '', '', true, 1)
"""


@pytest.fixture
async def database(postgres_server: PostgresServer) -> AsyncIterator[PostgresDatabase]:
    opened = await open_database(postgres_server.folder, await postgres_server.new_database())
    assert isinstance(opened, PostgresDatabase)
    yield opened
    await opened.close()


def learns(station: Station) -> Callable[[Writer], None]:
    """What an ended session teaches of its station, over whatever its row says now."""

    def learn(writer: Writer) -> None:
        found = stations.get(writer, station.id)
        assert found is not None
        stations.change(writer, replace(found, serial="learned"), found.version)

    return learn


def remembers(uid: str) -> Callable[[Writer], None]:
    return lambda writer: tokens.remember_unknown(writer, new_id(), Token(uid))


async def meet(database: PostgresDatabase, station: Station, statement: str, value: Any, extra: Any) -> Any:
    """What the journal says of a frame whose extra row waits for somebody else's, which then commits."""
    session = a_session(station)
    recording = a_recording(station, sessions=a_change(session, 0), extra=(extra,))
    async with database.link() as other:
        await other.begin((1,))
        await other.driver.execute(statement, value)
        commit = asyncio.create_task(Journal(database).commit(recording))
        async with database.link() as looking:
            while not await looking.driver.fetchval(_WAITS):
                assert not commit.done(), "it did not wait"
                await asyncio.sleep(0.01)
        await other.commit()
    outcome = await commit
    assert await database.read(1, lambda reader: sessions.get(reader, session.id)) is not None
    return outcome


async def test_a_card_that_another_station_shows_at_the_same_moment(database: PostgresDatabase) -> None:
    station = await a_connected_station(database)

    outcome = await meet(database, station, _CARD, new_id(), remembers("new"))

    assert isinstance(outcome, Committed)
    kept = await database.read(1, lambda reader: tokens.find(reader, "New"))
    assert kept is not None
    assert kept.uid == "NEW"


async def test_a_station_that_a_person_changes_at_the_same_moment(database: PostgresDatabase) -> None:
    station = await a_connected_station(database)

    outcome = await meet(database, station, _NAMED, station.identity, learns(station))

    assert isinstance(outcome, Committed)
    kept = await database.read(1, lambda reader: stations.get(reader, station.id))
    assert kept is not None
    assert (kept.name, kept.serial) == ("by a person", "learned")
