"""Old days go to cold files, and nobody who reads can tell: not before, not after, not in the middle."""

import asyncio
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.places import AnyDatabase, a_connected_station
from tests.things import NOON, a_change, a_frame, a_reading, a_recording, a_session

from wattfleet.bus.memory import MemoryBus
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.timeline import DAY_US, HOUR_US
from wattfleet.operations.retention import Ages
from wattfleet.sessions.session import Session
from wattfleet.stations.station import Station
from wattfleet.storage import cold_files, frames, readings, removals, sessions
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import Page, PageQuery
from wattfleet.storage.recording import Committed, ReadingRow
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.move_to_cold import move_to_cold
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.remove_old import remove_old

T = TypeVar("T")
DAYS, PER_DAY = 4, 5
LATER = NOON + 40 * DAY_US
FILTERS: tuple[dict[str, Any], ...] = (
    {},
    {"action": "Heartbeat"},
    {"message_id": "2-3"},
    {"failed": True},
    {"error": "mended"},
    {"text": "charm"},
    {"direction": 1},
    {"kind": "result"},
    {"from": NOON + DAY_US, "to": NOON + 2 * DAY_US + HOUR_US},
    {"action": "MeterValues", "from": NOON + 2 * DAY_US},
)


class Fleet:
    """Two stations that spoke for four days, each with a session that runs through all of them."""

    def __init__(self, stations: list[Station], charges: list[Session]) -> None:
        self.stations = stations
        self.charges = charges


