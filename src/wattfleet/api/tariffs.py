"""Tariffs over HTTP, in OCPI's shape: versions, and which station is sold by which."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import (
    Id,
    Moment,
    Orders,
    PageQuery,
    When,
    instant,
    list_answer,
    read_id,
    seen_version,
    short_answer,
    wanted,
    when,
)
from wattfleet.api.stations import find_station
from wattfleet.kernel.errors import invalid, missing
from wattfleet.storage import tariffs
from wattfleet.tariffs.shape import ElementInput, PriceLimitInput, TariffInput, WordingInput, show_tariff
from wattfleet.tariffs.tariff import Tariff
from wattfleet.usecases.assign_tariff import Assignment, assign_tariff
from wattfleet.usecases.change_tariff import change_tariff
from wattfleet.usecases.create_tariff import create_tariff
from wattfleet.usecases.remove_tariff import remove_tariff


class TariffView(msgspec.Struct, frozen=True, kw_only=True):
    """A tariff at one version, in the shape in which it is written."""

    id: Id
    version: int
    name: str
    currency: str
    elements: list[ElementInput]
    tax_included: bool
    valid_from: When | None
    valid_until: When | None
    texts: list[WordingInput]
    link: str
    min_price: PriceLimitInput | None
    max_price: PriceLimitInput | None
    rounding: str


class TariffChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the next version has different; all else stays as it was."""

    name: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    elements: list[ElementInput] | UnsetType = UNSET
    tax_included: bool | UnsetType = UNSET
    valid_from: str | UnsetType | None = UNSET
    valid_until: str | UnsetType | None = UNSET
    texts: list[WordingInput] | UnsetType = UNSET
    link: str | UnsetType = UNSET
    min_price: PriceLimitInput | UnsetType | None = UNSET
    max_price: PriceLimitInput | UnsetType | None = UNSET
    rounding: str | UnsetType = UNSET


class TariffQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which tariffs."""

    currency: str | None = None
    search: Annotated[str, Meta(description="A part of the name.")] | None = None
    sort: Annotated[str, Meta(description="id (order of making) or name; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


class AssignmentBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which tariff sells, or which group chooses one; null ends the sale.

    Without `valid_from` it holds for all earlier time too.
    """

    tariff_id: UUID | None = None
    group_id: UUID | None = None
    evse: Annotated[int, Meta(ge=0, le=10_000, description="0 = the whole station.")] = 0
    valid_from: Moment | None = None


class AssignmentView(msgspec.Struct, frozen=True, kw_only=True):
    """From `valid_from` on this tariff sells; null = from the beginning."""

    tariff_id: Id | None
    group_id: Id | None
    evse: int
    valid_from: When | None


def tariff_view(tariff: Tariff) -> TariffView:
    shape = show_tariff(tariff)
    return TariffView(
        id=str(tariff.id),
        version=tariff.version,
        name=shape.name,
        currency=shape.currency,
        elements=shape.elements,
        tax_included=shape.tax_included,
        valid_from=shape.valid_from,
        valid_until=shape.valid_until,
        texts=shape.texts,
        link=shape.link,
        min_price=shape.min_price,
        max_price=shape.max_price,
        rounding=shape.rounding,
    )


async def list_tariffs(door: Door, asked: Asked[Nothing, TariffQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={"currency": query.currency, "search": query.search},
    )
    rows = await door.parts.database.read(asked.caller.tenant, lambda reader: tariffs.page(reader, page))
    return list_answer(door, asked, rows, tariff_view)


async def create(door: Door, asked: Asked[TariffInput, Nothing]) -> Answer:
    tariff_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_tariff(door.parts, asked.caller.tenant, asked.body, tariff_id, then, by=asked.by),
        lambda tariff: _answer(tariff, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    tariff_id = read_id(asked.names, "tariff_unknown", "tariff")
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: tariffs.demand(reader, tariff_id)
    )
    return _answer(found)


class VersionsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the versions are sorted."""

    sort: Annotated[str, Meta(description="version, valid_from or name; - for downwards.")] = "-version"


_VERSION_ORDERS: Orders[Tariff] = {
    "version": lambda one: one.version,
    "valid_from": lambda one: one.valid_from,
    "name": lambda one: one.name,
}


async def list_versions(door: Door, asked: Asked[Nothing, VersionsQuery]) -> Answer:
    """All versions, newest first; there are never many."""
    tariff_id = read_id(asked.names, "tariff_unknown", "tariff")
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: tariffs.versions(reader, tariff_id)
    )
    if not found:
        raise missing("tariff_unknown", "There is no such tariff.")
    return short_answer(door, asked, found, tariff_view, _VERSION_ORDERS)


async def change(door: Door, asked: Asked[TariffChange, Nothing]) -> Answer:
    tariff_id = read_id(asked.names, "tariff_unknown", "tariff")
    wish = asked.body
    told = {name: value for name in wish.__struct_fields__ if (value := getattr(wish, name)) is not UNSET}
    changed = await change_tariff(
        door.parts,
        asked.caller.tenant,
        tariff_id,
        lambda shape: msgspec.structs.replace(shape, **told),
        seen=seen_version(asked),
        by=asked.by,
    )
    return _answer(changed)


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    tariff_id = read_id(asked.names, "tariff_unknown", "tariff")
    await remove_tariff(door.parts, asked.caller.tenant, tariff_id, seen=seen_version(asked), by=asked.by)
    return NO_CONTENT


async def assign(door: Door, asked: Asked[AssignmentBody, Nothing]) -> Answer:
    station = await find_station(door, asked)
    body = asked.body
    if body.tariff_id is not None and body.group_id is not None:
        raise invalid(
            "assignment_twofold",
            "A station is sold by a tariff or by a group, not by both.",
            hint="Give tariff_id or group_id.",
            field="group_id",
        )
    made = Assignment(
        tariff_id=body.tariff_id,
        group_id=body.group_id,
        evse=body.evse,
        valid_from=instant(body.valid_from),
    )
    await assign_tariff(door.parts, asked.caller.tenant, station.id, made, by=asked.by)
    return json_answer(_assignment_view(made))


class AssignmentsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the assignments are sorted."""

    sort: Annotated[
        str, Meta(description="valid_from or evse; - for downwards; as they were made if empty.")
    ] = ""


_ASSIGNMENT_ORDERS: Orders[Assignment] = {
    "valid_from": lambda one: one.valid_from,
    "evse": lambda one: one.evse,
}


async def list_assignments(door: Door, asked: Asked[Nothing, AssignmentsQuery]) -> Answer:
    station = await find_station(door, asked)
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: tariffs.assignments(reader, station.id)
    )
    views = [
        Assignment(tariff_id=one.tariff_id, group_id=one.group_id, evse=one.evse, valid_from=one.valid_from)
        for one in found
    ]
    return short_answer(door, asked, views, _assignment_view, _ASSIGNMENT_ORDERS)


