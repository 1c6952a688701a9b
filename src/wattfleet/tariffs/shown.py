"""A rating in the shape of the API: decimal texts, RFC 3339, and every line in words."""

from decimal import Decimal

import msgspec

from wattfleet.kernel.money import Amount
from wattfleet.kernel.timeline import Zone
from wattfleet.tariffs.explain import Explained, explain
from wattfleet.tariffs.lines import Line, Unit
from wattfleet.tariffs.rating import Part, Rating
from wattfleet.tariffs.shape import (
    PriceLimitInput,
    RestrictionsInput,
    price_text,
    shown_limit,
    shown_restrictions,
    vat_text,
)
from wattfleet.tariffs.vat import VatTotal


class LineShape(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `quantity` is in kWh, seconds or sessions; amounts are exact, not rounded.

    `used` − `free` + `rounded_up` = `quantity`, in the same unit; `element` counts from 0.
    """

    type: str
    text: str
    when: str
    vat_text: str
    quantity: str
    unit: str
    price: str | None
    before_vat: str
    vat_rate: str | None
    vat: str
    amount: str
    started_at: str
    ended_at: str
    element: int | None
    restrictions: RestrictionsInput | None
    limit: PriceLimitInput | None
    used: str
    free: str
    rounded_up: str
    step_size: int
    series: str | None
    series_value: str | None


class VatShape(msgspec.Struct, frozen=True):
    """What one VAT rate adds up to, as money."""

    rate: str | None
    before_vat: str
    vat: str
    amount: str


class PartShape(msgspec.Struct, frozen=True):
    """What one part of the tariff adds up to, exactly and before the limits of the whole."""

    before_vat: str
    vat: str


class RatingShape(msgspec.Struct, frozen=True, kw_only=True):
    """What a session costs and why; `amount` = `before_vat` + `vat`."""

    amount: str
    before_vat: str
    vat: str
    currency: str
    tax_included: bool
    tariff_id: str
    tariff_version: int
    lines: list[LineShape]
    vat_totals: list[VatShape]
    energy: PartShape
    time: PartShape
    parking: PartShape
    fixed: PartShape
    reservation: PartShape
    notes: list[str]


def show_rating(rating: Rating, zone: Zone, language: str = "en") -> RatingShape:
    """The rating for people and programs; `zone` is the site's."""
    words = explain(rating, zone, language)
    return RatingShape(
        amount=str(rating.amount),
        before_vat=str(rating.before_vat),
        vat=str(rating.vat),
        currency=rating.currency.code,
        tax_included=rating.tax_included,
        tariff_id=str(rating.tariff_id),
        tariff_version=rating.tariff_version,
        lines=[_line(*pair) for pair in zip(rating.lines, words, strict=True)],
        vat_totals=[_vat_total(one) for one in rating.vat_totals],
        energy=_part(rating.energy),
        time=_part(rating.time),
        parking=_part(rating.parking),
        fixed=_part(rating.fixed),
        reservation=_part(rating.reservation),
        notes=[one.value for one in rating.notes],
    )


def _line(line: Line, said: Explained) -> LineShape:
    why = line.why
    return LineShape(
        type=line.kind.value,
        text=said.text,
        when=said.when,
        vat_text=said.vat,
        quantity=_quantity(line.quantity, line.unit),
        unit="kWh" if line.unit is Unit.MWH else line.unit.value,
        price=None if why.limit is not None else price_text(line.price_micro),
        before_vat=_amount(line.before_vat),
        vat_rate=None if line.vat_rate is None else vat_text(line.vat_rate),
        vat=_amount(line.vat),
        amount=_amount(line.amount),
        started_at=line.span.start.rfc3339(),
        ended_at=line.span.end.rfc3339(),
        element=why.element,
        restrictions=shown_restrictions(why.restrictions),
        limit=shown_limit(why.limit),
        used=_quantity(why.measured, line.unit),
        free=_quantity(why.free, line.unit),
        rounded_up=_quantity(why.surplus, line.unit),
        step_size=why.step,
        series=why.series,
        series_value=None if why.value_micro is None else _signed(why.value_micro),
    )


def _signed(micro: int) -> str:
    return f"{Decimal(micro).scaleb(-6).normalize() + 0:f}"


def _vat_total(one: VatTotal) -> VatShape:
    rate = None if one.rate is None else vat_text(one.rate)
    return VatShape(rate, str(one.before_vat), str(one.vat), str(one.amount))


def _part(part: Part) -> PartShape:
    return PartShape(_amount(part.before_vat), _amount(part.vat))


def _quantity(value: int, unit: Unit) -> str:
    if unit is not Unit.MWH:
        return str(value)
    return f"{Decimal(value).scaleb(-6).normalize():f}"


def _amount(amount: Amount) -> str:
    return f"{amount.decimal:f}"
