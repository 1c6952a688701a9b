"""The sessions of an invoice as lines: those of one price together, and a line that makes them add up.

Sessions that were charged the same price under the same VAT become one line, quantity × price rounded once.
What that leaves to the sum of the sessions, as people saw them, is a line of its own for each heading and
VAT: “rounding of n sessions”. Prices that include VAT stand without it, to six decimals. Where prices follow
a series, or there are more than a few, one line has their average. Source: ARCHITECTURE, “Rounding”.
"""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

import msgspec

from wattfleet.billing.invoice import InvoiceLine, InvoiceLineKind, Unit, amount_line, line_net
from wattfleet.billing.phrases import Words
from wattfleet.billing.vat import VAT_UNITS, Vat
from wattfleet.kernel.money import AMOUNT_DENOMINATOR, Currency, Money
from wattfleet.tariffs.lines import Line, LineKind
from wattfleet.tariffs.rating import Rating

MOST_PRICES = 12
"""Prices of one kind under one heading that have a line each; more become one line with their average."""

_KINDS = {
    LineKind.ENERGY: InvoiceLineKind.ENERGY,
    LineKind.TIME: InvoiceLineKind.TIME,
    LineKind.PARKING_TIME: InvoiceLineKind.IDLE,
    LineKind.FLAT: InvoiceLineKind.START,
    LineKind.RESERVATION_TIME: InvoiceLineKind.RESERVATION,
    LineKind.RESERVATION_FLAT: InvoiceLineKind.RESERVATION,
    LineKind.MIN_PRICE: InvoiceLineKind.LIMIT,
    LineKind.MAX_PRICE: InvoiceLineKind.LIMIT,
}
_PER_UNIT = {Unit.KWH: 1, Unit.SECOND: 10**6, Unit.ONE: 10**6}
_BASES = {Unit.KWH: 1, Unit.SECOND: 3600, Unit.ONE: 1}


class Billed(msgspec.Struct, frozen=True, kw_only=True):
    """A session that an invoice bills: its rating, the heading, its local day, and the VAT of each rate."""

    session_id: UUID
    rating: Rating
    group: str
    day: date
    vats: dict[int | None, Vat]


class _Sum:
    """What the ratings say of one price, while it grows. `exact` is before VAT, in steps of `Amount`."""

    __slots__ = ("exact", "first", "keys", "last", "line", "quantity", "sessions")

    def __init__(self, line: Line, key: "LineKey") -> None:
        self.line = line
        self.keys = {key}
        self.quantity = 0
        self.exact = 0
        self.sessions: set[UUID] = set()
        self.first: date | None = None
        self.last: date | None = None

    def add(self, quantity: int, exact: int, session: UUID, day: date) -> None:
        self.quantity += quantity
        self.exact += exact
        self.sessions.add(session)
        self.first = day if self.first is None else min(self.first, day)
        self.last = day if self.last is None else max(self.last, day)

    def join(self, other: "_Sum") -> None:
        self.quantity += other.quantity
        self.exact += other.exact
        self.sessions |= other.sessions
        self.keys |= other.keys
        for day in (other.first, other.last):
            if day is not None:
                self.first = day if self.first is None else min(self.first, day)
                self.last = day if self.last is None else max(self.last, day)


Place = tuple[str, str, int, str]
"""Heading, and VAT: category, rate, country."""
LineKey = tuple[Place, LineKind, Unit, int | None, bool]
"""Place, kind, unit, net price (None = an average), and whether prices include VAT."""


class Gathered(msgspec.Struct, frozen=True):
    """An invoice line with what it gathers: lines of ratings by their keys; without any, the rounding of its
    place."""

    line: InvoiceLine
    place: Place
    keys: frozenset[LineKey] = frozenset()


def session_lines(sessions: Iterable[Billed], currency: Currency, words: Words) -> list[InvoiceLine]:
    """The lines of some sessions; their nets add up to those of the sessions, for each heading and VAT."""
    return [one.line for one in gathered(sessions, currency, words)]


def gathered(sessions: Iterable[Billed], currency: Currency, words: Words) -> list[Gathered]:
    """The same, each with what it gathers."""
    sums: dict[Place, dict[LineKey, _Sum]] = {}
    seen: dict[Place, int] = {}
    people: dict[Place, set[UUID]] = {}
    vats: dict[Place, Vat] = {}
    for one in sessions:
        for total in one.rating.vat_totals:
            place = place_of(one.group, one.vats[total.rate])
            vats.setdefault(place, one.vats[total.rate])
            seen[place] = seen.get(place, 0) + total.before_vat.minor
            people.setdefault(place, set()).add(one.session_id)
        _add_lines(sums, one)
    out: list[Gathered] = []
    for place, minor in seen.items():
        mine = _averaged(sums.get(place, {}))
        lines = [
            Gathered(_line(key, one, vats[place], currency, words), place, frozenset(one.keys))
            for key, one in mine.items()
        ]
        lines = [one for one in lines if one.line.quantity]
        out += sorted(lines, key=_order)
        left = minor - sum(one.line.net.minor for one in lines)
        if left:
            rest = _rounding(Money(left, currency), len(people[place]), vats[place], place[0], words)
            out.append(Gathered(rest, place))
    return out


