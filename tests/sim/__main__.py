"""Run worlds from the command line: `python -m tests.sim FIRST COUNT [HOURS]`.

One seed alone is told in full: what does not hold, and what happened before.
"""

import sys
import time
from pathlib import Path

from tests.sim.world import Failed, run

KEPT = Path(__file__).parent / "seeds.txt"


def main(arguments: list[str]) -> int:
    first, count = int(arguments[0]), int(arguments[1])
    hours = int(arguments[2]) if len(arguments) > 2 else 6
    failed: list[int] = []
    began = time.monotonic()
    for seed in range(first, first + count):
        try:
            world = run(seed, hours)
        except Failed as problem:
            failed.append(seed)
            print(problem if count == 1 else str(problem).split("\nbefore that")[0], flush=True)
        else:
            if count == 1:
                charges = sum(len(one.station.charges) for one in world.players)
                print(f"{charges} charges, {world.answered} answers")
    print(f"{count} seeds in {time.monotonic() - began:.0f} s; failed: {failed or 'none'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
