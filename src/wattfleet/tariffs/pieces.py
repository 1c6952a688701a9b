"""A session cut so finely that within a piece no price can change.

Problem: a price may change with the local clock, the date, the weekday, the time since the start, the energy
since the start, and with power and current. Observation: power and current are constant within a slice; what
depends on time alone is known before the first slice is looked at. So the session is first cut into eras
(clock and duration), then each slice at the eras and at the energy thresholds that it passes.

Within a slice energy flows evenly: at a cut, the energy so far is rounded down to the mWh, so that the parts
always add up to the slice. The local clock is UTC plus an offset that is constant between two changes of
the zone, so that days of 23 and 25 hours need no rule of their own: an hour that comes twice is met twice.
"""

from collections.abc import Iterator

import msgspec

from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant, Span, Zone
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.restrictions import Active, Plan, Priced, Rule, first_matches
from wattfleet.tariffs.series import NO_PRICES, Prices
from wattfleet.tariffs.told import NOTHING_TOLD, Told


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A stretch of a session with one price per dimension."""

    start_us: int
    end_us: int
    mwh: int
    activity: Activity
    active: Active
    dark: bool  # a power or current was asked for that nobody told


def whole_pieces(usage: Usage, plan: Plan, prices: Prices = NO_PRICES) -> Iterator[tuple[Piece, bool]]:
    """Each slice as one piece, priced as it begins; True where a price changes within it.

    For another operator's record, whose periods are the facts: who prices must begin a new period where a
    price changes. Source: OCPI 2.2.1 mod_cdrs, “charging periods”; docs/spec/rating.md, A7.
    """
    joined: list[Piece] = []
    ends = iter([one.span.end.us for one in usage.slices if one.span.start != one.span.end or one.energy.mwh])
    until = next(ends, None)
    for one in pieces(usage, plan, prices):
        joined.append(one)
        if until is None or one.end_us == until:
            yield (
                _joined(joined),
                any(_asked(part, part.active) != _asked(part, joined[0].active) for part in joined),
            )
            joined, until = [], next(ends, None)


def _asked(part: Piece, active: Active) -> tuple[Priced | None, Priced | None]:
    """The prices that matter to a piece: of its energy, and of its kind of time."""
    match part.activity:
        case Activity.IDLE:
            time = active.parking
        case Activity.UNTIMED:
            time = None
        case _:
            time = active.time
    return active.energy if part.mwh else None, time


def _joined(parts: list[Piece]) -> Piece:
    first = parts[0]
    return Piece(
        first.start_us,
        parts[-1].end_us,
        sum(one.mwh for one in parts),
        first.activity,
        first.active,
        any(one.dark for one in parts),
    )


class _Era(msgspec.Struct, frozen=True):
    """A stretch of time in which clock, duration and series decide nothing anew."""

    start_us: int
    end_us: int
    rules: tuple[Rule, ...]
    active: Active | None  # None: energy, power or current decide within it
    told: Told


def pieces(usage: Usage, plan: Plan, prices: Prices = NO_PRICES) -> Iterator[Piece]:
    """The session in order, cut. A session in which nothing happened is one empty piece at its start."""
    eras = _eras(usage.start.us, max(usage.start.us, usage.end.us), usage.zone, plan, prices)
    slices = [one for one in usage.slices if one.span.start != one.span.end or one.energy.mwh]
    if not slices:
        active = eras[0].active or _matching(eras[0], 0, 0, 0)
        yield Piece(usage.start.us, usage.start.us, 0, Activity.CHARGING, active, False)
        return
    index, era, used = 0, eras[0], 0
    last = len(eras) - 1
    cuts = plan.energy_cuts
    for one in slices:
        start, end, mwh = one.span.start.us, one.span.end.us, one.energy.mwh
        assert start <= end, "a slice ends after it starts"
        assert mwh >= 0, "energy that nobody consumed is never priced"
        while start >= era.end_us and index < last:
            index += 1
            era = eras[index]
        if end <= era.end_us and not (cuts and any(used < cut < used + mwh for cut in cuts)):
            yield _piece(one, start, end, mwh, used, era, plan)
        else:
            for part_start, part_end, energy, before in _parts(one, eras[index:], used, cuts):
                while part_start >= era.end_us and index < last:
                    index += 1
                    era = eras[index]
                yield _piece(one, part_start, part_end, energy, before, era, plan)
        used += mwh


def _piece(one: Slice, start: int, end: int, mwh: int, used: int, era: _Era, plan: Plan) -> Piece:
    if era.active is not None:
        return Piece(start, end, mwh, one.activity, era.active, False)
    power = _power(one) if plan.needs_power else None
    current = _current(one) if plan.needs_current else None
    dark = (plan.needs_current and current is None) or (plan.needs_power and power is None)
    return Piece(start, end, mwh, one.activity, _matching(era, used, power, current), dark)


def _matching(era: "_Era", used: int, power: int | None, current: int | None) -> Active:
    found = tuple(one for one in era.rules if not one.flow or one.holds_for(used, power, current))
    return era.told.active(first_matches(found), era.start_us)


def _power(one: Slice) -> int | None:
    """The slice's power in mW: as told, else its mean."""
    if one.power is not None:
        return one.power.mw
    if one.energy.mwh == 0:
        return 0
    length = one.span.us
    return one.energy.mwh * HOUR_US // length if length > 0 else None


