"""A station's record is changed: name, access, site, groups, power."""

from uuid import UUID

import msgspec
from msgspec import UnsetType

from wattfleet.access.acts import plain
from wattfleet.access.principal import Principal
from wattfleet.stations.credentials import Known
from wattfleet.stations.station import Station
from wattfleet.stations.wishes import StationChange, changed_station
from wattfleet.storage import directory, stations
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_site, demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.station_news import station_news
from wattfleet.usecases.then import check_seen


async def change_station(
    parts: Parts, tenant: int, station_id: UUID, change: StationChange, *, seen: int | None, by: Principal
) -> Station:
    """Raises: WattfleetError `station_unknown`, `site_unknown`, `version_stale`."""

    def put(writer: Writer) -> Station:
        station = demand_station(writer, station_id)
        check_seen(seen, station.version)
        if not isinstance(change.site, UnsetType):
            demand_site(writer, change.site, field="site")
        changed = stations.change(writer, changed_station(station, change), station.version)
        known = directory.get(writer, station_id)
        if known is not None and (door := _at_the_door(known, change)) != known:
            directory.put(writer, door)
        before, after = (station, known), (changed, directory.get(writer, station_id))
        act(
            writer,
            parts,
            by,
            ("change", "station"),
            station_id,
            before=_shown(*before),
            after=_shown(*after),
            name=station.identity,
        )
        return changed

    changed = await parts.database.write(tenant, put)
    parts.bus.publish(station_news(parts, tenant, changed.identity))
    return changed


def _shown(station: Station, door: Known | None) -> dict[str, object]:
    """A station with how the gateway treats it."""
    shown: dict[str, object] = plain(station)
    return shown if door is None else shown | plain(door)


def _at_the_door(known: Known, change: StationChange) -> Known:
    """How the gateway is to treat it from now on."""
    wished = {
        name: value
        for name in ("passwordless", "assume_16", "blocked", "tls_only")
        if not isinstance(value := getattr(change, name), UnsetType)
    }
    return msgspec.structs.replace(known, **wished)
