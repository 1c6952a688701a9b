"""`wattfleet backup --follow`: a base, then every few seconds what was committed, until told to stop."""

import argparse
import asyncio
import shutil
import signal
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from wattfleet.cli.backup import make_target
from wattfleet.cli.backup_place import key_of, note, place_of
from wattfleet.kernel.clock import Clock, SystemClock, pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, SECOND_US, Instant
from wattfleet.storage.backups.following import Follower, generations_in
from wattfleet.storage.backups.make import Made
from wattfleet.storage.backups.pg_following import PostgresFollower
from wattfleet.storage.backups.wal import Gap

NOTED_US = 30 * SECOND_US
BASE_US = DAY_US


async def follow(given: argparse.Namespace) -> int:
    """Until SIGINT or SIGTERM. Raises: WattfleetError, those of a base."""
    make_target(given.target)
    follower = _follower(given, SystemClock())
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(one, stop.set)
    work = asyncio.create_task(_work(given, follower, SystemClock()))
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait((work, waiting), return_when=asyncio.FIRST_COMPLETED)
    if work.done():
        work.result()
    work.cancel()
    await asyncio.wait((work,))
    with suppress(WattfleetError, Gap):  # whoever stops it in peace loses nothing
        await follower.ship(SystemClock().now())
    await follower.end()
    return 0


class Follows(Protocol):
    """A follower of either database."""

    async def begin(self, now: Instant) -> Made: ...
    async def ship(self, now: Instant) -> int: ...
    async def end(self) -> None: ...


def _follower(given: argparse.Namespace, clock: Clock) -> Follows:
    place, key, program = place_of(given), key_of(given), version("wattfleet")
    if given.database is None:
        return Follower(place, given.target, key, program)
    return PostgresFollower(place, given.target, key, program, clock)


async def _work(given: argparse.Namespace, follower: Follows, clock: Clock) -> None:
    """A base a day, deltas between; what fails is told, and tried again."""
    base_at: Instant | None = None
    first_at: Instant | None = None
    noted_at = Instant(0)
    while True:
        now = clock.now()
        try:
            if base_at is None or now - base_at >= BASE_US:
                made = await follower.begin(now)
                base_at = now
                first_at = first_at or now
                _forget(given.target, given.generations)
                await note(
                    given, last_at=now, place=str(given.target), bytes=made.bytes, following=True, problem=""
                )
                print(f"{made.path}  {made.bytes / 1024**2:,.1f} MB; following.", flush=True)
            await follower.ship(now)
            if now - noted_at >= NOTED_US:
                noted_at = now
                await note(given, shipped_at=now, problem="")
        except Gap:
            base_at = None  # the log went on without us: begin anew
        except WattfleetError as error:
            if first_at is None:
                raise
            print(error.message, flush=True)
            await note(given, problem=error.message)
        await pause(clock, given.every * SECOND_US)


def _forget(target: Path, count: int) -> None:
    """Remove the oldest generations."""
    for one in generations_in(target)[: -max(1, count)]:
        shutil.rmtree(one.folder, ignore_errors=True)
