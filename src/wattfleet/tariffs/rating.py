"""What a session costs, exactly, and why: `rate(usage, tariff)`.

Pure: the same usage and the same tariff version give the same rating for ever. Every line keeps its exact
amount and its reason; money is made once per VAT rate, at the end. A running session is rated the same way,
up to now. The rules and their sources: docs/spec/rating.md.
"""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.money import Amount, Currency, Money
from wattfleet.kernel.timeline import Span
from wattfleet.sessions.usage import Usage
from wattfleet.tariffs.limits import base_bounds, limit_lines, settle
from wattfleet.tariffs.lines import Line, LineKind, priced_line
from wattfleet.tariffs.pieces import pieces
from wattfleet.tariffs.restrictions import plan_of
from wattfleet.tariffs.steps import charges
from wattfleet.tariffs.tariff import Tariff
from wattfleet.tariffs.vat import VatTotal, sums_by_rate

ENGINE = 1
"""Raised when the same inputs would give another rating."""


class Note(Enum):
    """What a person should know about the whole rating."""

    FLOW_UNKNOWN = "flow_unknown"  # a price asks for power or current, and a part of the session told none
    VAT_UNKNOWN = "vat_unknown"  # prices include VAT, but a price does not say how much


class Part(msgspec.Struct, frozen=True):
    """An exact amount without and with its VAT."""

    before_vat: Amount
    vat: Amount


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """What a session costs: `amount` = `before_vat` + `vat`, in money, and the exact lines behind it.

    The lines add up to `exact_before_vat` and `exact_vat`. The four parts are the breakdown of OCPI, not
    limited by the least and highest price. `tax_included` says what the prices of the lines mean.
    """

    tariff_id: UUID
    tariff_version: int
    currency: Currency
    tax_included: bool
    lines: tuple[Line, ...]
    vat_totals: tuple[VatTotal, ...]
    before_vat: Money
    vat: Money
    amount: Money
    exact_before_vat: Amount
    exact_vat: Amount
    energy: Part
    time: Part
    parking: Part
    fixed: Part
    notes: tuple[Note, ...] = ()
    engine: int = ENGINE


def rate(usage: Usage, tariff: Tariff) -> Rating:
    """What `usage` costs by `tariff`."""
    currency = tariff.currency
    found = charges(pieces(usage, plan_of(tariff)), usage.start.us)
    used = [priced_line(one, tariff) for one in (*found.flat, *found.energy, *found.time, *found.parking)]
    sums = sums_by_rate((one.vat_rate, one.before_vat.n, one.vat.n) for one in used)
    bounds = base_bounds(tariff, sums)
    lines = (*used, *limit_lines(tariff, sums, bounds, Span(usage.start, usage.end)))
    totals = settle(tariff, sums, bounds)
    before_vat = Money(sum(one.before_vat.minor for one in totals), currency)
    vat = Money(sum(one.vat.minor for one in totals), currency)
    return Rating(
        tariff_id=tariff.id,
        tariff_version=tariff.version,
        currency=currency,
        tax_included=tariff.tax_included,
        lines=lines,
        vat_totals=totals,
        before_vat=before_vat,
        vat=vat,
        amount=before_vat + vat,
        exact_before_vat=Amount(sum(one.before_vat.n for one in lines), currency),
        exact_vat=Amount(sum(one.vat.n for one in lines), currency),
        energy=_part(used, LineKind.ENERGY, currency),
        time=_part(used, LineKind.TIME, currency),
        parking=_part(used, LineKind.PARKING_TIME, currency),
        fixed=_part(used, LineKind.FLAT, currency),
        notes=_notes(used, tariff, dark=found.dark),
    )


def _part(lines: list[Line], kind: LineKind, currency: Currency) -> Part:
    mine = [one for one in lines if one.kind is kind]
    return Part(
        Amount(sum(one.before_vat.n for one in mine), currency),
        Amount(sum(one.vat.n for one in mine), currency),
    )


def _notes(lines: list[Line], tariff: Tariff, *, dark: bool) -> tuple[Note, ...]:
    found = []
    if dark:
        found.append(Note.FLOW_UNKNOWN)
    if tariff.tax_included and any(one.vat_rate is None and one.price_micro for one in lines):
        found.append(Note.VAT_UNKNOWN)
    return tuple(found)
