"""The stretches of a session in which clock, duration and series decide nothing anew.

The local clock is UTC plus an offset that is constant between two changes of the zone, so that days of 23 and
25 hours need no rule of their own: an hour that comes twice is met twice.

What holds by clock and duration depends on three small numbers: the local day (where no dates are asked for,
its weekday alone), how many of the plan's times have passed in it, and how many of its durations in the
session. So it is found out once for each combination that comes up, and kept for the next session.
"""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

import msgspec

from wattfleet.kernel.timeline import DAY_US, Span, Zone
from wattfleet.tariffs.restrictions import Active, Plan, Rule, first_matches
from wattfleet.tariffs.series import NO_PRICES, Prices
from wattfleet.tariffs.told import NOTHING_TOLD, Told


class Era(msgspec.Struct, frozen=True, gc=False):
    """One such stretch, and the elements that hold in it."""

    start_us: int
    end_us: int
    rules: tuple[Rule, ...]
    active: Active | None  # None: energy, power or current decide within it
    told: Told


def clock_eras(
    span: Span, zone: Zone, plan: Plan, prices: Prices = NO_PRICES
) -> Iterator[tuple[int, Active]]:
    """Where in `span` an era begins (µs), and its prices, where clock and series alone decide."""
    assert not plan.duration_cuts, "eras of many sessions know no session's start"
    for era in eras(span.start.us, span.end.us, zone, plan, prices):
        assert era.active is not None, "the clock alone decides"
        yield era.start_us, era.active


def eras(start: int, end: int, zone: Zone, plan: Plan, prices: Prices = NO_PRICES) -> list[Era]:
    """The eras of a session from `start` to `end` (µs), in order."""
    offsets = zone.offsets(start, end) if plan.day_cuts else _NO_CLOCK
    timeless = len(offsets) == 1 and not plan.duration_cuts and not plan.series
    known = [] if timeless else _known_cuts(start, end, offsets, plan, prices)
    told = Told(prices, start) if plan.indexed else NOTHING_TOLD
    follows = plan.indexed or bool(plan.series)
    out: list[Era] = []
    at, jumps = start, 0
    while True:
        while jumps + 1 < len(offsets) and offsets[jumps + 1][0] <= at:
            jumps += 1
        day, of_day = divmod(at + offsets[jumps][1], DAY_US)
        times = bisect_right(plan.day_cuts, of_day)
        held = _held(
            plan, day if plan.dated else day % 7, times, bisect_right(plan.duration_cuts, at - start)
        )
        rules, active = held.rules, held.active
        if follows:
            rules = tuple(one for one in rules if one.holds_in(prices, at))
            active = _alone(rules)
            active = None if active is None else told.active(active, at)
        until = min(end, at + _to_next(plan.day_cuts, times) - of_day) if plan.day_cuts else end
        while known and known[-1] <= at:
            known.pop()
        if known and known[-1] < until:
            until = known[-1]
        out.append(Era(at, until, rules, active, told))
        if until >= end:
            return out
        at = until


_NO_CLOCK = [(0, 0)]


def _known_cuts(
    start: int, end: int, offsets: list[tuple[int, int]], plan: Plan, prices: Prices
) -> list[int]:
    """Where a duration is reached, a series changes, or the local clock jumps; the first one last."""
    cuts = [start + elapsed for elapsed in plan.duration_cuts]
    cuts += [at for at, _ in offsets[1:]]
    for name in plan.series:
        if name in prices:
            cuts += prices[name].cuts(start, end)
    return sorted(cuts, reverse=True)


def _to_next(day_cuts: tuple[int, ...], times: int) -> int:
    """The next of the plan's times after `times` of them have passed; perhaps the first one of tomorrow."""
    return day_cuts[times] if times < len(day_cuts) else DAY_US + day_cuts[0]


class _Held(msgspec.Struct, frozen=True):
    """What holds by clock and duration."""

    rules: tuple[Rule, ...]
    active: Active | None


@lru_cache(maxsize=1 << 16)
def _held(plan: Plan, day: int, times: int, durations: int) -> _Held:
    """`times` and `durations` say how many of the plan's cuts have passed. Day 7 is as day 0 is."""
    local_us = day * DAY_US + (plan.day_cuts[times - 1] if times else 0)
    elapsed_us = plan.duration_cuts[durations - 1] if durations else 0
    rules = tuple(one for one in plan.rules if one.holds_at(local_us, elapsed_us))
    return _Held(rules, _alone(rules))


def _alone(rules: tuple[Rule, ...]) -> Active | None:
    """The prices of the elements that hold; None where energy, power or current must be asked too."""
    return None if any(one.flow for one in rules) else first_matches(rules)
