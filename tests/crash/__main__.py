"""Hundreds of kills and power cuts on both databases: `python -m tests.crash N [SEED]`.

Writes what was counted to docs/spec/crash-log.md; ends with 1 where anything does not hold.
"""

import asyncio
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from random import Random

import msgspec
from tests.crash.campaign import PATIENCE_S, Blow, Crowd, charging, kill_again_and_again
from tests.crash.cuts import a_house_on_a_disk, cut_again_and_again
from tests.crash.place import RECOVERY_S, House, a_house, some_books
from tests.crash.verdict import Verdict, judge

from wattfleet.kernel.timeline import Instant

PAGE = Path(__file__).parents[2] / "docs/spec/crash-log.md"
ROUND = 50
"""Blows after which everything is judged, and begins anew."""
STATIONS = 8
Strike = Callable[..., Awaitable[object]]
KINDS = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


class Tally(msgspec.Struct, kw_only=True):
    """One database's share."""

    blows: list[Blow] = []
    verdicts: list[Verdict] = []
    delays: list[float] = []
    broken: list[str] = []
    seconds: float = 0.0

    def count(self, *what: str) -> int:
        return sum(one.what in what for one in self.blows)

    def sum(self, what: str) -> int:
        return sum(getattr(one, what) for one in self.verdicts)

    @property
    def wrong(self) -> list[str]:
        return [*self.broken, *(text for one in self.verdicts for text in one.wrong)]


def campaign(kind: str, kills: int, seed: int) -> Tally:
    """Rounds of kills, then rounds of power cuts."""
    tally = Tally()
    began = time.monotonic()
    left = {"kill": kills, "cut": kills // 4}
    number = 0
    while any(left.values()):
        deed = "kill" if left["kill"] else "cut"
        count = min(ROUND, left[deed])
        left[deed] -= count
        _round(tally, kind, deed, count, Random(f"{seed} {kind} {number}"))
        number += 1
        lost, double = tally.sum("lost"), tally.sum("double_bills")
        print(f"{kind}: {len(tally.blows)} blows, {lost} lost, {double} billed twice", flush=True)
    tally.seconds = time.monotonic() - began
    return tally


def _round(tally: Tally, kind: str, deed: str, count: int, chance: Random) -> None:
    """One that breaks off is told with the server's last words, and the next ones are lived all the same."""
    with tempfile.TemporaryDirectory() as folder:
        blows: list[Blow] = []
        try:
            if deed == "kill":
                with a_house(Path(folder), kind) as house:
                    _live(tally, house, blows, chance, partial(kill_again_and_again, count=count))
            else:
                with a_house_on_a_disk(kind) as (house, disk):
                    _live(tally, house, blows, chance, partial(cut_again_and_again, disk=disk, count=count))
        except (AssertionError, ExceptionGroup) as failed:
            tally.broken.append(f"a round broke off after {len(blows)} of {count}: {failed}")
    tally.blows += blows


def _live(tally: Tally, house: House, blows: list[Blow], chance: Random, strike: Strike) -> None:
    books = some_books(STATIONS)
    house.start()
    house.furnish(books)
    crowd = Crowd(house, books, chance)

    async def lived() -> None:
        async with charging(crowd):
            await strike(house, crowd=crowd, chance=chance, blows=blows)
            await crowd.finish()

    try:
        asyncio.run(lived())
        tally.verdicts.append(judge(house, books, PATIENCE_S))
    except (AssertionError, ExceptionGroup) as failed:
        raise AssertionError(f"{failed}; the server: {house.log()[-2000:]}") from failed
    finally:
        tally.delays += crowd.delays


def rows(tally: Tally) -> list[str]:
    """What was counted, as the page shows it."""
    counted = [
        tally.count("server"),
        tally.count("start"),
        tally.count("database"),
        tally.count("power"),
        *(tally.sum(what) for what in ("sent", "acknowledged", "found", "lost")),
        *(tally.sum(what) for what in ("charges", "sessions", "double_bills")),
    ]
    worst = max(one.back_s for one in tally.blows)
    late = sum(one.back_s > RECOVERY_S for one in tally.blows)
    return [
        *(f"{one:,}" for one in counted),
        f"{worst:.1f} s",
        f"{late:,}",
        f"{tally.seconds / 60:.0f} min",
    ]


NAMES = (
    "kill -9 of the server under load",
    "kill -9 of the server while it starts",
    "kill -9 of every process of the database",
    "power cuts",
    "frames sent",
    "frames acknowledged",
    "of these found, with their answers",
    "**of these lost**",
    "cars that charged",
    "**sessions, one for each, with exact energy and cost**",
    "**double bills**",
    "longest until a station was answered again",
    f"times that it took longer than {RECOVERY_S} s",
    "time taken",
)


INTRODUCTION = """# Crash log

The newest run of `make crash`: honest stations of 1.6, 2.0.1 and 2.1 charge cars and keep books, the server
and its database die at moments of chance, and at the end the books are held against the database. How it is
done stands in [crash and fault tests](crash-tests.md).
"""


def page(tallies: dict[str, Tally], seed: int, command: str) -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=PAGE.parent, capture_output=True, text=True, check=True
    ).stdout.strip()
    shown = [rows(tallies[kind]) for kind in KINDS]
    table = "\n".join(f"| {name} | {one} | {two} |" for name, one, two in zip(NAMES, *shown, strict=True))
    wrong = [f"- {KINDS[kind]}: {text}" for kind, tally in tallies.items() for text in tally.wrong]
    machine = (
        f"{os.cpu_count()} cores of {_processor()}, Linux {platform.release().split('-')[0]}, Python"
        f" {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_postgres()}; load average"
        f" at the end {os.getloadavg()[2]:.1f}"
    )
    day = Instant(time.time_ns() // 1000).rfc3339()[:10]
    said = [INTRODUCTION, f"{day}, `{command}`, seed {seed}, after commit {commit}.", f"{machine}.", ""]
    said += ["| | SQLite | PostgreSQL |", "|---|---:|---:|", table, ""]
    said += (
        ["**What does not hold:**", "", *wrong[:20]] if wrong else ["Nothing was found that does not hold."]
    )
    return "\n".join(said) + "\n"


def _processor() -> str:
    names = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return names[0].partition(": ")[2] if names else platform.machine()


def _postgres() -> str:
    from tests.places import _program

    told = subprocess.run([_program("postgres"), "--version"], capture_output=True, text=True, check=True)
    return f"PostgreSQL {told.stdout.split()[2]}"


def main(arguments: list[str]) -> int:
    kills = int(arguments[0])
    seed = int(arguments[1]) if len(arguments) > 1 else int.from_bytes(os.urandom(4))
    print(f"CRASH_SEED={seed}", flush=True)
    with ProcessPoolExecutor(len(KINDS)) as both:
        futures = {kind: both.submit(campaign, kind, kills, seed) for kind in KINDS}
        tallies = {kind: future.result() for kind, future in futures.items()}
    PAGE.write_text(page(tallies, seed, f"make crash N={kills}"), encoding="utf-8")
    wrong = [text for tally in tallies.values() for text in tally.wrong]
    print("\n".join(wrong) or f"nothing is wrong; see {PAGE.name}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
