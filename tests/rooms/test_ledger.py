"""Entries balance in each currency, or there is none; and who pays is one account or none."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import iso11649, luhn
from tests.selling import a_seller, an_account, an_invoice
from tests.things import NOON, after, new_id

from wattfleet.billing.draft import complete
from wattfleet.billing.invoice import DocumentKind
from wattfleet.billing.numbering import number_text, payment_reference
from wattfleet.billing.posting import accrual, payment, postings_of
from wattfleet.billing.seller import Bank
from wattfleet.fleet.payer import Charged, PaidBy, Payer, Payers
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger.entry import Posting, Source, entry, is_balanced

SEK, EUR = Currency("SEK"), Currency("EUR")
DAY = date(2026, 11, 20)

postings = st.lists(
    st.builds(
        Posting,
        st.sampled_from(["accrued", "bank", "revenue:charging"]),
        st.builds(Money, st.integers(-(10**6), 10**6), st.sampled_from([SEK, EUR])),
    ),
    max_size=8,
)


@given(postings)
def test_what_does_not_balance_is_no_entry(found: list[Posting]) -> None:
    sums = {code: sum(one.money.minor for one in found if one.money.currency == code) for code in (SEK, EUR)}
    assert is_balanced(found) == (not any(sums.values()))
    assume(any(sums.values()))
    with pytest.raises(AssertionError):
        entry(new_id(), "x", found, at=NOON, booked_on=DAY, source=Source.PAYMENT, source_id=new_id())


@given(postings)
def test_an_entry_keeps_only_what_is_not_nothing(found: list[Posting]) -> None:
    both = [*found, *(Posting(one.account, -one.money) for one in found)]
    made = entry(new_id(), "x", both, at=NOON, booked_on=DAY, source=Source.PAYMENT, source_id=new_id())
    assert all(one.money.minor for one in made.postings)


@given(st.integers(-(10**6), 10**6))
def test_whatever_is_booked_balances(minor: int) -> None:
    assert is_balanced(accrual(new_id(), SEK, minor))
    assert is_balanced(payment(new_id(), Money(minor, SEK)))
    assert is_balanced(postings_of(an_invoice(an_account(), minor)))


def test_a_credit_note_is_the_invoice_the_other_way_round() -> None:
    invoice = an_invoice(an_account(), 10_001)
    note = complete(an_invoice(invoice.buyer, 10_001, kind=DocumentKind.CREDIT_NOTE))
    assert [-one.money for one in postings_of(note)] == [one.money for one in postings_of(invoice)]


@pytest.mark.parametrize(
    ("kind", "yearly", "count", "text"),
    [
        (DocumentKind.INVOICE, True, 1, "2026-00001"),
        (DocumentKind.INVOICE, True, 123_456, "2026-123456"),
        (DocumentKind.INVOICE, False, 7, "00007"),
        (DocumentKind.CREDIT_NOTE, True, 2, "C2026-00002"),
    ],
)
def test_numbers_are_written_by_the_seller(kind: DocumentKind, yearly: bool, count: int, text: str) -> None:
    assert number_text(kind, DAY, count, a_seller(yearly=yearly)) == text


@given(st.integers(1, 10**7), st.sampled_from(["", "F", "AB-"]))
def test_references_check_themselves(count: int, prefix: str) -> None:
    giro = a_seller(invoice_prefix=prefix)
    number = number_text(DocumentKind.INVOICE, DAY, count, giro)
    assert luhn.is_valid(payment_reference(number, giro))
    assert iso11649.is_valid(payment_reference(number, a_seller(bank=Bank(iban="SE4550000000058398257466"))))


ANNA, BO = UUID(int=1), UUID(int=2)
CLOSEST = ((PaidBy.TOKEN, "04a2"), (PaidBy.GROUP, "staff"), (PaidBy.STATION, "s"), (PaidBy.SITE, "x"))


def rule(account: UUID, by: PaidBy, thing: str, since: int | None = None, until: int | None = None) -> Payer:
    return Payer(
        id=new_id(),
        account_id=account,
        by=by,
        thing=thing,
        value=thing,
        valid_from=None if since is None else after(since),
        valid_until=None if until is None else after(until),
    )


def paid(*rules: Payer, at: Instant = NOON) -> UUID | None:
    found = Payers(rules).of(Charged(CLOSEST, at))
    return None if found is None else found.account_id


def test_the_closest_rule_decides() -> None:
    site, token = rule(BO, PaidBy.SITE, "x"), rule(ANNA, PaidBy.TOKEN, "04a2")
    assert paid(site, token) == ANNA
    assert paid(site, rule(ANNA, PaidBy.TOKEN, "04ff")) == BO
    assert paid(rule(ANNA, PaidBy.GROUP, "drivers")) is None
    assert paid(site, rule(ANNA, PaidBy.TOKEN, "04a2", since=1)) == BO


@given(st.integers(-9, 9), st.integers(0, 9), st.integers(-9, 9), st.integers(0, 9))
def test_two_rules_overlap_where_both_would_hold(a: int, long_a: int, b: int, long_b: int) -> None:
    one, two = rule(ANNA, PaidBy.SITE, "x", a, a + long_a), rule(BO, PaidBy.SITE, "x", b, b + long_b)
    both = any(one.holds_at(after(at)) and two.holds_at(after(at)) for at in range(-10, 20))
    assert not both or one.overlaps(two)
    assert not rule(BO, PaidBy.SITE, "y").overlaps(one)
