"""Sessions under two tariffs, and signed sessions before the law on measures: what each costs.

2,000 sessions of two hours with 24 readings each, and a begin and an end that a meter has signed (OCMF,
secp256r1). What is told is CPU time of one process, the least of three rounds; PostgreSQL's own is not in it.

    .venv/bin/python -m bench.month [--database URL]
"""

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import msgspec
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.journal import furnish
from bench.postgres import private_postgres
from bench.table import Row
from bench.years_copier import fill
from bench.years_fleet import Fleet, Rows
from wattfleet.billing.measuring import Gate, MeasuringFacts, Metrology, SiteRule, Tolerance
from wattfleet.bus.memory import MemoryBus
from wattfleet.events import Measurand, Reading, Value
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant, Span, parse_instant
from wattfleet.metrology.meter_key import KeyFrom, KeyState, MeterKey, fingerprint_of
from wattfleet.storage import meter_keys, to_bill
from wattfleet.storage.database import Database, Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.rows import pack_reading
from wattfleet.storage.tables.journal import readings
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.storage.to_bill import Unbilled
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.tariff import Tariff
from wattfleet.usecases.compare_tariffs import Chosen, compare
from wattfleet.usecases.keep_days import keep_days
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.measured_sessions import unmeasured
from wattfleet.usecases.parts import Parts

STATIONS, AT_ONCE, ROUNDS = 1_000, 500, 3
DAY = parse_instant("2026-11-20T00:00:00Z")
METER = ec.derive_private_key(7, ec.SECP256R1())
NO_LAW = MeasuringFacts(Tolerance(energy_wh=10, boundary_s=15))


class Took(msgspec.Struct, frozen=True):
    """Seconds of CPU for so many sessions."""

    sessions: int
    compared_s: float
    measured_s: float


def rows() -> list[Row]:
    """The table's lines, on both databases."""
    with tempfile.TemporaryDirectory() as folder, private_postgres(Path(folder) / "pg") as url:
        return [*_rows("SQLite", _alone()), *_rows("PostgreSQL", _alone(url))]


def _alone(url: str | None = None) -> Took:
    command = [sys.executable, "-m", "bench.month", *([] if url is None else ["--database", url])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"the month failed:\n{done.stderr[-2000:]}")
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Took)


def _rows(name: str, took: Took) -> list[Row]:
    compared, measured = took.compared_s / took.sessions, took.measured_s / took.sessions
    return [
        (
            f"sessions under two tariffs, {name}",
            f"{1 / compared:,.0f} sessions/s",
            "",
            "",
            f"{compared * 1e6:,.0f} µs of a core each, 24 readings",
        ),
        (
            f"signed sessions before the law on measures, {name}",
            f"{1 / measured:,.0f} sessions/s",
            "",
            "",
            f"{measured * 10_000:,.0f} s of a core for 10,000",
        ),
    ]


async def run_once(folder: Path, url: str | None) -> Took:
    """Seed a day, compare it, judge it."""
    database = await open_database(folder, url)
    try:
        stations = await database.write(1, lambda writer: furnish(writer, STATIONS))
        fleet = Fleet(stations, DAY)
        clock = ManualClock(DAY)
        await keep_days(
            Parts(database, Journal(database), MemoryBus(), clock, SystemIds(), Looking(database))
        )
        await fill(database, sessions, fleet.sessions_of(DAY))
        await fill(database, ratings, fleet.ratings())
        await fill(database, readings, fleet.readings())
        await fill(database, readings, _signed(fleet))
        await database.write(1, lambda writer: _keys(writer, stations))
        return Took(
            sessions=len(fleet.charges),
            compared_s=await _least(database, _compared),
            measured_s=await _least(database, lambda reader: _measured(reader, fleet)),
        )
    finally:
        await database.close()


async def _least(database: Database, query: Callable[[Reader], None]) -> float:
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        await database.read(1, query)
        took.append(time.process_time() - began)
    return min(took)


def _compared(reader: Reader) -> None:
    """As the screen does: one part after the other."""
    chosen = Chosen(span=Span(DAY, DAY + DAY_US), limit=AT_ONCE)
    cheap, dear = _tariff("2.75"), _tariff("3.25")
    while True:
        part = compare(reader, chosen, cheap, dear)
        assert len(part.pairs) == part.looked_at, part.left_out
        if part.next is None:
            return
        chosen = msgspec.structs.replace(chosen, cursor=part.next)


