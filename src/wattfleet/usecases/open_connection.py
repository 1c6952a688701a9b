"""A station has connected and proved who it is: it gets a new epoch, and its memory is laid out."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from wattfleet.bus.port import News
from wattfleet.events import StatusReported
from wattfleet.kernel.timeline import DAY_US, Instant
from wattfleet.ocpp.versions import Version
from wattfleet.stations.clock import StationClock, resumed
from wattfleet.stations.habits import Record
from wattfleet.stations.station import Station
from wattfleet.storage import events, sessions, sites, stations
from wattfleet.storage.database import Writer
from wattfleet.storage.events import StoredEvent
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
    desk = (await open_connections(parts, [caller]))[0]
    if desk is None:
        raise stations.gone()
    return desk


async def open_connections(parts: Parts, callers: Sequence[Caller]) -> list[Desk | None]:
    """The same of different stations of one tenant, in one transaction; None for who was removed in between.

    Raises: WattfleetError `storage_unavailable`.
    """
    now, tenant = parts.clock.now(), callers[0].tenant
    laid = await parts.database.write(tenant, lambda writer: _take_over(writer, callers, now, parts.habits))
    desks = {one.station.id: Desk(one) for one in laid}
    for desk in desks.values():
        parts.bus.publish(News(tenant, "station", desk.station.identity, now.us, now))
    return [desks.get(caller.station_id) for caller in callers]


def _take_over(
    writer: Writer, callers: Sequence[Caller], now: Instant, records: tuple[Record, ...]
) -> list[Laid]:
    taken = stations.connect_all(writer, [_arrival(caller, now) for caller in callers])
    came = [caller for caller in callers if caller.station_id in taken]
    ids = [caller.station_id for caller in came]
    at = sites.get_all(writer, [taken[one].site_id for one in ids])
    plugs = stations.connectors_of_each(writer, ids)
    near = sessions.open_and_recent_of(writer, ids, since=now + -RECENT_US)
    ended = sessions.last_registers_of(writer, ids, before=now)
    told = events.newest_statuses(writer, ids)
    laid: list[Laid] = []
    for number, caller in enumerate(came):
        station = taken[caller.station_id]
        registers = {evse: one.end_register for evse, one in ended[number].items()}
        laid.append(
            Laid(
                tenant=writer.tenant,
                station=station,
                site=at[station.site_id],
                version=caller.version,
                records=records,
                opened_at=now,
                connectors=plugs[number],
                sessions=near[number],
                registers={evse: one for evse, one in registers.items() if one is not None},
                clock=_clock(told[number], station),
            )
        )
    return laid


def _arrival(caller: Caller, now: Instant) -> stations.Arrival:
    return stations.Arrival(
        station_id=caller.station_id,
        ocpp=caller.version,
        at=now,
        address=caller.address,
        user_agent=caller.user_agent,
    )


def _clock(told: StoredEvent | None, station: Station) -> StationClock:
    """What is known of the station's clock: its queue comes first, before anything can be measured anew."""
    said = _decode(told.body).at if told is not None else None
    if told is None or said is None:
        return StationClock(booted_at=station.booted_at, in_service_from=station.in_service_from)
    return resumed(said, told.at, booted_at=station.booted_at, in_service_from=station.in_service_from)
