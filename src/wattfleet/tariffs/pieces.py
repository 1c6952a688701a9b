"""A session cut so finely that within a piece no price can change, and no finer than that.

Problem: a price may change with the local clock, the date, the weekday, the time since the start, the energy
since the start, and with power and current. Observation: power and current are constant within a slice; what
depends on time alone is known before the first slice is looked at. So the session is first cut into eras
(clock and duration), then each slice at the eras and at the energy thresholds that it passes.

Within a slice energy flows evenly: at a cut, the energy so far is rounded down to the mWh, so that the parts
always add up to the slice.

Where time alone decides, a run of slices in which the car did the same is one piece: its quantities are sums,
so that it is charged as its slices would be one by one.
"""

from collections.abc import Iterator

import msgspec

from wattfleet.kernel.timeline import HOUR_US, SECOND_US
from wattfleet.sessions.usage import Activity, Slice, Usage
from wattfleet.tariffs.eras import Era, eras
from wattfleet.tariffs.restrictions import Active, Plan, Priced, first_matches
from wattfleet.tariffs.series import NO_PRICES, Prices


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
    ends = iter([one.span.end.us for one in usage.slices if one.span.us or one.energy.mwh])
    until = next(ends, None)
    for one in pieces(usage, plan, prices, joined=False):
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


def pieces(usage: Usage, plan: Plan, prices: Prices = NO_PRICES, *, joined: bool = True) -> Iterator[Piece]:
    """The session in order, cut. A session in which nothing happened is one empty piece at its start.

    Without `joined` no piece is longer than its slice.
    """
    found = eras(usage.start.us, max(usage.start.us, usage.end.us), usage.zone, plan, prices)
    slices, cuts = usage.slices, plan.energy_cuts
    index, era, last = 0, found[0], len(found) - 1
    joins = joined and not cuts
    at, used, nothing = 0, 0, True
    while at < len(slices):
        one = slices[at]
        start, end, mwh = one.span.start.us, one.span.end.us, one.energy.mwh
        at += 1
        if start == end and not mwh:
            continue
        assert start <= end, "a slice ends after it starts"
        assert mwh >= 0, "energy that nobody consumed is never priced"
        nothing = False
        while start >= era.end_us and index < last:
            index += 1
            era = found[index]
        if end <= era.end_us and not (cuts and any(used < cut < used + mwh for cut in cuts)):
            if joins and era.active is not None and end - start >= SECOND_US:
                at, end, mwh = _run(slices, at, end, mwh, era.end_us)
            yield _piece(one, start, end, mwh, used, era, plan)
        else:
            for part_start, part_end, energy, before in _parts(one, found[index:], used, cuts):
                while part_start >= era.end_us and index < last:
                    index += 1
                    era = found[index]
                yield _piece(one, part_start, part_end, energy, before, era, plan)
        used += mwh
    if nothing:
        active = era.active or _matching(era, 0, 0, 0)
        yield Piece(usage.start.us, usage.start.us, 0, Activity.CHARGING, active, False)


def _run(slices: tuple[Slice, ...], at: int, end: int, mwh: int, until: int) -> tuple[int, int, int]:
    """The run that the slice before `at` begins: the first slice that is not of it, its end, its energy.

    A charge begins and ends with a piece that adds to it. So the slices of a run all have energy or all have
    none, and each has a whole second: else a run would add where one of its slices does not.
    """
    activity, flows = slices[at - 1].activity, mwh > 0
    for index in range(at, len(slices)):
        one = slices[index]
        now, energy = one.span.end.us, one.energy.mwh
        unlike = energy <= 0 if flows else energy != 0
        if unlike or one.activity is not activity or now > until or now - end < SECOND_US:
            return index, end, mwh
        end = now
        mwh += energy
    return len(slices), end, mwh


def _piece(one: Slice, start: int, end: int, mwh: int, used: int, era: Era, plan: Plan) -> Piece:
    if era.active is not None:
        return Piece(start, end, mwh, one.activity, era.active, False)
    power = power_of(one) if plan.needs_power else None
    current = current_of(one) if plan.needs_current else None
    dark = (plan.needs_current and current is None) or (plan.needs_power and power is None)
    return Piece(start, end, mwh, one.activity, _matching(era, used, power, current), dark)


def _matching(era: Era, used: int, power: int | None, current: int | None) -> Active:
    found = tuple(one for one in era.rules if not one.flow or one.holds_for(used, power, current))
    return era.told.active(first_matches(found), era.start_us)


def power_of(one: Slice) -> int | None:
    """The slice's power in mW: as told, else its mean."""
    if one.power is not None:
        return one.power.mw
    if one.energy.mwh == 0:
        return 0
    length = one.span.us
    return one.energy.mwh * HOUR_US // length if length > 0 else None


def current_of(one: Slice) -> int | None:
    """The slice's current in mA as told; none flows where no energy does."""
    if one.current_ma is not None:
        return one.current_ma
    return 0 if one.energy.mwh == 0 else None


def _parts(
    one: Slice, found: list[Era], used: int, energy_cuts: tuple[int, ...]
) -> Iterator[tuple[int, int, int, int]]:
    """The slice cut at eras and energy thresholds: start, end, energy, and the session's energy before it."""
    start, end, mwh = one.span.start.us, one.span.end.us, one.energy.mwh
    length = end - start
    cuts = [(end, mwh)]
    cuts += [(era.end_us, mwh * (era.end_us - start) // length) for era in found if start < era.end_us < end]
    cuts += [
        (start + (threshold - used) * length // mwh, threshold - used)
        for threshold in energy_cuts
        if used < threshold < used + mwh
    ]
    at, given = start, 0
    for cut, energy in sorted(cuts):
        yield at, cut, energy - given, used + given
        at, given = cut, energy
