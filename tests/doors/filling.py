"""A disk that fills: samples of the last hundred hours, two days before it is full."""

from functools import partial

from wattfleet.kernel.timeline import HOUR_US
from wattfleet.operations.health import DiskSample
from wattfleet.storage import health
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.parts import Parts


async def fill_disk(parts: Parts) -> int:
    """The bytes that are free now, with about two days left."""
    free = parts.machine.look().free_bytes
    assert free is not None
    now = parts.clock.now()
    for hour in range(100, -1, -2):
        sample = DiskSample(now + -hour * HOUR_US, free + hour * free // 48, 0)
        await parts.database.write(
            INSTALLATION, partial(health.add_sample, sample=sample, total_bytes=2 * free)
        )
    return free
