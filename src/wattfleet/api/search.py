"""Search by anything, and the wall board: what a console asks for as one."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed, refusal
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Decimals, Id, When
from wattfleet.storage import board
from wattfleet.storage.board import SiteTally, Tally
from wattfleet.storage.search import Hit, search

AREAS = {
    "station": Area.STATIONS,
    "session": Area.SESSIONS,
    "token": Area.TOKENS,
    "site": Area.SITES,
    "tariff": Area.TARIFFS,
    "command": Area.COMMANDS,
    "person": Area.PEOPLE,
    "account": Area.BILLING,
    "invoice": Area.BILLING,
}


class SearchQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What to look for."""

    q: Annotated[str, Meta(max_length=200, description="A part of a name, or a whole id or transaction.")]
    limit: Annotated[int, Meta(ge=1, le=50, description="How many at most of each kind.")] = 8


class SearchView(msgspec.Struct, frozen=True):
    """What was found: `name` is its place in the API, an identity for a station and an id for the rest."""

    hits: tuple[Hit, ...]


class TallyView(msgspec.Struct, frozen=True, kw_only=True):
    """Stations of one kind; `plugs` counts connectors by state, `offline` for those whose station is away."""

    access: str
    stations: int
    offline: int
    plugs: dict[str, int]


class BoardSiteView(msgspec.Struct, frozen=True, kw_only=True):
    """A site on the board and on the map."""

    id: Id
    name: str
    country: str
    zone: str
    latitude: Decimals | None
    longitude: Decimals | None
    stations: int
    offline: int
    plugs: dict[str, int]
    kinds: tuple[TallyView, ...]


class BoardView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole network, counted at one moment."""

    at: When
    kinds: tuple[TallyView, ...]
    sites: tuple[BoardSiteView, ...]


async def find(door: Door, asked: Asked[Nothing, SearchQuery]) -> Answer:
    """What the caller may not read is not found."""
    caller = asked.caller
    kinds = [kind for kind, area in AREAS.items() if not refusal(caller.role, caller.scopes, Deed(area))]
    query = asked.query
    hits = await door.parts.database.read(
        caller.tenant, lambda reader: search(reader, query.q, kinds, query.limit)
    )
    return json_answer(SearchView(tuple(hits)))


async def show_board(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    found = await door.parts.database.read(asked.caller.tenant, board.by_site)
    kinds = sorted({access for one in found for access in one.by_access})
    view = BoardView(
        at=door.parts.clock.now().rfc3339(),
        kinds=tuple(
            _tally_view(kind, board.total(one.by_access[kind] for one in found if kind in one.by_access))
            for kind in kinds
        ),
        sites=tuple(_site_view(one) for one in found),
    )
    return json_answer(view)


def _site_view(one: SiteTally) -> BoardSiteView:
    site, whole = one.site, board.total(one.by_access.values())
    return BoardSiteView(
        id=str(site.id),
        name=site.name,
        country=site.country,
        zone=site.zone.name,
        latitude=site.latitude or None,
        longitude=site.longitude or None,
        stations=whole.stations,
        offline=whole.offline,
        plugs=whole.plugs,
        kinds=tuple(_tally_view(kind, tally) for kind, tally in one.by_access.items()),
    )


def _tally_view(access: str, tally: Tally) -> TallyView:
    return TallyView(access=access, stations=tally.stations, offline=tally.offline, plugs=tally.plugs)


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/search",
        find,
        deed=Deed(None),
        body=Nothing,
        query=SearchQuery,
        about=About(
            summary="Search by anything",
            description=(
                "Stations, tokens, sites, tariffs and people by a part of their names; sessions and commands "
                "by their id, sessions also by their transaction. What the caller may not read is left out."
            ),
            answer=SearchView,
        ),
    ),
    route(
        "GET",
        "/api/v1/board",
        show_board,
        deed=Deed(Area.STATIONS),
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The wall board: plugs by state, by kind of station and by site",
            description="Sites come with their place on the map. Ask again when a live event tells of one.",
            answer=BoardView,
        ),
    ),
)
