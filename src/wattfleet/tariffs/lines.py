"""The lines of a rating: one price each, with its exact amount and its reason."""

from enum import Enum

import msgspec

from wattfleet.kernel.money import AMOUNT_DENOMINATOR, Amount
from wattfleet.kernel.timeline import Instant, Span
from wattfleet.tariffs.steps import Charge
from wattfleet.tariffs.tariff import ALWAYS, Dimension, PriceLimit, Restrictions, Tariff
from wattfleet.tariffs.vat import vat_within


class LineKind(Enum):
    """What a line is for: a dimension of the tariff, the same of a reservation, or a limit of the whole."""

    FLAT = "FLAT"
    ENERGY = "ENERGY"
    TIME = "TIME"
    PARKING_TIME = "PARKING_TIME"
    RESERVATION_FLAT = "RESERVATION_FLAT"
    RESERVATION_TIME = "RESERVATION_TIME"
    MIN_PRICE = "MIN_PRICE"
    MAX_PRICE = "MAX_PRICE"

    __hash__ = object.__hash__  # a member is one object; the hash of its name is slow


class Unit(Enum):
    """What a line's quantity counts."""

    MWH = "mWh"
    SECOND = "s"
    SESSION = "session"


class Why(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The reason of a line.

    `measured` − `free` + `surplus` is the line's quantity: what was used, what grace takes off it, and what
    rounding up to `step` (Wh or s) adds. `element` counts from 0; a limit has none. A price that follows a
    `series` has the value behind it, and none where its fallback held.
    """

    element: int | None = None
    restrictions: Restrictions = ALWAYS
    measured: int = 1
    free: int = 0
    step: int = 1
    surplus: int = 0
    series: str | None = None
    value_micro: int | None = None
    limit: PriceLimit | None = None


class Line(msgspec.Struct, frozen=True, gc=False):
    """One price and what it comes to. `price_micro` is per kWh, per hour or per session.

    `before_vat` and `vat` are exact; where prices include VAT their sum is exact, and the VAT inside it is
    cut to a step of `Amount`. `span` is from the first to the last moment at which the price was charged.
    """

    kind: LineKind
    quantity: int
    price_micro: int
    before_vat: Amount
    vat_rate: int | None
    vat: Amount
    span: Span
    why: Why

    @property
    def unit(self) -> Unit:
        return _UNITS.get(self.kind, Unit.SESSION)

    @property
    def amount(self) -> Amount:
        return self.before_vat + self.vat


_UNITS = {
    LineKind.ENERGY: Unit.MWH,
    LineKind.TIME: Unit.SECOND,
    LineKind.PARKING_TIME: Unit.SECOND,
    LineKind.RESERVATION_TIME: Unit.SECOND,
}
_KINDS = {one: LineKind[one.name] for one in Dimension}
_RESERVED = {
    Dimension.FLAT: LineKind.RESERVATION_FLAT,
    Dimension.TIME: LineKind.RESERVATION_TIME,
}
_FACTORS = {
    Dimension.FLAT: AMOUNT_DENOMINATOR // 10**6,
    Dimension.ENERGY: AMOUNT_DENOMINATOR // 10**12,
    Dimension.TIME: AMOUNT_DENOMINATOR // (3600 * 10**6),
    Dimension.PARKING_TIME: AMOUNT_DENOMINATOR // (3600 * 10**6),
}
"""Steps of `Amount` in one micro-currency × one session, mWh or second."""


def priced_line(charge: Charge, tariff: Tariff) -> Line:
    """The line of one charge."""
    priced = charge.priced
    quantity = charge.measured - charge.free + charge.surplus
    component, restrictions, currency = priced.component, priced.restrictions, tariff.currency
    dimension, index = component.dimension, component.index
    n = component.price_micro * quantity * _FACTORS[dimension]
    vat = vat_within(n, component.vat, tax_included=tariff.tax_included)
    return Line(
        _KINDS[dimension] if restrictions.booking is None else _RESERVED[dimension],
        quantity,
        component.price_micro,
        Amount(n - vat if tariff.tax_included else n, currency),
        component.vat,
        Amount(vat, currency),
        Span(Instant(charge.start_us), Instant(charge.end_us)),
        Why(
            priced.element,
            restrictions,
            charge.measured,
            charge.free,
            component.step,
            charge.surplus,
            None if index is None else index.series,
            priced.value_micro,
        ),
    )
