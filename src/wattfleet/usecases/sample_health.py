"""Once an hour it is remembered how full the disk is, so that it can be told when it will be full."""

import asyncio

from wattfleet.kernel.timeline import MINUTE_US
from wattfleet.operations.health import DiskSample
from wattfleet.storage import health
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.usecases.parts import Parts

APART_US = 50 * MINUTE_US


async def sample_health(parts: Parts) -> int:
    """Take a sample where the last one is old; never asks to be run again at once."""
    now = parts.clock.now()
    machine = await asyncio.to_thread(parts.machine.look)
    if machine.free_bytes is None or machine.total_bytes is None:
        return 0

    def look(reader: Reader) -> int | None:
        return None if health.samples(reader, now + -APART_US) else health.database_bytes(reader)

    size = await parts.database.read(INSTALLATION, look)
    if size is None:
        return 0
    sample, total = DiskSample(now, machine.free_bytes, size), machine.total_bytes

    def keep(writer: Writer) -> None:
        health.add_sample(writer, sample, total)

    await parts.database.write(INSTALLATION, keep)
    return 0
