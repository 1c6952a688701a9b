"""Which prices hold when: a tariff made ready once, so that a session only compares whole numbers.

The clock is compared in local microseconds of the day; where that may change inside a session is asked of
`Plan.day_cuts`, `duration_cuts` and `energy_cuts`. Source: OCPI 2.2.1 mod_tariffs, TariffRestrictions.
"""

from functools import lru_cache

import msgspec

from wattfleet.kernel.timeline import DAY_US, SECOND_US
from wattfleet.tariffs.series import Prices
from wattfleet.tariffs.tariff import Booking, Dimension, PriceComponent, Restrictions, Tariff

_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal()
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


class Priced(msgspec.Struct, frozen=True):
    """A price with its place: `element` counts from 0.

    Of a price that follows a series, `value_micro` is the series' value behind it; None with `missing` says
    that there is none and no fallback either, and without it that the fallback holds.
    """

    element: int
    component: PriceComponent
    restrictions: Restrictions
    value_micro: int | None = None
    missing: bool = False


class Active(msgspec.Struct, frozen=True):
    """The prices that hold at one moment, each the first match of its dimension."""

    flat: Priced | None
    energy: Priced | None
    time: Priced | None
    parking: Priced | None


class Rule(msgspec.Struct, frozen=True):
    """One element, its restrictions as numbers to compare with."""

    flat: Priced | None
    energy: Priced | None
    time: Priced | None
    parking: Priced | None
    restrictions: Restrictions
    windows: tuple[tuple[int, int], ...]  # local µs of the day; empty: always
    days: tuple[int, int] | None  # local days since 1970-01-01
    flow: bool  # asks for energy, current or power

    @property
    def priced(self) -> tuple[Priced, ...]:
        all_of_it = (self.flat, self.energy, self.time, self.parking)
        return tuple(one for one in all_of_it if one is not None)

    def holds_at(self, local_us: int, elapsed_us: int) -> bool:
        """Clock, date, weekday and duration, at `local_us` of the wall clock since 1970."""
        asked = self.restrictions
        day, of_day = divmod(local_us, DAY_US)
        if self.windows and not any(start <= of_day < end for start, end in self.windows):
            return False
        if self.days is not None and not self.days[0] <= day < self.days[1]:
            return False
        if asked.weekdays and (day + _EPOCH_WEEKDAY) % 7 not in asked.weekdays:
            return False
        if asked.min_s is not None and elapsed_us < asked.min_s * SECOND_US:
            return False
        return asked.max_s is None or elapsed_us < asked.max_s * SECOND_US

    def holds_in(self, prices: Prices, at_us: int) -> bool:
        """The limits of a series at a moment; a value that nobody told does not match."""
        asked = self.restrictions
        if asked.series is None:
            return True
        series = prices.get(asked.series)
        value = None if series is None else series.at(at_us)
        return value is not None and _within(value, asked.min_micro, asked.max_micro)

    def holds_for(self, mwh: int, mw: int | None, ma: int | None) -> bool:
        """Energy since the start, power and current of the moment; what is not known does not match."""
        asked = self.restrictions
        return (
            _within(mwh, asked.min_mwh, asked.max_mwh)
            and _within(mw, asked.min_mw, asked.max_mw)
            and _within(ma, asked.min_ma, asked.max_ma)
        )


class Plan(msgspec.Struct, frozen=True, eq=False):
    """A tariff made ready to rate with; made once, so that it is compared as the object that it is."""

    rules: tuple[Rule, ...]
    day_cuts: tuple[int, ...]  # local µs of the day at which something may change
    duration_cuts: tuple[int, ...]  # µs since the session's start
    energy_cuts: tuple[int, ...]  # mWh since the session's start
    needs_power: bool
    needs_current: bool
    series: tuple[str, ...]  # those whose values decide; where they change, something may
    indexed: bool  # a price follows a series
    dated: bool  # a date is asked for


@lru_cache(maxsize=4096)
def plan_of(tariff: Tariff) -> Plan:
    """The plan of a session under a tariff, kept for the next one."""
    return _plan(tariff, (None,))


@lru_cache(maxsize=4096)
def reservation_plan_of(tariff: Tariff, *, expired: bool) -> Plan:
    """The plan of a reservation: what prices an expired one comes before what prices any.

    Source: OCPI 2.2.1 mod_tariffs, ReservationRestrictionType; reference/tariff-semantics.md §3.
    """
    return _plan(tariff, (Booking.EXPIRED, Booking.USED) if expired else (Booking.USED,))


