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
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import Column, Table, text

from bench.journal import first_session, furnish
from bench.ratings import tariffs
from bench.server import SECRET, WATTFLEET, free_port, private_postgres
from wattfleet.bus.memory import MemoryBus
from wattfleet.events import Measurand, Reading, Value
from wattfleet.kernel.clock import ManualClock, SystemClock
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, Instant, Zone
from wattfleet.sessions.course import pack
from wattfleet.sessions.session import Session, SessionState
from wattfleet.sessions.usage_of import usage
from wattfleet.storage import cold_files
from wattfleet.storage.database import Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.lists import PageQuery
from wattfleet.storage.opening import open_database
from wattfleet.storage.rows import pack_reading, token_of
from wattfleet.storage.tables.journal import events, frames, readings
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.storage.types import Id, Moment
from wattfleet.tariffs.rating import rate
from wattfleet.usecases.keep_days import keep_days
from wattfleet.usecases.move_to_cold import move_to_cold
from wattfleet.usecases.parts import Parts

STATIONS, A_DAY, HOT_DAYS = 3_000, 2, 30
SAMPLES = 24
"""Readings of a session: two hours, one each five minutes."""
HEARTBEATS = 48
TIMES = 40
CHUNK = 4_000
DAY_MS = DAY_US // 1000
KINDS = (sessions, ratings, readings, frames, events)
METER = (
    b'[2,"%d","MeterValues",{"connectorId":1,"transactionId":%d,"meterValue":[{"timestamp":"2026-11-20T12:00:00Z",'
    b'"sampledValue":[{"value":"%d","measurand":"Energy.Active.Import.Register","unit":"Wh"},{"value":"10912.4",'
    b'"measurand":"Power.Active.Import","unit":"W"},{"value":"15.8","measurand":"Current.Import","unit":"A",'
    b'"phase":"L1"},{"value":"54","measurand":"SoC","unit":"Percent","location":"EV"}]}]}]'
)
BEAT = b'[2,"%d","Heartbeat",{}]'
Rows = Iterator[dict[str, Any]]


