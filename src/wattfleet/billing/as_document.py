"""An invoice as a document in the terms of EN 16931, and how its page looks.

A draft has no number yet: it is judged with a provisional one of the same form, so that issuing changes
number and day and nothing else.
"""

import base64
import re
from datetime import date

import msgspec

from wattfleet.billing.document import (
    Address,
    Bankgiro,
    Category,
    Contact,
    DirectDebit,
    Document,
    Id,
    Kind,
    Line,
    Means,
    Party,
    Payment,
    Period,
    Preceding,
    Price,
    Quantity,
    References,
    SortCode,
    Transfer,
    Vat,
)
from wattfleet.billing.invoice import DocumentKind, Invoice, InvoiceLine
from wattfleet.billing.look import Language, Look
from wattfleet.billing.numbering import due_on, number_text, payment_reference
from wattfleet.billing.profile import Profile
from wattfleet.billing.seller import Seller, Texts
from wattfleet.fleet.account import Account, Syntax
from wattfleet.fleet.account import Address as KeptAddress

REGISTERS = {
    "SE": "0007",
    "FR": "0002",
    "FI": "0212",
    "NO": "0192",
    "DK": "0184",
    "NL": "0106",
    "BE": "0208",
}
"""The list of each country's company numbers. Source: ISO 6523 ICD."""
PROVISIONAL = 99_999
"""The count of a number that is not taken yet."""


def profile_of(buyer: Account) -> Profile:
    """Which rules the documents of this customer keep."""
    match buyer.syntax:
        case Syntax.PEPPOL:
            return Profile.PEPPOL
        case Syntax.XRECHNUNG:
            return Profile.XRECHNUNG
        case _:
            return Profile.EN16931


def numbered(invoice: Invoice, day: date) -> Invoice:
    """A draft as it will be, with a number that is not its own; what is issued stays as it is."""
    if invoice.number:
        return invoice
    number = number_text(invoice.kind, day, PROVISIONAL, invoice.seller)
    return msgspec.structs.replace(
        invoice,
        number=number,
        issued_on=day,
        due_on=due_on(invoice, day),
        reference=payment_reference(number, invoice.seller),
    )


def as_document(invoice: Invoice) -> Document:
    """The document of an invoice that has its number and its day."""
    assert invoice.issued_on is not None, "a document bears a day"
    seller, buyer = invoice.seller, invoice.buyer
    return Document(
        kind=Kind.CREDIT_NOTE if invoice.kind is DocumentKind.CREDIT_NOTE else Kind.INVOICE,
        number=invoice.number,
        issued=invoice.issued_on,
        currency=invoice.currency,
        seller=_seller(seller, _country_of_vat(invoice)),
        buyer=_buyer(buyer),
        lines=tuple(_line(str(at), one) for at, one in enumerate(invoice.lines, start=1)),
        payment=Payment(means=_means(invoice), reference=invoice.reference, due=invoice.due_on or None),
        references=References(buyer=buyer.buyer_reference, cost_centre=buyer.cost_centre),
        period=_period(invoice),
        preceding=tuple(Preceding(one.number, one.issued_on) for one in invoice.about),
        notes=invoice.notes,
        rounding=invoice.rounding if invoice.rounding.minor else None,
        vat_in=invoice.tax_in,
    )


def look_of(invoice: Invoice) -> Look:
    """The page as the seller wants it, in the customer's language."""
    seller = invoice.seller
    texts = seller.texts.get(invoice.buyer.language) or seller.texts.get("en") or Texts()
    return Look(
        language=Language(invoice.buyer.language),
        colour=seller.colour.removeprefix("#") or Look().colour,
        logo=base64.b64decode(seller.logo) if seller.logo else b"",
        opening=texts.intro,
        closing=texts.terms,
        columns=seller.columns,
        footer="\n".join(one for one in (texts.footer, seller.web, *seller.extra_lines) if one),
    )


