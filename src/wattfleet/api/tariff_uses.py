"""Where a tariff or a tariff group sells, and which tariff would sell a session that has not begun."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import (
    Moment,
    Orders,
    PageQuery,
    When,
    instant,
    read_id,
    short_answer,
    when,
)
from wattfleet.api.tariff_groups import WhyTariffView, why_view
from wattfleet.api.tariffs import READ
from wattfleet.storage import tariff_groups, tariffs
from wattfleet.storage.database import Reader
from wattfleet.storage.tariffs import Use
from wattfleet.usecases.choose_tariff import Chosen, choose_tariff
from wattfleet.usecases.finding import named_station


class UseView(msgspec.Struct, frozen=True, kw_only=True):
    """A station that is sold by it; `evse` 0 is the whole station."""

    station: str
    name: str
    evse: int
    valid_from: When | None
    valid_until: When | None


class PlannedQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session that might begin: with which token, on which EVSE, when (now, if empty)."""

    token: Annotated[str, Meta(max_length=60)] = ""
    evse: Annotated[int, Meta(ge=1, le=200)] = 1
    at: Moment | None = None


async def why_planned(door: Door, asked: Asked[Nothing, PlannedQuery]) -> Answer:
    query = asked.query
    at = instant(query.at) or door.parts.clock.now()

    def look(reader: Reader) -> Chosen:
        station = named_station(reader, asked.names["identity"])
        return choose_tariff(reader, station.id, query.evse, token=query.token or None, started_at=at)

    return json_answer(why_view(await door.parts.database.read(asked.caller.tenant, look)))


class UsesQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the stations are sorted."""

    sort: Annotated[
        str,
        Meta(
            description="station, valid_from or valid_until; - for downwards; by station and EVSE if empty."
        ),
    ] = ""


_ORDERS: Orders[Use] = {
    "station": lambda one: (one.station, one.evse),
    "valid_from": lambda one: one.valid_from,
    "valid_until": lambda one: one.valid_until,
}


async def of_tariff(door: Door, asked: Asked[Nothing, UsesQuery]) -> Answer:
    tariff_id, now = read_id(asked.names, "tariff_unknown", "tariff"), door.parts.clock.now()

    def look(reader: Reader) -> list[Use]:
        tariffs.demand(reader, tariff_id)
        return tariffs.uses(reader, now, tariff_id=tariff_id)

    return await _answer(door, asked, look)


async def of_group(door: Door, asked: Asked[Nothing, UsesQuery]) -> Answer:
    group_id: UUID = read_id(asked.names, "group_unknown", "tariff group")
    now = door.parts.clock.now()

    def look(reader: Reader) -> list[Use]:
        tariff_groups.demand(reader, group_id)
        return tariffs.uses(reader, now, group_id=group_id)

    return await _answer(door, asked, look)


async def _answer(
    door: Door, asked: Asked[Nothing, UsesQuery], look: Callable[[Reader], list[Use]]
) -> Answer:
    return short_answer(door, asked, await door.parts.database.read(asked.caller.tenant, look), _use, _ORDERS)


def _use(one: Use) -> UseView:
    return UseView(
        station=one.station,
        name=one.name,
        evse=one.evse,
        valid_from=when(one.valid_from),
        valid_until=when(one.valid_until),
    )


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/stations/{identity}/tariff/why",
        why_planned,
        deed=READ,
        body=Nothing,
        query=PlannedQuery,
        about=About(
            summary="Which tariff would sell a session that begins then, and why",
            description="By the assignment of the EVSE or the station and the rules of its group, as they "
            "stand; rule by rule, with the conditions that did not hold.",
            answer=WhyTariffView,
        ),
    ),
    route(
        "GET",
        "/api/v1/tariffs/{id}/stations",
        of_tariff,
        deed=READ,
        body=Nothing,
        query=UsesQuery,
        about=About(
            summary="Which stations a tariff sells, now or later",
            description="Those that it is assigned to itself; what groups choose it for is in their rules.",
            answer=UseView,
            paged=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/tariff-groups/{id}/stations",
        of_group,
        deed=READ,
        body=Nothing,
        query=UsesQuery,
        about=About(summary="Which stations a tariff group sells, now or later", answer=UseView, paged=True),
    ),
)
