"""Stations over HTTP."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, B, Nothing, Q, Route, json_answer, route
from wattfleet.api.shapes import (
    Orders,
    PageQuery,
    list_answer,
    seen_version,
    short_answer,
    wanted,
)
from wattfleet.api.station_views import (
    ConnectorView,
    CreatedStationView,
    StationDetailView,
    StationView,
    connector_view,
    created_view,
    detail_view,
    station_view,
)
from wattfleet.stations.station import Access, Connector, Station
from wattfleet.stations.wishes import Groups, StationChange, StationWish
from wattfleet.storage import directory, stations
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.change_station import change_station
from wattfleet.usecases.create_station import NewStation, create_station
from wattfleet.usecases.finding import named_station
from wattfleet.usecases.remove_station import remove_station
from wattfleet.usecases.set_password import set_password


class StationQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which stations."""

    site: Annotated[UUID, Meta(description="At this site.")] | None = None
    access: Access | None = None
    connected: bool | None = None
    vendor: str | None = None
    model: str | None = None
    firmware: str | None = None
    search: Annotated[str, Meta(description="A part of the identity or the name.")] | None = None
    sort: Annotated[
        str, Meta(description="identity, name, vendor, model, firmware, seen_at or id; - for downwards.")
    ] = "identity"
    limit: Limit = 50
    cursor: Cursor | None = None


class GroupsBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The allow-list: groups of tokens, or * for all valid tokens."""

    groups: Groups


class GroupsView(msgspec.Struct, frozen=True):
    """The allow-list as it stands."""

    groups: tuple[str, ...]


class PasswordBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A password for the station; generated when absent."""

    ocpp_password: str | None = None


async def list_stations(door: Door, asked: Asked[Nothing, StationQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={
            "site": query.site,
            "access": query.access,
            "connected": query.connected,
            "vendor": query.vendor,
            "model": query.model,
            "firmware": query.firmware,
            "search": query.search,
        },
    )

    def look(reader: Reader) -> Page[tuple[Station, list[Connector]]]:
        rows = stations.page(reader, page)
        plugs = stations.connectors_by_station(reader, [one.id for one in rows.items])
        return Page([(one, plugs.get(one.id, [])) for one in rows.items], rows.next)

    rows = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, rows, lambda pair: station_view(*pair))


async def create(door: Door, asked: Asked[StationWish, Nothing]) -> Answer:
    station_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_station(
            door.parts,
            asked.caller.tenant,
            asked.body,
            station_id,
            pepper=door.pepper,
            by=asked.by,
            then=then,
        ),
        lambda made: created_answer(door, made, made.password),
        replayed=lambda made: created_answer(door, made, None),
    )


def created_answer(door: Door, made: NewStation, password: str | None, *, status: int = 201) -> Answer:
    """A station with the password that stands here and never again."""
    headers = (versioned(made.station.version), ("location", f"/api/v1/stations/{made.station.identity}"))
    view = created_view(made.station, password, door.ocpp_url)
    return json_answer(view, status=status, headers=headers)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    view = await door.parts.database.read(
        asked.caller.tenant,
        lambda reader: _detail(reader, named_station(reader, asked.names["identity"])),
    )
    return json_answer(view, headers=(versioned(view.version),))


def _detail(reader: Reader, station: Station) -> StationDetailView:
    plugs = stations.connectors_of(reader, station.id)
    return detail_view(station, plugs, directory.get(reader, station.id))


async def change(door: Door, asked: Asked[StationChange, Nothing]) -> Answer:
    station = await find_station(door, asked)
    changed = await change_station(
        door.parts,
        asked.caller.tenant,
        station.id,
        asked.body,
        seen=seen_version(asked),
        by=asked.by,
    )
    view = await door.parts.database.read(asked.caller.tenant, lambda reader: _detail(reader, changed))
    return json_answer(view, headers=(versioned(view.version),))


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    station = await find_station(door, asked)
    await remove_station(door.parts, asked.caller.tenant, station.id, seen=seen_version(asked), by=asked.by)
    return NO_CONTENT


class ConnectorsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the connectors are sorted."""

    sort: Annotated[
        str, Meta(description="evse, status or since; - for downwards; by EVSE and connector if empty.")
    ] = ""


_ORDERS: Orders[Connector] = {
    "evse": lambda one: (one.evse, one.connector),
    "status": lambda one: one.status.value,
    "since": lambda one: one.since,
}


async def show_connectors(door: Door, asked: Asked[Nothing, ConnectorsQuery]) -> Answer:
    station = await find_station(door, asked)
    plugs = await door.parts.database.read(
        asked.caller.tenant, lambda reader: stations.connectors_of(reader, station.id)
    )
    return short_answer(door, asked, plugs, connector_view, _ORDERS)


async def show_groups(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    station = await find_station(door, asked)
    return json_answer(GroupsView(station.groups), headers=(versioned(station.version),))


async def set_groups(door: Door, asked: Asked[GroupsBody, Nothing]) -> Answer:
    station = await find_station(door, asked)
    change = StationChange(groups=asked.body.groups)
    changed = await change_station(
        door.parts,
        asked.caller.tenant,
        station.id,
        change,
        seen=seen_version(asked),
        by=asked.by,
    )
    return json_answer(GroupsView(changed.groups), headers=(versioned(changed.version),))


async def renew_password(door: Door, asked: Asked[PasswordBody, Nothing]) -> Answer:
    station = await find_station(door, asked)
    given = asked.body.ocpp_password
    return await once(
        door,
        asked,
        lambda then: set_password(
            door.parts,
            asked.caller.tenant,
            station.id,
            given,
            pepper=door.pepper,
            seen=seen_version(asked),
            by=asked.by,
            then=then,
        ),
        lambda made: created_answer(door, made, made.password, status=200),
        replayed=lambda made: created_answer(door, made, None, status=200),
    )


async def find_station(door: Door, asked: Asked[B, Q]) -> Station:
    """The station that the path names. Raises: WattfleetError `station_unknown`."""
    identity = asked.names["identity"]
    return await door.parts.database.read(asked.caller.tenant, lambda reader: named_station(reader, identity))


READ, WRITE = Deed(Area.STATIONS), Deed(Area.STATIONS, write=True)
_LIST = "/api/v1/stations"
_ONE = "/api/v1/stations/{identity}"
_CREATE = About(
    summary="Register a station",
    description=(
        "The password is generated when absent, given when the station comes from another back end "
        "(8 characters at least; below 16 it is flagged weak), and stands in this answer only."
    ),
    answer=CreatedStationView,
    status=201,
    example='{"identity": "DEPOT-07", "access": "private", "name": "Bay 7", "max_power_w": 22000}',
    versioned=True,
    refuses=(409,),
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        _LIST,
        list_stations,
        deed=READ,
        body=Nothing,
        query=StationQuery,
        about=About(summary="The stations", answer=StationView, paged=True),
    ),
    route("POST", _LIST, create, deed=WRITE, body=StationWish, query=Nothing, about=_CREATE),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One station with its connectors", answer=StationDetailView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        change,
        deed=WRITE,
        body=StationChange,
        query=Nothing,
        about=About(
            summary="Change a station's record",
            description="Only what is given changes; null clears what may be empty. The identity stays.",
            answer=StationDetailView,
            example='{"name": "Bay 7, left", "max_power_w": 11000}',
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
            summary="Remove a station: it may not connect any more; its sessions stay",
            status=204,
            versioned=True,
        ),
    ),
    route(
        "GET",
        _ONE + "/connectors",
        show_connectors,
        deed=READ,
        body=Nothing,
        query=ConnectorsQuery,
        about=About(summary="What its connectors last told", answer=ConnectorView, paged=True),
    ),
    route(
        "GET",
        _ONE + "/groups",
        show_groups,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="Which groups of tokens may charge", answer=GroupsView, versioned=True),
    ),
    route(
        "PUT",
        _ONE + "/groups",
        set_groups,
        deed=WRITE,
        body=GroupsBody,
        query=Nothing,
        about=About(
            summary="Set which groups of tokens may charge",
            description=(
                "`*` is all valid tokens. Empty means: at a home nobody, at a private station the tenant's "
                "tokens, at a public one all valid tokens."
            ),
            answer=GroupsView,
            example='{"groups": ["drivers", "guests"]}',
            versioned=True,
        ),
    ),
    route(
        "POST",
        _ONE + "/password",
        renew_password,
        deed=WRITE,
        body=PasswordBody,
        query=Nothing,
        about=About(
            summary="Give a station another password",
            description=(
                "The old one opens nothing from now on. Write the new one into the station first where it "
                "is connected: `change_configuration` of AuthorizationKey, or `set_variables` of "
                "SecurityCtrlr.BasicAuthPassword."
            ),
            answer=CreatedStationView,
            example="{}",
            versioned=True,
        ),
    ),
)
