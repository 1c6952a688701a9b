"""A month's run of invoices through the real use case: proposed, written, judged, numbered, booked.

Each account has a session at each of 30 sites, so that its invoice has 30 lines, and gets UBL for Peppol.
What is told is CPU time of a process like the server's (drafts, XML, numbers, ledger, database), which other
work on the machine disturbs least, and that of the process that judges every document by the rules.
The full size: `python -m bench.billing_run --invoices 10000`, with `--database URL` on PostgreSQL.
"""

import argparse
import asyncio
import gc
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import insert

from bench.documents import invoice
from bench.postgres import private_postgres
from bench.table import Row, times
from wattfleet.billing.einvoice.ubl import ubl
from wattfleet.billing.profile import Profile
from wattfleet.billing.run import Run, RunState
from wattfleet.billing.seller import Bank, Seller
from wattfleet.billing.vat import parse_vat
from wattfleet.bus.memory import MemoryBus
from wattfleet.clients.documents.making import MANY, MOST_WORKERS, OwnDocuments
from wattfleet.clients.documents.port import Format, Report
from wattfleet.fleet.account import Account, AccountKind, Address, Grouping, Syntax
from wattfleet.fleet.payer import PaidBy, Payer
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import HOUR_US, Instant, Span, Zone, parse_instant
from wattfleet.sessions.revision import Cause
from wattfleet.sessions.session import SessionState
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access, Station
from wattfleet.storage import accounts, choices, invoice_runs, payers, sites, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.tables.revisions import revisions
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.reading import read_tariff
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import SELLER
from wattfleet.usecases.work_invoice_runs import issue_some, work_invoice_runs

LINES = 30
ALL = 10_000
START = parse_instant("2026-11-20T12:00:00Z")
NOW = parse_instant("2026-12-02T10:00:00Z")
SEK, STOCKHOLM = Currency("SEK"), Zone("Europe/Stockholm")
PLACE = Address(street="Kajgatan 4", postcode="411 09", town="Göteborg", country="SE")
VAT = parse_vat((files("wattfleet.facts") / "vat.toml").read_text(encoding="utf-8"))
TARIFF = {
    "name": "Day",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "3.25", "vat": "25.0"}]}],
}


class Passing(SystemClock):
    """Goes as ours does, from `NOW` on: ids are made in the order of their moments, and that is how an index
    grows at its end."""

    def __init__(self) -> None:
        self._behind_us = NOW - super().now()

    def now(self) -> Instant:
        return super().now() + self._behind_us


class Took(msgspec.Struct, frozen=True):
    """What a run of so many invoices took, in seconds of CPU: of its process, and of the rules'."""

    invoices: int
    clock_s: float
    proposing_s: float
    issuing_s: float
    rules_s: float
    memory_mb: int
    """What the process held at its most, over what it held before the run."""


def rows(invoices: int = 200) -> list[Row]:
    """The table's lines, on both databases."""
    with tempfile.TemporaryDirectory() as folder, private_postgres(Path(folder) / "pg") as url:
        return [*_rows("SQLite", _alone(invoices)), *_rows("PostgreSQL", _alone(invoices, url))]


def _alone(invoices: int, url: str | None = None) -> Took:
    """In a process of its own, so that nothing but the run is counted."""
    command = [sys.executable, "-m", "bench.billing_run", "--invoices", str(invoices)]
    command += [] if url is None else ["--database", url]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"the run of invoices failed:\n{done.stderr[-2000:]}")
    return msgspec.json.decode(done.stdout.splitlines()[-1], type=Took)


def _rows(name: str, took: Took) -> list[Row]:
    scale = ALL / took.invoices
    own, rules = (took.proposing_s + took.issuing_s) * scale, took.rules_s * scale
    both = (own + rules) / 2
    return [
        (
            f"10,000 invoices of 30 lines: numbers, ledger, XML, {name}",
            f"{own:,.0f} s of one core",
            "target 60 s",
            times(60 / own),
            f"{took.issuing_s * scale:,.0f} s of it issuing; from {took.invoices:,} invoices",
        ),
        (
            f"  memory over idle, {name}",
            f"{took.memory_mb:,} MB",
            "target 200 MB",
            "",
            f"of a month of {took.invoices * LINES:,} sessions",
        ),
        (
            f"  the same with every document judged, {name}",
            f"{both:,.0f} s of two cores",
            "target 180 s",
            times(180 / both),
            f"{rules:,.0f} s of a core for the rules; on the clock {took.clock_s:,.0f} s for these",
        ),
    ]


class Unjudged(OwnDocuments):
    """Writes as ever, and takes what is written as right: for what the server itself costs."""

    async def validate(self, xml: list[bytes], form: Format, profile: Profile) -> list[Report]:
        return [Report(()) for _ in xml]


