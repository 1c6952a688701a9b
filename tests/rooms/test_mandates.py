"""Mandates as a table: which sequence, who is left out and why, and on which days banks settle."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.selling import an_account
from tests.things import new_id

from wattfleet.billing.mandate import (
    Due,
    Mandate,
    MandateState,
    after_collection,
    bank_day,
    checked_mandate,
    given_back,
    next_bank_day,
    plan,
)
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.money import Currency, Money

DAY = date(2026, 12, 30)
ACCOUNT = an_account(email="a@b.example", id=UUID(int=7))


def mandate(**rest: Any) -> Mandate:
    told: dict[str, Any] = {
        "id": new_id(),
        "account_id": ACCOUNT.id,
        "reference": "WF-1",
        "holder": "Frakt GmbH",
        "iban": "DE02120300000000202051",
        "signed_on": date(2026, 10, 1),
    }
    return Mandate(**(told | rest))


def due(minor: int = 1000, code: str = "EUR") -> Due:
    return Due(
        invoice_id=new_id(),
        account_id=ACCOUNT.id,
        number="2026-00001",
        due_on=DAY,
        open=Money(minor, Currency(code)),
    )


@pytest.mark.parametrize(
    ("one", "first", "second"),
    [
        (mandate(), "FRST", "RCUR"),
        (mandate(collected=3), "RCUR", "RCUR"),
        (mandate(collected=3, state=MandateState.ENDING), "FNAL", "mandate_used"),
        (mandate(once=True), "OOFF", "mandate_used"),
    ],
)
def test_the_sequence_goes_on_within_a_collection(one: Mandate, first: str, second: str) -> None:
    planned, held = plan(
        [due(), due()], {ACCOUNT.id: ACCOUNT}, {ACCOUNT.id: one}, DAY, stopped={}, leave_out=frozenset()
    )
    assert [*(found.sequence for found in planned), *(found.code for found in held)] == [first, second]


@pytest.mark.parametrize(
    "one", [mandate(), mandate(collected=2), mandate(once=True), mandate(state=MandateState.ENDING)]
)
def test_what_comes_back_is_as_if_it_had_not_been(one: Mandate) -> None:
    used = after_collection(one, DAY)
    assert not (used.is_usable and one.sequence in {"OOFF", "FNAL"})
    assert given_back(used).sequence == one.sequence


@pytest.mark.parametrize(
    ("rest", "code"),
    [
        ({"mandates": {}}, "no_mandate"),
        ({"mandate": mandate(signed_on=date(2023, 12, 1))}, "mandate_lapsed"),
        ({"mandate": mandate(signed_on=date(2020, 1, 1), last_on=date(2026, 1, 1), collected=1)}, ""),
        ({"leave_out": frozenset({ACCOUNT.id})}, "excepted"),
        ({"account": an_account(id=ACCOUNT.id)}, "no_address"),
        ({"due": due(code="SEK")}, "not_euro"),
        ({"stopped": "disputed"}, "disputed"),
        ({"stopped": "collected"}, "collected"),
    ],
)
def test_what_is_not_collected_says_why(rest: dict[str, Any], code: str) -> None:
    one = rest.get("due", due())
    planned, held = plan(
        [one],
        {ACCOUNT.id: rest.get("account", ACCOUNT)},
        rest.get("mandates", {ACCOUNT.id: rest.get("mandate", mandate())}),
        DAY,
        stopped={one.invoice_id: rest["stopped"]} if "stopped" in rest else {},
        leave_out=rest.get("leave_out", frozenset()),
    )
    assert (len(planned), [found.code for found in held]) == ((0, [code]) if code else (1, []))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"iban": "DE02120300000000202052"}, "iban_invalid"),
        ({"bic": "NOBIC"}, "bic_invalid"),
        ({"reference": "två ord"}, "mandate_reference"),
        ({"reference": " "}, "mandate_reference"),
        ({"signed_on": DAY + timedelta(1)}, "signed_in_future"),
    ],
)
def test_a_mandate_that_banks_would_refuse_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        checked_mandate(mandate(**change), DAY)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-12-24", "2026-12-24"),
        ("2026-12-25", "2026-12-28"),
        ("2027-01-01", "2027-01-04"),
        ("2027-03-26", "2027-03-30"),  # Good Friday to after Easter Monday
        ("2026-04-03", "2026-04-07"),
        ("2026-05-01", "2026-05-04"),
        ("2026-11-28", "2026-11-30"),
    ],
)
def test_banks_rest_on_target_holidays(day: str, found: str) -> None:
    assert next_bank_day(date.fromisoformat(day)) == date.fromisoformat(found)
    assert bank_day(date.fromisoformat(found))
