"""Says usages and tariffs briefly, for the tests of the tariff room."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.money import AMOUNT_DENOMINATOR, Amount
from wattfleet.kernel.timeline import SECOND_US, Span, Zone, parse_instant
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.tariff import Tariff

Seg = tuple[int, str, str] | tuple[int, str, str, str, str]
"""Seconds, kWh, what the car did (c, p as in the file of spec examples, w for paused), then A and kW."""

Words = dict[str, object]

ACTIVITY = {"c": Activity.CHARGING, "p": Activity.IDLE, "w": Activity.PAUSED}
TARIFF_ID = UUID(int=7)


def usage(start: str, *segs: Seg, zone: str = "UTC") -> Usage:
    """A usage from `2026-01-14T10:00:00Z` on, one slice per segment."""
    begin = parse_instant(start)
    at = begin
    slices = []
    for seg in segs:
        end = at + seg[0] * SECOND_US
        slices.append(
            Slice(
                Span(at, end),
                Energy.from_wh(Decimal(seg[1]) * 1000),
                ACTIVITY[seg[2]],
                Power.from_w(Decimal(seg[4]) * 1000) if len(seg) == 5 else None,
                int(Decimal(seg[3]) * 1000) if len(seg) == 5 else None,
            )
        )
        at = end
    return Usage(begin, at, Zone(zone), tuple(slices))


def price(type_: str, amount: str, *, vat: str | None = None, step: int = 1, free_s: int = 0) -> Words:
    out: Words = {"type": type_, "price": amount, "step_size": step, "free_s": free_s}
    return out if vat is None else out | {"vat": vat}


def element(*components: Words, **restrictions: object) -> Words:
    out: Words = {"price_components": list(components)}
    return out | {"restrictions": restrictions} if restrictions else out


def tariff(*elements: Words, currency: object = "EUR", received: object = True, **more: object) -> Tariff:
    """As a partner may send it, so that its elements may hide and cross each other; else as we write it."""
    source = {"name": "T", "currency": currency, "elements": list(elements)} | more
    return read_tariff(source, tariff_id=TARIFF_ID, received=bool(received))


def units(amount: Amount) -> Fraction:
    """An exact amount in units of currency."""
    return Fraction(amount.n, AMOUNT_DENOMINATOR)


def exact(rating: Rating) -> tuple[Fraction, Fraction]:
    """The exact sum before VAT, and with it."""
    return units(rating.exact_before_vat), units(rating.exact_before_vat) + units(rating.exact_vat)


def table(rating: Rating) -> list[tuple[str, str]]:
    """Each line's kind, and its quantity in kWh, minutes or sessions."""
    scale = {"mWh": 10**6, "s": 60, "session": 1}
    return [(one.kind.value, str(Fraction(one.quantity, scale[one.unit.value]))) for one in rating.lines]


def due(used: Usage, by: Tariff) -> tuple[str, str, str]:
    """Before VAT, VAT, and their sum, as money."""
    rating = rate(used, by)
    return str(rating.before_vat), str(rating.vat), str(rating.amount)


def total_energy(segs: Sequence[Slice]) -> int:
    return sum(one.energy.mwh for one in segs)
