"""On SQLite rows are found by way of buckets of numbers: the same rows as a look at every one finds."""

import asyncio
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_change, a_recording, a_session, after, metered, new_id

from wattfleet.kernel.timeline import MINUTE_US, Instant
from wattfleet.storage import buckets, frame_search, frames, moving, readings, sessions
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.frame_search import StoredFrame
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import Page, PageQuery
from wattfleet.storage.recording import Direction, ReadingRow, SessionChange
from wattfleet.storage.scratch import in_memory
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.storage.tables.journal import frames as frames_table
from wattfleet.storage.tables.journal import readings as readings_table

STATIONS = [new_id(), new_id()]

steps = st.lists(
    st.tuples(
        st.integers(1, 3 * buckets.ROWS),  # how much the number grows: whole buckets stay empty
        st.integers(-50, 90),  # minutes that pass by our clock, which may jump back by less than two hours
        st.sampled_from(STATIONS),
        st.booleans(),  # whether it failed
    ),
    max_size=40,
)


def _rows(told: list[tuple[int, int, UUID, bool]]) -> list[dict[str, object]]:
    number, at, latest, found = 0, NOON, NOON, []
    for grown, minutes, station, failed in told:
        number += grown
        at = max(at + minutes * MINUTE_US, latest + -110 * MINUTE_US)
        latest = max(at, latest)
        row = {
            "id": number, "tenant_id": 1, "station_id": station, "epoch": 1, "at": at,
            "direction": Direction.IN, "kind": "call", "message_id": "1", "action": "Heartbeat",
            "raw": b"[2]", "answer": b"[3]", "error": "mended" if failed else "",
        }  # fmt: skip
        found.append(row)
    return found


async def _paged(database: SqliteDatabase, query: PageQuery) -> list[int]:
    found: list[int] = []
    while True:
        page: Page[StoredFrame] = await database.read(1, partial(frames.page, query=query))
        found += [one.id for one in page.items]
        if page.next is None:
            return found
        query = msgspec.structs.replace(query, cursor=page.next)


@settings(max_examples=40, deadline=None)
@given(told=steps, descending=st.booleans(), failed=st.sampled_from([None, True]), data=st.data())
def test_the_frames_of_a_station_are_all_found_in_their_order(
    told: list[tuple[int, int, UUID, bool]], descending: bool, failed: bool | None, data: st.DataObject
) -> None:
    rows = _rows(told)
    moments: Any = st.none() | st.sampled_from([row["at"] for row in rows] or [NOON])
    start: Instant | None = data.draw(moments)
    end: Instant | None = data.draw(moments)
    filters = {"station": STATIONS[0], "failed": failed, "from": start, "to": end}

    async def found() -> list[int]:
        database = await in_memory()

        def fill(writer: Writer) -> None:
            if rows:
                writer.connection.execute(insert(frames_table), rows)

        await database.write(1, fill)
        query = PageQuery(limit=3, descending=descending, filters=filters)
        seen = await _paged(database, query)
        await database.close()
        return seen

    def is_wanted(row: dict[str, object]) -> bool:
        at = row["at"]
        assert isinstance(at, Instant)
        in_span = (start is None or at >= start) and (end is None or at < end)
        return row["station_id"] == STATIONS[0] and in_span and (failed is None or bool(row["error"]))

    wanted = sorted(filter(is_wanted, rows), key=lambda row: (row["at"], row["id"]), reverse=descending)
    with pytest.MonkeyPatch.context() as small:
        small.setattr(frame_search, "FIRST_BUCKETS", 2)
        assert asyncio.run(found()) == [row["id"] for row in wanted]


@pytest.fixture
async def lite(tmp_path: object) -> SqliteDatabase:
    return await in_memory()


async def _course(database: AnyDatabase, session_id: UUID) -> tuple[list[Instant], list[Instant]]:
    """The moments of a session's readings by way of the buckets, and by a look at every row."""

    def look(reader: Reader) -> tuple[list[Instant], list[Instant]]:
        every = select(readings_table.c.at).where(readings_table.c.session_id == session_id)
        plain = sorted(reader.connection.execute(every.order_by(readings_table.c.at)).scalars())
        return [one.at for one in readings.of_session(reader, session_id)], plain

    return await database.read(1, look)


async def test_readings_are_found_whether_they_change_their_session_or_not(
    lite: SqliteDatabase,
) -> None:
    station = await a_connected_station(lite)
    journal, session = Journal(lite), a_session(station)
    await journal.commit(a_recording(station, sessions=a_change(session, 0)))
    further, first = metered(session, 60, 100)
    await journal.commit(
        a_recording(station, readings=(first,), sessions=(SessionChange(further, 1, slight=True),))
    )
    _, second = metered(further, 120, 200)
    await journal.commit(a_recording(station, readings=(second,)))  # such as a voltage alone
    assert await _course(lite, session.id) == ([after(60), after(120)],) * 2


