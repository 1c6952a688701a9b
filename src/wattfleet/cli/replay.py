"""`wattfleet replay`: an archive through the code of today, and what would be different.

The installation is opened so that nothing can be written to it; the frames go through the same use cases over
a database in memory. No station is reached, no money moves. Exit code 0 nothing would change, 5 something.
"""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from wattfleet.cli import replay_source, show
from wattfleet.cli.place import add_place
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.errors import missing
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant, parse_instant
from wattfleet.sessions.difference import Difference, Seen, compare
from wattfleet.sessions.session import Session
from wattfleet.stations.habits import parse as parse_habits
from wattfleet.storage import directory, ratings, scratch, stations
from wattfleet.storage.database import INSTALLATION, Database, Reader
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.usecases.replay import TENANT, Replayed, replay

CHANGED = 5
EXAMPLES = """examples:
  wattfleet replay --data ./wattfleet-data --from 2026-06-01T00:00:00Z
  wattfleet replay --database postgresql://wattfleet@db/wattfleet --station DEPOT-07 --json
  wattfleet replay --file frames-00001.jsonl

Exit codes: 0 nothing would change, 5 something would, 1 refused.
"""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a replay. `compared` is None where there was nothing to compare with."""

    frames: int
    unread: int
    stations: int
    sessions: int
    compared: int | None
    differences: Sequence[Difference]


def register(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = commands.add_parser(
        "replay",
        help="feed an archive through the code of today, and show what would change",
        description="Changes nothing: the installation is opened for reading only.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_place(parser)
    parser.add_argument("--cold", metavar="DIR", type=Path, help="cold files; `cold` in the data folder")
    parser.add_argument(
        "--file", metavar="FILE", type=Path, action="append", default=[], help="exported frames; repeatable"
    )
    parser.add_argument("--tenant", default="default", help="whose archive (%(default)s)")
    parser.add_argument("--station", metavar="IDENTITY", help="only this station")
    parser.add_argument("--from", dest="start", metavar="MOMENT", help="received at this moment or later")
    parser.add_argument("--to", dest="end", metavar="MOMENT", help="received before this moment")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(alone=run)


def run(given: argparse.Namespace) -> int:
    report = asyncio.run(_of_files(given) if given.file else _of_archive(given))
    if given.json:
        show.as_json(
            msgspec.to_builtins(report) | {"differences": [_plain(one) for one in report.differences]}
        )
    else:
        _tell(report)
    return CHANGED if report.differences else 0


async def _of_archive(given: argparse.Namespace) -> Report:
    source = await scratch.open_to_read(given.data, given.database, given.cold)
    memory = await scratch.in_memory()
    try:
        tenant = await _tenant(source, given.tenant)
        station = await source.read(tenant, _finder(given.station)) if given.station else None
        furniture = await source.read(tenant, scratch.read_furniture)
        await memory.write(TENANT, lambda writer: scratch.put_furniture(writer, furniture))
        start = parse_instant(given.start, field="--from") if given.start else None
        end = parse_instant(given.end, field="--to") if given.end else None
        filters = {"station": station, "from": start, "to": end}
        told = replay_source.from_archive(source, tenant, filters)
        went = await replay(memory, told, _habits())
        kept = await source.read(tenant, lambda reader: _seen(reader, station))
        return await _compared(memory, went, kept)
    finally:
        await source.close()
        await memory.close()


async def _of_files(given: argparse.Namespace) -> Report:
    """Files alone: there is nothing to compare with, and the sessions are shown as new."""
    lines = [line for path in given.file for line in replay_source.read_file(path)]
    start = parse_instant(given.start, field="--from") if given.start else None
    end = parse_instant(given.end, field="--to") if given.end else None
    chosen = [
        one
        for one in lines
        if (start is None or parse_instant(one.at) >= start)
        and (end is None or parse_instant(one.at) < end)
        and (given.station is None or one.station.lower() == given.station.lower())
    ]
    memory = await scratch.in_memory()
    try:
        names = {one.station for one in chosen}
        now = SystemClock().now()
        await memory.write(TENANT, lambda writer: replay_source.furnish(writer, names, now))
        ids = await memory.read(TENANT, replay_source.known_ids)
        told = replay_source.from_lines(replay_source.told_of(chosen, ids))
        went = await replay(memory, told, _habits())
        again = await memory.read(TENANT, lambda reader: _seen(reader, None))
        differences = compare([], [one for one, _ in again])
        return _report(went, len(again), None, differences)
    finally:
        await memory.close()


async def _compared(memory: SqliteDatabase, went: Replayed, kept: list[tuple[Seen, Instant]]) -> Report:
    """Sessions that began within what was replayed; one that its beginning cuts is not compared."""
    again = await memory.read(TENANT, lambda reader: _seen(reader, None))
    first, last = went.first_at, went.last_at
    if first is None or last is None:
        return _report(went, 0, 0, [])
    whole = [one for one, received in kept if first <= received <= last]
    cut = {(one.station, one.tx) for one, received in kept if received < first}
    differences = compare(whole, [one for one, _ in again if (one.station, one.tx) not in cut])
    return _report(went, len(again), len(whole), differences)


def _report(went: Replayed, sessions: int, compared: int | None, found: list[Difference]) -> Report:
    return Report(
        frames=went.frames,
        unread=went.unread,
        stations=went.stations,
        sessions=sessions,
        compared=compared,
        differences=found,
    )


def _seen(reader: Reader, station_id: UUID | None) -> list[tuple[Seen, Instant]]:
    """Every session as a comparison sees it, and when it was first heard of."""
    names: dict[UUID, str] = {}
    found: list[tuple[Seen, Instant]] = []
    for session in scratch.sessions_of(reader, station_id):
        if session.station_id not in names:
            station = stations.get(reader, session.station_id)
            names[session.station_id] = str(session.station_id) if station is None else station.identity
        seen = _as_seen(reader, session, names[session.station_id])
        found.append((seen, session.first_received_at))
    return found


def _as_seen(reader: Reader, session: Session, station: str) -> Seen:
    rated = ratings.newest(reader, session.id)
    rating = None if rated is None or rated.session_version != session.version else rated.rating
    reason = "not rated" if rated is None else rated.cost_reason
    return Seen(
        station=station,
        tx=session.tx,
        evse=session.evse,
        token="" if session.token is None else session.token.uid,
        state=session.state.value,
        started_at=session.started_at,
        ended_at=session.ended_at,
        energy_mwh=session.energy.mwh,
        flags=tuple(flag.value for flag in session.flags),
        amount_minor=None if rating is None else rating.amount.minor,
        currency="" if rating is None else rating.currency.code,
        price=reason if rating is None else f"{rating.tariff_id} v{rating.tariff_version}",
    )


def _tell(report: Report) -> None:
    print(
        f"{report.frames} frames of {report.stations} stations gave {report.sessions} sessions;"
        f" {report.unread} frames could not be read."
    )
    if report.compared is not None:
        print(f"{report.compared} sessions were compared, {len(report.differences)} would change.")
    if report.differences:
        columns = ("kind", "station", "tx", "started_at", "energy_wh", "amount", "causes")
        show.table([_plain(one) for one in report.differences], columns, empty="")


def _plain(one: Difference) -> dict[str, Any]:
    amount = Money(one.amount_minor, Currency(one.currency)) if one.currency else None
    return {
        "kind": one.kind,
        "station": one.station,
        "tx": one.tx,
        "started_at": one.started_at.rfc3339(),
        "energy_wh": f"{one.energy_mwh / 1000:+.3f}" if one.energy_mwh else "0",
        "amount": None if amount is None else f"{amount} {one.currency}",
        "causes": list(one.causes),
    }


def _habits() -> Any:
    return parse_habits((files("wattfleet.facts") / "habits.toml").read_text(encoding="utf-8"))


async def _tenant(source: Database, name: str) -> int:
    names = await source.read(INSTALLATION, directory.tenant_names)
    if name not in names:
        raise missing("tenant_unknown", f"There is no tenant “{name}”.", field="--tenant")
    return names[name]


def _finder(identity: str) -> Callable[[Reader], UUID]:
    def find(reader: Reader) -> UUID:
        station = stations.find(reader, identity)
        if station is None:
            raise missing("station_unknown", f"There is no station “{identity}”.", field="--station")
        return station.id

    return find
