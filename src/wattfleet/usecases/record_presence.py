"""When stations were last heard, written now and then: a heartbeat itself changes no station's row."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from uuid import UUID

from wattfleet.bus.port import StationKey
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import stations
from wattfleet.usecases.parts import Parts

AT_ONCE = 200
"""Stations of one transaction: so long a station's frame may wait for them."""


async def record_presence(parts: Parts, heard: Iterable[tuple[StationKey, Instant]]) -> None:
    """Raises: WattfleetError `storage_unavailable`."""
    by_tenant: dict[int, list[tuple[UUID, Instant]]] = defaultdict(list)
    for key, at in heard:
        by_tenant[key.tenant].append((key.station_id, at))
    for tenant, moments in by_tenant.items():
        for begin in range(0, len(moments), AT_ONCE):
            some = moments[begin : begin + AT_ONCE]
            await parts.database.write(tenant, partial(stations.seen, moments=some))
