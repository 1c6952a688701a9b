"""A station's connections over HTTP: when it came, from where, how long it stayed, and why it went."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.shapes import When, list_answer, wanted, when
from wattfleet.storage import connections
from wattfleet.storage.connections import Connection
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.finding import named_station


class ConnectionView(msgspec.Struct, frozen=True, kw_only=True):
    """One connection. `closed_at` null = it is the one that is there now."""

    epoch: Annotated[int, Meta(description="Its number among the station's connections.")]
    opened_at: When
    closed_at: When | None
    address: str
    subprotocol: str
    user_agent: str
    why: Annotated[str, Meta(description="Why it ended, in words.")]


class ConnectionQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which connections; newest first where nothing else is said."""

    sort: Annotated[str, Meta(description="epoch; - for downwards.")] = "-epoch"
    limit: Limit = 50
    cursor: Cursor | None = None


async def list_connections(door: Door, asked: Asked[Nothing, ConnectionQuery]) -> Answer:
    query = asked.query

    def look(reader: Reader) -> Page[Connection]:
        station = named_station(reader, asked.names["identity"])
        page = wanted(
            door,
            asked,
            limit=query.limit,
            cursor=query.cursor,
            sort=query.sort,
            filters={"station": station.id},
        )
        return connections.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, connection_view)


def connection_view(one: Connection) -> ConnectionView:
    return ConnectionView(
        epoch=one.epoch,
        opened_at=one.opened_at.rfc3339(),
        closed_at=when(one.closed_at),
        address=one.address,
        subprotocol=one.subprotocol,
        user_agent=one.user_agent,
        why=one.why,
    )


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/stations/{identity}/connections",
        list_connections,
        deed=Deed(Area.STATIONS),
        body=Nothing,
        query=ConnectionQuery,
        about=About(
            summary="When the station was connected, from where, and why each connection ended",
            answer=ConnectionView,
            paged=True,
        ),
    ),
)