async def run_once(folder: Path, url: str | None, invoices: int, documents: OwnDocuments) -> Took:
    """Seed a month, propose it, issue it."""
    database = await open_database(folder, url)
    clock = Passing()
    parts = Parts(
        database, Journal(database), MemoryBus(), clock, SystemIds(), Looking(database), documents=documents
    )
    try:
        await database.write(1, lambda writer: _seed(writer, parts, invoices))
        run = Run(id=parts.ids.uuid(NOW), month="2026-11", state=RunState.PROPOSING, made_at=NOW, by="bench")
        await database.write(1, lambda writer: invoice_runs.add(writer, run))
        await _warmed(documents)
        gc.collect()
        idle_mb = _idle_mb()
        began, cpu, rules = time.perf_counter(), time.process_time(), _rules_s()
        await work_invoice_runs(parts, vat=VAT)
        found = await _state(parts, run.id)
        assert (found.state, found.invoices, found.held) == (RunState.DRAFT, invoices, 0), found
        proposed, judged = time.process_time(), _rules_s()
        await _issue(parts, found)
        issued, ended = time.process_time(), time.perf_counter()
        done = await _state(parts, run.id)
        assert (done.state, done.issued) == (RunState.ISSUED, invoices), done
    finally:
        await documents.close()
        await database.close()
    return Took(
        invoices=invoices,
        clock_s=ended - began,
        proposing_s=proposed - cpu,
        issuing_s=issued - proposed,
        rules_s=judged - rules,
        memory_mb=_told_mb("VmHWM") - idle_mb,
    )


def _idle_mb() -> int:
    """What this process holds now; the most that it held is counted from here on."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _told_mb("VmRSS")


def _told_mb(name: str) -> int:
    told = Path("/proc/self/status").read_text(encoding="ascii")
    return int(told.partition(f"{name}:")[2].split()[0]) // 1024


async def _warmed(documents: OwnDocuments) -> None:
    """Each worker has compiled the rules, which takes it 2 s once."""
    one = ubl(invoice(1), Profile.PEPPOL)
    await documents.validate([one] * MANY * MOST_WORKERS, Format.UBL, Profile.PEPPOL)


def _rules_s() -> float:
    """The CPU time that the processes of the rules have used so far."""
    ticks = 0
    for one in multiprocessing.active_children():
        told = Path(f"/proc/{one.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(told[11]) + int(told[12])
    return ticks / os.sysconf("SC_CLK_TCK")


async def _issue(parts: Parts, found: Run) -> None:
    asked = msgspec.structs.replace(found, state=RunState.ISSUING, issue_on=date(2026, 12, 2))
    run = await parts.database.write(1, lambda writer: invoice_runs.change(writer, asked, found.version))
    while run.state is RunState.ISSUING:
        run = await issue_some(parts, 1, run)


async def _state(parts: Parts, run_id: UUID) -> Run:
    def look(reader: Reader) -> Run:
        return invoice_runs.demand(reader, run_id)

    return await parts.database.read(1, look)


# ── what there is to bill ─────────────────────────────────────────────────────


def _seed(writer: Writer, parts: Parts, count: int) -> None:
    seller = Seller(
        name="Elladan AB",
        address=PLACE,
        vat_number="SE556036079301",
        registration="556036-0793",
        routing="0007:5560360793",
        email="faktura@elladan.example",
        bank=Bank(bankgiro="5805-6201"),
    )
    choices.put(writer, SELLER, msgspec.json.encode(seller), NOW)
    places = [_place(writer, parts, at) for at in range(LINES)]
    tariff = read_tariff(TARIFF, tariff_id=parts.ids.uuid(NOW))
    priced = [rate(_usage(10_000_000 + 137_000 * at), tariff) for at in range(97)]
    for at in range(0, count, 100):
        mine = [_payer(writer, parts, one) for one in range(at, min(count, at + 100))]
        _sessions(writer, parts, mine, places, priced, at=at, of=count)


def _place(writer: Writer, parts: Parts, at: int) -> Station:
    site = Site(id=parts.ids.uuid(NOW), name=f"Depot {at + 1:02}", country="SE", zone=STOCKHOLM, currency=SEK)
    sites.add(writer, site)
    station = Station(id=parts.ids.uuid(NOW), identity=f"BENCH-{at}", site_id=site.id, access=Access.PUBLIC)
    stations.add(writer, station)
    return station


def _payer(writer: Writer, parts: Parts, at: int) -> str:
    account = Account(
        id=parts.ids.uuid(NOW),
        number=f"{10_000 + at}",
        name=f"Åkeri {at + 1} AB",
        kind=AccountKind.COMPANY,
        currency=SEK,
        address=PLACE,
        vat_number="SE556703748501",
        routing="0007:5567037485",
        buyer_reference="Fordon 14",
        syntax=Syntax.PEPPOL,
        grouping=Grouping.SITE,
    )
    accounts.add(writer, account)
    token = f"04{at:012x}"
    rule = Payer(id=parts.ids.uuid(NOW), account_id=account.id, by=PaidBy.TOKEN, thing=token, value=token)
    payers.add(writer, rule)
    return token


def _usage(mwh: int) -> Usage:
    span = Span(START, START + HOUR_US)
    return Usage(
        start=span.start, end=span.end, zone=STOCKHOLM, slices=(Slice(span, Energy(mwh), Activity.CHARGING),)
    )


def _sessions(
    writer: Writer,
    parts: Parts,
    tokens: Sequence[str],
    places: Sequence[Station],
    priced: Sequence[Rating],
    *,
    at: int,
    of: int,
) -> None:
    """In the order of time one account's sessions stand among those of all others."""
    bodies = [msgspec.json.encode(one).decode() for one in priced]
    charged: list[dict[str, Any]] = []
    rated: list[dict[str, Any]] = []
    revised: list[dict[str, Any]] = []
    for number, token in enumerate(tokens):
        for place, station in enumerate(places):
            which = (number * 31 + place) % len(priced)
            moment = START + (place * of + at + number) * 1000
            session_id, rating_id = parts.ids.uuid(moment), parts.ids.uuid(moment)
            energy = Energy(10_000_000 + 137_000 * which)
            key = {"tenant_id": 1, "session_id": session_id}
            charged.append(_session(session_id, station.id, token, energy))
            rated.append(key | _rated(rating_id, priced[which], bodies[which]))
            revised.append(key | _revised(rating_id, priced[which], token, energy))
    writer.connection.execute(insert(sessions), charged)
    writer.connection.execute(insert(ratings), rated)
    writer.connection.execute(insert(revisions), revised)


