"""Reminders as a table: when each level comes, what it may cost, and what is left alone."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.selling import SE, an_account
from tests.things import new_id

from wattfleet.billing.dunning import (
    USUAL,
    Dunning,
    Level,
    Policy,
    Rate,
    checked_dunning,
    interest,
    policy_for,
)
from wattfleet.billing.reminder import Overdue, propose
from wattfleet.fleet.account import AccountKind
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import Currency, Money
from wattfleet.usecases.dunning import limits

SEK = Currency("SEK")
DUE = date(2026, 12, 31)
LAW = Policy(
    who="consumer",
    country="SE",
    currency="SEK",
    points="8",
    levels=(Level(after_days=7), Level(after_days=21, fee="60", interest=True)),
)
RATES = (
    Rate(country="SE", since=date(2026, 7, 1), percent="2.00", source="x"),
    Rate(country="SE", since=date(2027, 1, 11), percent="2.50", source="x"),
)
DUNNING = Dunning(policies=(LAW,), rates=RATES)
PERSON = an_account(
    kind=AccountKind.PERSON, vat_number="", email="a@b.example", address=SE, id=UUID(int=1), number="1"
)


def overdue(minor: int = 100_000, **rest: Any) -> Overdue:
    told: dict[str, Any] = {
        "invoice_id": new_id(),
        "account_id": PERSON.id,
        "number": "2026-00001",
        "issued_on": date(2026, 12, 1),
        "due_on": DUE,
        "open": Money(minor, SEK),
    }
    return Overdue(**(told | rest))


@pytest.mark.parametrize(
    ("days", "level", "reminded", "found"),
    [
        (6, 0, None, None),
        (7, 0, None, 1),
        (90, 0, None, 1),
        (20, 1, 7, None),
        (21, 1, 7, 2),
        (100, 1, 90, None),  # fourteen days lie between the two levels, however late the first one was
        (104, 1, 90, 2),
    ],
)
def test_each_level_has_its_day(days: int, level: int, reminded: int | None, found: int | None) -> None:
    one = overdue(level=level, reminded_on=None if reminded is None else DUE + timedelta(reminded))
    letters, holds = propose(PERSON, [one], DUNNING, DUE + timedelta(days), stopped={})
    assert ([letter.level for letter in letters], holds) == ([] if found is None else [found], [])


def test_interest_goes_by_the_rate_of_each_day() -> None:
    """10 days at 10 % and 10 at 10.5 % of 1000: 2.74 + 2.88, rounded once."""
    found = interest(Money(100_000, SEK), date(2027, 1, 1), date(2027, 1, 21), LAW, RATES, "SE")
    assert found == Money(562, SEK)
    assert interest(Money(100_000, SEK), date(2026, 6, 30), date(2026, 7, 2), LAW, RATES, "SE") is None
    assert interest(Money(100_000, SEK), DUE, DUE, LAW, (), "SE") == Money(0, SEK)


def test_a_fee_stands_once_and_interest_never_on_it() -> None:
    day = DUE + timedelta(35)
    old = overdue(160_000, level=1, reminded_on=DUE + timedelta(7), charged=60_000)
    other = overdue(100_000, level=1, reminded_on=DUE + timedelta(7), number="2026-00002")
    (letter,), _ = propose(PERSON, [other, old], DUNNING, day, stopped={})
    assert [one.fee.minor for one in letter.items] == [6_000, 0]
    assert letter.items[0].interest == letter.items[1].interest
    assert letter.total == Money(260_000 + 6_000 + letter.interest.minor, SEK)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"stopped": "disputed"}, "disputed"),
        ({"stopped": "collected"}, "collected"),
        ({"on_hold": "x"}, "on_hold"),
        ({"email": ""}, "no_address"),
        ({"excepted": True}, "excepted"),
        ({"least": "2000"}, "too_small"),
        ({"rates": ()}, "rate_missing"),
        ({"who": "business"}, "no_policy"),
        ({"level": 2}, "all_told"),
    ],
)
def test_what_is_left_alone_says_why(change: dict[str, Any], code: str) -> None:
    one = overdue(level=change.get("level", 1), reminded_on=DUE + timedelta(7))
    account = an_account(
        kind=AccountKind.PERSON,
        vat_number="",
        email=change.get("email", "a@b.example"),
        on_hold=change.get("on_hold", ""),
    )
    policy = Policy(
        **{name: getattr(LAW, name) for name in LAW.__struct_fields__}
        | {name: change[name] for name in ("who", "least") if name in change}
    )
    dunning = Dunning(policies=(policy,), rates=change.get("rates", RATES))
    stopped = {one.invoice_id: change["stopped"]} if "stopped" in change else {}
    letters, (hold,) = propose(
        account, [one], dunning, DUE + timedelta(40), stopped=stopped, excepted=change.get("excepted", False)
    )
    assert (letters, hold.code, hold.invoices) == ([], code, ("2026-00001",))
    assert hold.text.endswith(".")


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        ({"who": "consumer", "country": "SE", "currency": "SEK", "fee": "60"}, ""),
        ({"who": "consumer", "country": "SE", "currency": "SEK", "fee": "60.01"}, "fee_above_limit"),
        ({"who": "", "country": "SE", "currency": "SEK", "fee": "450"}, "fee_above_limit"),
        ({"who": "business", "country": "SE", "currency": "SEK", "fee": "450"}, ""),
        ({"who": "business", "country": "DE", "currency": "EUR", "fee": "40", "points": "9"}, ""),
        ({"who": "consumer", "country": "DE", "currency": "EUR", "points": "9"}, "points_above_limit"),
        ({"who": "consumer", "country": "DE", "currency": "EUR", "fee": "5"}, "fee_source_missing"),
        ({"who": "consumer", "country": "DE", "currency": "EUR", "fee": "2", "source": "real cost"}, ""),
        ({"currency": "", "fee": "5", "source": "x"}, "fee_currency_missing"),
        ({"currency": "SEK", "fee": "-5"}, "amount_invalid"),
        ({"levels": (Level(after_days=9), Level(after_days=9))}, "levels_unordered"),
    ],
)
def test_no_fee_is_above_the_law(policy: dict[str, Any], code: str) -> None:
    fee = policy.pop("fee", "0")
    wish = Dunning(policies=(Policy(**({"levels": (Level(after_days=7, fee=fee),)} | policy)),))
    if not code:
        assert checked_dunning(wish, limits()) == wish
        return
    with pytest.raises(WattfleetError) as refused:
        checked_dunning(wish, limits())
    assert refused.value.code == code


def test_without_a_word_nothing_is_charged() -> None:
    assert checked_dunning(USUAL, limits()) == USUAL
    assert policy_for(USUAL, PERSON, SEK, DUE) is USUAL.policies[0]
    (letter,), _ = propose(PERSON, [overdue()], USUAL, DUE + timedelta(60), stopped={})
    assert (letter.fee.minor, letter.interest.minor) == (0, 0)


@given(st.integers(0, 400), st.integers(1, 400), st.integers(1, 10**9))
def test_interest_is_the_same_in_one_go_or_in_two_but_for_rounding(a: int, b: int, minor: int) -> None:
    first = date(2026, 7, 1)
    mid, end = first + timedelta(a), first + timedelta(a + b)
    base = Money(minor, SEK)
    whole = interest(base, first, end, LAW, RATES, "SE")
    parts = (interest(base, first, mid, LAW, RATES, "SE"), interest(base, mid, end, LAW, RATES, "SE"))
    assert whole is not None
    assert all(one is not None for one in parts)
    assert abs(whole.minor - sum(one.minor for one in parts if one is not None)) <= 1


def test_a_letter_tells_from_which_days_its_interest_comes() -> None:
    """What a person reckons from the parts is what the letter says: 1000 at 10 %, then at 10.5 %."""
    one = overdue(100_000, level=1, reminded_on=DUE + timedelta(7))
    (letter,), _ = propose(PERSON, [one], DUNNING, DUE + timedelta(35), stopped={})
    (item,) = letter.items
    assert item.base == Money(100_000, SEK)
    assert item.parts[0].first == DUE + timedelta(1)
    assert item.parts[-1].until == DUE + timedelta(35)
    days = [
        (part.until - part.first).days * (Decimal(part.percent) + Decimal(part.points)) for part in item.parts
    ]
    year = sum(days, Decimal(0))
    assert item.interest.minor == int(year * 100_000 / 36500 + Decimal("0.5"))