def _assignment_view(one: Assignment) -> AssignmentView:
    return AssignmentView(
        tariff_id=None if one.tariff_id is None else str(one.tariff_id),
        group_id=None if one.group_id is None else str(one.group_id),
        evse=one.evse,
        valid_from=when(one.valid_from),
    )


def _answer(tariff: Tariff, *, status: int = 200) -> Answer:
    headers = [versioned(tariff.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/tariffs/{tariff.id}"))
    return json_answer(tariff_view(tariff), status=status, headers=tuple(headers))


READ, WRITE = Deed(Area.TARIFFS), Deed(Area.TARIFFS, write=True)
_ONE = "/api/v1/tariffs/{id}"
_OF_STATION = "/api/v1/stations/{identity}/tariff"
_EXAMPLE = """{"name": "Depot 2026", "currency": "SEK", "elements": [
 {"price_components": [{"type": "ENERGY", "price": "2.50", "step_size": 1, "vat": "25.0"}]},
 {"price_components": [{"type": "PARKING_TIME", "price": "30.00", "vat": "25.0", "free_s": 900}],
  "restrictions": {"start_time": "07:00", "end_time": "22:00"}}]}"""
_CREATE = About(
    summary="Create a tariff",
    description=(
        "The shape is OCPI's: for each of ENERGY, TIME, PARKING_TIME and FLAT the first element that has a "
        "price for it and whose restrictions match counts. Prices are decimal texts per kWh, per hour "
        "or once."
    ),
    answer=TariffView,
    status=201,
    example=_EXAMPLE,
    versioned=True,
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/tariffs",
        list_tariffs,
        deed=READ,
        body=Nothing,
        query=TariffQuery,
        about=About(summary="The tariffs, each at its newest version", answer=TariffView, paged=True),
    ),
    route("POST", "/api/v1/tariffs", create, deed=WRITE, body=TariffInput, query=Nothing, about=_CREATE),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="A tariff at its newest version", answer=TariffView, versioned=True),
    ),
    route(
        "GET",
        _ONE + "/versions",
        list_versions,
        deed=READ,
        body=Nothing,
        query=VersionsQuery,
        about=About(summary="All versions of a tariff, newest first", answer=TariffView, paged=True),
    ),
    route(
        "PATCH",
        _ONE,
        change,
        deed=WRITE,
        body=TariffChange,
        query=Nothing,
        about=About(
            summary="Make the next version of a tariff",
            description="Sessions keep the version of their start; give `valid_from` to say when it begins.",
            answer=TariffView,
            example='{"valid_from": "2027-01-01T00:00:00Z", "name": "Depot 2027"}',
            versioned=True,
        ),
    ),
    route(
        "DELETE",
        _ONE,
        remove,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Put away a tariff that no station uses", status=204, versioned=True, refuses=(409,)
        ),
    ),
    route(
        "GET",
        _OF_STATION,
        list_assignments,
        deed=READ,
        body=Nothing,
        query=AssignmentsQuery,
        about=About(
            summary="Which tariffs sell this station, and since when", answer=AssignmentView, paged=True
        ),
    ),
    route(
        "PUT",
        _OF_STATION,
        assign,
        deed=WRITE,
        body=AssignmentBody,
        query=Nothing,
        about=About(
            summary="Assign a tariff to a station or one of its EVSEs",
            description=(
                "Without `valid_from` it holds for all earlier time too; the version is chosen by the "
                "session's start. `tariff_id` null ends the sale."
            ),
            answer=AssignmentView,
            example='{"tariff_id": "01970000-0000-7000-8000-000000000000"}',
        ),
    ),
)