def _current(one: Slice) -> int | None:
    """The slice's current in mA as told; none flows where no energy does."""
    if one.current_ma is not None:
        return one.current_ma
    return 0 if one.energy.mwh == 0 else None


def _parts(
    one: Slice, eras: list[_Era], used: int, energy_cuts: tuple[int, ...]
) -> Iterator[tuple[int, int, int, int]]:
    """The slice cut at eras and energy thresholds: start, end, energy, and the session's energy before it."""
    start, end, mwh = one.span.start.us, one.span.end.us, one.energy.mwh
    length = end - start
    cuts = [(end, mwh)]
    cuts += [(era.end_us, mwh * (era.end_us - start) // length) for era in eras if start < era.end_us < end]
    cuts += [
        (start + (threshold - used) * length // mwh, threshold - used)
        for threshold in energy_cuts
        if used < threshold < used + mwh
    ]
    at, given = start, 0
    for cut, energy in sorted(cuts):
        yield at, cut, energy - given, used + given
        at, given = cut, energy


def clock_eras(
    span: Span, zone: Zone, plan: Plan, prices: Prices = NO_PRICES
) -> Iterator[tuple[int, Active]]:
    """Where in `span` an era begins (µs), and its prices, where clock and series alone decide."""
    assert not plan.duration_cuts, "eras of many sessions know no session's start"
    at = span.start.us
    for era in _eras(at, span.end.us, zone, plan, prices):
        assert era.active is not None, "the clock alone decides"
        yield at, era.active
        at = era.end_us


def _eras(start: int, end: int, zone: Zone, plan: Plan, prices: Prices) -> list[_Era]:
    told = Told(prices, start) if plan.indexed else NOTHING_TOLD
    stretches = _stretches(start, end, zone) if plan.day_cuts else [(start, 0)]
    cuts = {start + elapsed for elapsed in plan.duration_cuts}
    cuts.update(_clock_cuts(stretches, end, plan.day_cuts))
    for name in plan.series:
        if name in prices:
            cuts.update(prices[name].cuts(start, end))
    edges = [start, *sorted(cut for cut in cuts if start < cut < end), end]
    eras = []
    for index in range(len(edges) - 1):
        at = edges[index]
        while len(stretches) > 1 and stretches[1][0] <= at:
            stretches.pop(0)
        local = at + stretches[0][1]
        rules = tuple(one for one in plan.rules if one.holds_at(local, at - start))
        if plan.series:
            rules = tuple(one for one in rules if one.holds_in(prices, at))
        simple = not any(one.flow for one in rules)
        active = told.active(first_matches(rules), at) if simple else None
        eras.append(_Era(at, edges[index + 1], rules, active, told))
    return eras


def _clock_cuts(stretches: list[tuple[int, int]], end: int, day_cuts: tuple[int, ...]) -> Iterator[int]:
    """The moments at which the local clock jumps or passes one of `day_cuts`."""
    for index, (start, offset) in enumerate(stretches):
        until = stretches[index + 1][0] if index + 1 < len(stretches) else end
        if index:
            yield start
        for day in range((start + offset) // DAY_US, (until + offset) // DAY_US + 1):
            for of_day in day_cuts:
                at = day * DAY_US + of_day - offset
                if start < at < until:
                    yield at


def _stretches(start: int, end: int, zone: Zone) -> list[tuple[int, int]]:
    """Where in [start, end] the zone's offset changes: the first moment and the offset of each stretch.

    Probed daily: no zone changes its clock twice within a day and back.
    """
    found = [(start, _offset(start, zone))]
    at = start
    while at < end:
        following = min(at + DAY_US, end)
        offset = _offset(following, zone)
        if offset != found[-1][1]:
            found.append((_change(at, following, zone), offset))
        at = following
    return found


def _change(low: int, high: int, zone: Zone) -> int:
    """The first moment in (low, high] with the offset of `high`."""
    offset = _offset(high, zone)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(middle, zone) == offset:
            high = middle
        else:
            low = middle
    return high


def _offset(us: int, zone: Zone) -> int:
    offset = Instant(us).local(zone).utcoffset()
    assert offset is not None, "a local time has an offset"
    return (offset.days * 86_400 + offset.seconds) * 1_000_000
