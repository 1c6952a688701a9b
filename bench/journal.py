"""The journal alone: recordings of one frame, one reading and one session row, as many as it takes.

    .venv/bin/python -m bench.journal [sqlite|postgres] [--stations 1000] [--seconds 5] [--profile]

Every station waits for its own commit before it sends again, as over the wire.
"""

import argparse
import asyncio
import cProfile
import os
import pstats
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import uvloop

from bench.postgres import private_postgres
from wattfleet.events import Measurand, Reading, Token, Value
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.ids import CountedIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.sessions.session import Session, SessionState
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access, Station
from wattfleet.storage import sites, stations
from wattfleet.storage.database import Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.recording import (
    Committed,
    Direction,
    FrameRow,
    ReadingRow,
    Recording,
    SessionChange,
)

NOW = Instant(1_795_176_000_000_000)
RAW = b"x" * 670


def furnish(writer: Writer, count: int) -> list[UUID]:
    ids = CountedIds(3)
    site = Site(
        id=ids.uuid(NOW), name="Depot", country="SE", zone=Zone("Europe/Stockholm"), currency=Currency("SEK")
    )
    sites.add(writer, site)
    made: list[UUID] = []
    for number in range(count):
        station = Station(
            id=ids.uuid(NOW), identity=f"CP-{number}", site_id=site.id, access=Access.PUBLIC, epoch=1
        )
        stations.add(writer, station)
        made.append(station.id)
    return made


def first_session(station_id: UUID) -> Session:
    return Session(
        id=UUID(bytes=os.urandom(16)),
        station_id=station_id,
        evse=1,
        connector=1,
        tx=str(int.from_bytes(os.urandom(4), "big")),
        start_key=os.urandom(8).hex(),
        state=SessionState.ACTIVE,
        started_at=NOW,
        first_at=NOW,
        first_received_at=NOW,
        token=Token("04AABBCCDD"),
        token_answer="accepted",
        version=1,
    )


async def station_life(
    journal: Journal, station_id: UUID, counts: list[int], until: float, waits: list[float]
) -> None:
    session, expected, step = first_session(station_id), 0, 0
    while time.perf_counter() < until:
        step += 1
        at = NOW + step * 1_000_000
        reading = Reading(
            at,
            (
                Value(Measurand.ENERGY_IMPORT, step * 1000, step_milli=1000),
                Value(Measurand.POWER_IMPORT, 11_000_000),
                Value(Measurand.CURRENT_IMPORT, 16_000),
                Value(Measurand.VOLTAGE, 230_000),
                Value(Measurand.SOC, 50_000),
            ),
        )
        recording = Recording(
            1,
            station_id,
            1,
            FrameRow(at, Direction.IN, "call", str(step), "MeterValues", RAW, b'[3,"1",{}]', "", session.id),
            (),
            (ReadingRow(session.id, 1, at, at, reading),),
            (SessionChange(session, expected),),
        )
        begun = time.perf_counter()
        outcome = await journal.commit(recording)
        waits.append(time.perf_counter() - begun)
        assert isinstance(outcome, Committed), outcome
        counts[0] += 1
        expected = session.version
        session = msgspec.structs.replace(
            session, version=expected + 1, energy=Energy(step), power=Power(11_000_000), last_at=at
        )


async def run(folder: Path, url: str | None, options: argparse.Namespace) -> None:
    database = await open_database(folder, url)
    ids = await database.write(1, lambda writer: furnish(writer, options.stations))
    journal = Journal(database)
    counts, waits = [0], list[float]()
    profile = cProfile.Profile() if options.profile else None
    begun, cpu = time.perf_counter(), time.process_time()
    if profile:
        profile.enable()
    until = begun + options.seconds
    await asyncio.gather(*(station_life(journal, one, counts, until, waits) for one in ids))
    spent, used = time.perf_counter() - begun, time.process_time() - cpu
    if profile:
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
    waits.sort()
    print(
        f"{'postgres' if url else 'sqlite':9} {counts[0] / spent:9,.0f} recordings/s"
        f"   {used / counts[0] * 1e6:5.1f} µs of our CPU each   {counts[0] / used:9,.0f} a core"
        f"   p99 {waits[int(len(waits) * 0.99)] * 1e3:.1f} ms"
    )
    await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", nargs="?", choices=("sqlite", "postgres"))
    parser.add_argument("--stations", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--profile", action="store_true")
    options: Any = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if options.kind in {None, "sqlite"}:
            uvloop.run(run(Path(folder), None, options))
        if options.kind in {None, "postgres"}:
            with private_postgres(Path(folder) / "pg") as url:
                uvloop.run(run(Path(folder), url, options))


if __name__ == "__main__":
    main()
