"""Commit first, answer second: what the journal promises to whoever waits."""

import asyncio
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text
from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_change, a_frame, a_recording, a_session, a_site, a_station, after, metered

from wattfleet.events import Context
from wattfleet.stations.station import Station
from wattfleet.storage import sessions, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.recording import Committed, EventRow, Fenced, OutboxRow, Poisoned, Stale
from wattfleet.storage.stations import Arrival


@pytest.fixture
async def station(database: AnyDatabase) -> Station:
    return await a_connected_station(database)


async def count(database: AnyDatabase, table: str) -> int:
    def query(reader: Reader) -> int:
        return int(reader.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())

    return await database.read(1, query)


async def test_a_frame_and_all_that_follows_is_there_when_it_is_committed(
    database: AnyDatabase, station: Station
) -> None:
    session, row = metered(a_session(station, version=0), 60, 100)
    recording = a_recording(
        station,
        events=(EventRow(NOON, NOON, "transaction_began", b"{}", session.id),),
        readings=(row,),
        sessions=a_change(session, 0),
        outbox=(OutboxRow("session.started", str(session.id), 1, NOON),),
    )

    outcome = await Journal(database).commit(recording)

    assert isinstance(outcome, Committed)
    for table in ("frames", "events", "readings", "sessions", "outbox"):
        assert await count(database, table) == 1
    kept = await database.read(1, lambda reader: sessions.get(reader, session.id))
    assert kept is not None
    assert [(point.at, point.context) for point in kept.track] == [(after(60), Context.PERIODIC)]
    assert msgspec.structs.replace(kept, track=session.track) == session


async def test_many_stations_wait_for_one_commit_and_each_gets_its_own_number(
    database: AnyDatabase, station: Station
) -> None:
    journal = Journal(database)
    outcomes = await asyncio.gather(
        *(journal.commit(a_recording(station, frame=a_frame(message_id=str(n)))) for n in range(450))
    )

    def numbered(reader: Reader) -> dict[int, str]:
        rows = reader.connection.execute(text("SELECT id, message_id FROM frames"))
        return {row.id: row.message_id for row in rows}

    found = await database.read(1, numbered)
    assert [found[one.frame_id] for one in outcomes if isinstance(one, Committed)] == [
        str(n) for n in range(450)
    ]


async def test_a_newer_connection_shuts_the_older_one_out(database: AnyDatabase, station: Station) -> None:
    arrival = Arrival(station_id=station.id, ocpp="1.6", at=NOON)
    epoch = await database.write(1, lambda writer: stations.connect(writer, arrival))
    journal = Journal(database)

    old, new = await asyncio.gather(
        journal.commit(a_recording(station)), journal.commit(a_recording(station, epoch=epoch))
    )

    assert isinstance(old, Fenced)
    assert isinstance(new, Committed)
    assert await count(database, "frames") == 1


@pytest.mark.parametrize("who", ["this process", "another process", "a frame's own change", "who removes it"])
async def test_who_was_the_newest_before_is_shut_out_as_soon_as_another_comes(
    database: AnyDatabase, database_url: str | None, tmp_path: Path, station: Station, who: str
) -> None:
    def comes(writer: Writer) -> None:
        if who == "who removes it":
            stations.remove(writer, station.id, NOON)
        else:
            stations.connect(writer, Arrival(station_id=station.id, ocpp="1.6", at=NOON))

    journal = Journal(database)
    for number in range(3):  # what was found out once is not asked again
        assert isinstance(await journal.commit(a_recording(station)), Committed), number
    match who:
        case "another process":
            other = await open_database(tmp_path, database_url)
            await other.write(1, comes)
            await other.close()
        case "a frame's own change":
            assert isinstance(await journal.commit(a_recording(station, extra=(comes,))), Committed)
        case _:
            await database.write(1, comes)
    kept = await count(database, "frames")

    outcomes = await asyncio.gather(*(journal.commit(a_recording(station)) for _ in range(3)))

    assert all(isinstance(one, Fenced) for one in outcomes)
    assert await count(database, "frames") == kept


