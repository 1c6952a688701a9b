"""Every connected station is brought to its baseline once, and again after its firmware has changed.

A job without input. Stations that have just connected are left in peace first: they have queues to empty.
"""

import asyncio
import contextlib
from functools import partial
from uuid import UUID

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US
from wattfleet.stations.templates import Baseline
from wattfleet.storage import configuration, directory
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.apply_baseline import MARK, apply_baseline
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.rotate_password import rotate_password

AT_ONCE = 20
SETTLE_US = 3 * MINUTE_US
AGAIN_US = HOUR_US


async def keep_baselines(parts: Parts, *, baselines: tuple[Baseline, ...], pepper: bytes) -> int:
    """How many stations were looked after. Raises: WattfleetError `storage_unavailable`."""
    now = parts.clock.now()
    tenants = await parts.database.read(INSTALLATION, directory.tenant_names)
    seen = 0
    for tenant in tenants.values():
        find = partial(
            configuration.lacking,
            mark=MARK,
            settled_before=now + -SETTLE_US,
            tried_before=now + -AGAIN_US,
            limit=AT_ONCE,
        )
        async with asyncio.TaskGroup() as group:
            for station_id in await parts.database.read(tenant, find):
                group.create_task(_look_after(parts, tenant, station_id, baselines, pepper))
                seen += 1
    return seen


async def _look_after(
    parts: Parts, tenant: int, station_id: UUID, baselines: tuple[Baseline, ...], pepper: bytes
) -> None:
    with contextlib.suppress(WattfleetError):  # it was removed, or the next run finds it again
        await apply_baseline(parts, tenant, station_id, baselines)
        await rotate_password(parts, tenant, station_id, pepper=pepper)
