"""Past sessions under other tariffs: one line by line, or a month of them under two side by side."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.session_price import language_of
from wattfleet.api.session_views import wh_text
from wattfleet.api.sessions import READ, session_unknown
from wattfleet.api.shapes import Decimals, Id, Moment, When, instant, read_id, scope_of, when
from wattfleet.kernel.errors import conflict, invalid
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import DAY_US, Span, Zone
from wattfleet.storage import tariffs
from wattfleet.storage.database import Reader
from wattfleet.tariffs.comparison import Pair, Sum, extremes, sums
from wattfleet.tariffs.rating import Rating
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.series import PriceMissing
from wattfleet.tariffs.shape import TariffInput
from wattfleet.tariffs.shown import RatingShape, show_rating
from wattfleet.tariffs.tariff import Tariff
from wattfleet.usecases.compare_tariffs import BULK, EXACT, KEPT, Chosen, Part, compare
from wattfleet.usecases.finding import demand_site, named_station
from wattfleet.usecases.price_session import price_under

MOST_DAYS = 400
MOST_PLACES = 500
SHOWN = 20
DRAFT = UUID(int=0)


class SideInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tariff of ours at its newest version, or one that is not saved; neither: as it was sold."""

    tariff_id: UUID | None = None
    tariff: TariffInput | None = None


