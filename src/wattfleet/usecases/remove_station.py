"""A station is no longer ours: it may not connect, and its sessions stay."""

from uuid import UUID

from wattfleet.bus.port import News
from wattfleet.storage import stations
from wattfleet.storage.database import Writer
from wattfleet.usecases.finding import demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_station(parts: Parts, tenant: int, station_id: UUID, *, seen: int | None) -> None:
    """Raises: WattfleetError `station_unknown`, `version_stale`."""
    now = parts.clock.now()

    def remove(writer: Writer) -> int:
        station = demand_station(writer, station_id)
        check_seen(seen, station.version)
        stations.remove(writer, station_id, now)
        return station.version + 1

    version = await parts.database.write(tenant, remove)
    parts.bus.publish(News(tenant, "station", str(station_id), version, now))