def _tariff(price: str) -> Tariff:
    components = [{"type": "ENERGY", "price": price, "vat": "25.0"}]
    said = {"name": price, "currency": "SEK", "elements": [{"price_components": components}]}
    return read_tariff(said, tariff_id=UUID(int=int(float(price) * 100)))


def _measured(reader: Reader, fleet: Fleet) -> None:
    """As a run of invoices does, at a site that asks for signed values."""
    places = to_bill.places(reader)
    site_id = next(iter(places.values())).site_id
    said = Metrology(sites=[SiteRule(site_id=site_id, gate=Gate.REQUIRED, note="as in Germany")])
    found = [_unbilled(*one) for one in fleet.charges]
    for at in range(0, len(found), AT_ONCE):
        some = found[at : at + AT_ONCE]
        rated = to_bill.ratings_of(reader, [one.rating_id for one in some])
        held = unmeasured(reader, NO_LAW, some, places, rated, said)
        assert not held, next(iter(held.values()))


def _unbilled(session: UUID, station: UUID, at: Instant) -> Unbilled:
    return Unbilled(
        session_id=session,
        rating_id=session,
        revision=1,
        station_id=station,
        evse=1,
        token="04AABBCCDD",
        driver="",
        vehicle="",
        started_at=at,
        ended_at=at + 2 * HOUR_US,
        mwh=21_824_000,
        currency="SEK",
        minor=0,
        waits="",
    )


# ── a meter that signs ────────────────────────────────────────────────────────


def _keys(writer: Writer, stations: list[UUID]) -> None:
    text = METER.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo).hex()
    fingerprint, curve = fingerprint_of(text)
    for number, station in enumerate(stations):
        key = MeterKey(
            id=UUID(int=number + 1),
            station_id=station,
            evse=0,
            text=text,
            fingerprint=fingerprint,
            curve=curve,
            meter="M1",
            valid_from=Instant(0),
            valid_until=None,
            state=KeyState.APPROVED,
            came=KeyFrom.REGISTERED,
        )
        meter_keys.add(writer, key)


def _signed(fleet: Fleet) -> Rows:
    for number, (session, station, start) in enumerate(fleet.charges):
        end = start + 2 * HOUR_US
        begun = _told(start, "B", 1_000.0)
        for at, told in ((start, [begun]), (end, [begun, _told(end, "E", 1_021.824)])):
            text = _ocmf(number, told)
            values = (Value(Measurand.ENERGY_IMPORT, 1_000_000, step_milli=1000, signed=text),)
            yield {
                "session_id": session,
                "station_id": station,
                "evse": 1,
                "at": at,
                "received_at": at,
                "register_mwh": Energy(1_000_000),
                "power_mw": None,
                "soc_milli": None,
                "source": 1,
                "sequence": -1,
                "reading": pack_reading(Reading(at, values)),
            }


def _told(at: Instant, tx: str, kwh: float) -> dict[str, object]:
    when = datetime.fromtimestamp(at.us / 1e6, UTC)
    moment = f"{when:%Y-%m-%dT%H:%M:%S},000+0000 S"
    return {"TM": moment, "TX": tx, "RV": kwh, "RI": "1-b:1.8.0", "RU": "kWh", "ST": "G"}


def _ocmf(number: int, told: list[dict[str, object]]) -> str:
    fields = {"FV": "1.4", "MS": "M1", "PG": f"T{number}", "IS": True, "IT": "ISO14443", "ID": "04AABBCCDD"}
    text = json.dumps(fields | {"RD": told})
    return f"OCMF|{text}|{json.dumps({'SD': METER.sign(text.encode(), ec.ECDSA(SHA256())).hex()})}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", help="a PostgreSQL URL; SQLite if absent")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        took = asyncio.run(run_once(Path(folder), given.database))
    for row in _rows("SQLite" if given.database is None else "PostgreSQL", took):
        print(" | ".join(row), file=sys.stderr)
    print(msgspec.json.encode(took).decode())


if __name__ == "__main__":
    main()