class ComparisonInput(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """Two tariffs, and which sessions: those that began from `from` up to `to`, at some places or at all."""

    a: SideInput = SideInput()
    b: SideInput
    since: Moment
    until: Moment
    stations: Annotated[list[str], Meta(max_length=MOST_PLACES, description="Identities.")] = []
    sites: Annotated[list[UUID], Meta(max_length=MOST_PLACES)] = []


class PartQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many sessions are looked at in one answer."""

    limit: Annotated[int, Meta(ge=1, le=1000)] = 500
    cursor: Cursor | None = None


class SideView(msgspec.Struct, frozen=True, kw_only=True):
    """What one side is; without a tariff it is what the sessions were sold for."""

    tariff_id: Id | None
    version: int | None
    name: str
    currency: str | None
    by: Annotated[dict[str, int], Meta(description="kept, bulk, exact: how many sessions each priced.")]


class LeftOutView(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions that have no price on one of the sides, and why."""

    reason: Annotated[
        str,
        Meta(
            description="active, in_review, written_off, not_sold, not_rated, price_missing, other_currency …"
        ),
    ]
    sessions: int


class SumView(msgspec.Struct, frozen=True, kw_only=True):
    """The sessions of one currency; `more`, `less` and `same` count them as b prices them."""

    currency: str
    sessions: int
    energy_wh: Decimals
    a_before_vat: Decimals
    b_before_vat: Decimals
    difference_before_vat: Decimals
    a_amount: Decimals
    b_amount: Decimals
    difference: Decimals
    more: int
    less: int
    same: int


class PairView(msgspec.Struct, frozen=True, kw_only=True):
    """A session under both; its lines are in its rating, or in `POST /api/v1/sessions/{id}/price`."""

    session: Id
    station: str
    started_at: When
    energy_wh: Decimals
    currency: str
    a_before_vat: Decimals
    b_before_vat: Decimals
    difference_before_vat: Decimals
    a_amount: Decimals
    b_amount: Decimals
    a_by: str
    b_by: str


class ComparisonView(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the comparison; while `next` is there, ask again with it as `cursor` and add up."""

    a: SideView
    b: SideView
    looked_at: int
    compared: int
    left_out: list[LeftOutView]
    sums: list[SumView]
    most_more: list[PairView]
    most_less: list[PairView]
    seen_until: When | None
    text: Annotated[str, Meta(description="A sentence where there is nothing to compare.")]
    next: str | None


async def price(door: Door, asked: Asked[SideInput, Nothing]) -> Answer:
    session_id = read_id(asked.names, "session_unknown", "session")
    now = door.parts.clock.now()

    def look(reader: Reader) -> tuple[Rating, Zone]:
        tariff = _tariff(reader, asked.body, "")
        if tariff is None:
            raise invalid(
                "tariff_missing",
                "By which tariff?",
                hint="Give tariff_id or tariff; what it was sold for is GET /api/v1/sessions/{id}/rating.",
            )
        try:
            found = price_under(reader, session_id, tariff, now)
        except PriceMissing as error:
            raise conflict("price_missing", error.message, hint=error.hint) from error
        if found is None:
            raise session_unknown()
        return found

    rating, zone = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(show_rating(rating, zone, language_of(asked.headers.get("accept-language", ""))))


async def compare_two(door: Door, asked: Asked[ComparisonInput, PartQuery]) -> Answer:
    body, query = asked.body, asked.query
    span = _span(body)
    scope = scope_of(asked) + msgspec.json.encode(body).decode()
    cursor = None if query.cursor is None else door.cursors.read(query.cursor, scope)

    def look(reader: Reader) -> tuple[Part, Tariff | None, Tariff | None]:
        a, b = _tariff(reader, body.a, "a"), _tariff(reader, body.b, "b")
        if a is None and b is None:
            raise invalid(
                "comparison_of_nothing",
                "Both sides are what was sold.",
                hint="Give b a tariff_id, or a tariff that is not saved.",
                field="b",
            )
        chosen = Chosen(
            span=span,
            at_stations=tuple(named_station(reader, one).id for one in body.stations),
            at_sites=tuple(demand_site(reader, one, field="sites").id for one in body.sites),
            cursor=cursor,
            limit=query.limit,
        )
        return compare(reader, chosen, a, b), a, b

    part, a, b = await door.parts.database.read(asked.caller.tenant, look)
    following = None if part.next is None else door.cursors.write(part.next, scope)
    return json_answer(_view(part, a, b, following, first=query.cursor is None))


def _span(body: ComparisonInput) -> Span:
    start, end = instant(body.since), instant(body.until)
    assert start is not None, "a comparison has a first moment"
    assert end is not None, "a comparison has a last moment"
    if end <= start or end - start > MOST_DAYS * DAY_US:
        raise invalid(
            "span_invalid",
            f"From {start.rfc3339()} to {end.rfc3339()} are no sessions.",
            hint=f"`to` is behind `from`, at most {MOST_DAYS} days.",
            field="to",
        )
    return Span(start, end)


def _tariff(reader: Reader, side: SideInput, field: str) -> Tariff | None:
    if side.tariff is not None and side.tariff_id is not None:
        hint = "Give tariff_id or tariff, not both."
        raise invalid("side_twofold", "The side names two tariffs.", hint=hint, field=field)
    if side.tariff is not None:
        return read_tariff(side.tariff, tariff_id=DRAFT)
    return None if side.tariff_id is None else tariffs.demand(reader, side.tariff_id)


def _view(
    part: Part, a: Tariff | None, b: Tariff | None, following: str | None, *, first: bool
) -> ComparisonView:
    more, less = extremes(part.pairs, SHOWN)
    return ComparisonView(
        a=_side(a, [one.a.by for one in part.pairs]),
        b=_side(b, [one.b.by for one in part.pairs]),
        looked_at=part.looked_at,
        compared=len(part.pairs),
        left_out=[LeftOutView(reason=name, sessions=count) for name, count in sorted(part.left_out.items())],
        sums=[_sum(one) for one in sums(part.pairs)],
        most_more=[_pair(one) for one in more],
        most_less=[_pair(one) for one in less],
        seen_until=when(part.seen_until),
        text=_sentence(part, first=first and following is None),
        next=following,
    )


def _sentence(part: Part, *, first: bool) -> str:
    if part.pairs or not first:
        return ""
    if not part.looked_at:
        return "No session began there in that time: choose other days, or more stations."
    return "No session has a price on both sides: what is left out says why."


def _side(tariff: Tariff | None, by: list[str]) -> SideView:
    counts = {name: by.count(name) for name in (KEPT, BULK, EXACT) if name in by}
    if tariff is None:
        return SideView(tariff_id=None, version=None, name="", currency=None, by=counts)
    saved = tariff.id != DRAFT
    return SideView(
        tariff_id=str(tariff.id) if saved else None,
        version=tariff.version if saved else None,
        name=tariff.name,
        currency=tariff.currency.code,
        by=counts,
    )


def _sum(one: Sum) -> SumView:
    return SumView(
        currency=one.currency.code,
        sessions=one.sessions,
        energy_wh=wh_text(one.energy),
        a_before_vat=_money(one.a_before_vat, one.currency),
        b_before_vat=_money(one.b_before_vat, one.currency),
        difference_before_vat=_money(one.b_before_vat - one.a_before_vat, one.currency),
        a_amount=_money(one.a_amount, one.currency),
        b_amount=_money(one.b_amount, one.currency),
        difference=_money(one.b_amount - one.a_amount, one.currency),
        more=one.more,
        less=one.less,
        same=one.same,
    )


def _pair(one: Pair) -> PairView:
    currency = one.a.currency
    return PairView(
        session=str(one.session_id),
        station=one.station,
        started_at=one.started_at.rfc3339(),
        energy_wh=wh_text(one.energy),
        currency=currency.code,
        a_before_vat=_money(one.a.before_vat, currency),
        b_before_vat=_money(one.b.before_vat, currency),
        difference_before_vat=_money(one.difference, currency),
        a_amount=_money(one.a.amount, currency),
        b_amount=_money(one.b.amount, currency),
        a_by=one.a.by,
        b_by=one.b.by,
    )


def _money(minor: int, currency: Currency) -> str:
    return str(Money(minor, currency))


ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/api/v1/sessions/{id}/price",
        price,
        deed=READ,
        body=SideInput,
        query=Nothing,
        about=About(
            summary="What a past session would cost by another tariff",
            description=(
                "By a saved tariff at its newest version, or by one that is not saved. The answer is a "
                "rating, line by line, in the language of Accept-Language. Nothing is kept."
            ),
            answer=RatingShape,
            example='{"tariff_id": "01970000-0000-7000-8000-000000000000"}',
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/tariffs/compare",
        compare_two,
        deed=READ,
        body=ComparisonInput,
        query=PartQuery,
        about=About(
            summary="Past sessions under two tariffs, side by side",
            description=(
                "Without a tariff, `a` is what the sessions were sold for. A part at a time: while `next` is "
                "there, ask again with `?cursor=` and add up; `seen_until` says how far it is. `by` tells "
                "how many the bulk engine priced and how many the exact one. Nothing is kept."
            ),
            answer=ComparisonView,
            example=(
                '{"b": {"tariff_id": "01970000-0000-7000-8000-000000000000"}, '
                '"from": "2026-11-01T00:00:00+01:00", "to": "2026-12-01T00:00:00+01:00"}'
            ),
        ),
    ),
)
