"""How late payment is reminded of, over HTTP: what the seller chose, and what the law allows at most."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.chosen import choice_answer, show_choice
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.shapes import (
    Orders,
    PageQuery,
    seen_version,
    short_answer,
)
from wattfleet.billing.dunning import Dunning, Limit
from wattfleet.usecases.dunning import DUNNING, dunning, limits, set_dunning


class LimitView(msgspec.Struct, frozen=True, kw_only=True):
    """The most that a country allows from a day on; empty where its law names no number."""

    country: str
    who: Literal["business", "consumer"]
    currency: str
    since: Day
    fee: str
    points: str
    source: str


class LimitsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the limits are sorted."""

    sort: Annotated[str, Meta(description="country or from; - for downwards; as they are kept if empty.")] = (
        ""
    )


_ORDERS: Orders[Limit] = {
    "country": lambda one: (one.country, one.who, one.since),
    "from": lambda one: one.since,
}


async def show_dunning(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return await show_choice(door, asked, DUNNING, dunning)


async def list_limits(door: Door, asked: Asked[Nothing, LimitsQuery]) -> Answer:
    return short_answer(door, asked, limits(), _limit, _ORDERS)


async def put_dunning(door: Door, asked: Asked[Dunning, Nothing]) -> Answer:
    made = await set_dunning(
        door.parts, asked.caller.tenant, asked.body, seen=seen_version(asked), by=asked.by
    )
    return choice_answer(made)


def _limit(one: Limit) -> LimitView:
    return LimitView(
        country=one.country,
        who=one.who,
        currency=one.currency,
        since=one.since.isoformat(),
        fee=one.fee,
        points=one.points,
        source=one.source,
    )


_EXAMPLE = """{"policies": [{"who": "consumer", "country": "SE", "currency": "SEK", "levels": [
 {"after_days": 7}, {"after_days": 21, "fee": "60", "interest": true}], "points": "8"},
 {"levels": [{"after_days": 10}, {"after_days": 30}]}],
 "rates": [{"country": "SE", "since": "2026-07-01", "percent": "2.00", "source": "the central bank"}]}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/dunning",
        show_dunning,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="How late payment is reminded of", answer=Dunning, versioned=True),
    ),
    route(
        "GET",
        "/api/v1/dunning/limits",
        list_limits,
        deed=READ,
        body=Nothing,
        query=LimitsQuery,
        about=About(
            summary="What late payment may cost at most, by country",
            description="As `PUT /api/v1/dunning` holds to them. They are facts with their source, and no "
            "legal advice.",
            answer=LimitView,
            paged=True,
        ),
    ),
    route(
        "PUT",
        "/api/v1/dunning",
        put_dunning,
        deed=WRITE,
        body=Dunning,
        query=Nothing,
        about=About(
            summary="Say how late payment is reminded of",
            description="The first policy that fits a customer decides. Fees and points above what the law "
            "of its country allows are refused, with the law.",
            answer=Dunning,
            versioned=True,
            example=_EXAMPLE,
        ),
    ),
)
