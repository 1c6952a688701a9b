"""A station gets another password, by hand: the old one opens nothing from now on."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.storage import directory, stations
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.create_station import NewStation, secret_of
from wattfleet.usecases.finding import demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.station_news import station_news
from wattfleet.usecases.then import Then, check_seen, nothing


async def set_password(
    parts: Parts,
    tenant: int,
    station_id: UUID,
    given: str | None,
    *,
    pepper: bytes,
    seen: int | None = None,
    by: Principal,
    then: Then[NewStation] = nothing,
) -> NewStation:
    """Generated where none is given.

    Raises: WattfleetError `station_unknown`, `version_stale`, `password_length` …
    """

    def put(writer: Writer) -> NewStation:
        station = demand_station(writer, station_id)
        check_seen(seen, station.version)
        secret = secret_of(pepper, parts.ids, station.identity, given)
        changed = msgspec.structs.replace(station, weak_password=secret.weak)
        changed = stations.change(writer, changed, station.version)
        known = directory.get(writer, station_id)
        assert known is not None, "a station that is ours is in the directory"
        directory.put(writer, msgspec.structs.replace(known, digests=(secret.digest,)))
        act(writer, parts, by, ("set_password", "station"), station_id, name=station.identity)
        made = NewStation(changed, secret.text)
        then(writer, made)
        return made

    made = await parts.database.write(tenant, put)
    parts.bus.publish(station_news(parts, tenant, made.station.identity))
    return made