def _session(session_id: UUID, station_id: UUID, token: str, energy: Energy) -> dict[str, Any]:
    return {
        "tenant_id": 1,
        "id": session_id,
        "station_id": station_id,
        "evse": 1,
        "connector": 1,
        "tx": session_id.hex,
        "start_key": session_id.hex,
        "token": token,
        "state": SessionState.CLOSED,
        "started_at": START,
        "ended_at": START + HOUR_US,
        "energy_mwh": energy,
        "reason": "",
        "flags": (),
        "version": 1,
        "changed_at": START,
        "body": b"",
        "to_rate": False,
    }


def _rated(rating_id: UUID, one: Rating, body: str) -> dict[str, Any]:
    return {
        "id": rating_id,
        "session_version": 1,
        "tariff_id": one.tariff_id,
        "tariff_version": one.tariff_version,
        "before_vat_minor": one.before_vat.minor,
        "vat_minor": one.vat.minor,
        "amount_minor": one.amount.minor,
        "currency": one.currency,
        "cost_reason": "",
        "body": body,
        "rated_at": START,
        "newest": True,
        "posted": True,
    }


def _revised(rating_id: UUID, one: Rating, token: str, energy: Energy) -> dict[str, Any]:
    return {
        "number": 1,
        "newest": True,
        "at": START,
        "cause": next(iter(Cause)),
        "who_kind": "",
        "who_id": "",
        "who_name": "",
        "reason": "",
        "session_version": 1,
        "state": SessionState.CLOSED,
        "started_at": START,
        "ended_at": START + HOUR_US,
        "energy_mwh": energy,
        "evse": 1,
        "token": token,
        "driver": "",
        "vehicle": "",
        "flags": (),
        "differs": (),
        "final_from": Instant(START.us),
        "rated_at": START,
        "rating_id": rating_id,
        "before_vat_minor": one.before_vat.minor,
        "vat_minor": one.vat.minor,
        "amount_minor": one.amount.minor,
        "currency": one.currency,
        "cost_reason": "",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--invoices", type=int, default=ALL, help="how many; 10,000 is the size of the target"
    )
    parser.add_argument("--database", help="a PostgreSQL URL; SQLite if absent")
    parser.add_argument("--unjudged", action="store_true", help="without the rules")
    given = parser.parse_args()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)  # as `serve` does
    documents = Unjudged() if given.unjudged else OwnDocuments()
    with tempfile.TemporaryDirectory() as folder:
        took = asyncio.run(run_once(Path(folder), given.database, given.invoices, documents))
    for row in _rows("SQLite" if given.database is None else "PostgreSQL", took):
        print(" | ".join(row), file=sys.stderr)
    print(msgspec.json.encode(took).decode())


if __name__ == "__main__":
    main()