async def test_readings_that_are_given_to_a_session_are_found_before_its_first(lite: SqliteDatabase) -> None:
    station = await a_connected_station(lite)
    journal, session = Journal(lite), a_session(station)
    _, early = metered(session, 30, 50)
    loose = ReadingRow(None, 1, early.at, early.received_at, early.reading)
    await journal.commit(a_recording(station, readings=(loose,)))
    further, row = metered(session, 60, 100)
    await journal.commit(a_recording(station, readings=(row,), sessions=a_change(further, 0)))
    given_rows = [(early.at, early.reading, 1, -1), (after(90), early.reading, 1, -1)]
    await lite.write(
        1, lambda writer: readings.give(writer, further, station.id, early.received_at, given_rows)
    )
    assert await _course(lite, session.id) == ([after(30), after(60), after(90)],) * 2


async def test_a_slight_change_of_a_session_that_another_changed_is_stale(lite: SqliteDatabase) -> None:
    station = await a_connected_station(lite)
    journal, session = Journal(lite), a_session(station)
    await journal.commit(a_recording(station, sessions=a_change(session, 0)))
    further, row = metered(session, 60, 100)
    await lite.write(1, lambda writer: sessions.change(writer, further, 1, at=NOON))
    outcome = await journal.commit(
        a_recording(station, readings=(row,), sessions=(SessionChange(further, 1, slight=True),))
    )
    assert type(outcome).__name__ == "Stale"
    assert await _course(lite, session.id) == ([], [])


@pytest.mark.parametrize("what", ["frames", "readings"])
async def test_the_planner_takes_the_buckets(lite: SqliteDatabase, what: str) -> None:
    def plan(reader: Reader) -> str:
        if what == "frames":
            table = frames_table
            own = [table.c.station_id == STATIONS[0], buckets.among(table, 1, 9_000)]
        else:
            table = readings_table
            own = readings.of(reader, STATIONS[0])
        chosen = select(table).where(table.c.tenant_id == 1, *own).order_by(table.c.at, table.c.id).limit(5)
        told = chosen.compile(reader.connection, compile_kwargs={"literal_binds": False})
        values = [None] * len(told.positiontup or ())
        rows = reader.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {told}", tuple(values))
        return " | ".join(row[3] for row in rows)

    assert f"USING INDEX ix_{what}_bucket (<expr>=? AND tenant_id=? AND " in await lite.read(1, plan)


@pytest.mark.parametrize(
    ("minutes", "number", "at"),
    [(0, 5, 10), (10, 5, 10), (11, 9_000, 20), (20, 9_000, 20), (21, 9_001, None)],
)
async def test_a_moment_has_the_number_of_the_first_row_from_then_on(
    lite: SqliteDatabase, minutes: int, number: int, at: int | None
) -> None:
    told = [(5, 10, STATIONS[0], False), (8_995, 10, STATIONS[0], False)]

    def look(writer: Writer) -> tuple[int, int, Instant | None]:
        writer.connection.execute(insert(frames_table), _rows(told))
        found = moving.number_at(writer, "frames", NOON + minutes * MINUTE_US)
        return moving.ends(writer, "frames")[1], found, moving.moment_at(writer, "frames", found)

    last, found, moment = await lite.write(1, look)
    assert last == 9_000
    assert 5 < found <= number if number > 5 else found == 5, "it may lie in the gap before it"
    assert moment == (None if at is None else NOON + at * MINUTE_US)


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("more", [{}, {"action": "Heartbeat"}, {"action": "TransactionEvent"}])
async def test_a_page_walks_past_no_more_than_so_many_frames_of_others(
    lite: SqliteDatabase, monkeypatch: pytest.MonkeyPatch, descending: bool, more: dict[str, object]
) -> None:
    """Whether an action of its own is there or not: a small tenant's search passes what others have said."""
    monkeypatch.setattr(frame_search, "WALKED", 10)
    others = _rows([(1, 1, STATIONS[0], False)] * 35)
    own = _rows([(5, 1, STATIONS[1], False), (21, 1, STATIONS[1], False), (1, 1, STATIONS[1], True)])
    kept = {row["id"]: row | {"tenant_id": 1} for row in others} | {
        row["id"]: row | {"tenant_id": 2} for row in own
    }
    await lite.write(2, lambda writer: writer.connection.execute(insert(frames_table), list(kept.values())))
    query = PageQuery(limit=50, descending=descending, filters=more)
    pages: list[list[int]] = []
    while True:
        page = await lite.read(2, partial(frames.page, query=query))
        pages.append([one.id for one in page.items])
        if page.next is None:
            break
        query = msgspec.structs.replace(query, cursor=page.next)
    found = [[5], [], [26, 27], []] if not descending else [[27, 26], [], [], [5]]
    none: list[list[int]] = [[], [], [], []]
    assert pages == (none if more.get("action") == "TransactionEvent" else found)
