"""`wattfleet backup --follow`: a base, then every few seconds what was committed, until told to stop."""

import argparse
import asyncio
import shutil
import signal
from importlib.metadata import version
from pathlib import Path

from wattfleet.cli.backup import make_target
from wattfleet.cli.backup_place import key_of, note, place_of
from wattfleet.kernel.clock import Clock, SystemClock, pause
from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import DAY_US, SECOND_US, Instant
from wattfleet.storage.backups.following import Follower, generations_in
from wattfleet.storage.backups.wal import Gap

NOTED_US = 30 * SECOND_US
BASE_US = DAY_US


async def follow(given: argparse.Namespace) -> int:
    """Until SIGINT or SIGTERM. Raises: WattfleetError `follow_sqlite`, and those of a base."""
    if given.database is not None:
        raise invalid(
            "follow_sqlite",
            "--follow is for SQLite; PostgreSQL archives its own log.",
            hint="docs/run/backup.md tells how: pg_basebackup and pg_receivewal.",
            field="--follow",
        )
    make_target(given.target)
    follower = Follower(place_of(given), given.target, key_of(given), version("wattfleet"))
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
    follower.end()
    return 0


async def _work(given: argparse.Namespace, follower: Follower, clock: Clock) -> None:
    """A base a day, deltas between; what fails is told, and tried again."""
    base_at: Instant | None = None
    noted_at = Instant(0)
    while True:
        now = clock.now()
        try:
            if base_at is None or now - base_at >= BASE_US:
                made = await follower.begin(now)
                base_at = now
                _forget(given.target, given.generations)
                await note(
                    given, last_at=now, place=str(given.target), bytes=made.bytes, following=True, problem=""
                )
                print(f"{made.path}  {made.bytes / 1024**2:,.1f} MB; following.", flush=True)
            await asyncio.to_thread(follower.ship, now)
            if now - noted_at >= NOTED_US:
                noted_at = now
                await note(given, shipped_at=now, problem="")
        except Gap:
            base_at = None  # the log went on without us: begin anew
        except WattfleetError as error:
            if base_at is None:
                raise
            print(error.message, flush=True)
            await note(given, problem=error.message)
        await pause(clock, given.every * SECOND_US)


def _forget(target: Path, count: int) -> None:
    """Remove the oldest generations."""
    for one in generations_in(target)[: -max(1, count)]:
        shutil.rmtree(one.folder, ignore_errors=True)