def _country_of_vat(invoice: Invoice) -> str:
    """The country whose VAT is charged, where it is one alone."""
    countries = {one.vat.country for one in invoice.sums if one.vat.category == Category.STANDARD.value}
    return countries.pop() if len(countries) == 1 else ""


def _seller(seller: Seller, country: str) -> Party:
    email = Id(seller.email, "EM") if seller.email else None
    contact = Contact(seller.contact or seller.name, seller.phone, seller.email)
    return Party(
        name=seller.name,
        address=_address(seller.address),
        legal_id=_register(seller.registration, seller.address.country),
        vat_id=seller.registrations.get(country, seller.vat_number),
        tax_number=seller.tax_number,
        endpoint=_endpoint(seller.routing) or email,
        contact=contact if seller.phone or seller.email else None,
    )


def _buyer(buyer: Account) -> Party:
    email = Id(buyer.email, "EM") if buyer.email else None
    return Party(
        name=buyer.name,
        address=_address(buyer.address),
        legal_id=_register(buyer.registration, buyer.address.country),
        vat_id=buyer.vat_number,
        endpoint=_endpoint(buyer.routing) or email,
        contact=Contact(buyer.contact) if buyer.contact else None,
    )


def _address(address: KeptAddress) -> Address:
    return Address(
        country=address.country,
        street=address.street,
        more=address.street2,
        city=address.town,
        post_code=address.postcode,
        region=address.region,
    )


def _register(number: str, country: str) -> Id | None:
    if not number:
        return None
    scheme = REGISTERS.get(country, "")
    plain = re.sub(r"[\s.-]", "", number)
    return Id(plain, scheme) if scheme and plain.isdigit() else Id(number)


def _endpoint(routing: str) -> Id | None:
    """`0007:5567037485`; an address without a list is an e-mail address."""
    scheme, colon, value = routing.partition(":")
    if not routing:
        return None
    return Id(value, scheme) if colon else Id(routing, "EM")


def _line(line_id: str, line: InvoiceLine) -> Line:
    period = None
    if line.first_day is not None and line.last_day is not None:
        period = Period(line.first_day, line.last_day)
    base = None if line.base == 1 else Quantity(line.base * 10**6, line.unit.value)
    vat = line.vat
    return Line(
        line_id,
        line.text,
        Quantity(line.quantity, line.unit.value),
        Price(line.price_micro, base),
        Vat(Category(vat.category), vat.rate, vat.reason, vat.note),
        description=line.detail,
        period=period,
        group=line.group,
        sessions=line.sessions,
    )


def _period(invoice: Invoice) -> Period:
    """All of it, with the late sessions of earlier months. Source: PEPPOL-EN16931-R110."""
    firsts = [one.first_day for one in invoice.lines if one.first_day is not None]
    lasts = [one.last_day for one in invoice.lines if one.last_day is not None]
    return Period(min([invoice.first_day, *firsts]), max([invoice.last_day, *lasts]))


def _means(invoice: Invoice) -> tuple[Means, ...]:
    """By mandate, else by bank and currency: Bankgiro for kronor, sort code for pounds, else the IBAN.

    A Bankgiro is paid to from Swedish banks alone: whoever is abroad is told the IBAN, if there is one.
    """
    bank, code, name = invoice.seller.bank, invoice.currency.code, invoice.seller.name
    if invoice.debit is not None:
        debit = invoice.debit
        return (DirectDebit(mandate=debit.mandate, creditor=bank.creditor_id, iban=debit.iban),)
    iban = bank.iban.replace(" ", "")
    reaches = invoice.buyer.address.country == "SE" or not iban
    if bank.bankgiro and code == "SEK" and reaches:
        return (Bankgiro(number=bank.bankgiro.replace("-", ""), account_name=name),)
    if not iban:
        return ()
    if code == "GBP" and iban.startswith("GB"):
        return (SortCode(sort_code=iban[8:14], account=iban[14:22], account_name=name),)
    return (Transfer(iban=iban, bic=bank.bic, account_name=name, sepa=code == "EUR"),)
