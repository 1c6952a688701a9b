"""What a session costs, exactly, and why: `rate(usage, tariff)`.

Pure: the same usage and the same tariff version give the same rating for ever. Every line keeps its exact
amount and its reason; money is made once per VAT rate, at the end. A running session is rated the same way,
up to now. The rules and their sources: docs/spec/rating.md.
"""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.money import Amount, Currency, Money
from wattfleet.kernel.timeline import Span
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.limits import base_bounds, limit_lines, settle
from wattfleet.tariffs.lines import Line, LineKind, priced_line
from wattfleet.tariffs.pieces import Piece, pieces, whole_pieces
from wattfleet.tariffs.restrictions import plan_of, reservation_plan_of
from wattfleet.tariffs.series import NO_PRICES, Prices
from wattfleet.tariffs.steps import Charge, Charges, charges
from wattfleet.tariffs.tariff import Tariff
from wattfleet.tariffs.vat import Sums, VatTotal

ENGINE = 1
"""Raised when the same inputs would give another rating."""


class Note(Enum):
    """What a person should know about the whole rating."""

    FLOW_UNKNOWN = "flow_unknown"  # a price asks for power or current, and a part of the session told none
    VAT_UNKNOWN = "vat_unknown"  # prices include VAT, but a price does not say how much
    PERIOD_UNSPLIT = "period_unsplit"  # a price changes within a period of another operator's record


class Part(msgspec.Struct, frozen=True, gc=False):
    """An exact amount without and with its VAT."""

    before_vat: Amount
    vat: Amount


class Rating(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a session costs: `amount` = `before_vat` + `vat`, in money, and the exact lines behind it.

    The lines add up to `exact_before_vat` and `exact_vat`. The five parts are the breakdown of OCPI, not
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
    reservation: Part
    notes: tuple[Note, ...] = ()
    engine: int = ENGINE


def rate(usage: Usage, tariff: Tariff, prices: Prices = NO_PRICES, *, cut: bool = True) -> Rating:
    """What `usage` costs by `tariff`; `prices` are the series that it follows.

    Without `cut`, its slices are the charging periods of another operator's record: each is priced as it
    begins, and the rating says so where a price changes within one.

    Raises: PriceMissing where a series has no value for a part that would be charged by it.
    """
    currency = tariff.currency
    found, unsplit = _charges(usage, tariff, prices, cut=cut)
    kept = _reserved(usage, tariff, prices)
    used = [
        priced_line(one, tariff) for one in (*kept, *found.flat, *found.energy, *found.time, *found.parking)
    ]
    sums, (energy, time, parking, fixed, reservation) = _added_up(used, currency)
    bounds = base_bounds(tariff, sums)
    lines = (*used, *limit_lines(tariff, sums, bounds, Span(usage.start, usage.end)))
    totals = settle(tariff, sums, bounds)
    before_vat = vat = exact_before_vat = exact_vat = 0
    for due in totals:
        before_vat += due.before_vat.minor
        vat += due.vat.minor
    for exactly in sums.values():
        exact_before_vat += exactly.before_vat
        exact_vat += exactly.vat
    return Rating(
        tariff_id=tariff.id,
        tariff_version=tariff.version,
        currency=currency,
        tax_included=tariff.tax_included,
        lines=lines,
        vat_totals=totals,
        before_vat=Money(before_vat, currency),
        vat=Money(vat, currency),
        amount=Money(before_vat + vat, currency),
        exact_before_vat=Amount(exact_before_vat, currency),
        exact_vat=Amount(exact_vat, currency),
        energy=energy,
        time=time,
        parking=parking,
        fixed=fixed,
        reservation=reservation,
        notes=_notes(used, tariff, dark=found.dark, unsplit=unsplit),
    )


def _charges(usage: Usage, tariff: Tariff, prices: Prices, *, cut: bool) -> tuple[Charges, bool]:
    """What the session is charged for; True where a period should have been split. None expired charges."""
    if usage.reserved is not None and usage.reserved.expired:
        return Charges(), False
    plan = plan_of(tariff)
    if cut:
        return charges(pieces(usage, plan, prices), usage.start.us), False
    parts: list[Piece] = []
    unsplit = False
    for part, changes in whole_pieces(usage, plan, prices):
        parts.append(part)
        unsplit = unsplit or changes
    return charges(parts, usage.start.us), unsplit


def _reserved(usage: Usage, tariff: Tariff, prices: Prices) -> list[Charge]:
    """What the reservation before the session is charged for; its time has steps of its own (§6g)."""
    if usage.reserved is None:
        return []
    span = usage.reserved.span
    plan = reservation_plan_of(tariff, expired=usage.reserved.expired)
    if not plan.rules:
        return []
    kept = Usage(span.start, span.end, usage.zone, (Slice(span, Energy(0), Activity.CHARGING),))
    found = charges(pieces(kept, plan, prices), span.start.us)
    return [*found.flat, *found.time]


_PARTS = {
    LineKind.ENERGY: 0,
    LineKind.TIME: 1,
    LineKind.PARKING_TIME: 2,
    LineKind.FLAT: 3,
    LineKind.RESERVATION_TIME: 4,
    LineKind.RESERVATION_FLAT: 4,
}
"""Which part of the breakdown a line belongs to: energy, time, parking, fixed, reservation."""


def _added_up(lines: list[Line], currency: Currency) -> tuple[dict[int | None, Sums], list[Part]]:
    """What the lines come to: by VAT rate, in the order in which the rates come, and by part."""
    sums: dict[int | None, Sums] = {}
    net, vat = [0] * 5, [0] * 5
    for one in lines:
        n, tax, place = one.before_vat.n, one.vat.n, _PARTS[one.kind]
        own = sums.get(one.vat_rate)
        if own is None:
            own = sums[one.vat_rate] = Sums()
        own.before_vat += n
        own.vat += tax
        net[place] += n
        vat[place] += tax
    nothing = Part(Amount(0, currency), Amount(0, currency))
    return sums, [
        Part(Amount(n, currency), Amount(tax, currency)) if n or tax else nothing
        for n, tax in zip(net, vat, strict=True)
    ]


def _notes(lines: list[Line], tariff: Tariff, *, dark: bool, unsplit: bool) -> tuple[Note, ...]:
    found = []
    if dark:
        found.append(Note.FLOW_UNKNOWN)
    if unsplit:
        found.append(Note.PERIOD_UNSPLIT)
    if tariff.tax_included and any(one.vat_rate is None and one.price_micro for one in lines):
        found.append(Note.VAT_UNKNOWN)
    return tuple(found)
