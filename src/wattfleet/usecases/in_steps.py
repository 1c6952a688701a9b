"""Long work on many rows in small transactions, so that nobody else waits for long."""

from collections.abc import Callable

from wattfleet.kernel.clock import pause
from wattfleet.storage.database import Writer
from wattfleet.usecases.parts import Parts

STEP_PAUSE_US = 5_000
MOST_STEPS = 500
"""Steps of one run; the next run goes on."""


async def in_steps(
    parts: Parts, tenant: int, step: Callable[[Writer], int], *, rows: int, step_pause_us: int
) -> int:
    """How many rows were done. `step` does at most `rows`, and tells how many; fewer mean the end."""
    done = 0
    for _ in range(MOST_STEPS):
        count = await parts.database.write(tenant, step)
        done += count
        if count < rows:
            break
        await pause(parts.clock, step_pause_us)
    return done
