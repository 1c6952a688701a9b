"""Sites over HTTP."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, list_answer, read_id, seen_version, wanted
from wattfleet.kernel.errors import missing
from wattfleet.stations.site import Site
from wattfleet.stations.wishes import SiteChange, SiteWish
from wattfleet.storage import sites
from wattfleet.usecases.change_site import change_site
from wattfleet.usecases.create_site import create_site
from wattfleet.usecases.remove_site import remove_site


class SiteView(msgspec.Struct, frozen=True, kw_only=True):
    """A site. `assumed` = made by the first start without --zone or --currency: set them."""

    id: Id
    name: str
    country: str
    zone: str
    currency: str
    address: str
    latitude: str | None
    longitude: str | None
    grid_area: str
    opening_hours: str
    groups: tuple[str, ...]
    assumed: bool
    version: int


class SiteQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which sites."""

    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2.")] | None = None
    search: Annotated[str, Meta(description="A part of the name.")] | None = None
    sort: Annotated[str, Meta(description="id (order of making), name or country; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


def site_view(site: Site) -> SiteView:
    return SiteView(
        id=str(site.id),
        name=site.name,
        country=site.country,
        zone=site.zone.name,
        currency=site.currency.code,
        address=site.address,
        latitude=site.latitude or None,
        longitude=site.longitude or None,
        grid_area=site.grid_area,
        opening_hours=site.opening_hours,
        groups=site.groups,
        assumed=site.assumed,
        version=site.version,
    )


async def list_sites(door: Door, asked: Asked[Nothing, SiteQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={"country": query.country, "search": query.search},
    )
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: sites.page(reader, page))
    return list_answer(door, asked, found, site_view)


async def create(door: Door, asked: Asked[SiteWish, Nothing]) -> Answer:
    site_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_site(door.parts, asked.caller.tenant, asked.body, site_id, then, by=asked.by),
        lambda site: _answer(site, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    site_id = read_id(asked.names, "site_unknown", "site")
    site = await door.parts.database.read(asked.caller.tenant, lambda reader: sites.get(reader, site_id))
    if site is None:
        raise missing("site_unknown", "There is no such site.")
    return _answer(site)


async def change(door: Door, asked: Asked[SiteChange, Nothing]) -> Answer:
    site_id = read_id(asked.names, "site_unknown", "site")
    changed = await change_site(
        door.parts,
        asked.caller.tenant,
        site_id,
        asked.body,
        seen=seen_version(asked),
        by=asked.by,
    )
    return _answer(changed)


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    site_id = read_id(asked.names, "site_unknown", "site")
    await remove_site(door.parts, asked.caller.tenant, site_id, seen=seen_version(asked), by=asked.by)
    return NO_CONTENT


def _answer(site: Site, *, status: int = 200) -> Answer:
    headers = [versioned(site.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/sites/{site.id}"))
    return json_answer(site_view(site), status=status, headers=tuple(headers))


READ, WRITE = Deed(Area.SITES), Deed(Area.SITES, write=True)
_EXAMPLE = """{"name": "Depot North", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK",
 "address": "Hamngatan 1, Stockholm", "grid_area": "SE3"}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/sites",
        list_sites,
        deed=READ,
        body=Nothing,
        query=SiteQuery,
        about=About(summary="The sites", answer=SiteView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/sites",
        create,
        deed=WRITE,
        body=SiteWish,
        query=Nothing,
        about=About(
            summary="Create a site",
            description="Local windows, local days, VAT country and currency of its stations come from it.",
            answer=SiteView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        "/api/v1/sites/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One site", answer=SiteView, versioned=True),
    ),
    route(
        "PATCH",
        "/api/v1/sites/{id}",
        change,
        deed=WRITE,
        body=SiteChange,
        query=Nothing,
        about=About(
            summary="Change a site",
            description="Only what is given changes; null clears what may be empty.",
            answer=SiteView,
            example='{"zone": "Europe/Oslo", "currency": "NOK", "country": "NO"}',
            versioned=True,
        ),
    ),
    route(
        "DELETE",
        "/api/v1/sites/{id}",
        remove,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Remove a site at which nothing stands", status=204, versioned=True, refuses=(409,)
        ),
    ),
)
