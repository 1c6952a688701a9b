"""What keeps a document from being issued: each a sentence that says what to do."""

from datetime import date

import msgspec
import pytest
from tests.paper import FLEET, GERMAN, REVERSE, VAT19, a_document, a_line, a_swedish_document, piece

from wattfleet.billing.document import (
    Address,
    Bankgiro,
    Category,
    Document,
    Id,
    Kind,
    Payment,
    Period,
    Preceding,
    Price,
    Quantity,
    References,
    Transfer,
    Vat,
)
from wattfleet.billing.problems import problems_of
from wattfleet.billing.profile import Profile
from wattfleet.kernel.money import Currency

replace = msgspec.structs.replace
NO_VAT_ID = replace(FLEET, vat_id="")
OUTSIDE = Vat(Category.OUTSIDE, 0, "VATEX-EU-O")

DISCOUNT = "#SKONTO#TAGE=14#PROZENT=2.00#"
PROBLEMS = [
    (a_document(number=" "), "number_missing"),
    (a_document(lines=()), "lines_missing"),
    (a_document(currency=Currency("KWD")), "currency_not_written"),
    (a_document(kind=Kind.CREDIT_NOTE), "preceding_missing"),
    (a_document(period=Period(date(2026, 11, 2), date(2026, 11, 1))), "period_invalid"),
    (a_document(buyer=replace(FLEET, address=Address(country="DE", city="Hamburg"))), "address_incomplete"),
    (a_document(seller=replace(GERMAN, vat_id="", legal_id=None)), "seller_unidentified"),
    (a_document(lines=(a_line(vat=Vat(Category.STANDARD)),)), "vat_rate_invalid"),
    (a_document(lines=(a_line(vat=Vat(Category.ZERO, 190_000)),)), "vat_rate_invalid"),
    (a_document(lines=(a_line(vat=Vat(Category.EXEMPT)),)), "vat_reason_missing"),
    (a_document(lines=(a_line(vat=Vat(Category.STANDARD, 190_000, "", "why")),)), "vat_reason_surplus"),
    (a_document(lines=(a_line(vat=REVERSE),), buyer=NO_VAT_ID), "buyer_vat_missing"),
    (a_document(lines=(a_line(vat=OUTSIDE),)), "vat_outside_with_number"),
    (a_document(lines=(a_line("1", vat=OUTSIDE), a_line("2")), buyer=NO_VAT_ID), "vat_outside_mixed"),
    (
        a_document(lines=(a_line("1", vat=REVERSE), a_line("2", vat=replace(REVERSE, reason="other")))),
        "vat_reasons_differ",
    ),
    (a_document(lines=(a_line("1"), a_line("1"))), "line_ids"),
    (a_document(lines=(a_line(name=" "),)), "line_nameless"),
    (a_document(lines=(a_line(price=Price(-1)),)), "price_negative"),
    (a_document(lines=(a_line(price=Price(1, Quantity(10**6, "HUR"))),)), "base_unit"),
    (a_document(payment=Payment(means=(Transfer(iban="DE75512108001245126199"),))), "terms_missing"),
    (
        a_document(
            payment=Payment(
                means=(Transfer(iban="DE75512108001245126199"), Bankgiro(number="58056201")),
                due=date(2026, 12, 31),
            )
        ),
        "means_mixed",
    ),
    (a_document(references=References()), "buyer_reference_missing"),
    (a_document(buyer=replace(FLEET, endpoint=None)), "endpoint_missing"),
    (a_document(seller=replace(GERMAN, contact=None)), "contact_missing"),
    (a_document(payment=Payment(due=date(2026, 12, 31))), "means_missing"),
    *[
        (a_document(payment=Payment(due=date(2026, 12, 31), terms=terms)), "terms_discount")
        for terms in ("#", "Thanks.\n #1", "#SKONTO#TAGE=14#PROZENT=2#", f"{DISCOUNT}\nSee #7# there")
    ],
]


@pytest.mark.parametrize(("document", "code"), PROBLEMS, ids=[code for _, code in PROBLEMS])
def test_what_is_missing_is_said_with_what_to_do(document: Document, code: str) -> None:
    found = problems_of(document, Profile.XRECHNUNG)
    assert code in [one.code for one in found]
    assert all(one.message.endswith(".") and one.hint.endswith(".") and one.field for one in found)


@pytest.mark.parametrize("profile", Profile)
def test_a_whole_document_has_no_problem(profile: Profile) -> None:
    assert problems_of(a_document(), profile) == ()
    assert problems_of(a_swedish_document(), profile) == ()
    credit = a_document(kind=Kind.CREDIT_NOTE, preceding=(Preceding("2026-000100"),))
    assert problems_of(credit, profile) == ()
    rounding = a_line("2", name="Rounding of 12 sessions", quantity=piece(-1), price=Price(30_000), vat=VAT19)
    assert problems_of(a_document(lines=(a_line(), rounding)), profile) == ()


def test_peppol_carries_no_self_billing() -> None:
    document = a_document(kind=Kind.SELF_BILLED, seller=replace(GERMAN, endpoint=Id("1", "0204")))
    assert [one.code for one in problems_of(document, Profile.PEPPOL)] == ["kind_unsent"]
    assert problems_of(document, Profile.EN16931) == ()
