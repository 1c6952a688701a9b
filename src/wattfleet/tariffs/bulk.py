"""Prices many sessions at once, to the minor unit what `rate` says of each; explains nothing.

Problem: a month of a large operator is a million sessions, and a what-if asks for all of them under another
tariff. Observation: where a tariff asks neither for energy nor duration, power or current, the prices of a
moment depend on the clock and on series alone, so that all its sessions share the same eras. Method: slices
are cut where an era ends, each part takes the prices of its era, and whole numbers are added up per session
and VAT rate: mWh × micro-currency and seconds × micro-currency per hour both fit into 1/9·10¹² of the
currency.

What it refuses, and leaves to `rate` (`Bulk.exact`): tariffs with such restrictions or with a price fixed
at the start, sessions that columns cannot hold, that touch a gap of a series or a least or highest price, and
numbers that would not fit into 64 bits.
The property test that holds both equal: tests/rooms/test_bulk.py. Source: ARCHITECTURE “Decided”, Numbers.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import assert_never

import msgspec
import numpy as np

from wattfleet.kernel.energy import MWH_PER_WH
from wattfleet.kernel.money import Rounding
from wattfleet.kernel.timeline import DAY_US, SECOND_US, Instant, Span, Zone
from wattfleet.sessions.usage import Usage
from wattfleet.tariffs.course import Course, Flags, Whole
from wattfleet.tariffs.eras import clock_eras
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.restrictions import Active, Plan, Priced, plan_of
from wattfleet.tariffs.series import NO_PRICES, Prices
from wattfleet.tariffs.tariff import VAT_UNITS, Dimension, PriceLimit, Tariff

UNITS = 9 * 10**12
"""Steps of one unit of currency in which amounts are added up."""
_PER_MWH = UNITS // 10**12
_PER_SECOND = UNITS // (3600 * 10**6)
_PER_FLAT = UNITS // 10**6
_MOST = 10**12
"""A price or a step beyond a million is left to the exact engine."""
_ROOM = 2.0**62
"""Numbers stay below this; what could pass it goes to the exact engine."""


class Bulk(msgspec.Struct, frozen=True, eq=False):
    """What each session costs, in minor units of its tariff's currency.

    `exact` marks those that the exact engine priced.
    """

    before_vat: Whole
    vat: Whole
    exact: Flags


def price_all(
    course: Course,
    terms: Sequence[tuple[Tariff, Zone]],
    which: Whole,
    usage_of: Callable[[int], Usage],
    prices: Prices = NO_PRICES,
) -> Bulk:
    """Price session `i` by `terms[which[i]]`; `usage_of(i)` is asked for those that only `rate` can price."""
    before_vat, vat = np.zeros(len(course), np.int64), np.zeros(len(course), np.int64)
    exact = np.zeros(len(course), np.bool_)
    order = np.argsort(which, kind="stable")
    edges = np.searchsorted(which[order], np.arange(len(terms) + 1))
    for at, (tariff, zone) in enumerate(terms):
        mine = order[edges[at] : edges[at + 1]]
        if not len(mine):
            continue
        net, tax, left = price_group(course.pick(mine), tariff, zone, prices)
        before_vat[mine], vat[mine] = net, tax
        exact[mine] = left
        for index in mine[left].tolist():
            rating = rate(usage_of(index), tariff, prices)
            before_vat[index], vat[index] = rating.before_vat.minor, rating.vat.minor
    return Bulk(before_vat, vat, exact)


def price_group(
    course: Course, tariff: Tariff, zone: Zone, prices: Prices = NO_PRICES
) -> tuple[Whole, Whole, Flags]:
    """Before VAT and VAT of each session under one tariff, and which sessions it could not price."""
    nothing = np.zeros(len(course), np.int64)
    if not _is_of_clock(tariff) or not len(course.start_us) or not course.plain.any():
        return nothing, nothing, np.ones(len(course), np.bool_)
    if not course.plain.all():
        chosen = np.flatnonzero(course.plain)
        left = np.ones(len(course), np.bool_)
        net, tax, left[chosen] = price_group(course.pick(chosen), tariff, zone, prices)
        before_vat, vat = nothing, nothing.copy()
        before_vat[chosen], vat[chosen] = net, tax
        return before_vat, vat, left
    days = int(course.start_us.min() // DAY_US), int(course.end_us.max() // DAY_US)
    book, eras = _sheet(tariff, zone, days) if not _follows(tariff) else _read(tariff, zone, days, prices)
    if book is None:
        return nothing, nothing, np.ones(len(course), np.bool_)
    parts = _parts(course, book, eras)
    sums = _sums(parts, book)
    return _settle(sums.exact, parts.large | (sums.size > _ROOM), tariff, book)


# ── the tariff ────────────────────────────────────────────────────────────────


class _Book(msgspec.Struct, frozen=True, eq=False):
    """A tariff's prices as columns; index -1 is “no price”, and the last row, all nothing, stands for it."""

    plan: Plan
    micro: Whole
    step: Whole
    free_s: Whole
    rate: Whole  # index into `rates`
    rates: tuple[int | None, ...]
    has: frozenset[Dimension]
    missing: Flags  # its series has no value then, and it has no fallback


