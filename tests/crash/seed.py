"""Chance with a name: a run's seed is drawn anew each time and told, and `CRASH_SEED=…` repeats its choices.

The moments of a real machine do not repeat; what is chosen does.
"""

import os
from random import Random


def drawn() -> tuple[int, Random]:
    """The seed, printed for whoever looks at a failure, and its chance."""
    seed = int(os.environ.get("CRASH_SEED", "0")) or int.from_bytes(os.urandom(4))
    print(f"CRASH_SEED={seed}")
    return seed, Random(seed)
