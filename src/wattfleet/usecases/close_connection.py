"""A station's connection has ended; if a newer one owns the station, nothing of that is touched (row 68).

Those that end in one moment are written in one transaction, a tenant's at a time.
"""

from collections.abc import Sequence

from wattfleet.bus.port import News
from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import stations
from wattfleet.storage.grouping import Grouping
from wattfleet.storage.stations import Departure
from wattfleet.usecases.desk import Desk
from wattfleet.usecases.parts import Parts

MOST_ENDS = 25
"""So many are one transaction: frames wait for it to end."""


class Departures:
    """Who goes while a transaction runs is in the next one."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._waiting: Grouping[tuple[int, Departure], None] = Grouping(self._end, MOST_ENDS)

    async def close(self, desk: Desk, why: str) -> None:
        """Write the end of this epoch. Raises: WattfleetError `storage_unavailable`."""
        now = self._parts.clock.now()
        await self._waiting.add((desk.tenant, Departure(desk.station.id, desk.epoch, now, why)))
        self._parts.bus.publish(News(desk.tenant, "station", desk.station.identity, now.us, now))

    async def _end(self, gone: list[tuple[int, Departure]]) -> Sequence[Exception | None]:
        outcomes: list[Exception | None] = [None] * len(gone)
        for tenant in sorted({tenant for tenant, _ in gone}):
            some = [number for number, (of, _) in enumerate(gone) if of == tenant]
            ended = await self._end_some(tenant, [gone[number][1] for number in some])
            for number, failed in zip(some, ended, strict=True):
                outcomes[number] = failed
        return outcomes

    async def _end_some(self, tenant: int, gone: list[Departure]) -> Sequence[Exception | None]:
        """What spoils the transaction by its data is found by ending each alone."""
        try:
            await self._parts.database.write(tenant, lambda writer: stations.disconnect_each(writer, gone))
        except WattfleetError as failed:
            return [failed] * len(gone)
        except Exception as failed:  # noqa: BLE001 - it belongs to whoever has gone
            if len(gone) == 1:
                return [failed]
            return [(await self._end_some(tenant, [one]))[0] for one in gone]
        return [None] * len(gone)
