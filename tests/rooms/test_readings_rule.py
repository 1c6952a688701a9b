"""The point of a reading, held against its rule written out: place, context, total, and no pass saved."""

from hypothesis import given
from hypothesis import strategies as st

from wattfleet.events import Context, Measurand, Reading, Value
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.readings import point_of
from wattfleet.sessions.session import SAMPLE, Point

MEASURANDS = (
    Measurand.ENERGY_IMPORT,
    Measurand.POWER_IMPORT,
    Measurand.CURRENT_IMPORT,
    Measurand.SOC,
    Measurand.VOLTAGE,
)
values = st.builds(
    Value,
    st.sampled_from(MEASURANDS),
    st.integers(-3, 9),
    st.sampled_from(Context),
    st.sampled_from(["", "N", "L1", "L2", "L3", "L1-N", "L2-N", "L1-L2", "?"]),
    st.sampled_from(["outlet", "outlet", "cable", "inlet", "body", "ev"]),
    st.integers(1, 3),
)
RANK = {Context.END: 3, Context.PERIODIC: 2, Context.CLOCK: 2, Context.TRIGGER: 2, Context.BEGIN: 0}


def by_the_rule(told: list[Value], *, in_the_car: bool = False) -> tuple[int, Context, int] | None:
    """The best place, then the best context, then the largest total or the sum of the lines."""
    if not in_the_car:
        places = ["outlet", "cable", "inlet", "body"]
        best_place = next((one for one in places if any(v.location == one for v in told)), None)
        told = [one for one in told if one.location == best_place]
    if not told:
        return None
    best = max(RANK.get(one.context, 1) for one in told)
    told = [one for one in told if RANK.get(one.context, 1) == best]
    for total in ("", "N"):
        alike = [one for one in told if one.phase == total]
        if alike:
            largest = max(alike, key=lambda one: one.milli)
            return largest.milli, largest.context, largest.step_milli
    lines: dict[str, Value] = {}
    for one in sorted(told, key=lambda one: -one.milli):
        lines.setdefault(one.phase.removesuffix("-N"), one)
    wanted = [lines[line] for line in ("L1", "L2", "L3") if line in lines]
    if not wanted:
        first = told[0].phase.removesuffix("-N")
        wanted = [lines[first]]
    return sum(one.milli for one in wanted), wanted[0].context, sum(one.step_milli for one in wanted)


@given(st.lists(values, max_size=7))
def test_one_pass_gives_what_the_rule_says(told: list[Value]) -> None:
    at = Instant(7)
    energies = [one for one in told if one.measurand is Measurand.ENERGY_IMPORT and one.milli >= 0]
    register = by_the_rule(energies)
    sums = [
        by_the_rule([one for one in told if one.measurand is kind], in_the_car=kind is Measurand.SOC)
        for kind in (Measurand.POWER_IMPORT, Measurand.CURRENT_IMPORT, Measurand.SOC)
    ]
    power, current, soc = (None if one is None else one[0] for one in sums)
    expected = None
    if register is not None:
        milli, context, step = register
        expected = Point(at, Energy(milli), context, step, 4, SAMPLE, power, current, soc)
    elif (power, current, soc) != (None, None, None):
        expected = Point(at, None, Context.OTHER, 1, 4, SAMPLE, power, current, soc)
    assert point_of(at, Reading(at, tuple(told)), SAMPLE, 4) == expected