async def a_fleet(database: AnyDatabase) -> Fleet:
    journal = Journal(database)
    stations = [await a_connected_station(database), await a_connected_station(database)]
    charges = [a_session(one) for one in stations]
    for number in range(DAYS * PER_DAY):
        day, hour = divmod(number, PER_DAY)
        at = NOON + day * DAY_US + hour * HOUR_US
        for place, station in enumerate(stations):
            before = charges[place]
            reading = a_reading((at - NOON) // 1_000_000, 100 * number)
            row = ReadingRow(before.id, 1, reading.at, at, reading)
            text = f'[2,"{day}-{hour}","{"Heartbeat" if hour == 0 else "MeterValues"}",{{"c":"charm"}}]'
            frame = a_frame(
                text if hour % 2 else text.replace("charm", "none"),
                at=at,
                message_id=f"{day}-{hour}",
                action="Heartbeat" if hour == 0 else "MeterValues",
                error="mended: /c" if hour == 2 else "",
                session_id=before.id,
            )
            after = a_session(
                station, id=before.id, version=before.version + 1, tx=before.tx, start_key=before.start_key
            )
            expected = 0 if number == 0 else before.version
            done = await journal.commit(
                a_recording(station, frame=frame, sessions=a_change(after, expected), readings=(row,))
            )
            assert isinstance(done, Committed)
            charges[place] = after
    return Fleet(stations, charges)


def parts_on(database: Any) -> Parts:
    return Parts(database, Journal(database), MemoryBus(), ManualClock(LATER), SystemIds(), Looking(database))


def pages(
    find: Callable[[PageQuery], Page[T]],
    filters: dict[str, Any],
    limit: int,
    *,
    descending: bool | None = None,
) -> Iterator[T]:
    cursor = None
    for _ in range(200):
        page = find(PageQuery(limit=limit, cursor=cursor, filters=filters, descending=descending))
        assert len(page.items) <= limit
        yield from page.items
        cursor = page.next
        if cursor is None:
            return
    raise AssertionError("a list must end")


def everything(fleet: Fleet, limit: int = 7) -> Callable[[Reader], list[object]]:
    """All that there is to read, in every way in which it can be asked for."""

    def look(reader: Reader) -> list[object]:
        found: list[object] = []
        for filters in FILTERS:
            found.append([one.id for one in pages(partial(frames.page, reader), filters, limit)])
            for station in fleet.stations:
                own = {**filters, "station": station.id}
                both = pages(partial(frames.both_ways, reader), own, limit)
                found.append([(one.row.id, one.direction, one.kind, one.raw) for one in both])
            both = pages(partial(frames.both_ways, reader), filters, limit + 1)
            found.append([(one.row, one.direction) for one in both])
        for charge in fleet.charges:
            session = sessions.get(reader, charge.id)
            assert session is not None
            found.append(session)
            changed = sessions.cold_span(reader, charge.id)
            find = partial(readings.page, reader)
            own = {"session": charge.id}
            if changed is not None:
                find, own = partial(readings.page_of, reader, session, changed), {}
            of_session = [(row.at, row.reading, row.source) for row in pages(find, own, limit)]
            downwards = pages(find, own, limit, descending=True)
            assert [(row.at, row.reading, row.source) for row in downwards] == of_session[::-1]
            found.append(of_session)
        return found

    return look


async def move_all(parts: Parts, after_days: int = 30) -> int:
    moved = 0
    while gone := await move_to_cold(parts, after_days=after_days, step_pause_us=0):
        moved += gone
    return moved


async def counts(database: AnyDatabase) -> tuple[int, int]:
    def count(reader: Reader) -> tuple[int, int]:
        run = reader.connection.exec_driver_sql
        return (
            int(run("SELECT count(*) FROM frames").scalar() or 0),
            int(run("SELECT count(*) FROM readings").scalar() or 0),
        )

    return await database.read(1, count)


async def test_nobody_can_tell_where_a_row_stands(database: AnyDatabase) -> None:
    fleet = await a_fleet(database)
    before = await database.read(1, everything(fleet))
    assert len(before[0]) == 2 * DAYS * PER_DAY  # type: ignore[arg-type]
    parts = parts_on(database)
    assert await move_all(parts, after_days=38) == 2 * 2 * 2 * PER_DAY  # two of the four days are old enough
    assert await counts(database) == (2 * 2 * PER_DAY, 2 * 2 * PER_DAY)
    assert await database.read(1, everything(fleet)) == before
    await move_all(parts)
    assert await counts(database) == left_on(database)
    assert await database.read(1, everything(fleet)) == before
    assert await database.read(1, everything(fleet, limit=500)) == await database.read(1, everything(fleet))
    assert await move_all(parts) == 0


def left_on(database: AnyDatabase) -> tuple[int, int]:
    """SQLite gives the number of a table's last row anew when the row goes: it stays where it is."""
    return (1, 1) if isinstance(database, SqliteDatabase) else (0, 0)


class Killed(Exception):
    """The process is gone."""


class Mortal:
    """A database whose process is killed before, or after, its nth change."""

    def __init__(self, database: AnyDatabase, lives: int, *, after: bool) -> None:
        self._database = database
        self._lives = lives
        self._after = after
        self.cold = database.cold

    async def read(self, tenant: int, query: Callable[[Reader], T]) -> T:
        return await self._database.read(tenant, query)

    async def write(self, tenant: int, change: Callable[[Writer], T]) -> T:
        self._lives -= 1
        if self._lives < 0 and not self._after:
            raise Killed
        done = await self._database.write(tenant, change)
        if self._lives < 0:
            raise Killed
        return done


async def test_a_kill_at_any_change_loses_nothing_and_the_next_turn_ends_it(database: AnyDatabase) -> None:
    fleet = await a_fleet(database)
    before = await database.read(1, everything(fleet))
    kills = 0
    for lives in (0, 1, 3, 0, 2):
        for after in (False, True):
            try:
                await move_all(parts_on(Mortal(database, lives, after=after)))
            except Killed:
                kills += 1
            assert await database.read(1, everything(fleet)) == before
    await move_all(parts_on(database))
    assert kills >= 8
    assert await counts(database) == left_on(database)
    assert await database.read(1, everything(fleet)) == before


async def test_two_movers_at_once_lose_nothing(database: AnyDatabase) -> None:
    """A process that is slow may outlive its lease, and another begins the same day."""
    fleet = await a_fleet(database)
    before = await database.read(1, everything(fleet))
    await asyncio.gather(*(move_all(parts_on(database)) for _ in range(3)))
    await move_all(parts_on(database))
    assert await counts(database) == left_on(database)
    assert await database.read(1, everything(fleet)) == before


async def test_a_damaged_file_stops_the_deletion_and_is_told(database: AnyDatabase, tmp_path: Path) -> None:
    fleet = await a_fleet(database)
    with pytest.raises(Killed):
        await move_all(parts_on(Mortal(database, 0, after=True)))
    (line,) = (await database.read(1, lambda reader: cold_files.page(reader, PageQuery()))).items
    file = database.cold.folder / line.path
    whole = file.read_bytes()
    file.write_bytes(whole[:-40] + b"x" * 40)
    await move_all(parts_on(database))
    assert (await counts(database))[0] == 2 * DAYS * PER_DAY  # the frames are held up, the readings are not
    file.write_bytes(whole)
    await move_all(parts_on(database))
    assert await counts(database) == left_on(database)
    file.unlink()
    with pytest.raises(WattfleetError) as refused:
        await database.read(1, everything(fleet))
    assert (refused.value.code, refused.value.kind) == ("cold_file_damaged", "unavailable")


async def test_a_late_row_of_a_cold_day_is_found_and_moved_after_it(database: AnyDatabase) -> None:
    fleet = await a_fleet(database)
    parts = parts_on(database)
    await move_all(parts)
    station = fleet.stations[0]
    late = a_frame('[2,"late","Heartbeat",{}]', at=NOON + HOUR_US, message_id="late", action="Heartbeat")
    await Journal(database).commit(a_recording(station, frame=late))  # our clock had gone back

    def look(reader: Reader) -> list[int]:
        return [one.id for one in pages(partial(frames.page, reader), {"station": station.id}, 7)]

    before = await database.read(1, look)
    assert len(before) == DAYS * PER_DAY + 1
    assert before.index(max(before)) > (DAYS - 1) * PER_DAY  # by its moment it stands among the oldest
    assert await move_all(parts) == 1
    assert await database.read(1, look) == before


async def test_another_tenant_sees_none_of_it(database: AnyDatabase) -> None:
    fleet = await a_fleet(database)
    await move_all(parts_on(database))
    query = PageQuery(filters={"station": fleet.stations[0].id})
    assert (await database.read(2, lambda reader: frames.page(reader, query))).items == []
    assert (await database.read(2, lambda reader: frames.page(reader, PageQuery()))).items == []
    assert await database.read(2, lambda reader: frames.get(reader, 1)) is None
    assert await database.read(1, lambda reader: frames.get(reader, 1)) is not None


async def test_retention_removes_what_is_too_old_and_says_so(database: AnyDatabase) -> None:
    """Frames of no session go first; evidence stays for its own term; each step leaves a line."""
    fleet = await a_fleet(database)
    station = fleet.stations[0]
    loose = [
        a_frame('[2,"x","Heartbeat",{}]', at=NOON + 5 * DAY_US + number, message_id="loose")
        for number in range(3)
    ]
    for frame in loose:
        await Journal(database).commit(a_recording(station, frame=frame))
    parts = parts_on(database)
    await move_all(parts)
    query = PageQuery(limit=200)

    async def numbers() -> list[str]:
        found = await database.read(1, lambda reader: frames.page(reader, query))
        return [one.message_id for one in found.items]

    whole = await numbers()
    assert await remove_old(parts, ages=Ages(frames=30, readings=0, events=0), step_pause_us=0) >= 2
    left = await numbers()
    kept = 1 if isinstance(database, SqliteDatabase) else 0  # the last row of all
    assert left == whole[3 - kept :]
    assert await remove_old(parts, ages=Ages(frames=30, readings=0, events=0), step_pause_us=0) == 0
    assert (
        await remove_old(parts, ages=Ages(frames=0, readings=38, events=0), step_pause_us=0)
        == 2 * 2 * 2 * PER_DAY
    )
    assert len(await numbers()) == len(left) - 2 * 2 * PER_DAY
    told = (await database.read(1, lambda reader: removals.page(reader, query))).items
    assert sum(one.rows for one in told) == 3 - kept + 2 * 2 * 2 * PER_DAY
    lines = (await database.read(1, lambda reader: cold_files.page(reader, query))).items
    there = {str(one.relative_to(database.cold.folder)) for one in database.cold.folder.rglob("*.parquet")}
    assert there == {line.path for line in lines}


async def test_a_file_that_a_kill_left_behind_is_swept_away(database: AnyDatabase) -> None:
    await a_fleet(database)
    stray = database.cold.folder / "tenant-1" / "frames" / "2026-11" / "2026-11-20-1.parquet"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"left behind")
    os.utime(stray, (0, 0))
    parts = parts_on(database)
    await remove_old(parts, ages=Ages(), step_pause_us=0)
    assert not stray.exists()
