"""Frames that could not be read are counted for the system's health, every quarter of a minute."""

from functools import partial

from sqlalchemy import text
from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_frame, a_recording

from wattfleet.kernel.timeline import DAY_US
from wattfleet.storage import health
from wattfleet.storage.database import Reader
from wattfleet.storage.journal import Journal

DAYS_AGO = (0, 0, 1, 6, 8, 30)
"""When the broken ones came; after a week nobody mends them any more."""


async def test_those_of_a_week_are_counted(database: AnyDatabase) -> None:
    station = await a_connected_station(database)
    journal = Journal(database)
    for days in DAYS_AGO:
        at = NOON + -days * DAY_US
        await journal.commit(a_recording(station, frame=a_frame("]", at=at, error="broken_frame")))
        await journal.commit(a_recording(station, frame=a_frame(at=at)))
    found = await database.read(1, partial(health.waiting, now=NOON))
    assert found.unread_frames == 4
    assert (await database.read(2, partial(health.waiting, now=NOON))).unread_frames == 0


async def test_they_are_found_without_a_look_at_all_others(database: AnyDatabase) -> None:
    """All else that is asked of the frames then waits for it, at a few thousand a second."""

    def is_found_so(reader: Reader) -> bool:
        if reader.on_postgres:
            for way in ("seqscan", "bitmapscan"):  # which a planner prefers while a table is small
                reader.connection.execute(text(f"SET LOCAL enable_{way} = off"))
        query = health.unread_lately(reader, NOON).compile(reader.connection)
        values = (1, NOON if reader.on_postgres else NOON.us, 10, 0)[: len(query.params)]
        told = f"EXPLAIN {query}" if reader.on_postgres else f"EXPLAIN QUERY PLAN {query}"
        index = "_tenant_id_at_idx" if reader.on_postgres else "ix_frames_unread"  # there, of each day
        return index in str(reader.connection.exec_driver_sql(told, values).all())

    assert await database.read(1, is_found_so)
