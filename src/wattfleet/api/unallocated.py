"""Unallocated energy over HTTP: what meters counted between sessions, and what people say that it was."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.app import versioned
from wattfleet.api.decide import decide
from wattfleet.api.desk_shapes import READ, WHY, WRITE, ReasonBody
from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.api.session_views import wh_text
from wattfleet.api.shapes import Id, Moment, When, instant, list_answer, read_id, seen_version, wanted
from wattfleet.storage import stations, unallocated
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.storage.unallocated import Unallocated
from wattfleet.usecases.accept_unallocated import (
    accept_unallocated,
    demand_unallocated,
    reopen_unallocated,
)
from wattfleet.usecases.finding import named_station


class UnallocatedView(msgspec.Struct, frozen=True, kw_only=True):
    """Energy between two sessions of an EVSE, by its register. `explained_by` is a session that came late."""

    id: Id
    station: str
    evse: int
    from_at: When
    to_at: When
    from_register_wh: str
    to_register_wh: str
    energy_wh: Annotated[str, Meta(description="What no session has, in watt-hours.")]
    state: Annotated[str, Meta(extra_json_schema={"enum": ["open", "explained", "accepted"]})]
    after_session: Id
    before_session: Id
    explained_by: Id | None
    note: str
    booked_at: When
    changed_at: When
    version: int


class UnallocatedQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which; newest first where nothing else is said."""

    station: Annotated[str, Meta(description="A station's identity.")] | None = None
    evse: int | None = None
    state: Literal["open", "explained", "accepted"] | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="booked_at; - for downwards.")] = "-booked_at"
    limit: Limit = 50
    cursor: Cursor | None = None


async def list_unallocated(door: Door, asked: Asked[Nothing, UnallocatedQuery]) -> Answer:
    query = asked.query

    def look(reader: Reader) -> Page[UnallocatedView]:
        station = None if query.station is None else named_station(reader, query.station).id
        page = wanted(
            door,
            asked,
            limit=query.limit,
            cursor=query.cursor,
            sort=query.sort,
            filters={
                "station": station,
                "evse": query.evse,
                "state": query.state,
                "from": instant(query.from_),
                "to": instant(query.to),
            },
        )
        found = unallocated.page(reader, page)
        return Page([_view(one, _identity(reader, one)) for one in found.items], found.next)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, lambda one: one)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    row_id = _row_id(asked)

    def look(reader: Reader) -> UnallocatedView:
        row = demand_unallocated(reader, row_id)
        return _view(row, _identity(reader, row))

    view = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(view, headers=(versioned(view.version),))


async def accept(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await decide(
        door, asked, accept_unallocated, _row_id(asked), seen_version(asked), await _shown(door, asked)
    )


async def reopen(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await decide(
        door, asked, reopen_unallocated, _row_id(asked), seen_version(asked), await _shown(door, asked)
    )


def _view(one: Unallocated, identity: str) -> UnallocatedView:
    return UnallocatedView(
        id=str(one.id),
        station=identity,
        evse=one.evse,
        from_at=one.from_at.rfc3339(),
        to_at=one.to_at.rfc3339(),
        from_register_wh=wh_text(one.from_mwh),
        to_register_wh=wh_text(one.to_mwh),
        energy_wh=wh_text(one.energy),
        state=one.state,
        after_session=str(one.after_session),
        before_session=str(one.before_session),
        explained_by=None if one.explained_by is None else str(one.explained_by),
        note=one.note,
        booked_at=one.booked_at.rfc3339(),
        changed_at=one.changed_at.rfc3339(),
        version=one.version,
    )


async def _shown(door: Door, asked: Asked[Q, Nothing]) -> "_Shown":
    row_id = _row_id(asked)
    identity = await door.parts.database.read(
        asked.caller.tenant, lambda reader: _identity(reader, demand_unallocated(reader, row_id))
    )
    return _Shown(identity)


class _Shown:
    """Makes the answer of a decision."""

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def __call__(self, row: Unallocated) -> Answer:
        return json_answer(_view(row, self._identity), headers=(versioned(row.version),))


def _identity(reader: Reader, one: Unallocated) -> str:
    station = stations.get(reader, one.station_id)
    return "" if station is None else station.identity


def _row_id(asked: Asked[Q, Nothing]) -> UUID:
    return read_id(asked.names, "unallocated_unknown", "unallocated energy")


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/unallocated",
        list_unallocated,
        deed=READ,
        body=Nothing,
        query=UnallocatedQuery,
        about=About(
            summary="Energy that meters counted between sessions",
            description="Booked by registers that count for life; healed when a late session has it.",
            answer=UnallocatedView,
            paged=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/unallocated/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One such energy", answer=UnallocatedView, versioned=True),
    ),
    route(
        "POST",
        "/api/v1/unallocated/{id}/accept",
        accept,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Say what it was: it waits no longer",
            answer=UnallocatedView,
            example=WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/unallocated/{id}/reopen",
        reopen,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Take that back", answer=UnallocatedView, example=WHY, versioned=True, refuses=(409,)
        ),
    ),
)
