"""Money that is due, and amounts that are only exact."""

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import (
    AMOUNT_DENOMINATOR,
    Amount,
    Currency,
    Money,
    Rounding,
    parse_micro,
    parse_minor,
    share,
    to_money,
)

SEK, JPY, BHD = Currency("SEK"), Currency("JPY"), Currency("BHD")
CURRENCIES = st.sampled_from([SEK, JPY, BHD])
MINOR = st.integers(-(10**12), 10**12)
MODES = {
    Rounding.HALF_UP: ROUND_HALF_UP,
    Rounding.HALF_EVEN: ROUND_HALF_EVEN,
    Rounding.UP: ROUND_UP,
    Rounding.DOWN: ROUND_DOWN,
}


@pytest.mark.parametrize(
    ("code", "digits"), [("SEK", 2), ("EUR", 2), ("JPY", 0), ("ISK", 0), ("BHD", 3), ("KWD", 3)]
)
def test_a_currency_has_its_own_digits(code: str, digits: int) -> None:
    assert Currency.named(code).exponent == digits


@pytest.mark.parametrize("code", ["", "sek", "SE", "SEKR", "S3K", "SEK\n", "XXZ", "XAU"])
def test_what_is_no_currency(code: str) -> None:
    with pytest.raises(WattfleetError) as caught:
        Currency.named(code)
    assert caught.value.code == "currency_invalid"


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(490, SEK), "4.90"),
        (Money(0, SEK), "0.00"),
        (Money(-5, SEK), "-0.05"),
        (Money(100, JPY), "100"),
        (Money(1, BHD), "0.001"),
        (Money(123_456_789_012_345, SEK), "1234567890123.45"),
    ],
)
def test_money_as_text(money: Money, text: str) -> None:
    assert str(money) == text


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(AssertionError):
        Money(1, SEK) + Money(1, JPY)
    with pytest.raises(AssertionError):
        Money(1, SEK) - Money(1, JPY)
    with pytest.raises(AssertionError):
        Amount(1, SEK) + Amount(1, JPY)
    with pytest.raises(AssertionError):
        Amount(1, SEK) - Amount(1, JPY)


@given(MINOR, MINOR, CURRENCIES)
def test_money_adds_up(one: int, other: int, currency: Currency) -> None:
    a, b = Money(one, currency), Money(other, currency)
    assert a + b - b == a
    assert -a == Money(-one, currency)
    assert Amount(one, currency) + Amount(other, currency) == Amount(one + other, currency)


@given(MINOR, CURRENCIES, st.sampled_from(Rounding))
def test_money_as_an_amount_and_back_is_itself(minor: int, currency: Currency, rounding: Rounding) -> None:
    assert to_money(Amount(minor * currency.steps, currency), rounding) == Money(minor, currency)


@given(st.integers(-(10**25), 10**25), CURRENCIES, st.sampled_from(Rounding))
def test_rounding_is_that_of_decimal(n: int, currency: Currency, rounding: Rounding) -> None:
    """The second method: the standard library's decimal with enough digits. A third of a denominator's factor
    has no finite decimal, so the amounts here are tenths of a micro-unit."""
    amount = Amount(n // 10**12 * 36 * 10**11, currency)
    value = Decimal(n // 10**12).scaleb(-7)
    expected = value.quantize(Decimal(1).scaleb(-currency.exponent), rounding=MODES[rounding])
    assert to_money(amount, rounding).decimal == expected


@given(st.integers(-(10**25), 10**25), CURRENCIES)
def test_rounding_half_up_is_off_by_at_most_a_half(n: int, currency: Currency) -> None:
    money = to_money(Amount(n, currency))
    assert 2 * abs(money.minor * currency.steps - n) * 10**currency.exponent <= AMOUNT_DENOMINATOR
    assert to_money(Amount(-n, currency)) == -money


@pytest.mark.parametrize(
    ("thousandths", "expected"),
    [
        (2_005, {"half_up": 201, "half_even": 200, "up": 201, "down": 200}),
        (2_015, {"half_up": 202, "half_even": 202, "up": 202, "down": 201}),
        (2_001, {"half_up": 200, "half_even": 200, "up": 201, "down": 200}),
        (-2_005, {"half_up": -201, "half_even": -200, "up": -201, "down": -200}),
        (0, {"half_up": 0, "half_even": 0, "up": 0, "down": 0}),
    ],
)
def test_how_halves_go(thousandths: int, expected: dict[str, int]) -> None:
    amount = Amount(thousandths * AMOUNT_DENOMINATOR // 1000, SEK)
    assert {mode.value: to_money(amount, mode).minor for mode in Rounding} == expected


@given(MINOR, st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any))
def test_shares_lose_nothing_and_are_fair(minor: int, weights: list[int]) -> None:
    parts = share(Money(minor, SEK), weights)
    total = sum(weights)
    assert sum(one.minor for one in parts) == minor
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor * total - minor * weight) < total


@pytest.mark.parametrize(
    ("minor", "weights", "parts"),
    [(100, [1, 1, 1], [34, 33, 33]), (-100, [1, 1, 1], [-34, -33, -33]), (1, [0, 5], [0, 1]), (5, [3], [5])],
)
def test_shares(minor: int, weights: list[int], parts: list[int]) -> None:
    assert [one.minor for one in share(Money(minor, SEK), weights)] == parts


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 1]])
def test_nothing_is_shared_over_no_weight(weights: list[int]) -> None:
    with pytest.raises(AssertionError):
        share(Money(1, SEK), weights)


@pytest.mark.parametrize(
    ("text", "micro"),
    [("2.50", 2_500_000), ("0", 0), ("-1.000001", -1_000_001), ("999999999999", 999_999_999_999 * 10**6)],
)
def test_a_text_as_micro_units(text: str, micro: int) -> None:
    assert parse_micro(text) == micro


@pytest.mark.parametrize("text", ["", "1,5", "1.", ".5", "1e3", "1.0000001", "NaN", "+1", " 1", "1\n", "٣"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(WattfleetError) as caught:
        parse_micro(text, field="price")
    assert (caught.value.code, caught.value.field) == ("amount_invalid", "price")


def test_money_has_no_more_digits_than_its_currency() -> None:
    assert parse_minor("4.90", SEK) == Money(490, SEK)
    assert parse_minor("4.9", BHD) == Money(4900, BHD)
    with pytest.raises(WattfleetError) as caught:
        parse_minor("4.905", SEK)
    assert caught.value.code == "amount_invalid"


@given(MINOR, CURRENCIES)
def test_money_survives_its_own_text(minor: int, currency: Currency) -> None:
    money = Money(minor % 10**11, currency)
    assert parse_minor(str(money), currency) == money


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**6))
def test_every_price_and_its_vat_is_a_whole_number_of_steps(micro: int, quantity: int, vat: int) -> None:
    """mWh at micro-currency per kWh, and seconds at micro-currency per hour."""
    for per in (10**12, 3600 * 10**6):
        assert AMOUNT_DENOMINATOR % per == 0
        n = micro * quantity * (AMOUNT_DENOMINATOR // per)
        assert n * vat % 10**6 == 0
