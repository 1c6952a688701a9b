"""Prices that follow a series, and elements that hold while a series is within limits.

Source: reference/requirements.md D2; prices.md §4 (negative prices), §5 (gaps); payments.md P11 (fixed).
"""

from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.rooms.pricing import Seg, Words, element, exact, price, table, tariff, usage

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import SECOND_US, Instant, Span, Zone, parse_instant
from wattfleet.tariffs.explain import explain
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.series import Point, PriceMissing, Prices, Series, merged
from wattfleet.tariffs.shape import show_tariff
from wattfleet.tariffs.tariff import Tariff

NOON = "2026-01-14T12:00:00Z"
HOUR = 3600
QUARTER = 900


def series(*values: str | None, name: str = "SE3", start: str = NOON, step: int = HOUR) -> Prices:
    """Values per kWh from `start` on, one each `step` seconds; None is a gap."""
    at = parse_instant(start)
    points = []
    for value in values:
        end = at + step * SECOND_US
        if value is not None:
            points.append(Point(Span(at, end), int(Decimal(value) * 10**6)))
        at = end
    return {name: Series(name, merged(points))}


def spot(type_: str = "ENERGY", /, **index: object) -> Words:
    """A price that follows SE3; `fallback` is what holds in a gap."""
    fallback = index.pop("fallback", None)
    out: Words = {"type": type_, "vat": "25", "index": {"series": "SE3"} | index}
    return out if fallback is None else out | {"price": fallback}


def cost(terms: Tariff, prices: Prices, *segs: Seg) -> Fraction:
    return exact(rate(usage(NOON, *segs), terms, prices))[0]


def spoken(rating: Rating, language: str = "en") -> list[str]:
    return [one.text for one in explain(rating, Zone("UTC"), language)]


@pytest.mark.parametrize(
    ("index", "values", "expected"),
    [
        ({}, ["0.50", "0.80"], "2.10"),  # 1 kWh at 0.50 + 2 kWh at 0.80
        ({"factor": "1.1", "adder": "0.20"}, ["0.50", "0.80"], "2.91"),  # 0.75 + 2 × 1.08
        ({"cap": "0.60"}, ["0.50", "0.80"], "1.70"),
        ({"floor": "0.70"}, ["0.50", "0.80"], "2.30"),
        ({}, ["-0.30", "0.80"], "1.60"),  # never below zero
        ({"adder": "0.40"}, ["-0.30", "0.80"], "2.50"),  # 0.10 + 2 × 1.20
        ({"fixed": True}, ["0.50", "0.80"], "1.50"),  # the price of the start to the end
        ({"factor": "0.333333"}, ["1", "1"], "0.999999"),
    ],
)
def test_a_price_follows_its_series(index: Words, values: list[str], expected: str) -> None:
    terms = tariff(element(spot(**index)))
    assert cost(terms, series(*values), (HOUR, "1", "c"), (HOUR, "2", "c")) == Fraction(expected)


def test_a_slice_is_cut_where_the_price_changes() -> None:
    rating = rate(
        usage(NOON, (HOUR, "4", "c")), tariff(element(spot())), series("1", "2", "2", "3", step=QUARTER)
    )
    assert table(rating) == [("ENERGY", "1"), ("ENERGY", "2"), ("ENERGY", "1")]
    assert exact(rating)[0] == 1 + 4 + 3


def test_time_may_follow_a_series_too() -> None:
    terms = tariff(element(spot("TIME"), spot("PARKING_TIME", adder="1")))
    assert cost(terms, series("6", "8"), (HOUR, "4", "c"), (HOUR, "0", "p")) == 6 + 9


def test_a_gap_is_never_free() -> None:
    with pytest.raises(PriceMissing) as caught:
        cost(tariff(element(spot())), series("1", None), (HOUR, "1", "c"), (HOUR, "1", "c"))
    assert (caught.value.series, caught.value.code) == ("SE3", "price_missing")
    assert "2026-01-14T13:00:00Z" in caught.value.message


def test_a_gap_in_which_nothing_is_charged_does_not_matter() -> None:
    assert cost(tariff(element(spot())), series("1", None), (HOUR, "1", "c"), (HOUR, "0", "p")) == 1


@pytest.mark.parametrize("prices", [{}, series("1", None)])
def test_a_fallback_holds_in_a_gap_and_says_so(prices: Prices) -> None:
    terms = tariff(element(spot(fallback="2.00")))
    rating = rate(usage(NOON, (HOUR, "1", "c"), (HOUR, "1", "c")), terms, prices)
    assert exact(rating)[0] == (3 if prices else 4)
    assert "SE3 had no value: agreed price" in spoken(rating)[-1]


