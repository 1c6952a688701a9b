"""What contracts add to an invoice: by local days, by use, once, discounts and minimums."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.selling import STANDARD

from wattfleet.billing.fees import Use, fee_key, fee_lines, month_of
from wattfleet.billing.invoice import InvoiceLine, InvoiceLineKind, amount_line
from wattfleet.billing.phrases import WORDS
from wattfleet.fleet.contract import Contract, Fee, FeeKind
from wattfleet.fleet.contract_wishes import ContractWish, FeeWish, new_contract
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import Currency, Money

SEK = Currency("SEK")
NOVEMBER = month_of(2026, 11)
CONTRACT = UUID(int=5)


def fee(kind: FeeKind, price_micro: int = 99_000_000, **more: Any) -> Fee:
    return Fee(code=kind.value, kind=kind, text="Place", price_micro=price_micro, **more)


def contract(*fees: Fee, since: date = date(2026, 1, 1), until: date | None = None) -> Contract:
    return Contract(
        id=CONTRACT,
        account_id=UUID(int=6),
        name="Places",
        currency=SEK,
        valid_from=since,
        valid_until=until,
        fees=fees,
    )


def charged(minor: int) -> InvoiceLine:
    return amount_line(InvoiceLineKind.ENERGY, "Energy", Money(minor, SEK), STANDARD)


def lines(one: Contract, uses: list[Use] | None = None, minor: int = 0, **more: Any) -> list[Any]:
    charging = [charged(minor)] if minor else []
    facts: dict[str, Any] = {"billed": frozenset()}
    return fee_lines([one], NOVEMBER, uses or [], charging, STANDARD, WORDS["en"], **(facts | more))


@pytest.mark.parametrize(
    ("since", "until", "net", "text"),
    [
        (date(2026, 1, 1), None, "99.00", "Place"),
        (date(2026, 11, 1), date(2026, 12, 1), "99.00", "Place"),
        (date(2026, 11, 19), None, "39.60", "Place, 12 of 30 days"),
        (date(2026, 1, 1), date(2026, 11, 2), "3.30", "Place, 1 of 30 days"),
        (date(2026, 11, 10), date(2026, 11, 20), "33.00", "Place, 10 of 30 days"),
        (date(2026, 12, 1), None, None, ""),
        (date(2026, 1, 1), date(2026, 11, 1), None, ""),
    ],
)
def test_a_month_is_prorated_by_days(since: date, until: date | None, net: str | None, text: str) -> None:
    found = lines(contract(fee(FeeKind.MONTHLY), since=since, until=until))
    assert [(str(one.line.net), one.line.text) for one in found] == ([] if net is None else [(net, text)])


def test_connectors_are_counted_and_a_month_is_billed_once() -> None:
    places = contract(fee(FeeKind.CONNECTOR, quantity=12))
    (one,) = lines(places)
    assert (str(one.line.net), one.key) == ("1188.00", fee_key(CONTRACT, "connector", "2026-11"))
    assert lines(places, billed=frozenset({one.key})) == []


def test_use_is_counted_while_the_contract_holds() -> None:
    uses = [Use(date(2026, 11, 9), 5_000_000), Use(date(2026, 11, 10), 7_500_000), Use(date(2026, 10, 1), 1)]
    since = date(2026, 11, 10)
    (sessions,) = lines(contract(fee(FeeKind.SESSION, 2_000_000), since=since), uses)
    (energy,) = lines(contract(fee(FeeKind.KWH, 100_000), since=since), uses)
    assert (str(sessions.line.net), sessions.key) == ("2.00", "")
    assert (str(energy.line.net), energy.line.quantity) == ("0.75", 7_500_000)


@pytest.mark.parametrize(
    ("on", "count"), [(date(2026, 11, 30), 1), (date(2026, 10, 2), 1), (date(2026, 12, 1), 0)]
)
def test_a_service_comes_once_on_its_day_or_late(on: date, count: int) -> None:
    once = contract(fee(FeeKind.ONCE, 500_000_000, on=on))
    found = lines(once)
    assert len(found) == count
    assert lines(once, billed=frozenset(one.key for one in found)) == []


def test_a_discount_takes_a_share_of_the_charging() -> None:
    (one,) = lines(contract(fee(FeeKind.DISCOUNT, 50_000)), minor=10_010)
    assert (str(one.line.net), one.line.text, one.line.quantity) == ("-5.01", "Place, 5 %", -(10**6))


@pytest.mark.parametrize(("minor", "net"), [(0, "99.00"), (5_000, "49.00"), (9_900, None), (20_000, None)])
def test_a_minimum_tops_up_and_is_settled_for_its_month(minor: int, net: str | None) -> None:
    (one,) = lines(contract(fee(FeeKind.MINIMUM)), minor=minor)
    assert one.key == fee_key(CONTRACT, "minimum", "2026-11")
    assert (None if one.line is None else str(one.line.net)) == net


def test_a_minimum_counts_after_the_discount() -> None:
    found = lines(contract(fee(FeeKind.DISCOUNT, 100_000), fee(FeeKind.MINIMUM)), minor=10_000)
    assert [str(one.line.net) for one in found] == ["-10.00", "9.00"]


@given(st.integers(1, 28), st.integers(0, 10**9), st.integers(1, 50))
def test_two_parts_of_a_month_are_the_whole_to_a_minor_unit(cut: int, micro: int, quantity: int) -> None:
    one = fee(FeeKind.MONTHLY, micro, quantity=quantity)
    day = date(2026, 11, cut + 1)
    parts = [*lines(contract(one, until=day)), *lines(contract(one, since=day))]
    (whole,) = lines(contract(one))
    assert abs(sum(part.line.net.minor for part in parts) - whole.line.net.minor) <= 1


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"fees": []}, "fees_too_many"),
        ({"valid_until": date(2026, 1, 1)}, "contract_ends_first"),
        ({"fees": [FeeWish(kind=FeeKind.MONTHLY, text="x", price="-1")]}, "fee_negative"),
        ({"fees": [FeeWish(kind=FeeKind.MONTHLY, text="x", price="1,5")]}, "amount_invalid"),
        ({"fees": [FeeWish(kind=FeeKind.DISCOUNT, text="x", price="101")]}, "fee_share"),
        ({"fees": [FeeWish(kind=FeeKind.ONCE, text="x", price="1")]}, "fee_day"),
        ({"fees": [FeeWish(kind=FeeKind.KWH, text="x", price="1")] * 2}, "fee_code_twice"),
    ],
)
def test_what_is_no_contract_is_refused(wish: dict[str, Any], code: str) -> None:
    facts: dict[str, Any] = {
        "account_id": UUID(int=6),
        "name": "x",
        "valid_from": date(2026, 11, 1),
        "fees": [FeeWish(kind=FeeKind.MONTHLY, text="x", price="1")],
    }
    with pytest.raises(WattfleetError) as refused:
        new_contract(ContractWish(**(facts | wish)), CONTRACT, SEK)
    assert refused.value.code == code