def _is_of_clock(tariff: Tariff) -> bool:
    """Whether the prices of a moment are the same for every session."""
    plan = plan_of(tariff)
    indexes = (one.component.index for rule in plan.rules for one in rule.priced)
    fixed = any(one is not None and one.fixed for one in indexes)
    return not (fixed or plan.duration_cuts or any(rule.flow for rule in plan.rules))


def _follows(tariff: Tariff) -> bool:
    plan = plan_of(tariff)
    return bool(plan.series or plan.indexed)


def _book_of(plan: Plan, priced: Sequence[Priced]) -> _Book | None:
    """None where a number is beyond what columns hold."""
    if any(max(one.component.price_micro, one.component.step) > _MOST for one in priced):
        return None
    rates = tuple(dict.fromkeys(one.component.vat for one in priced))
    components = [one.component for one in priced]

    def column(values: list[int]) -> Whole:
        return np.array([*values, 0], dtype=np.int64)

    return _Book(
        plan=plan,
        micro=column([one.price_micro for one in components]),
        step=np.array([*(max(1, one.step) for one in components), 1], dtype=np.int64),
        free_s=column([one.free_s for one in components]),
        rate=column([rates.index(one.vat) for one in components]),
        rates=rates or (None,),
        has=frozenset(one.dimension for one in components),
        missing=np.array([*(one.missing for one in priced), False], dtype=np.bool_),
    )


class _Eras(msgspec.Struct, frozen=True, eq=False):
    """Where eras begin (µs), and which price holds in each, by dimension."""

    starts: Whole
    flat: Whole
    energy: Whole
    time: Whole
    parking: Whole


@lru_cache(maxsize=1024)
def _sheet(tariff: Tariff, zone: Zone, days: tuple[int, int]) -> tuple[_Book | None, _Eras]:
    """Prices and eras where the clock alone decides; kept for the next sessions of those days."""
    return _read(tariff, zone, days, NO_PRICES)


def _read(tariff: Tariff, zone: Zone, days: tuple[int, int], prices: Prices) -> tuple[_Book | None, _Eras]:
    """The eras of a stretch of whole UTC days, and every price in them; neighbours that are alike are one."""
    plan = plan_of(tariff)
    span = Span(Instant(days[0] * DAY_US), Instant((days[1] + 1) * DAY_US))
    places: dict[int, int] = {}
    priced: list[Priced] = []

    def place(one: Priced | None) -> int:
        if one is None:
            return -1
        if id(one) not in places:
            places[id(one)] = len(priced)
            priced.append(one)
        return places[id(one)]

    rows: list[tuple[int, ...]] = []
    for start, active in clock_eras(span, zone, plan, prices):
        found = tuple(place(one) for one in _of(active))
        if not rows or rows[-1][1:] != found:
            rows.append((start, *found))
    table = np.array(rows, dtype=np.int64).T.copy()
    return _book_of(plan, priced), _Eras(table[0], table[1], table[2], table[3], table[4])


def _of(active: Active) -> tuple[Priced | None, ...]:
    return active.flat, active.energy, active.time, active.parking


# ── the parts of the sessions ─────────────────────────────────────────────────