def _plan(tariff: Tariff, wanted: tuple[Booking | None, ...]) -> Plan:
    rules = tuple(
        _rule(
            tuple(Priced(index, component, element.restrictions) for component in element.components),
            element.restrictions,
        )
        for booking in wanted
        for index, element in enumerate(tariff.elements)
        if element.restrictions.booking is booking
    )
    asked = [rule.restrictions for rule in rules]
    day_cuts = {edge % DAY_US for rule in rules for window in rule.windows for edge in window}
    if any(rule.days is not None or rule.restrictions.weekdays for rule in rules):
        day_cuts.add(0)
    return Plan(
        rules=rules,
        day_cuts=tuple(sorted(day_cuts)),
        duration_cuts=tuple(sorted({s * SECOND_US for one in asked for s in (one.min_s, one.max_s) if s})),
        energy_cuts=tuple(sorted({e for one in asked for e in (one.min_mwh, one.max_mwh) if e})),
        needs_power=any(one.min_mw is not None or one.max_mw is not None for one in asked),
        needs_current=any(one.min_ma is not None or one.max_ma is not None for one in asked),
        series=tuple(sorted(_series(rules))),
        indexed=any(one.component.index is not None for rule in rules for one in rule.priced),
        dated=any(rule.days is not None for rule in rules),
    )


def _series(rules: tuple[Rule, ...]) -> set[str]:
    followed = {
        one.component.index.series
        for rule in rules
        for one in rule.priced
        if one.component.index is not None and not one.component.index.fixed
    }
    return followed | {rule.restrictions.series for rule in rules if rule.restrictions.series is not None}


def followed(tariff: Tariff) -> frozenset[str]:
    """The names of all series that a tariff follows, also those whose value is fixed at the start."""
    prices = {
        component.index.series
        for element in tariff.elements
        for component in element.components
        if component.index is not None
    }
    return frozenset(prices | {one.restrictions.series for one in tariff.elements if one.restrictions.series})


def first_matches(rules: tuple[Rule, ...]) -> Active:
    """Per dimension the first of the matching elements that has a price for it."""
    flat: Priced | None = None
    energy: Priced | None = None
    time: Priced | None = None
    parking: Priced | None = None
    for rule in rules:
        flat = flat or rule.flat
        energy = energy or rule.energy
        time = time or rule.time
        parking = parking or rule.parking
    return Active(flat, energy, time, parking)


def _rule(priced: tuple[Priced, ...], asked: Restrictions) -> Rule:
    days = None
    if asked.from_day is not None or asked.to_day is not None:
        days = (
            asked.from_day.toordinal() - _EPOCH_ORDINAL if asked.from_day is not None else -(10**9),
            asked.to_day.toordinal() - _EPOCH_ORDINAL if asked.to_day is not None else 10**9,
        )
    flow = (asked.min_mwh, asked.max_mwh, asked.min_mw, asked.max_mw, asked.min_ma, asked.max_ma)
    by_dimension = {one.component.dimension: one for one in priced}
    return Rule(
        flat=by_dimension.get(Dimension.FLAT),
        energy=by_dimension.get(Dimension.ENERGY),
        time=by_dimension.get(Dimension.TIME),
        parking=by_dimension.get(Dimension.PARKING_TIME),
        restrictions=asked,
        windows=_windows(asked.from_s, asked.to_s),
        days=days,
        flow=any(limit is not None for limit in flow),
    )


def _windows(from_s: int | None, to_s: int | None) -> tuple[tuple[int, int], ...]:
    """A daily window as stretches of the local day; one that wraps past midnight is two.

    Equal ends never match, but 00:00–00:00 is the whole day (docs/spec/rating.md, A9).
    """
    if from_s is None and to_s is None:
        return ()
    start = (from_s or 0) * SECOND_US
    end = (to_s or 0) * SECOND_US or DAY_US
    if start < end:
        return () if (start, end) == (0, DAY_US) else ((start, end),)
    if start == end:
        return ((0, 0),)
    return ((0, end), (start, DAY_US))


def _within(value: int | None, least: int | None, below: int | None) -> bool:
    if least is None and below is None:
        return True
    if value is None:
        return False
    return (least is None or value >= least) and (below is None or value < below)
