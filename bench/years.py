"""Years of a fleet: how large it gets, and how quickly the pages that people open are answered.

    .venv/bin/python -m bench.years [sqlite|postgres] [--factor 0.1] [--years 3] [--cold-days 10] [--keep DIR]

At factor 1 there are 3,000 stations with two sessions a day each. Sessions and ratings of all years, and
frames and readings of the last 30 days, are written in table form through the encoders of the journal; of the
days before, `--cold-days` are written as cold files and measured. Sizes are of each kind by itself. What `--keep`
names stays when it has been built, and another run with it only asks.
"""

import argparse
import asyncio
import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import Table, text

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
METER = (
    b'[2,"%d","MeterValues",{"connectorId":1,"transactionId":%d,"meterValue":[{"timestamp":"2026-11-20T12:00:00Z",'
    b'"sampledValue":[{"value":"%d","measurand":"Energy.Active.Import.Register","unit":"Wh"},{"value":"10912.4",'
    b'"measurand":"Power.Active.Import","unit":"W"},{"value":"15.8","measurand":"Current.Import","unit":"A",'
    b'"phase":"L1"},{"value":"54","measurand":"SoC","unit":"Percent","location":"EV"}]}]}]'
)
BEAT = b'[2,"%d","Heartbeat",{}]'
Rows = Iterator[dict[str, Any]]


class Fleet:
    """What is written, day by day; `now` is today's midnight."""

    def __init__(self, stations: list[UUID], now: Instant) -> None:
        self.stations = stations
        self.now = now
        self.charges: list[tuple[UUID, UUID, Instant]] = []
        self._number = 0
        self._chance = Random(1)
        template = self._session(stations[0], now, 1)
        self._rating = rate(usage(template, Zone("Europe/Stockholm"), now), tariffs()[0])
        self._rating_body = msgspec.json.encode(self._rating).decode()

    def _session(self, station: UUID, at: Instant, number: int) -> Session:
        return msgspec.structs.replace(
            first_session(station),
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

    def ratings_of(self, charges: list[tuple[UUID, UUID, Instant]]) -> Rows:
        one = self._rating
        for session, _, at in charges:
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
            }

    def readings_of(self, charges: list[tuple[UUID, UUID, Instant]]) -> Rows:
        for session, station, start in charges:
            for number in range(SAMPLES):
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

    def frames_of(self, day: Instant, charges: list[tuple[UUID, UUID, Instant]]) -> Rows:
        found: list[tuple[int, UUID, UUID | None, str, bytes]] = []
        for session, station, start in charges:
            for number in range(SAMPLES + 2):
                us = start.us + number * 5 * MINUTE_US
                wh = number * 909 + self._chance.randrange(900)
                raw = METER % (self._chance.getrandbits(60), self._number, wh)
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

    def events_of(self, charges: list[tuple[UUID, UUID, Instant]]) -> Rows:
        for session, station, at in charges:
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


async def build(data: Path, url: str | None, given: argparse.Namespace) -> None:
    """Write everything, and print what each kind takes."""
    database = await open_database(data, url)
    today = Instant(SystemClock().now().us // DAY_US * DAY_US)
    count = max(1, round(STATIONS * given.factor))
    stations = await database.write(1, lambda writer: furnish(writer, count))
    fleet = Fleet(stations, today)
    days = [today + -number * DAY_US for number in range(365 * given.years, 0, -1)]
    clock = ManualClock(days[-HOT_DAYS - given.cold_days])
    for _ in range((HOT_DAYS + given.cold_days) // 7 + 1):
        await keep_days(Parts(database, Journal(database), MemoryBus(), clock, SystemIds()))
        clock.advance(7 * DAY_US)
    told: list[tuple[str, int, float, float]] = []

    async def measure(name: str, rows: Callable[[], Any], per_day_days: int) -> None:
        before, began = await size(database), time.perf_counter()
        done = sum([await fill(database, table, some) for table, some in rows()])
        took = time.perf_counter() - began
        grown = (await size(database)) - before
        a_year = grown / per_day_days * 365 / count
        told.append((name, done, grown / max(1, done), a_year))
        line = f"{name:28} {done:>10,} rows {grown / max(1, done):8.0f} B/row {a_year / 1e6:9.2f} MB a year"
        print(f"{line} ({took:.0f} s)", flush=True)

    by_day: dict[int, list[tuple[UUID, UUID, Instant]]] = {}

    def all_sessions() -> Any:
        for day in days:
            start = len(fleet.charges)
            yield sessions, fleet.sessions_of(day)
            by_day[day.us] = fleet.charges[start:]

    def recent(chosen: list[Instant]) -> list[tuple[UUID, UUID, Instant]]:
        return [one for day in chosen for one in by_day[day.us]]

    await measure("sessions, all years", all_sessions, len(days))
    await measure("ratings, all years", lambda: [(ratings, fleet.ratings_of(fleet.charges))], len(days))
    old, hot = days[-HOT_DAYS - given.cold_days : -HOT_DAYS], days[-HOT_DAYS:]
    await _cold(database, fleet, old, by_day, count)
    await measure("readings, hot", lambda: [(readings, fleet.readings_of(recent(hot)))], HOT_DAYS)
    await measure(
        "frames, hot", lambda: [(frames, fleet.frames_of(day, by_day[day.us])) for day in hot], HOT_DAYS
    )
    await measure("events, hot", lambda: [(events, fleet.events_of(recent(hot)))], HOT_DAYS)
    await _learn(database)
    await database.close()


async def _learn(database: Any) -> None:
    if hasattr(database, "path"):
        await database.writer.run(lambda link: link.raw.execute("ANALYZE").fetchall())
        return
    async with database.link() as link:
        await link.driver.execute("ANALYZE")


async def _cold(database: Any, fleet: Fleet, old: list[Instant], by_day: Any, count: int) -> None:
    """Days that the mover itself brings to cold files."""
    for day in old:
        await fill(database, frames, fleet.frames_of(day, by_day[day.us]))
        await fill(database, readings, fleet.readings_of(by_day[day.us]))
    clock = ManualClock(fleet.now)
    parts = Parts(database, Journal(database), MemoryBus(), clock, SystemIds())
    began, moved = time.perf_counter(), 0
    while gone := await move_to_cold(parts, after_days=HOT_DAYS, step_pause_us=0):
        moved += gone
    took = time.perf_counter() - began
    for kind in ("frames", "readings"):
        query = PageQuery(limit=1000, filters={"kind": kind})
        lines = (await database.read(1, lambda reader, query=query: cold_files.page(reader, query))).items
        rows, total = sum(one.rows for one in lines), sum(one.bytes for one in lines)
        a_year = total / max(1, len(old)) * 365 / count / 1e6
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
        server.wait(30)


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
