"""A station has connected and proved who it is: it gets a new epoch, and its memory is laid out."""

from uuid import UUID

import msgspec

from wattfleet.bus.port import News
from wattfleet.events import StatusReported
from wattfleet.kernel.timeline import DAY_US
from wattfleet.ocpp.versions import Version
from wattfleet.stations.clock import StationClock, resumed
from wattfleet.stations.station import Station
from wattfleet.storage import events, sessions, sites, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.desk import Desk, Laid
from wattfleet.usecases.parts import Parts

RECENT_US = 3 * DAY_US
"""Sessions that ended within this time are at hand at once for what still comes for them."""

_decode = msgspec.json.Decoder(StatusReported).decode


class Caller(msgspec.Struct, frozen=True):
    """Who opened the connection, as the gateway saw it."""

    tenant: int
    station_id: UUID
    version: Version
    address: str
    user_agent: str = ""


async def open_connection(parts: Parts, caller: Caller) -> Desk:
    """Take the station over under a new epoch; whoever held it before is fenced from now on.

    Raises: WattfleetError `station_unknown` (removed in between), `storage_unavailable`.
    """
    now = parts.clock.now()

    def take_over(writer: Writer) -> Laid:
        arrival = stations.Arrival(
            station_id=caller.station_id,
            ocpp=caller.version,
            at=now,
            address=caller.address,
            user_agent=caller.user_agent,
        )
        stations.connect(writer, arrival)
        station = stations.get(writer, caller.station_id)
        site = sites.get(writer, station.site_id) if station is not None else None
        assert station is not None, "a station that has just been connected is there"
        assert site is not None, "a station's site is there as long as the station"
        ended = sessions.last_registers(writer, station.id, before=now)
        return Laid(
            tenant=caller.tenant,
            station=station,
            site=site,
            version=caller.version,
            records=parts.habits,
            opened_at=now,
            connectors=stations.connectors_of(writer, station.id),
            sessions=sessions.open_and_recent(writer, station.id, since=now + -RECENT_US),
            registers={evse: one.end_register for evse, one in ended.items() if one.end_register is not None},
            clock=_clock(writer, station),
        )

    desk = Desk(await parts.database.write(caller.tenant, take_over))
    parts.bus.publish(News(caller.tenant, "station", desk.station.identity, now.us, now))
    return desk


def _clock(reader: Reader, station: Station) -> StationClock:
    """What is known of the station's clock: its queue comes first, before anything can be measured anew."""
    told = events.newest_status(reader, station.id)
    said = _decode(told.body).at if told is not None else None
    if told is None or said is None:
        return StationClock(booted_at=station.booted_at, in_service_from=station.in_service_from)
    return resumed(said, told.at, booted_at=station.booted_at, in_service_from=station.in_service_from)
