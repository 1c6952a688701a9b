"""Series that prices follow, over HTTP: made, told, looked at."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Decimals, Id, Moment, When, instant, list_answer, seen_version, wanted
from wattfleet.storage import series
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.tariffs.series import Point
from wattfleet.tariffs.series_wishes import PointsWish, PriceSeries, SeriesWish
from wattfleet.usecases.create_series import create_series
from wattfleet.usecases.remove_series import remove_series
from wattfleet.usecases.tell_series import SeriesTold, tell_series


class SeriesView(msgspec.Struct, frozen=True, kw_only=True):
    """A series; `currency` where its values are prices per kWh or hour."""

    id: Id
    name: str
    currency: str | None
    note: str
    version: int


class SeriesQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which series."""

    search: Annotated[str, Meta(description="A part of the name.")] | None = None
    sort: Annotated[str, Meta(description="name or id; - for downwards.")] = "name"
    limit: Limit = 50
    cursor: Cursor | None = None


class PointView(msgspec.Struct, frozen=True, kw_only=True):
    """A value from `start` up to, not including, `end`."""

    start: When
    end: When
    value: Decimals


class PointsQuery(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"from_": "from"}
):
    """Values that hold at or after `from`, and begin before `to`."""

    from_: Moment | None = None
    to: Moment | None = None
    sort: Annotated[str, Meta(description="start; - for downwards.")] = "start"
    limit: Limit = 50
    cursor: Cursor | None = None


def _view(one: PriceSeries) -> SeriesView:
    currency = None if one.currency is None else one.currency.code
    return SeriesView(id=str(one.id), name=one.name, currency=currency, note=one.note, version=one.version)


async def list_series(door: Door, asked: Asked[Nothing, SeriesQuery]) -> Answer:
    query = asked.query
    filters = {"search": query.search}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: series.page(reader, page))
    return list_answer(door, asked, found, _view)


async def create(door: Door, asked: Asked[SeriesWish, Nothing]) -> Answer:
    series_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_series(door.parts, asked.caller.tenant, asked.body, series_id, then, by=asked.by),
        lambda made: _answer(made, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    name = asked.names["name"]
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: series.demand(reader, name))
    return _answer(found)


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    await remove_series(
        door.parts, asked.caller.tenant, asked.names["name"], seen=seen_version(asked), by=asked.by
    )
    return NO_CONTENT


async def list_points(door: Door, asked: Asked[Nothing, PointsQuery]) -> Answer:
    query, name = asked.query, asked.names["name"]

    def look(reader: Reader) -> Page[Point]:
        filters = {
            "series": series.demand(reader, name).id,
            "from": instant(query.from_),
            "to": instant(query.to),
        }
        asked_for = wanted(
            door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters
        )
        return series.point_page(reader, asked_for)

    return list_answer(door, asked, await door.parts.database.read(asked.caller.tenant, look), _point)


async def put_points(door: Door, asked: Asked[PointsWish, Nothing]) -> Answer:
    name = asked.names["name"]
    told = await tell_series(door.parts, asked.caller.tenant, name, asked.body, by=asked.by)
    return json_answer(told)


def _point(one: Point) -> PointView:
    whole, rest = divmod(abs(one.micro), 10**6)
    digits = f"{rest:06}".rstrip("0")
    value = f"{'-' if one.micro < 0 else ''}{whole}{'.' + digits if digits else ''}"
    return PointView(start=one.span.start.rfc3339(), end=one.span.end.rfc3339(), value=value)


def _answer(one: PriceSeries, *, status: int = 200) -> Answer:
    headers = [versioned(one.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/series/{one.name}"))
    return json_answer(_view(one), status=status, headers=tuple(headers))


READ, WRITE = Deed(Area.TARIFFS), Deed(Area.TARIFFS, write=True)
_POINTS = """{"points": [{"start": "2026-11-28T12:00:00Z", "value": "0.83"},
 {"start": "2026-11-28T13:00:00Z", "value": "-0.02", "length_s": 900}]}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/series",
        list_series,
        deed=READ,
        body=Nothing,
        query=SeriesQuery,
        about=About(summary="The series that prices may follow", answer=SeriesView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/series",
        create,
        deed=WRITE,
        body=SeriesWish,
        query=Nothing,
        about=About(
            summary="Create a series",
            description="An index such as the day-ahead price, or the demand of a grid. Tariffs name it.",
            answer=SeriesView,
            status=201,
            example='{"name": "SE3", "currency": "SEK", "note": "day-ahead, per kWh"}',
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        "/api/v1/series/{name}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One series", answer=SeriesView, versioned=True),
    ),
    route(
        "DELETE",
        "/api/v1/series/{name}",
        remove,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Remove a series that no tariff follows", status=204, versioned=True, refuses=(409,)
        ),
    ),
    route(
        "GET",
        "/api/v1/series/{name}/points",
        list_points,
        deed=READ,
        body=Nothing,
        query=PointsQuery,
        about=About(summary="The values of a series, in order of time", answer=PointView, paged=True),
    ),
    route(
        "PUT",
        "/api/v1/series/{name}/points",
        put_points,
        deed=WRITE,
        body=PointsWish,
        query=Nothing,
        about=About(
            summary="Tell values of a series",
            description=(
                "A second time changes nothing. A known value is corrected only with `replace`; sessions "
                "that waited for a value, or were priced by a corrected one, are then priced again."
            ),
            answer=SeriesTold,
            example=_POINTS,
            refuses=(409,),
        ),
    ),
)