def _rounding(left: Money, number: int, vat: Vat, group: str, words: Words) -> InvoiceLine:
    text = words.rounding.format(n=number) if number != 1 else words.rounding_one
    return amount_line(InvoiceLineKind.ROUNDING, text, left, vat, group=group, sessions=number)


def place_of(group: str, vat: Vat) -> Place:
    return (group, vat.category, vat.rate, vat.country)


def _add_lines(sums: dict[Place, dict[LineKey, _Sum]], one: Billed) -> None:
    for line in one.rating.lines:
        key = key_of(one, line)
        there = sums.setdefault(key[0], {})
        found = there.get(key)
        if found is None:
            found = there[key] = _Sum(line, key)
        found.add(counted(line), line.before_vat.n, one.session_id, one.day)


def key_of(one: Billed, line: Line) -> LineKey:
    """What a line of its rating is gathered by."""
    included = one.rating.tax_included
    price = None if _is_average(line) else _net_price(line, included=included)
    return (place_of(one.group, one.vats[line.vat_rate]), line.kind, _unit(line), price, included)


def counted(line: Line) -> int:
    """Its quantity in millionths of the unit in which an invoice counts it."""
    return line.quantity * _PER_UNIT[_unit(line)]


def _is_average(line: Line) -> bool:
    return line.why.series is not None or line.kind in {LineKind.MIN_PRICE, LineKind.MAX_PRICE}


def _averaged(sums: dict[LineKey, _Sum]) -> dict[LineKey, _Sum]:
    """Where one kind has many prices they become one."""
    if len(sums) <= MOST_PRICES:
        return sums
    counts: dict[tuple[LineKind, Unit], int] = {}
    for key in sums:
        counts[key[1], key[2]] = counts.get((key[1], key[2]), 0) + 1
    out: dict[LineKey, _Sum] = {}
    for key, one in sums.items():
        place, kind, unit, price, included = key
        many = counts[kind, unit] > MOST_PRICES
        joined = (place, kind, unit, None if many else price, included)
        if joined in out:
            out[joined].join(one)
        else:
            out[joined] = one
    return out


def _line(key: LineKey, one: _Sum, vat: Vat, currency: Currency, words: Words) -> InvoiceLine:
    place, kind, unit, price, _ = key
    base = _BASES[unit]
    quantity = one.quantity
    if price is None:
        quantity, price = _average(one, unit, base, limit=_KINDS[kind] is InvoiceLineKind.LIMIT)
    return InvoiceLine(
        kind=_KINDS[kind],
        text=words.kinds[kind.value],
        quantity=quantity,
        unit=unit,
        price_micro=price,
        base=base,
        net=line_net(quantity, price, base, currency),
        vat=vat,
        group=place[0],
        sessions=len(one.sessions),
        first_day=one.first,
        last_day=one.last,
        detail=words.average if key[3] is None and _KINDS[kind] is not InvoiceLineKind.LIMIT else "",
    )


def _average(one: _Sum, unit: Unit, base: int, *, limit: bool) -> tuple[int, int]:
    """Quantity and average price, to six decimals; a limit is one amount, taken or given once."""
    if limit:
        micro = _half_up(abs(one.exact) * 10**6, AMOUNT_DENOMINATOR)
        return (0 if micro == 0 else (-(10**6) if one.exact < 0 else 10**6)), micro
    if one.quantity == 0:
        return 0, 0
    return one.quantity, _half_up(one.exact * 10**12 * base, AMOUNT_DENOMINATOR * one.quantity)


def _net_price(line: Line, *, included: bool) -> int:
    rate = line.vat_rate or 0
    if not included or not rate:
        return line.price_micro
    return _half_up(line.price_micro * VAT_UNITS, VAT_UNITS + rate)


def _half_up(above: int, below: int) -> int:
    return (2 * above + below) // (2 * below)


def _unit(line: Line) -> Unit:
    match line.kind:
        case LineKind.ENERGY:
            return Unit.KWH
        case LineKind.TIME | LineKind.PARKING_TIME | LineKind.RESERVATION_TIME:
            return Unit.SECOND
        case _:
            return Unit.ONE


_ORDER: Callable[[InvoiceLineKind], int] = list(InvoiceLineKind).index


def _order(one: Gathered) -> tuple[int, int]:
    return (_ORDER(one.line.kind), one.line.price_micro)