def _id_at(at: Instant) -> UUID:
    """As the server makes them: the milliseconds, then chance."""
    return UUID(bytes=(at.us // 1000).to_bytes(6, "big") + os.urandom(10))


class Fleet:
    """What is written on the first day."""

    def __init__(self, stations: list[UUID], day: Instant) -> None:
        self.stations = stations
        self.charges: list[tuple[UUID, UUID, Instant]] = []
        self._number = 0
        self._chance = Random(1)
        template = self._session(stations[0], day, 1)
        self._rating = rate(usage(template, Zone("Europe/Stockholm"), day), tariffs()[0])
        self._rating_body = msgspec.json.encode(self._rating).decode()

    def _session(self, station: UUID, at: Instant, number: int) -> Session:
        return msgspec.structs.replace(
            first_session(station),
            id=_id_at(at),
            tx=str(number),
            started_at=at,
            first_at=at,
            first_received_at=at,
            last_at=at + 2 * HOUR_US,
            ended_at=at + 2 * HOUR_US,
            state=SessionState.CLOSED,
            energy=Energy(21_824_000),
            begin_register=Energy(1_000_000),
            end_register=Energy(22_824_000),
            reason="EVDisconnected",
            version=SAMPLES + 2,
        )

    def sessions_of(self, day: Instant) -> Rows:
        for station in self.stations:
            for turn in range(A_DAY):
                self._number += 1
                at = day + (6 + 8 * turn) * HOUR_US + (self._number % 60) * MINUTE_US
                one = self._session(station, at, self._number)
                self.charges.append((one.id, station, at))
                yield {
                    "id": one.id,
                    "station_id": station,
                    "evse": 1,
                    "connector": 1,
                    "tx": one.tx,
                    "start_key": one.start_key,
                    "token": token_of(one),
                    "state": one.state,
                    "started_at": at,
                    "ended_at": one.ended_at,
                    "energy_mwh": one.energy,
                    "reason": one.reason,
                    "flags": (),
                    "remote_start": None,
                    "version": one.version,
                    "changed_at": one.ended_at,
                    "body": pack(one),
                    "to_rate": False,
                }

    def ratings(self) -> Rows:
        one = self._rating
        for session, _, at in self.charges:
            yield {
                "id": session,
                "session_id": session,
                "session_version": SAMPLES + 2,
                "tariff_id": one.tariff_id,
                "tariff_version": one.tariff_version,
                "before_vat_minor": one.before_vat.minor,
                "vat_minor": one.vat.minor,
                "amount_minor": one.amount.minor,
                "currency": one.currency,
                "cost_reason": "",
                "body": self._rating_body,
                "rated_at": at + 2 * HOUR_US,
                "newest": True,
                "posted": True,
                "billed": True,
            }

    def readings(self) -> Rows:
        for number in range(SAMPLES):
            for session, station, start in self.charges:
                at = start + number * 5 * MINUTE_US
                wh = 1_000_000 + number * 909_000 + self._chance.randrange(900_000)
                values = (
                    Value(Measurand.ENERGY_IMPORT, wh, step_milli=1000),
                    Value(Measurand.POWER_IMPORT, 10_912_400 + self._chance.randrange(90_000)),
                    Value(Measurand.CURRENT_IMPORT, 15_800, phase="L1"),
                    Value(Measurand.SOC, 54_000, location="ev"),
                )
                yield {
                    "session_id": session,
                    "station_id": station,
                    "evse": 1,
                    "at": at,
                    "received_at": at + 300_000,
                    "register_mwh": Energy(wh),
                    "power_mw": Power(10_912_400),
                    "soc_milli": 54_000,
                    "source": 1,
                    "sequence": -1,
                    "reading": pack_reading(Reading(at, values)),
                }

    def frames(self, day: Instant) -> Rows:
        found: list[tuple[int, UUID, UUID | None, str, bytes]] = []
        for turn, (session, station, start) in enumerate(self.charges):
            for number in range(SAMPLES + 2):
                us = start.us + number * 5 * MINUTE_US
                wh = number * 909 + self._chance.randrange(900)
                raw = METER % (self._chance.getrandbits(60), turn, wh)
                found.append((us, station, session, "MeterValues", raw))
        for station in self.stations:
            for number in range(HEARTBEATS):
                us = day.us + number * 30 * MINUTE_US
                found.append((us, station, None, "Heartbeat", BEAT % self._chance.getrandbits(60)))
        for number, (us, station, of_session, action, raw) in enumerate(
            sorted(found, key=lambda one: one[0])
        ):
            yield {
                "station_id": station,
                "epoch": 1,
                "at": Instant(us),
                "direction": 0,
                "kind": "call",
                "message_id": raw[4:24].decode().partition('"')[0],
                "action": action,
                "raw": raw,
                "answer": b'[3,"%d",{"currentTime":"2026-11-20T12:00:00.000Z"}]' % number,
                "error": "",
                "session_id": of_session,
            }

    def events(self) -> Rows:
        for session, station, at in self.charges:
            for kind in ("status_reported", "transaction_began", "status_reported", "transaction_ended"):
                yield {
                    "station_id": station,
                    "at": at,
                    "received_at": at,
                    "kind": kind,
                    "body": '{"evse":1,"connector":1,"status":"charging","at":"2026-11-20T12:00:00Z"}',
                    "session_id": session,
                }


async def fill(database: Any, table: Table, rows: Rows) -> int:
    """Write rows in large pieces; how many."""
    count = 0
    more = True
    while more:
        piece = [{"tenant_id": 1, **row} for row in islice(rows, CHUNK)]
        more = len(piece) == CHUNK
        if piece:
            await database.write(1, lambda writer, piece=piece: _insert(writer, table, piece))
        count += len(piece)
    return count


def _insert(writer: Writer, table: Table, piece: list[dict[str, Any]]) -> None:
    writer.connection.execute(table.insert(), piece)


async def size(database: Any) -> int:
    """Bytes of the whole database."""
    if hasattr(database, "path"):
        await database.writer.run(lambda link: link.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall())
        return int(database.path.stat().st_size)
    statement = text("SELECT pg_database_size(current_database())")
    return int(await database.read(0, lambda reader: reader.connection.execute(statement).scalar()))


def _first(table: Table) -> str:
    return f"first_{table.name}"


def _copy(table: Table, days: int, *, postgres: bool) -> str:
    """SQL that writes a table's first day once more, as it would have been so many days later."""
    own = [one for one in table.c if one.name != "id" or isinstance(one.type, Id)]
    moved = ", ".join(_moved(one, days, postgres=postgres) for one in own)
    return (
        f"INSERT INTO {table.name} ({', '.join(one.name for one in own)}) SELECT {moved} FROM {_first(table)}"
    )


def _moved(column: Column[Any], days: int, *, postgres: bool) -> str:
    name = column.name
    if isinstance(column.type, Moment):
        return f"{name} + interval '{days} days'" if postgres else f"{name} + {days * DAY_US}"
    if name in ("id", "session_id"):
        return f"moved({name}, {days})"
    if name == "tx":
        return f"{name} || '-{days}'"
    if name == "start_key":
        return f"substr({name}, 1, 12) || 'y{days:03x}'"
    return name


def _later(one: bytes | None, days: int) -> bytes | None:
    return one and (int.from_bytes(one[:6], "big") + days * DAY_MS).to_bytes(6, "big") + one[6:]


MOVED = f"""
CREATE FUNCTION moved(one uuid, days integer) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT AS $$
    SELECT (lpad(to_hex(('x' || lpad(left(replace(one::text, '-', ''), 12), 16, '0'))::bit(64)::bigint
            + days::bigint * {DAY_MS}), 12, '0') || substr(replace(one::text, '-', ''), 13))::uuid $$
"""


class Copier:
    """What the first day holds, written again for other days by the database itself."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._postgres = not hasattr(database, "path")

    async def open(self) -> None:
        if self._postgres:
            await self._run(MOVED)
        else:
            await self._database.writer.run(
                lambda link: link.raw.create_function("moved", 2, _later, deterministic=True)
            )
            await self._database.writer.run(lambda link: link.raw.execute("PRAGMA foreign_keys = OFF"))

    async def drop_indexes(self, table: Table) -> list[str]:
        """How to make them again. Made at once they take minutes; row by row, of millions of rows, hours."""
        found: list[tuple[str, str]] = await self._database.write(1, lambda writer: _indexes(writer, table))
        for name, _ in found:
            await self._run(f"DROP INDEX {name}")
        return [made for _, made in found]

    async def make(self, indexes: list[str]) -> None:
        for one in indexes:
            await self._run(one)

    async def keep_first(self, table: Table) -> None:
        await self._run(f"CREATE TABLE {_first(table)} AS SELECT * FROM {table.name}")

    async def write(self, table: Table, days: Iterable[int]) -> int:
        """How many rows."""
        return sum([await self._run(_copy(table, number, postgres=self._postgres)) for number in days])

    async def clear(self, table: Table) -> None:
        await self._run(f"DELETE FROM {table.name}")

    async def close(self) -> None:
        for table in KINDS:
            await self._run(f"DROP TABLE {_first(table)}")

    async def _run(self, statement: str) -> int:
        return int(
            await self._database.write(1, lambda writer: writer.connection.execute(text(statement)).rowcount)
        )


def _indexes(writer: Writer, table: Table) -> list[tuple[str, str]]:
    """Name and SQL of those that are no key."""
    asked = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :name"
        if writer.connection.dialect.name == "sqlite"
        else "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :name AND indexname NOT LIKE 'pk%'"
    )
    rows = writer.connection.execute(text(asked), {"name": table.name})
    return [(name, made) for name, made in rows]


async def build(data: Path, url: str | None, given: argparse.Namespace) -> None:
    """Write everything, and print what each kind takes."""
    database = await open_database(data, url)
    today = Instant(SystemClock().now().us // DAY_US * DAY_US)
    count = max(1, round(STATIONS * given.factor))
    stations = await database.write(1, lambda writer: furnish(writer, count))
    total = 365 * given.years
    first = today + -total * DAY_US
    recent = total - HOT_DAYS - given.cold_days
    await _make_room(database, [first, *(first + number * DAY_US for number in range(recent, total, 7))])
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
    await measure("frames, hot", frames, hot)
    await measure("events, hot", events, hot)
    await copier.close()
    await _learn(database)
    await database.close()


async def _make_room(database: Any, days: list[Instant]) -> None:
    """The partitions of these days and of the week after each, where there are any."""
    for day in days:
        clock = ManualClock(day)
        await keep_days(Parts(database, Journal(database), MemoryBus(), clock, SystemIds()))


async def _learn(database: Any) -> None:
    if hasattr(database, "path"):
        await database.writer.run(lambda link: link.raw.execute("ANALYZE").fetchall())
        return
    async with database.link() as link:
        await link.driver.execute("ANALYZE")


async def _cold(database: Any, today: Instant, days: int, count: int) -> None:
    """Days that the mover itself brings to cold files."""
    clock = ManualClock(today)
    parts = Parts(database, Journal(database), MemoryBus(), clock, SystemIds())
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


PAGES = {
    "station page": (
        "/stations/{s}",
        "/stations/{s}/connectors",
        "/sessions?station={s}&limit=20",
        "/stations/{s}/frames?limit=50",
        "/stations/{s}/events?limit=50",
        "/stations/{s}/commands?limit=20",
    ),
    "session list": ("/sessions?limit=50",),
    "session list, one station": ("/sessions?station={s}&limit=50",),
    "session list, a month two years ago": (
        "/sessions?limit=50&from=2024-11-01T00:00:00Z&to=2024-12-01T00:00:00Z",
    ),
    "session list, state": ("/sessions?limit=50&state=closed",),
    "session list, card": ("/sessions?limit=50&token=04AABBCCDD",),
    "session list, what changed today": ("/sessions?limit=50&state=review",),
    "frames of all stations": ("/frames?limit=50",),
    "frames, by action": ("/frames?limit=50&action=StatusNotification",),
    "a session of last week": ("/sessions/{hot}", "/sessions/{hot}/readings", "/sessions/{hot}/evidence"),
    "a session of cold days": ("/sessions/{cold}", "/sessions/{cold}/readings", "/sessions/{cold}/evidence"),
}


def ask(data: Path, url: str | None, cold_days: int) -> None:
    """Start the real server, and ask for each page TIMES times."""
    port = free_port()
    environment = {**os.environ, **SECRET}
    place = ["--data", str(data), *(["--database", url] if url else [])]
    made = [WATTFLEET, "key", "create", *place, "--role", "admin", "--name", "bench"]
    key = subprocess.run(made, capture_output=True, text=True, check=True, env=environment).stdout.strip()
    command = [
        WATTFLEET,
        "serve",
        *place,
        "--http",
        f"127.0.0.1:{port}",
        "--ocpp",
        f"127.0.0.1:{free_port()}",
    ]
    server = subprocess.Popen([*command, "--cold-after", "0"], env=environment, stderr=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL)  # fmt: skip
    try:
        headers = {"Authorization": f"Bearer {key}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}/api/v1", headers=headers, timeout=60) as api:
            _await_ready(api)
            names = _named(api, cold_days)
            for name, paths in PAGES.items():
                times = sorted(_one(api, [path.format_map(names[turn % len(names)]) for path in paths])
                               for turn in range(TIMES))  # fmt: skip
                middle, slow = times[len(times) // 2], times[int(len(times) * 0.95)]
                print(f"{name:40} p50 {middle:7.1f} ms  p95 {slow:7.1f} ms", flush=True)
    finally:
        server.terminate()
        server.wait(120)


def _await_ready(api: httpx.Client) -> None:
    for _ in range(2_400):
        try:
            if api.get("/me").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise SystemExit("the server does not answer")


def _named(api: httpx.Client, cold_days: int) -> list[dict[str, str]]:
    """Some stations, each with a session of last week and one whose days have gone cold."""
    found = []
    for number in range(10):
        station = f"CP-{number}"
        pages = api.get(f"/sessions?station={station}&limit=200").json()["items"]
        cold = pages[A_DAY * HOT_DAYS + A_DAY : A_DAY * (HOT_DAYS + cold_days)]
        hot, old = pages[10], (cold or pages)[0]
        found.append({"s": station, "hot": hot["id"], "cold": old["id"]})
    return found


def _one(api: httpx.Client, paths: list[str]) -> float:
    began = time.perf_counter()
    for path in paths:
        answer = api.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
    return (time.perf_counter() - began) * 1000


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
        ask(data, url, given.cold_days)


if __name__ == "__main__":
    main()
