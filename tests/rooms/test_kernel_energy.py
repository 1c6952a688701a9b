"""Energy and power in whole thousandths."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.kernel.energy import Energy, Power, energy_over, from_milli, to_milli

MWH = st.integers(-(10**15), 10**15)


@pytest.mark.parametrize(
    ("value", "milli"),
    [
        (1, 1000),
        (Decimal("0.1"), 100),
        (Decimal("1234.5678"), 1_234_568),
        (Decimal("0.0005"), 0),
        (Decimal("0.0015"), 2),
        (Decimal("-0.0015"), -2),
        (Decimal("12345.600000000001"), 12_345_600),
    ],
)
def test_a_number_as_thousandths(value: Decimal | int, milli: int) -> None:
    assert to_milli(value) == milli


@pytest.mark.parametrize(
    ("milli", "text"), [(1_234_000, "1234"), (1_234_500, "1234.5"), (1, "0.001"), (0, "0"), (-1500, "-1.5")]
)
def test_thousandths_as_text(milli: int, text: str) -> None:
    assert f"{from_milli(milli):f}" == text


@given(MWH)
def test_thousandths_come_back(milli: int) -> None:
    assert to_milli(from_milli(milli)) == milli


@given(MWH, MWH)
def test_energy_adds_up_and_has_an_order(one: int, other: int) -> None:
    a, b = Energy(one), Energy(other)
    assert a + b - b == a
    assert (a < b) == (one < other)


def test_views() -> None:
    assert Energy(12_345_678).kwh == Decimal("12.345678")
    assert Energy.from_wh(Decimal("1.5")) == Energy(1500)
    assert Power.from_w(11_000).kw == 11
    assert Power(1_500).w == Decimal("1.5")


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**10), min_size=1, max_size=5))
def test_energy_over_parts_of_a_time_is_never_more_than_over_the_whole(mw: int, parts: list[int]) -> None:
    whole = energy_over(Power(mw), sum(parts)).mwh
    cut = sum(energy_over(Power(mw), one).mwh for one in parts)
    assert whole - len(parts) < cut <= whole


def test_a_kilowatt_over_an_hour_is_a_kilowatt_hour() -> None:
    assert energy_over(Power(1_000_000), 3_600_000_000) == Energy(1_000_000)
