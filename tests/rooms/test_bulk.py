"""The bulk engine says to the minor unit what the exact engine says; what it cannot price it leaves to it."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.rooms.pricing import ACTIVITY, Words, element, price, tariff, usage

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import SECOND_US, Span, Zone, parse_instant
from wattfleet.sessions.usage import Reserved, Slice, Usage
from wattfleet.tariffs.bulk import price_all
from wattfleet.tariffs.course import course_of
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.shape import WEEKDAYS
from wattfleet.tariffs.tariff import Tariff

NOON = "2026-01-14T12:00:00Z"
ZONES = [Zone(name) for name in ("UTC", "Europe/Stockholm", "America/St_Johns", "Australia/Lord_Howe")]
STARTS = ["2026-01-14T12:00:00Z", "2026-03-28T20:00:00Z", "2026-10-24T20:00:00Z", "2026-04-04T10:00:00Z"]
KINDS = st.lists(st.sampled_from(["FLAT", "ENERGY", "TIME", "PARKING_TIME"]), min_size=1, unique=True)
CLOCKS = st.integers(0, 95).map(lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}")
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
ROUNDINGS = st.sampled_from(["half_up", "half_even", "up", "down"])


@st.composite
def components(draw: st.DrawFn) -> list[Words]:
    return [
        price(
            kind,
            str(draw(st.decimals("0", "9", places=3))),
            vat=draw(st.sampled_from(["10", "25", "19", "0", None])),
            step=draw(st.sampled_from([1, 300, 1000])),
            free_s=draw(st.sampled_from([0, 0, 1800])) if "TIME" in kind else 0,
        )
        for kind in draw(KINDS)
    ]


@st.composite
def asked(draw: st.DrawFn) -> Words:
    out: Words = {}
    start, end = draw(CLOCKS), draw(CLOCKS)
    if draw(st.booleans()) and start != end:
        out |= {"start_time": start, "end_time": end}
    if draw(st.booleans()):
        out["day_of_week"] = draw(st.lists(st.sampled_from(WEEKDAYS), unique=True, max_size=4))
    if draw(st.integers(0, 9)) == 0:
        out["start_date"] = "2026-03-29"
    if draw(st.integers(0, 19)) == 0:
        out[draw(st.sampled_from(["min_kwh", "min_duration", "min_power"]))] = 2
    return out


@st.composite
def tariffs(draw: st.DrawFn) -> Tariff:
    more: dict[str, object] = {"rounding": draw(ROUNDINGS), "tax_included": draw(st.booleans())}
    if draw(st.integers(0, 3)) == 0:
        more["max_price"] = {draw(st.sampled_from(["before_vat", "with_vat"])): "20"}
    if draw(st.integers(0, 3)) == 0:
        more["min_price"] = {draw(st.sampled_from(["before_vat", "with_vat"])): "5"}
    elements = [element(*draw(components()), **draw(asked())) for _ in range(draw(st.integers(1, 4)))]
    return tariff(*elements, currency=draw(CURRENCIES), **more)


@st.composite
def usages(draw: st.DrawFn) -> Usage:
    start = parse_instant(draw(st.sampled_from(STARTS))) + draw(st.integers(0, 7200)) * SECOND_US
    at, slices = start, []
    for _ in range(draw(st.integers(0, 6))):
        end = at + draw(st.sampled_from([1, 899_999_999, 900 * SECOND_US, 3 * 3600 * SECOND_US]))
        energy = Energy(draw(st.integers(0, 20_000_000)))
        slices.append(Slice(Span(at, end), energy, draw(st.sampled_from(list(ACTIVITY.values())))))
        at = end
    return Usage(start, at, draw(st.sampled_from(ZONES)), tuple(slices))


@given(
    st.lists(st.tuples(usages(), st.integers(0, 3)), min_size=1, max_size=8), st.lists(tariffs(), min_size=4)
)
@settings(max_examples=150, deadline=None)
def test_both_engines_say_the_same_to_the_minor_unit(
    sessions: list[tuple[Usage, int]], terms: list[Tariff]
) -> None:
    used = [one for one, _ in sessions]
    pairs = [(terms[which], one.zone) for one, which in sessions]
    bulk = price_all(course_of(used), pairs, np.arange(len(used)), used.__getitem__)
    ratings = [rate(one, terms[which]) for one, which in sessions]
    assert bulk.before_vat.tolist() == [one.before_vat.minor for one in ratings]
    assert bulk.vat.tolist() == [one.vat.minor for one in ratings]


@given(st.lists(usages(), min_size=2, max_size=12), tariffs())
@settings(max_examples=60, deadline=None)
def test_sessions_of_one_tariff_do_not_touch_each_other(used: list[Usage], terms: Tariff) -> None:
    zone = ZONES[1]
    local = [replace(one, zone=zone) for one in used]
    bulk = price_all(course_of(local), [(terms, zone)], np.zeros(len(used), np.int64), local.__getitem__)
    assert bulk.before_vat.tolist() == [rate(one, terms).before_vat.minor for one in local]


DAY = usage(NOON, *[(900, "2.5", "c")] * 12, *[(900, "0", "p")] * 4)
PLAIN = tariff(
    element(price("ENERGY", "2.50", vat="25"), start_time="14:00", end_time="06:00"),
    element(price("ENERGY", "3.50", vat="25"), price("PARKING_TIME", "30", vat="25", free_s=840)),
)


@pytest.mark.parametrize(
    ("used", "terms", "exactly"),
    [
        (DAY, PLAIN, False),
        (DAY, replace(PLAIN, id=UUID(int=8)), False),
        (DAY, tariff(element(price("ENERGY", "1")), max_price={"before_vat": "500"}), False),
        (DAY, tariff(element(price("ENERGY", "1")), max_price={"before_vat": "5"}), True),
        (DAY, tariff(element(price("ENERGY", "1"), max_kwh=5)), True),
        (DAY, tariff(element(price("ENERGY", "1"), min_duration=5)), True),
        (DAY, tariff(element(price("ENERGY", "1"), min_power=5)), True),
        (usage(NOON), PLAIN, True),
        (replace(DAY, reserved=Reserved(Span(DAY.start, DAY.start))), PLAIN, True),
        (DAY, tariff(element(price("ENERGY", "9999999"))), True),
    ],
)
def test_what_goes_to_the_exact_engine(used: Usage, terms: Tariff, exactly: bool) -> None:
    asked_for: list[int] = []

    def exact(index: int) -> Usage:
        asked_for.append(index)
        return used

    bulk = price_all(course_of([used]), [(terms, used.zone)], np.zeros(1, np.int64), exact)
    assert bulk.exact.tolist() == [exactly]
    assert asked_for == ([0] if exactly else [])
    assert bulk.before_vat.tolist() == [rate(used, terms).before_vat.minor]


def test_no_sessions_cost_nothing() -> None:
    bulk = price_all(course_of([]), [(PLAIN, ZONES[0])], np.zeros(0, np.int64), [DAY].__getitem__)
    assert (len(bulk.before_vat), len(bulk.exact)) == (0, 0)
