"""Doubts over HTTP: what stations said that belongs to no session, kept until somebody places it."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.frame_views import Json
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, Moment, When, instant, list_answer, read_id, wanted
from wattfleet.events import Flag
from wattfleet.kernel.errors import missing
from wattfleet.storage import doubts, stations
from wattfleet.storage.database import Reader
from wattfleet.storage.doubts import Doubt
from wattfleet.storage.lists import Page
from wattfleet.usecases.finding import named_station


class DoubtView(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that belongs to no session: by which rule, from which frame, and what became of it."""

    id: Id
    station: str
    at: When
    rule: str
    event: Json
    frame: int | None
    state: Annotated[str, Meta(extra_json_schema={"enum": ["open", "resolved", "dismissed"]})]
    session: Id | None
    note: str
    version: int


class DoubtQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which doubts; newest first where nothing else is said."""

    station: Annotated[str, Meta(description="A station's identity.")] | None = None
    state: Literal["open", "resolved", "dismissed"] | None = None
    rule: Flag | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="at; - for downwards.")] = "-at"
    limit: Limit = 50
    cursor: Cursor | None = None


async def list_doubts(door: Door, asked: Asked[Nothing, DoubtQuery]) -> Answer:
    query = asked.query

    def look(reader: Reader) -> Page[tuple[Doubt, str]]:
        station = None if query.station is None else named_station(reader, query.station).id
        page = wanted(
            door,
            asked,
            limit=query.limit,
            cursor=query.cursor,
            sort=query.sort,
            filters={
                "station": station,
                "state": query.state,
                "rule": None if query.rule is None else query.rule.value,
                "from": instant(query.from_),
                "to": instant(query.to),
            },
        )
        found = doubts.page(reader, page)
        return Page([(one, _identity(reader, one)) for one in found.items], found.next)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, lambda pair: doubt_view(*pair))


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    doubt_id = read_id(asked.names, "doubt_unknown", "doubt")

    def look(reader: Reader) -> DoubtView:
        found = doubts.get(reader, doubt_id)
        if found is None:
            raise missing("doubt_unknown", "There is no such doubt.", hint="GET /api/v1/doubts lists all.")
        return doubt_view(found, _identity(reader, found))

    return json_answer(await door.parts.database.read(asked.caller.tenant, look))


def doubt_view(one: Doubt, identity: str) -> DoubtView:
    return DoubtView(
        id=str(one.id),
        station=identity,
        at=one.at.rfc3339(),
        rule=one.rule.value,
        event=Json(msgspec.json.encode(one.event)),
        frame=one.frame_id,
        state=one.state,
        session=None if one.session_id is None else str(one.session_id),
        note=one.note,
        version=one.version,
    )


def _identity(reader: Reader, one: Doubt) -> str:
    station = stations.get(reader, one.station_id)
    return "" if station is None else station.identity


READ = Deed(Area.DOUBTS)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/doubts",
        list_doubts,
        deed=READ,
        body=Nothing,
        query=DoubtQuery,
        about=About(summary="What could not be placed in a session", answer=DoubtView, paged=True),
    ),
    route(
        "GET",
        "/api/v1/doubts/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One doubt", answer=DoubtView),
    ),
)
