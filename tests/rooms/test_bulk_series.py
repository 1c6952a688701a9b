"""Prices that follow a series, in bulk: to the minor unit as the exact engine says; gaps are left to it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.pricing import Words, element, price, tariff, usage
from tests.rooms.test_bulk import NOON, STARTS, ZONES, asked, usages
from tests.rooms.test_rating_series import HOUR, series, spot

from wattfleet.kernel.timeline import Zone
from wattfleet.sessions.usage import Usage
from wattfleet.tariffs.bulk import price_all, price_group
from wattfleet.tariffs.course import course_of
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.series import PriceMissing, Prices, Series
from wattfleet.tariffs.tariff import Tariff

DECIMALS = st.decimals("-2", "4", places=3).map(str)


@st.composite
def told(draw: st.DrawFn) -> Prices:
    """Two days of values behind each start, with gaps."""
    step = draw(st.sampled_from([900, HOUR]))
    points = [
        point
        for start in sorted(STARTS)
        for point in series(
            *draw(
                st.lists(st.none() | DECIMALS, min_size=8, max_size=8).map(
                    lambda found: found * (6 * HOUR // step)
                )
            ),
            start=start,
            step=step,
        )["SE3"].points
    ]
    return {"SE3": Series("SE3", tuple(points))}


@st.composite
def indexed(draw: st.DrawFn) -> Words:
    index: dict[str, object] = {}
    if draw(st.booleans()):
        index |= {"factor": draw(st.sampled_from(["1.25", "0.333333"])), "adder": draw(DECIMALS)}
    if draw(st.booleans()):
        index["cap"] = "2.5"
    if draw(st.integers(0, 9)) == 0:
        index["fixed"] = True
    if draw(st.booleans()):
        index["fallback"] = "1.11"
    return spot(draw(st.sampled_from(["ENERGY", "TIME", "PARKING_TIME"])), **index)


@st.composite
def following(draw: st.DrawFn) -> Tariff:
    elements = [element(draw(indexed()), **draw(asked())) for _ in range(draw(st.integers(1, 3)))]
    others = element(
        price("FLAT", "3", vat="10"), price("ENERGY", "1.5", vat="25", step=draw(st.sampled_from([1, 500])))
    )
    return tariff(*elements, others, tax_included=draw(st.booleans()))


@given(st.lists(usages(), min_size=1, max_size=6), following(), told(), st.sampled_from(ZONES))
@settings(max_examples=150, deadline=None)
def test_both_engines_say_the_same_of_a_series(
    used: list[Usage], terms: Tariff, prices: Prices, zone: Zone
) -> None:
    local = [Usage(one.start, one.end, zone, one.slices) for one in used]
    net, tax, left = price_group(course_of(local), terms, zone, prices)
    for at, one in enumerate(local):
        try:
            rating = rate(one, terms, prices)
        except PriceMissing:
            assert left[at], "a price that nobody knows is never made up"
            continue
        if not left[at]:
            assert (net[at], tax[at]) == (rating.before_vat.minor, rating.vat.minor)


@pytest.mark.parametrize(
    ("terms", "values", "exactly"),
    [
        (tariff(element(spot())), ["0.50", "0.80"], False),
        (tariff(element(spot())), ["-0.50", "0.80"], False),
        (tariff(element(spot())), ["0.50", None], True),  # a gap: only the exact engine says so
        (tariff(element(spot(fallback="1"))), ["0.50", None], False),
        (tariff(element(spot(fixed=True))), ["0.50", "0.80"], True),
        (tariff(element(spot(), min_duration=5)), ["0.50", "0.80"], True),
    ],
)
def test_what_of_a_series_goes_to_the_exact_engine(
    terms: Tariff, values: list[str | None], exactly: bool
) -> None:
    used, prices = usage(NOON, (HOUR, "1", "c"), (HOUR, "2", "c")), series(*values)
    net, _, left = price_group(course_of([used]), terms, used.zone, prices)
    assert left.tolist() == [exactly]
    if not exactly:
        assert net.tolist() == [rate(used, terms, prices).before_vat.minor]


def test_a_month_of_values_prices_all_its_sessions_at_once() -> None:
    prices = series(*[str(hour % 7) for hour in range(24 * 31)], start="2026-01-01T00:00:00Z")
    used = [usage(f"2026-01-{day:02}T07:00:00Z", (5 * HOUR, "20", "c")) for day in range(1, 29)]
    terms = tariff(element(spot(adder="0.10")))
    bulk = price_all(
        course_of(used), [(terms, Zone("UTC"))], np.zeros(28, np.int64), used.__getitem__, prices
    )
    assert not bulk.exact.any()
    assert bulk.before_vat.tolist() == [rate(one, terms, prices).before_vat.minor for one in used]