def test_each_line_says_the_value_behind_its_price() -> None:
    terms = tariff(element(spot(factor="1.1", adder="0.20")))
    rating = rate(usage(NOON, (HOUR, "1", "c")), terms, series("-0.05"))
    assert spoken(rating) == ["1 kWh at 0.145 EUR per kWh, SE3 was −0.05"]
    assert spoken(rating, "sv") == ["1 kWh à 0,145 EUR per kWh, SE3 var −0,05"]
    assert spoken(rating, "de") == ["1 kWh zu 0,145 EUR je kWh, SE3 war −0,05"]


def test_an_element_holds_while_a_series_is_within_limits() -> None:
    """A demand-dependent window: dear while the grid's load is at least 80."""
    terms = tariff(
        element(price("ENERGY", "3"), series="load", min_value="80"), element(price("ENERGY", "1"))
    )
    loads = series("50", "80", "90", None, name="load")
    segs: list[Seg] = [(HOUR, "1", "c")] * 4
    rating = rate(usage(NOON, *segs), terms, loads)
    assert table(rating) == [("ENERGY", "1"), ("ENERGY", "2"), ("ENERGY", "1")]
    assert exact(rating)[0] == 1 + 6 + 1
    assert spoken(rating)[1].endswith("load from 80")


@pytest.mark.parametrize(
    ("code", "written", "field"),
    [
        ("tariff_index_invalid", element(spot("FLAT")), "price_components[0].index"),
        ("tariff_index_invalid", element(spot(series=" ")), "price_components[0].index.series"),
        ("tariff_index_invalid", element(spot(floor="-1")), "price_components[0].index.floor"),
        ("tariff_index_invalid", element(spot(floor="2", cap="1")), "price_components[0].index.cap"),
        ("tariff_index_invalid", element(spot(factor="0.1234567")), "price_components[0].index.factor"),
        ("tariff_without_price", element({"type": "ENERGY"}), "price_components[0].price"),
        ("tariff_series_incomplete", element(price("ENERGY", "1"), series="x"), "restrictions.series"),
        ("tariff_series_incomplete", element(price("ENERGY", "1"), min_value="1"), "restrictions.series"),
        (
            "tariff_never_matches",
            element(price("ENERGY", "1"), series="x", min_value="2", max_value="2"),
            "restrictions.max_value",
        ),
    ],
)
def test_what_is_refused_and_why(code: str, written: Words, field: str) -> None:
    with pytest.raises(WattfleetError) as caught:
        tariff(written, received=False)
    assert (caught.value.code, caught.value.field) == (code, f"elements[0].{field}")


def test_what_is_written_is_shown_as_it_was_written() -> None:
    terms = tariff(
        element(spot(factor="1.10", adder="-0.2", cap="4"), series="load", min_value="-5"),
        element(spot(fallback="2.50", fixed=True)),
    )
    shown = msgspec.json.encode(show_tariff(terms))
    again = read_tariff(msgspec.json.decode(shown), tariff_id=terms.id, received=True)
    assert again.elements == terms.elements


@given(
    st.lists(st.integers(-100, 500), min_size=1, max_size=12),
    st.lists(st.integers(0, 4000), min_size=1, max_size=6),
)
@settings(max_examples=60, deadline=None)
def test_the_price_is_the_sum_over_the_quarters(cents: list[int], energy_wh: list[int]) -> None:
    """A second, plain method: each quarter-hour's energy × its price, where both are on the quarter."""
    values = [str(Decimal(one) / 100) for one in cents]
    segs: list[Seg] = [(QUARTER, str(Decimal(wh) / 1000), "c") for wh in energy_wh]
    terms = tariff(element(spot(adder="0.1", fallback="9")))
    found = cost(terms, series(*values, step=QUARTER), *segs)
    plain = Fraction(0)
    for at, wh in enumerate(energy_wh):
        each = (
            max(Fraction(0), Fraction(cents[at], 100) + Fraction(1, 10)) if at < len(cents) else Fraction(9)
        )
        plain += Fraction(wh, 1000) * each
    assert found == plain


def test_points_that_overlap_are_cut_and_the_later_one_counts() -> None:
    one, two = parse_instant(NOON), parse_instant("2026-01-14T13:00:00Z")
    end = parse_instant("2026-01-14T15:00:00Z")
    kept = merged([Point(Span(one, end), 1), Point(Span(two, end), 2), Point(Span(two, end), 3)])
    assert kept == (Point(Span(one, two), 1), Point(Span(two, end), 3))
    assert Series("x", kept).at(Instant(two.us - 1).us) == 1
    assert Series("x", kept).at(end.us) is None
