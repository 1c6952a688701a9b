"""A batch on PostgreSQL as one statement leaves what the careful way leaves, row by row."""

from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from tests.places import PostgresServer, a_connected_station
from tests.things import a_frame, a_reading, a_recording, a_session, after

from wattfleet.kernel.energy import Energy
from wattfleet.sessions.session import Session
from wattfleet.stations.station import Station
from wattfleet.storage import journal_postgres
from wattfleet.storage.opening import open_database
from wattfleet.storage.postgres import PostgresDatabase
from wattfleet.storage.postgres_whole import LINE
from wattfleet.storage.recording import Committed, EventRow, ReadingRow, Recording, SessionChange

FIELDS = """
SELECT attname FROM pg_attribute JOIN pg_type ON typrelid = attrelid
WHERE typname = 'journal_line' ORDER BY attnum
"""
COLUMNS = {
    "frames": "at, direction, kind, message_id, action, raw, answer, error, session_id",
    "readings": "session_id, evse, at, received_at, register_mwh, power_mw, soc_milli, source, sequence,"
    " reading",
    "sessions": "id, energy_mwh, version, changed_at, reason, to_rate, state",
    "events": "at, received_at, kind, session_id",
}

wishes = some.fixed_dictionaries(
    {
        "about": some.none() | some.integers(0, 2),  # the session that its frame names
        "changes": some.lists(
            some.tuples(some.integers(0, 2), some.booleans()), max_size=2, unique_by=lambda it: it[0]
        ),
        "readings": some.lists(some.tuples(some.none() | some.integers(0, 2), some.booleans()), max_size=2),
        "event": some.booleans(),
    }
)


@pytest.fixture
async def opened(postgres_server: PostgresServer) -> AsyncIterator[tuple[str, PostgresDatabase]]:
    url = await postgres_server.new_database()
    database = await open_database(postgres_server.folder, url)
    assert isinstance(database, PostgresDatabase)
    yield url, database
    await database.close()


async def test_the_type_of_a_line_is_as_its_values(opened: tuple[str, PostgresDatabase]) -> None:
    connection = await asyncpg.connect(opened[0])
    assert tuple(row[0] for row in await connection.fetch(FIELDS)) == LINE
    await connection.close()


@given(batches=some.lists(some.lists(wishes, min_size=1, max_size=6), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_one_statement_leaves_what_the_careful_way_leaves(
    opened: tuple[str, PostgresDatabase], batches: list[list[dict[str, Any]]]
) -> None:
    url, database = opened
    async with database.standing_link({1}) as link:
        left = []
        for way in (journal_postgres._commit_whole, journal_postgres._commit):
            station = await a_connected_station(database)
            mine = [a_session(station, tx=str(number), start_key=str(number)) for number in range(3)]
            for batch in [[_new(station, mine)], *_batches(station, mine, batches)]:
                outcomes = await way(link, batch)
                assert outcomes is not None
                assert all(isinstance(one, Committed) for one in outcomes)
            left.append(await _rows(url, station, [one.id for one in mine]))
    assert left[0] == left[1]


def _new(station: Station, mine: Iterable[Session]) -> Recording:
    return a_recording(station, sessions=tuple(SessionChange(one, 0) for one in mine))


def _batches(
    station: Station, mine: list[Session], batches: list[list[dict[str, Any]]]
) -> Iterable[list[Recording]]:
    stands, second = list(mine), 0
    for wished in batches:
        batch = []
        for wish in wished:
            second += 1
            batch.append(_recording(station, stands, second, wish))
        yield batch


def _recording(station: Station, stands: list[Session], second: int, wish: dict[str, Any]) -> Recording:
    def named(which: int | None) -> UUID | None:
        return None if which is None else stands[which].id

    changes = []
    for which, slight in wish["changes"]:
        before = stands[which]
        stands[which] = msgspec.structs.replace(
            before,
            version=before.version + 1,
            energy=Energy(second),
            reason=before.reason if slight else f"reason {second}",
        )
        changes.append(SessionChange(stands[which], before.version, slight))
    read = [
        ReadingRow(
            named(which),
            1,
            after(second),
            after(second if at_once else second + 1),
            a_reading(second, second),
        )
        for which, at_once in wish["readings"]
    ]
    event = EventRow(after(second), after(second), "told", b"{}", named(wish["about"]))
    return a_recording(
        station,
        frame=a_frame(at=after(second), message_id=str(second), session_id=named(wish["about"])),
        readings=tuple(read),
        sessions=tuple(changes),
        events=(event,) if wish["event"] else (),
    )


async def _rows(url: str, station: Station, mine: list[UUID]) -> dict[str, list[tuple[Any, ...]]]:
    """What stands of a station, its sessions by their place in `mine`; frames by their numbers."""
    connection = await asyncpg.connect(url)
    found = {}
    for table, columns in COLUMNS.items():
        order = "id" if table == "frames" else columns
        rows = await connection.fetch(
            f"SELECT {columns} FROM {table} WHERE station_id = $1 ORDER BY {order}", station.id
        )
        listed = [tuple(mine.index(it) if it in mine else it for it in row.values()) for row in rows]
        found[table] = listed if table == "frames" else sorted(listed, key=repr)
    await connection.close()
    return found
