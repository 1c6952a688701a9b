"""A station, or one of its EVSEs, is sold by a tariff from a moment on; or is not sold any more."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import ratings, tariff_groups, tariffs
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.price_session import NOT_SOLD
from wattfleet.usecases.station_news import station_news


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """From `valid_from` on (None = always, earlier time too) `tariff_id` prices, or what a group chooses.

    Neither = not sold. `evse` 0 is the whole station.
    """

    tariff_id: UUID | None
    group_id: UUID | None = None
    evse: int = 0
    valid_from: Instant | None = None


async def assign_tariff(
    parts: Parts, tenant: int, station_id: UUID, wanted: Assignment, *, by: Principal
) -> None:
    """A second time changes nothing.

    Raises: WattfleetError `station_unknown`, `tariff_unknown`, `group_unknown`.
    """

    def assign(writer: Writer) -> str:
        station = demand_station(writer, station_id)
        if wanted.tariff_id is not None:
            tariffs.demand(writer, wanted.tariff_id)
        if wanted.group_id is not None:
            tariff_groups.demand(writer, wanted.group_id)
        tariffs.assign(
            writer,
            station_id,
            wanted.evse,
            tariff_id=wanted.tariff_id,
            valid_from=wanted.valid_from,
            group_id=wanted.group_id,
        )
        act(writer, parts, by, ("assign_tariff", "station"), station.id, after=wanted, name=station.identity)
        ratings.rate_unsold_again(writer, station_id, NOT_SOLD, wanted.valid_from)
        return station.identity

    identity = await parts.database.write(tenant, assign)
    parts.bus.publish(station_news(parts, tenant, identity))
