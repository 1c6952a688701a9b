"""A station is no longer ours: it may not connect, and its sessions stay."""

from uuid import UUID

from wattfleet.storage import stations
from wattfleet.storage.database import Writer
from wattfleet.usecases.finding import demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.station_news import station_news
from wattfleet.usecases.then import check_seen


async def remove_station(parts: Parts, tenant: int, station_id: UUID, *, seen: int | None) -> None:
    """Raises: WattfleetError `station_unknown`, `version_stale`."""
    now = parts.clock.now()

    def remove(writer: Writer) -> str:
        station = demand_station(writer, station_id)
        check_seen(seen, station.version)
        stations.remove(writer, station_id, now)
        return station.identity

    identity = await parts.database.write(tenant, remove)
    parts.bus.publish(station_news(parts, tenant, identity))
