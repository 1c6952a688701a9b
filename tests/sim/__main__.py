"""Run worlds from the command line: `python -m tests.sim FIRST COUNT [HOURS]`, or `make sim`.

One seed alone is told in full: what does not hold, and what happened before. A seed that has found something
becomes a line of seeds.txt, where it stays.
"""

import subprocess
import sys
import time
from pathlib import Path

from tests.sim.running import run
from tests.sim.world import Failed

HOURS = 2
YEAR_H = 24 * 365


def main(arguments: list[str]) -> int:
    first, count = int(arguments[0]), int(arguments[1])
    hours = int(arguments[2]) if len(arguments) > 2 else HOURS
    failed: list[int] = []
    began, lived_us = time.monotonic(), 0
    for seed in range(first, first + count):
        try:
            world = run(seed, hours)
        except Failed as problem:
            failed.append(seed)
            print(problem if count == 1 else str(problem).split("\nbefore that")[0], flush=True)
        else:
            lived_us += world.loop.us * len(world.players)
            if (seed - first + 1) % 100 == 0:
                print(f"… {seed - first + 1} seeds, {len(failed)} failed", flush=True)
            if count == 1:
                charges = sum(len(one.station.charges) for one in world.players)
                print(f"{charges} charges, {world.answered} answers")
    spent = time.monotonic() - began
    years = lived_us / 3_600_000_000 / YEAR_H
    print(f"{count} seeds in {spent:.0f} s, {years:.2f} years of station life; failed: {failed or 'none'}")
    if failed:
        print(f"To see one again at {_commit()}: make sim FIRST={failed[0]} SEEDS=1")
    return 1 if failed else 0


def _commit() -> str:
    """Which code this was: a seed alone says nothing of another."""
    command = ["git", "describe", "--always", "--dirty"]
    told = subprocess.run(command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    return told.stdout.strip() or "an unknown commit"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
