"""A fleet on the command line: read or registered, run on the wire, told about."""

import argparse
import asyncio
import csv
import signal
import sys
from pathlib import Path

import httpx
import msgspec

from wattfleet.kernel.clock import Clock, PacedClock, SystemClock, pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, SECOND_US, Zone
from wattfleet.ocpp.versions import VERSIONS, Version
from wattfleet.simulator import faults
from wattfleet.simulator.fleet import Fleet, Size, planned
from wattfleet.simulator.life import Member


class Row(msgspec.Struct, frozen=True):
    """A line of the stations' file."""

    identity: str
    password: str
    ocpp: str = ""


def run(given: argparse.Namespace) -> int:
    if given.list_faults:
        known = faults.FAULTS.items()
        print("\n".join(f"{row:>3}  {one.does}  ({', '.join(one.versions)})" for row, one in known))
        return 0
    try:
        return asyncio.run(simulate(given))
    except WattfleetError as refusal:
        print(f"{refusal.message} {refusal.hint}", file=sys.stderr)
        return 1
    except (httpx.HTTPError, OSError) as error:
        print(f"{error}", file=sys.stderr)
        return 3


async def simulate(given: argparse.Namespace) -> int:
    """The command, in a loop that runs already."""
    rows = tuple(int(one) for one in given.faults.split(",") if one.strip())
    chosen = faults.chosen(rows)
    members = _members(given)
    if given.key:
        members = await _registered(given, members)
    clock: Clock = SystemClock()
    now = clock.now()
    start = now + -given.past * DAY_US
    fleet = Fleet(members, start, given.seed, chosen)
    if given.speed > 1:
        clock = PacedClock(clock, start, given.speed)
        for life in fleet.lives:
            life.station.post.mailbox.timeout_s *= given.speed  # the server answers in its own time
    elif given.past:
        print(f"living {given.past} days …", flush=True)
        await fleet.past(now, clock)
        print(f"{len(fleet.charges())} charges, {fleet.waiting()} messages wait to be said", flush=True)
    fleet.sample_every(given.sample)
    await _until_stopped(fleet, given, clock)
    _report(fleet)
    problem = next((link.problem for link in fleet.links.values() if link.problem), "")
    if problem and fleet.acknowledged() == 0:
        print(f"No station came in at {given.url}: {problem}", file=sys.stderr)
        return 3
    return 0


def _members(given: argparse.Namespace) -> tuple[Member, ...]:
    zone = Zone.named(given.zone)
    version: Version | None = given.ocpp
    listed = [] if given.stations.isdigit() else _read(Path(given.stations))
    count = len(listed) or int(given.stations)
    part = -(-count // 4)
    size = Size(depot_ac=part, depot_dc=0, homes=part, public=part, fast=part)
    members = planned(size, given.seed, zone, prefix=given.prefix, version=version)
    order = [members[kind * part + number] for number in range(part) for kind in range(4)][:count]
    if not listed:
        return tuple(msgspec.structs.replace(one, password=given.password) for one in order)
    return tuple(_named(one, row) for one, row in zip(order, listed, strict=True))


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [msgspec.convert(row, Row, strict=False) for row in csv.DictReader(file)]


def _named(member: Member, row: Row) -> Member:
    version = next((one for one in VERSIONS if one == row.ocpp), member.version)
    plan = msgspec.structs.replace(member.plan, identity=row.identity, version=version)
    return msgspec.structs.replace(member, plan=plan, password=row.password)


async def _registered(given: argparse.Namespace, members: tuple[Member, ...]) -> tuple[Member, ...]:
    """Make the stations and cards known to the server; what is known already stays as it is."""
    headers = {"Authorization": f"Bearer {given.key}"}
    password = given.password or f"pretend-{given.seed:024d}"
    async with httpx.AsyncClient(base_url=f"{given.api}/api/v1", headers=headers, timeout=30) as client:
        for token in sorted({token for one in members for token in one.tokens}):
            await _made(client, "/tokens", {"uid": token, "kind": "rfid", "group": "pretend"})
        for one in members:
            body = {"identity": one.identity, "access": "public", "ocpp_password": password}
            await _made(client, "/stations", body)
    return tuple(msgspec.structs.replace(one, password=password) for one in members)


async def _made(client: httpx.AsyncClient, path: str, body: dict[str, str]) -> None:
    response = await client.post(path, json=body)
    if response.status_code != 409:
        response.raise_for_status()


async def _until_stopped(fleet: Fleet, given: argparse.Namespace, clock: Clock) -> None:
    """Run on the wire until Ctrl-C, or until the time is over; say how it goes."""
    real = SystemClock()
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    running = asyncio.create_task(fleet.run(given.url, clock))
    telling = asyncio.create_task(_tell(fleet, real))
    waiting = [asyncio.create_task(stopped.wait()), running]
    if given.seconds:
        waiting.append(asyncio.create_task(pause(real, given.seconds * SECOND_US)))
    if given.once:
        waiting.append(asyncio.create_task(fleet.drained(real)))
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in (*waiting, telling):
        task.cancel()
    await asyncio.gather(*waiting, telling, return_exceptions=True)


async def _tell(fleet: Fleet, clock: Clock) -> None:
    tty = sys.stdout.isatty()
    while True:
        charging = sum(evse.running is not None for life in fleet.lives for evse in life.station.evses)
        line = (
            f"{fleet.online()}/{len(fleet.lives)} on line · {charging} charging · "
            f"{fleet.waiting()} wait · {fleet.acknowledged()} acknowledged"
        )
        problem = next((link.problem for link in fleet.links.values() if link.problem), "")
        if problem and fleet.online() == 0:
            line += f" · {problem}"
        print(f"\r\033[K{line}" if tty else line, end="" if tty else "\n", flush=True)
        await pause(clock, SECOND_US if tty else 5 * SECOND_US)


def _report(fleet: Fleet) -> None:
    charges = fleet.charges()
    kwh = sum(one.delivered.mwh for one in charges) / 1_000_000
    lost = sum(len(life.station.post.mailbox.lost) for life in fleet.lives)
    problems = sum(len(life.station.post.problems) for life in fleet.lives)
    print(
        f"\n{len(charges)} charges, {kwh:.1f} kWh delivered; {fleet.acknowledged()} messages acknowledged, "
        f"{fleet.waiting()} still wait, {lost} given up, {problems} answers that were not as they should be"
    )
