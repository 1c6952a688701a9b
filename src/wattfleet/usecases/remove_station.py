"""A station is no longer ours: it may not connect, and its sessions stay."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import stations
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.station_news import station_news
from wattfleet.usecases.then import check_seen


async def remove_station(
    parts: Parts, tenant: int, station_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """Raises: WattfleetError `station_unknown`, `version_stale`."""
    now = parts.clock.now()

    def remove(writer: Writer) -> str:
        station = demand_station(writer, station_id)
        check_seen(seen, station.version)
        stations.remove(writer, station_id, now)
        act(writer, parts, by, ("remove", "station"), station_id, before=station, name=station.identity)
        return station.identity

    identity = await parts.database.write(tenant, remove)
    parts.bus.publish(station_news(parts, tenant, identity))