async def test_a_session_that_somebody_changed_is_stale_with_all_that_builds_on_it(
    database: AnyDatabase, station: Station
) -> None:
    journal = Journal(database)
    first = a_session(station)
    await journal.commit(a_recording(station, sessions=a_change(first, 0)))
    second, _ = metered(first, 60, 100)
    third, _ = metered(second, 120, 200)
    await database.write(1, lambda writer: sessions.change(writer, second, 1, at=NOON))

    outcomes = await asyncio.gather(
        journal.commit(a_recording(station, sessions=a_change(second, 1))),
        journal.commit(a_recording(station, sessions=a_change(third, 2))),
        journal.commit(a_recording(station)),
    )

    built_on_it, on_that, beside = outcomes
    assert built_on_it == on_that == Stale((first.id,))
    assert isinstance(beside, Committed)
    again = await journal.commit(a_recording(station, sessions=a_change(third, 2)))
    assert isinstance(again, Committed)


async def test_changes_of_one_session_in_one_batch_are_written_as_the_last_leaves_it(
    database: AnyDatabase, station: Station
) -> None:
    journal = Journal(database)
    session = a_session(station)
    waiting = [journal.commit(a_recording(station, sessions=a_change(session, 0)))]
    for step in range(1, 10):
        before, (session, row) = session, metered(session, 60 * step, 100 * step)
        waiting.append(
            journal.commit(a_recording(station, sessions=a_change(session, before.version), readings=(row,)))
        )

    outcomes = await asyncio.gather(*waiting)

    assert all(isinstance(one, Committed) for one in outcomes)
    kept = await database.read(1, lambda reader: sessions.get(reader, session.id))
    assert kept is not None
    assert (kept.version, kept.energy, len(kept.track)) == (10, session.energy, 9)


async def test_one_start_makes_one_session(database: AnyDatabase, station: Station) -> None:
    journal = Journal(database)
    one, other = a_session(station, start_key="same"), a_session(station, start_key="same")

    outcomes = await asyncio.gather(
        journal.commit(a_recording(station, sessions=a_change(one, 0))),
        journal.commit(a_recording(station, sessions=a_change(other, 0))),
    )

    assert isinstance(outcomes[0], Committed)
    assert outcomes[1] == Stale((other.id,))
    found = await database.read(1, lambda reader: sessions.by_start_key(reader, station.id, "same"))
    assert found is not None
    assert found.id == one.id


@pytest.mark.parametrize(
    "poison",
    [
        {"frame": a_frame(message_id="a\x00b\ud800", action="Meter\x00Values", kind="broken")},
        {"readings": (metered(a_session(a_station(a_site())), 1, 2**70)[1],)},
        {"extra": (lambda _: int("not a number"),)},
        {"extra": (lambda writer: writer.connection.execute(text("SELECT nonsense")),)},
        {"events": (EventRow(NOON, NOON, "odd", b"\xff"),)},
    ],
    ids=["text", "number", "extra", "statement", "bytes"],
)
async def test_a_frame_that_cannot_be_written_is_kept_raw_and_harms_no_other(
    database: AnyDatabase, station: Station, poison: dict[str, Any]
) -> None:
    journal = Journal(database)
    outcomes = await asyncio.gather(
        journal.commit(a_recording(station)),
        journal.commit(a_recording(station, **poison)),
        journal.commit(a_recording(station)),
    )

    good, bad, last = outcomes
    assert isinstance(good, Committed)
    assert isinstance(last, Committed)
    if isinstance(bad, Committed):  # SQLite takes a NUL in a text
        assert "\x00" in poison["frame"].message_id
        return
    assert isinstance(bad, Poisoned)

    def error(reader: Reader) -> str:
        query = text("SELECT error FROM frames WHERE id = :id")
        return str(reader.connection.execute(query, {"id": bad.frame_id}).scalar_one())

    assert await database.read(1, error) == bad.error != ""
    assert await count(database, "frames") == 3
    assert await count(database, "readings") == 0


async def test_extra_rows_know_their_frame_and_stand_or_fall_with_it(
    database: AnyDatabase, station: Station
) -> None:
    told: list[int | None] = []
    outcome = await Journal(database).commit(
        a_recording(station, extra=(lambda writer: told.append(writer.frame_id),))
    )
    assert isinstance(outcome, Committed)
    assert told == [outcome.frame_id]
