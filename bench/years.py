"""Years of a fleet: how large it gets, and how quickly the pages that people open are answered.

    .venv/bin/python -m bench.years [sqlite|postgres] [--factor 0.1] [--years 3] [--cold-days 10] [--keep DIR]

At factor 1 there are 3,000 stations with two sessions a day each. The first day is written in table form
through the encoders of the journal; each later one is its copy, in the database itself, with its own ids,
keys and times. There are sessions and ratings of all years, and frames and readings of the last 30 days; of
the days before, `--cold-days` are written as cold files and measured. Sizes are of each kind by itself; the
indexes of sessions and ratings are as dense as new ones, those of a grown house take a third more. What
`--keep` names stays when it has been built, and another run with it only asks. All is posted and billed; the
books themselves are not written.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, text

from bench.journal import furnish
from bench.postgres import private_postgres
from bench.server import SECRET
from bench.years_copier import AN_HOUR_S, Copier, fill
from bench.years_fleet import Fleet
from bench.years_pages import ask
from bench.years_ties import tie
from wattfleet.bus.memory import MemoryBus
from wattfleet.kernel.clock import ManualClock, SystemClock
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.timeline import DAY_US, Instant
from wattfleet.storage import cold_files
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.opening import open_database
from wattfleet.storage.tables.journal import events, frames, readings
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.move_to_cold import move_to_cold
from wattfleet.usecases.parts import Parts

STATIONS, HOT_DAYS, PAGED = 3_000, 30, 10


async def build(data: Path, url: str | None, given: argparse.Namespace) -> None:
    """Write everything, and print what each kind takes."""
    database = await open_database(data, url)
    today = Instant(SystemClock().now().us // DAY_US * DAY_US)
    count = max(1, round(STATIONS * given.factor))
    stations = await database.write(1, lambda writer: furnish(writer, count))
    total = 365 * given.years
    first = today + -total * DAY_US
    recent = total - HOT_DAYS - given.cold_days
    await _make_room(database, first, [0, *range(recent, total + 1)])
    fleet, copier = Fleet(stations, first), Copier(database)
    await copier.open()
    kinds = {
        sessions: fleet.sessions_of(first),
        ratings: fleet.ratings(),
        readings: fleet.readings(),
        frames: fleet.frames(first),
        events: fleet.events(),
    }
    for table, rows in kinds.items():
        await fill(database, table, rows)
        await copier.keep_first(table)
    for table in (readings, frames, events):
        await copier.clear(table)

    async def measure(name: str, table: Table, days: range) -> None:
        before, began = await size(database), time.perf_counter()
        indexes = await copier.drop_indexes(table) if table in (sessions, ratings) else []
        done = await copier.write(table, days)
        await copier.make(indexes)
        took = time.perf_counter() - began
        grown = (await size(database)) - before
        a_year = grown / len(days) * 365 / count
        line = f"{name:28} {done:>10,} rows {grown / max(1, done):8.0f} B/row {a_year / 1e6:9.2f} MB a year"
        print(f"{line} ({took:.0f} s)", flush=True)

    hot = range(total - HOT_DAYS, total)
    await measure("sessions, all years", sessions, range(1, total))
    await measure("ratings, all years", ratings, range(1, total))
    for table in (frames, readings):
        await copier.write(table, range(recent, total - HOT_DAYS))
    await _cold(database, today, given.cold_days, count)
    await measure("readings, hot", readings, hot)
    await tie(database, stations[:PAGED], today + (-HOT_DAYS - given.cold_days) * DAY_US)
    await measure("frames, hot", frames, hot)
    await measure("events, hot", events, hot)
    await copier.close()
    await _learn(database)
    await database.close()


async def _make_room(database: Any, first: Instant, numbers: Iterable[int]) -> None:
    """The partitions of these days after the first, where days are kept apart."""
    day = first.moment.date()
    await database.keep_days([day + timedelta(days=number) for number in numbers], day)


async def _learn(database: Any) -> None:
    if hasattr(database, "path"):
        await database.writer.run(lambda link: link.raw.execute("ANALYZE").fetchall())
        return
    async with database.link() as link:
        await link.driver.execute("ANALYZE", timeout=AN_HOUR_S)


async def _cold(database: Any, today: Instant, days: int, count: int) -> None:
    """Days that the mover itself brings to cold files."""
    clock = ManualClock(today)
    parts = Parts(database, Journal(database), MemoryBus(), clock, SystemIds(), Looking(database))
    began, moved = time.perf_counter(), 0
    while gone := await move_to_cold(parts, after_days=HOT_DAYS, step_pause_us=0):
        moved += gone
    took = time.perf_counter() - began
    for kind in ("frames", "readings"):
        query = PageQuery(limit=1000, filters={"kind": kind})
        lines = (await database.read(1, lambda reader, query=query: cold_files.page(reader, query))).items
        rows, total = sum(one.rows for one in lines), sum(one.bytes for one in lines)
        a_year = total / max(1, days) * 365 / count / 1e6
        print(
            f"{kind + ', cold':28} {rows:>10,} rows {total / max(1, rows):8.1f} B/row {a_year:9.2f} MB a year"
        )
    print(f"moved and checked {moved / max(0.001, took):,.0f} rows/s", flush=True)


async def size(database: Any) -> int:
    """Bytes of the whole database."""
    if hasattr(database, "path"):
        await database.writer.run(lambda link: link.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
        return int(database.path.stat().st_size)
    statement = text("SELECT pg_database_size(current_database())")
    return int(await database.read(0, lambda reader: reader.connection.execute(statement).scalar()))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("database", nargs="?", default="sqlite", choices=("sqlite", "postgres"))
    parser.add_argument("--factor", type=float, default=0.1, help="of 3,000 stations")
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--cold-days", type=int, default=10)
    parser.add_argument("--keep", type=Path, help="where the fleet stays, to be asked again")
    given = parser.parse_args()
    os.environ |= SECRET
    with ExitStack() as stack:
        folder = given.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        data, built = folder / "data", folder / "built"
        data.mkdir(parents=True, exist_ok=True)
        url = stack.enter_context(private_postgres(folder / "pg")) if given.database == "postgres" else None
        if not built.exists():
            if any(data.iterdir()):
                raise SystemExit(f"{folder} was left half built; remove it or name another folder")
            asyncio.run(build(data, url, given))
            built.touch()
        ask(data, url, HOT_DAYS, given.cold_days)


if __name__ == "__main__":
    main()
