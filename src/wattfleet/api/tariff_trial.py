"""A tariff tried before it sells: what a planned session would cost by it. Nothing is kept."""

from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.session_price import language_of
from wattfleet.api.shapes import Moment, instant
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import SECOND_US, Span, Zone
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.shape import TariffInput
from wattfleet.tariffs.shown import RatingShape, show_rating

WEEK_S = 7 * 86_400
HOUR_S = 3600


class PlannedSession(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session that charges evenly and then stands idle, at a place in `zone`."""

    started_at: Moment
    charging_s: Annotated[int, Meta(ge=1, le=WEEK_S)]
    idle_s: Annotated[int, Meta(ge=0, le=WEEK_S)] = 0
    energy_wh: Annotated[Decimal, Meta(description="Watt-hours as a decimal text.")]
    zone: Annotated[str, Meta(description="IANA time zone, such as Europe/Stockholm.")]


class TariffTrial(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A tariff, saved or not, and what is to be priced by it."""

    tariff: TariffInput
    session: PlannedSession


async def price(door: Door, asked: Asked[TariffTrial, Nothing]) -> Answer:
    """A price that follows a series has none here but its fallback."""
    trial = asked.body
    zone = Zone.named(trial.session.zone)
    tariff = read_tariff(trial.tariff, tariff_id=UUID(int=0))
    rating = rate(usage_of_plan(trial.session, zone), tariff)
    return json_answer(show_rating(rating, zone, language_of(asked.headers.get("accept-language", ""))))


def usage_of_plan(plan: PlannedSession, zone: Zone) -> Usage:
    """Charging at one power, then idle: the car takes nothing more."""
    start = instant(plan.started_at)
    assert start is not None, "a planned session has a start"
    full = start + plan.charging_s * SECOND_US
    end = full + plan.idle_s * SECOND_US
    power = Power.from_w(plan.energy_wh * HOUR_S / plan.charging_s)
    energy = Energy.from_wh(plan.energy_wh)
    slices = [Slice(Span(start, full), energy, Activity.CHARGING, power)]
    if plan.idle_s:
        slices.append(Slice(Span(full, end), Energy(0), Activity.IDLE, Power(0)))
    return Usage(start=start, end=end, zone=zone, slices=tuple(slices))


ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/api/v1/tariffs/price",
        price,
        deed=Deed(Area.TARIFFS),
        body=TariffTrial,
        query=Nothing,
        about=About(
            summary="What a planned session would cost by a tariff",
            description=(
                "The tariff need not exist: an editor tries it before it is saved. The answer is a rating, "
                "line by line, in the language of Accept-Language. Nothing is kept."
            ),
            answer=RatingShape,
            example=(
                '{"tariff": {"name": "Day", "currency": "SEK", "elements": [{"price_components": '
                '[{"type": "ENERGY", "price": "4.60", "vat": "25.0"}]}]}, "session": {"started_at": '
                '"2026-11-27T08:00:00Z", "charging_s": 7200, "idle_s": 1800, "energy_wh": "22000", '
                '"zone": "Europe/Stockholm"}}'
            ),
        ),
    ),
)
