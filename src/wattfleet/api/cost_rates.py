"""What electricity costs at sites, and what is left of a session: for those with the right alone."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.door import Door
from wattfleet.api.nouns import Noun
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.session_price import language_of
from wattfleet.api.session_views import wh_text
from wattfleet.api.sessions import session_id_of
from wattfleet.api.shapes import Decimals, Id
from wattfleet.billing.cost import CostRate, CostRateWish
from wattfleet.storage import cost_rates
from wattfleet.tariffs.shape import IndexInput
from wattfleet.tariffs.shown import LineShape, show_rating
from wattfleet.usecases.cost_rates import add_cost_rate, margin_of, remove_cost_rate


class CostRateView(msgspec.Struct, frozen=True, kw_only=True):
    """A rate: it holds from its local day until the next one of its site begins."""

    id: Id
    site_id: Id
    valid_from: Day
    price: Decimals | None
    index: IndexInput | None
    monthly: Decimals
    currency: str
    note: str
    version: int


class CostRateQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rates; the newest first."""

    site: UUID | None = None
    sort: Annotated[str, Meta(description="valid_from; - for downwards.")] = "-valid_from"
    limit: Limit = 50
    cursor: Cursor | None = None


class MarginView(msgspec.Struct, frozen=True, kw_only=True):
    """A session before VAT: what it is sold for, what its energy cost, and what is left.

    `cost_reason`: no_rate, or series_missing; `sale_reason` as the session's `cost_reason`.
    """

    session: Id
    energy_wh: str
    sale: Decimals | None
    sale_currency: str | None
    sale_reason: str | None
    cost: Decimals | None
    cost_currency: str | None
    cost_reason: str | None
    margin: Decimals | None
    cost_lines: Annotated[list[LineShape], Meta(description="Of what the cost comes, line by line.")]


def view(rate: CostRate) -> CostRateView:
    return CostRateView(
        id=str(rate.id),
        site_id=str(rate.site_id),
        valid_from=rate.valid_from.isoformat(),
        price=None if rate.price is None else str(rate.price),
        index=rate.index,
        monthly=str(rate.monthly),
        currency=rate.monthly.currency.code,
        note=rate.note,
        version=rate.version,
    )


def _filters(query: CostRateQuery) -> dict[str, object]:
    return {"site": query.site}


RATES = Noun(
    __name__, "/api/v1/cost-rates", "rate", unknown="cost_rate_unknown", demand=cost_rates.demand, view=view
)


async def margin(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    session_id, now = session_id_of(asked), door.parts.clock.now()
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: margin_of(reader, session_id, now)
    )
    cost, left, rating = found.cost.money, found.margin, found.cost.rating
    language = language_of(asked.headers.get("accept-language", ""))
    return json_answer(
        MarginView(
            session=str(session_id),
            energy_wh=wh_text(found.session.energy),
            sale=None if found.sale is None else str(found.sale),
            sale_currency=None if found.sale is None else found.sale.currency.code,
            sale_reason=found.sale_reason or None,
            cost=None if cost is None else str(cost),
            cost_currency=None if cost is None else cost.currency.code,
            cost_reason=found.cost.reason or None,
            margin=None if left is None else str(left),
            cost_lines=[] if rating is None else show_rating(rating, found.zone, language).lines,
        )
    )


_ONE = "/api/v1/cost-rates/{id}"
_EXAMPLE = (
    '{"site_id": "01970000-0000-7000-8000-000000000001", "valid_from": "2026-11-01", "price": "0.85", '
    '"monthly": "1250.00", "note": "Contract with the supplier"}'
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/cost-rates",
        RATES.lists("list_rates", cost_rates.page, _filters),
        deed=READ,
        body=Nothing,
        query=CostRateQuery,
        about=About(summary="What electricity costs at sites", answer=CostRateView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/cost-rates",
        RATES.makes(add_cost_rate),
        deed=WRITE,
        body=CostRateWish,
        query=Nothing,
        about=About(
            summary="Say what a kWh costs at a site from a day on",
            description="It holds until the next rate of the site begins. With an `index` it follows "
            "a series, as a tariff does. Nothing that is sold changes by it.",
            answer=CostRateView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
            refuses=(404, 409),
        ),
    ),
    route(
        "GET",
        _ONE,
        RATES.shows(),
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One rate", answer=CostRateView, versioned=True),
    ),
    route(
        "DELETE",
        _ONE,
        RATES.removes(remove_cost_rate),
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Take a rate away: the one before it holds on", status=204, versioned=True),
    ),
    route(
        "GET",
        "/api/v1/sessions/{id}/margin",
        margin,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="What a session is sold for, what it cost, and what is left, before VAT",
            answer=MarginView,
        ),
    ),
)
