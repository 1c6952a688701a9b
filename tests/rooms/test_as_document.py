"""An invoice as a document: nothing is lost, it comes to the same sum, and the customer's rules are kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.selling import STANDARD, a_seller, an_account, an_invoice

from wattfleet.billing.as_document import as_document, look_of, numbered, profile_of
from wattfleet.billing.document import Bankgiro, Contact, Id, Kind, Means, Period, SortCode, Transfer
from wattfleet.billing.invoice import DocumentKind, InvoiceLine, InvoiceLineKind, Unit, amount_line, line_net
from wattfleet.billing.look import Language
from wattfleet.billing.problems import problems_of
from wattfleet.billing.profile import Profile
from wattfleet.billing.seller import Bank, Texts
from wattfleet.billing.totals import totals_of
from wattfleet.billing.vat import Vat
from wattfleet.fleet.account import Account, Address, Syntax
from wattfleet.kernel.money import Currency, Money

DAY = date(2026, 12, 1)
SEK = Currency("SEK")
IBAN, BRITISH = "DE75512108001245126199", "GB33BUKB20201555555555"
GERMAN_VAT = Vat(category="S", rate=190_000, country="DE", case="registered")


def line(
    quantity: int, price_micro: int, *, unit: Unit = Unit.KWH, base: int = 1, vat: Vat = STANDARD
) -> InvoiceLine:
    return InvoiceLine(
        kind=InvoiceLineKind.ENERGY,
        text="Energy",
        quantity=quantity,
        unit=unit,
        price_micro=price_micro,
        net=line_net(quantity, price_micro, base, SEK),
        vat=vat,
        base=base,
        group="Depot",
        detail="12 sessions",
    )


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**10), 10**10),
            st.integers(0, 10**8),
            st.sampled_from([(Unit.KWH, 1), (Unit.SECOND, 3600), (Unit.DAY, 30), (Unit.ONE, 1)]),
            st.sampled_from([STANDARD, GERMAN_VAT]),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_the_document_comes_to_what_the_invoice_says(
    rows: list[tuple[int, int, tuple[Unit, int], Vat]],
) -> None:
    lines = tuple(
        line(quantity, price, unit=unit, base=base, vat=vat) for quantity, price, (unit, base), vat in rows
    )
    invoice = numbered(an_invoice(an_account(), lines=lines), DAY)
    totals = totals_of(as_document(invoice))
    assert (totals.before_vat, totals.vat, totals.with_vat) == (invoice.net, invoice.tax, invoice.gross)
    assert totals.due == invoice.payable


def test_a_draft_is_judged_with_a_number_of_the_same_form() -> None:
    invoice = an_invoice(an_account())
    told = numbered(invoice, DAY)
    assert (told.number, told.issued_on, told.due_on) == ("2026-99999", DAY, date(2026, 12, 31))
    assert numbered(told, date(2027, 1, 1)) == told


def test_who_and_what_is_told() -> None:
    seller = a_seller(registration="556703-7485", phone="+46 8 555 010", email="faktura@north.example")
    account = an_account(
        routing="0007:5567037485", buyer_reference="Fordon 14", cost_centre="4711", contact="Ekonomi"
    )
    invoice = an_invoice(account, seller=seller, lines=(line(5_000_000, 3_330_000),))
    document = as_document(numbered(invoice, DAY))
    assert document.kind is Kind.INVOICE
    assert document.seller.legal_id == Id("5567037485", "0007")
    assert document.seller.endpoint == Id("faktura@north.example", "EM")
    assert document.seller.contact == Contact(
        "Northern Charging AB", "+46 8 555 010", "faktura@north.example"
    )
    assert document.buyer.endpoint == Id("5567037485", "0007")
    assert document.buyer.contact == Contact("Ekonomi")
    assert (document.references.buyer, document.references.cost_centre) == ("Fordon 14", "4711")
    assert document.lines[0].said == "Depot · 12 sessions"
    assert document.notes == invoice.notes
    assert problems_of(document, Profile.EN16931) == ()


def test_a_late_session_widens_the_period() -> None:
    late = amount_line(
        InvoiceLineKind.CORRECTION,
        "Late",
        Money(100, SEK),
        STANDARD,
        first_day=date(2026, 10, 3),
        last_day=date(2026, 10, 3),
    )
    document = as_document(numbered(an_invoice(an_account(), lines=(late,)), DAY))
    assert document.period == Period(date(2026, 10, 3), date(2026, 11, 30))


PAID = [
    (Bank(bankgiro="5805-6201", iban=IBAN), "SEK", Bankgiro(number="58056201", account_name="X")),
    (Bank(bankgiro="5805-6201", iban=IBAN), "EUR", Transfer(iban=IBAN, account_name="X")),
    (
        Bank(iban=IBAN, bic="SOLADEST600"),
        "SEK",
        Transfer(iban=IBAN, bic="SOLADEST600", account_name="X", sepa=False),
    ),
    (
        Bank(iban="GB33BUKB20201555555555"),
        "GBP",
        SortCode(sort_code="202015", account="55555555", account_name="X"),
    ),
    (Bank(), "EUR", None),
]


@pytest.mark.parametrize(("bank", "code", "means"), PAID, ids=["giro", "sepa", "iban", "sort", "none"])
def test_how_to_pay_follows_from_bank_and_currency(bank: Bank, code: str, means: Means | None) -> None:
    account = an_account(currency=Currency(code))
    invoice = an_invoice(account, seller=a_seller(name="X", bank=bank))
    assert as_document(numbered(invoice, DAY)).payment.means == (() if means is None else (means,))


@pytest.mark.parametrize(
    ("iban", "means"),
    [
        (IBAN, Transfer(iban=IBAN, account_name="X", sepa=False)),
        ("", Bankgiro(number="58056201", account_name="X")),
    ],
    ids=["by iban", "nothing else"],
)
def test_who_is_abroad_is_not_sent_to_a_bankgiro(iban: str, means: Means) -> None:
    account = an_account(address=Address(street="Hauptstr. 1", postcode="10115", town="Berlin", country="DE"))
    invoice = an_invoice(account, seller=a_seller(name="X", bank=Bank(bankgiro="5805-6201", iban=iban)))
    assert as_document(numbered(invoice, DAY)).payment.means == (means,)


def test_a_seller_who_charges_the_vat_of_another_country_shows_his_number_there() -> None:
    seller = a_seller(registrations={"DE": "DE136695976"})
    german = an_invoice(an_account(), seller=seller, lines=(line(10**6, 10**6, vat=GERMAN_VAT),))
    both = an_invoice(
        an_account(), seller=seller, lines=(line(10**6, 10**6), line(10**6, 10**6, vat=GERMAN_VAT))
    )
    assert as_document(numbered(german, DAY)).seller.vat_id == "DE136695976"
    assert as_document(numbered(both, DAY)).seller.vat_id == "SE556703748501"


@pytest.mark.parametrize(
    ("syntax", "profile"),
    [
        (Syntax.PEPPOL, Profile.PEPPOL),
        (Syntax.XRECHNUNG, Profile.XRECHNUNG),
        (Syntax.FACTUR_X, Profile.EN16931),
        (Syntax.PDF, Profile.EN16931),
    ],
    ids=["peppol", "xrechnung", "factur-x", "pdf"],
)
def test_each_customer_has_his_rules(syntax: Syntax, profile: Profile) -> None:
    account: Account = an_account(syntax=syntax)
    assert profile_of(account) is profile


def test_a_credit_note_says_what_it_credits_and_its_look_is_the_sellers() -> None:
    seller = a_seller(
        colour="#112233", texts={"sv": Texts(intro="Hej", terms="Tack", footer="Fot")}, extra_lines=["Mer"]
    )
    invoice = an_invoice(an_account(language="sv"), seller=seller, kind=DocumentKind.CREDIT_NOTE)
    assert as_document(numbered(invoice, DAY)).kind is Kind.CREDIT_NOTE
    look = look_of(invoice)
    assert (look.language, look.colour, look.opening, look.closing, look.footer) == (
        Language.SWEDISH,
        "112233",
        "Hej",
        "Tack",
        "Fot\nMer",
    )