class _Parts(msgspec.Struct, frozen=True, eq=False):
    """Slices cut at eras. `first` as in `Course`; prices are indexes into the book, -1 for none."""

    first: Whole
    session: Whole
    mwh: Whole
    seconds: Whole
    idle: Flags
    flat: Whole
    energy: Whole
    time: Whole
    large: Flags  # per session: a number would not fit, or a value is missing


def _parts(course: Course, book: _Book, eras: _Eras) -> _Parts:
    count = np.diff(course.first)
    session = np.repeat(np.arange(len(course)), count)
    begun = course.start_us[course.first[:-1]][session]
    large = np.zeros(len(course), np.bool_)
    start, end, mwh, idle, first = course.start_us, course.end_us, course.mwh, course.idle, course.first
    era = np.searchsorted(eras.starts, start, side="right") - 1
    edges = np.append(eras.starts, np.iinfo(np.int64).max)
    if (end > edges[era + 1]).any():
        pieces = np.searchsorted(eras.starts, end - 1, side="right") - era
        at = np.repeat(np.arange(len(start)), pieces)
        nth = np.arange(len(at)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        era = era[at] + nth
        whole_start, whole_end, energy = start[at], end[at], mwh[at]
        start = np.where(nth == 0, whole_start, edges[era])
        end = np.minimum(whole_end, edges[era + 1])
        length = whole_end - whole_start
        large[session[at[energy * length.astype(np.float64) > _ROOM]]] = True
        mwh = energy * (end - whole_start) // length - energy * (start - whole_start) // length
        session, begun, idle = session[at], begun[at], idle[at]
        first = np.searchsorted(session, np.arange(len(course) + 1))
    power, time = eras.energy[era], np.where(idle, eras.parking[era], eras.time[era])
    if book.missing.any():
        large |= np.logical_or.reduceat(book.missing[power] | book.missing[time], first[:-1])
    return _Parts(
        first=first,
        session=session,
        mwh=mwh,
        seconds=(end - begun) // SECOND_US - (start - begun) // SECOND_US,
        idle=idle,
        flat=eras.flat[era],
        energy=power,
        time=time,
        large=large,
    )


# ── the sums ──────────────────────────────────────────────────────────────────


class _Sums:
    """What each session adds up to, per VAT rate of the book, in UNITS; `size` tells what would not fit."""

    def __init__(self, parts: _Parts, book: _Book) -> None:
        self._parts = parts
        self._book = book
        self._starts = parts.first[:-1]
        self.exact = np.zeros((len(book.rates), len(parts.large)), np.int64)
        self.size = np.zeros(len(parts.large), np.float64)
        self._most_parts = int(np.diff(parts.first).max())
        self._most_micro = float(book.micro.max())

    def add_parts(self, charged: Whole, price: Whole, per: int) -> None:
        """Quantity × price of each part."""
        at = self._book.micro[price]
        if float(charged.max()) * self._most_parts * self._most_micro * per > _ROOM / 4:
            self.size += np.add.reduceat(charged * at.astype(np.float64), self._starts) * per
        amounts = charged * (at * per)
        if len(self.exact) == 1:
            self.exact[0] += np.add.reduceat(amounts, self._starts)
            return
        rate_of = self._book.rate[price]
        for index in range(len(self.exact)):
            self.exact[index] += np.add.reduceat(np.where(rate_of == index, amounts, 0), self._starts)

    def add(self, quantity: Whole, price: Whole, per: int) -> None:
        """Quantity × price of each session, once."""
        at = self._book.micro[price]
        self.size += quantity * at.astype(np.float64) * per
        amounts = quantity * at * per
        for index in range(len(self.exact)):
            self.exact[index] += np.where(self._book.rate[price] == index, amounts, 0)

    def add_surplus(self, charged: Whole, price: Whole, unit: int, per: int) -> None:
        """Round a total up by the step of the last part that counts, and charge that at its price."""
        last = np.maximum.reduceat(np.where(charged > 0, np.arange(len(charged)), -1), self._starts)
        at = np.where(last >= 0, price[last], -1)
        total = np.add.reduceat(charged, self._starts)
        self.add(-total % (self._book.step[at] * unit), at, per)


def _sums(parts: _Parts, book: _Book) -> _Sums:
    out = _Sums(parts, book)
    if Dimension.ENERGY in book.has:
        charged = np.where(parts.energy >= 0, parts.mwh, 0)
        out.add_parts(charged, parts.energy, _PER_MWH)
        out.add_surplus(charged, parts.energy, MWH_PER_WH, _PER_MWH)
    if book.has & {Dimension.TIME, Dimension.PARKING_TIME}:
        charged = np.where(parts.time >= 0, parts.seconds, 0)
        if book.free_s.any():
            charged = charged - _free(parts, book)
        out.add_parts(charged, parts.time, _PER_SECOND)
        if book.step.max() > 1:
            _add_time_surplus(out, charged, parts)
    if Dimension.FLAT in book.has:
        count = len(parts.flat)
        first = np.minimum.reduceat(np.where(parts.flat >= 0, np.arange(count), count), parts.first[:-1])
        out.add((first < count).astype(np.int64), np.append(parts.flat, -1)[first], _PER_FLAT)
    return out


def _free(parts: _Parts, book: _Book) -> Whole:
    """What grace takes off each part: it counts each kind of time from the session's first second of it."""
    free = np.zeros(len(parts.seconds), np.int64)
    for idle in (False, True):
        mine = np.where(parts.idle == idle, parts.seconds, 0)
        before = np.cumsum(mine) - mine
        before -= before[parts.first[:-1]][parts.session]
        free += np.where(parts.idle == idle, np.clip(book.free_s[parts.time] - before, 0, mine), 0)
    return free


def _add_time_surplus(out: _Sums, charged: Whole, parts: _Parts) -> None:
    """With idle time on the bill only that is rounded; else charging time is. Source: rating.md, point 5."""
    parked = np.where(parts.idle, charged, 0)
    out.add_surplus(parked, parts.time, 1, _PER_SECOND)
    some = np.add.reduceat(parked, parts.first[:-1]) > 0
    out.add_surplus(np.where(parts.idle | some[parts.session], 0, charged), parts.time, 1, _PER_SECOND)


# ── money ─────────────────────────────────────────────────────────────────────


def _settle(sums: Whole, left: Flags, tariff: Tariff, book: _Book) -> tuple[Whole, Whole, Flags]:
    """Money per rate, once; and again which sessions the exact engine must price."""
    before_vat, vat = np.zeros(len(left), np.int64), np.zeros(len(left), np.int64)
    for told, exact in zip(book.rates, sums, strict=True):
        rate_ = told or 0
        minor = _rounded(exact, UNITS // 10**tariff.currency.exponent, tariff.rounding)
        within = VAT_UNITS + rate_ if tariff.tax_included else VAT_UNITS
        tax = (2 * minor * rate_ + within) // (2 * within)
        vat += tax
        before_vat += minor - tax if tariff.tax_included else minor
    margin = len(book.rates) + 1
    for limit, sign in ((tariff.min_price, 1), (tariff.max_price, -1)):
        if limit is not None:
            left = left | _at_limit(limit, sign, before_vat, before_vat + vat, margin, tariff)
    return before_vat, vat, left


def _rounded(exact: Whole, unit: int, rounding: Rounding) -> Whole:
    """Amounts that are never negative, in minor units. The same rule as `kernel.money.to_money`."""
    whole: Whole = exact // unit
    rest = exact - whole * unit
    match rounding:
        case Rounding.HALF_UP:
            up = 2 * rest >= unit
        case Rounding.HALF_EVEN:
            up = (2 * rest > unit) | ((2 * rest == unit) & (whole % 2 == 1))
        case Rounding.UP:
            up = rest > 0
        case Rounding.DOWN:
            return whole
        case _:
            assert_never(rounding)
    return whole + up.astype(np.int64)


def _at_limit(
    limit: PriceLimit, sign: int, before_vat: Whole, with_vat: Whole, margin: int, tariff: Tariff
) -> Flags:
    """Whether a session is beyond a limit, or so near that rounding may decide."""
    found = np.zeros(len(before_vat), np.bool_)
    for micro, value in ((limit.before_vat_micro, before_vat), (limit.with_vat_micro, with_vat)):
        if micro is not None:
            edge = micro * 10**tariff.currency.exponent // 10**6
            found |= sign * (value - edge) < margin + 1
    return found
