"""What a person must still mend before a document can be issued, each in a sentence with what to do.

This is not the judgement whether a document is valid: the official rules give that, on the written XML. It
names early, in words of our own fields, what those rules would refuse.
"""

from collections.abc import Iterator

import msgspec

from wattfleet.billing.document import Category, DirectDebit, Document, Kind, Party, Period, Vat
from wattfleet.billing.einvoice.terms import misread_as_discount
from wattfleet.billing.einvoice.words import EMBEDDABLE
from wattfleet.billing.einvoice.xml import clean
from wattfleet.billing.profile import Profile
from wattfleet.billing.totals import totals_of


class Problem(msgspec.Struct, frozen=True):
    """A stable code, the field, the sentence, and what to do."""

    code: str
    field: str
    message: str
    hint: str


SWEDISH_RATES = frozenset({60_000, 120_000, 250_000})
"""Source: Peppol BIS Billing 3, SE-R-006."""


def vats_of(document: Document) -> list[Vat]:
    """The VAT of all lines, allowances and charges."""
    return [line.vat for line in document.lines] + [one.vat for one in document.changes if one.vat]


def problems_of(document: Document, profile: Profile) -> tuple[Problem, ...]:
    """None, if the document can be written for that profile."""
    return (
        *_of_head(document),
        *_of_party("seller", document.seller),
        *_of_party("buyer", document.buyer),
        *_of_vat(document),
        *_of_changes(document),
        *_of_lines(document),
        *_of_payment(document),
        *(_of_peppol(document) if profile is Profile.PEPPOL else ()),
        *(_of_xrechnung(document) if profile is Profile.XRECHNUNG else ()),
    )


def _of_head(document: Document) -> Iterator[Problem]:
    if not clean(document.number):
        yield Problem("number_missing", "number", "The document has no number.", "Take one from its series.")
    if not document.lines:
        yield Problem("lines_missing", "lines", "The document has no line.", "A document bills something.")
    if document.currency.exponent > 2:
        yield Problem(
            "currency_not_written",
            "currency",
            f"An e-invoice has two decimals; {document.currency.code} has {document.currency.exponent}.",
            "Bill in another currency, or as PDF only.",
        )
    about = document.kind in {Kind.CREDIT_NOTE, Kind.CORRECTION, Kind.SELF_BILLED_CREDIT}
    if about and not document.preceding:
        yield Problem(
            "preceding_missing",
            "preceding",
            "A credit note or correction does not say which invoice it is about.",
            "Name the number and date of the invoice.",
        )
    for one in document.preceding:
        if not clean(one.number):
            yield Problem(
                "preceding_missing", "preceding.number", "An earlier invoice has no number.", "Write it."
            )
    if document.period is not None and document.period.last < document.period.first:
        yield Problem("period_invalid", "period", "The period ends before it begins.", "Exchange its days.")


def _of_changes(document: Document) -> Iterator[Problem]:
    on_lines = [change for line in document.lines for change in line.changes]
    for change in [*document.changes, *on_lines]:
        if not clean(change.reason):
            yield Problem(
                "reason_missing",
                "changes.reason",
                "An allowance or a charge has no reason.",
                "Say why in a few words.",
            )
        if change.amount.minor < 0:
            yield Problem(
                "change_negative",
                "changes.amount",
                f"“{change.reason}” has a negative amount.",
                "Make an allowance of a charge, or a charge of an allowance.",
            )
    for change in document.changes:
        if change.vat is None:
            yield Problem(
                "vat_missing",
                "changes.vat",
                f"“{change.reason}” has no VAT category.",
                "Choose the one it has.",
            )


def _of_party(who: str, party: Party) -> Iterator[Problem]:
    wanted = (
        ("name", party.name, "name", "Write its full legal name."),
        ("address.country", party.address.country, "country", "Write two letters, such as SE."),
        ("address.city", party.address.city, "city", "Write the city of its postal address."),
    )
    for field, value, word, hint in wanted:
        if not clean(value):
            yield Problem("address_incomplete", f"{who}.{field}", f"The {who} has no {word}.", hint)
    if who == "seller" and not (party.vat_id or party.legal_id or party.id):
        yield Problem(
            "seller_unidentified",
            "seller.vat_id",
            "The seller has neither a VAT number nor a company number.",
            "Write at least one of them.",
        )


def _of_vat(document: Document) -> Iterator[Problem]:
    reasons: dict[tuple[Category, int], Vat] = {}
    for row in vats_of(document):
        first = reasons.setdefault((row.category, row.rate), row)
        if (first.reason_code, first.reason) != (row.reason_code, row.reason):
            yield Problem(
                "vat_reasons_differ",
                "lines.vat",
                f"Two reasons stand beside VAT category {row.category.value}.",
                "Put the lines with another reason on an invoice of their own.",
            )
    for vat in reasons.values():
        yield from _of_one_vat(document, vat)
    if any(one.category is Category.OUTSIDE for one in reasons.values()) and len(reasons) > 1:
        yield Problem(
            "vat_outside_mixed",
            "lines.vat",
            "What is outside the scope of VAT stands beside what is inside.",
            "Put it on an invoice of its own.",
        )


def _of_one_vat(document: Document, vat: Vat) -> Iterator[Problem]:
    category = vat.category
    if (vat.rate > 0) != (category is Category.STANDARD) or vat.rate < 0:
        yield Problem(
            "vat_rate_invalid",
            "lines.vat.rate",
            f"VAT category {category.value} and a rate of {vat.rate / 10_000:g} % do not go together.",
            "Only category S has a rate, and it is above zero; use Z for 0 %.",
        )
    if category.needs_reason != bool(vat.reason_code or vat.reason):
        yield Problem(
            "vat_reason_missing" if category.needs_reason else "vat_reason_surplus",
            "lines.vat.reason",
            f"VAT category {category.value} {'needs' if category.needs_reason else 'has no'} reason.",
            "Write the reason that the law asks for." if category.needs_reason else "Leave it empty.",
        )
    seller, buyer = document.seller, document.buyer
    if category is Category.OUTSIDE:
        if seller.vat_id or buyer.vat_id:
            yield Problem(
                "vat_outside_with_number",
                "seller.vat_id",
                "An invoice outside the scope of VAT names no VAT numbers.",
                "Leave the VAT numbers of both parties out.",
            )
        return
    if not (seller.vat_id or (seller.tax_number and category not in {Category.WITHIN_EU, Category.EXPORT})):
        yield Problem(
            "seller_vat_missing",
            "seller.vat_id",
            "The seller has no VAT number.",
            "Write it with its country.",
        )
    if category is Category.WITHIN_EU and not buyer.vat_id:
        yield Problem(
            "buyer_vat_missing",
            "buyer.vat_id",
            "A supply within the EU names the buyer's VAT number.",
            "Ask him.",
        )
    if category is Category.REVERSE_CHARGE and not (buyer.vat_id or buyer.legal_id):
        yield Problem(
            "buyer_vat_missing",
            "buyer.vat_id",
            "Reverse charge needs the buyer's VAT number.",
            "Ask him for it.",
        )
    if category is Category.WITHIN_EU:
        yield from _of_delivery(document)


def _of_delivery(document: Document) -> Iterator[Problem]:
    delivery = document.delivery
    if delivery is None or delivery.address is None:
        yield Problem(
            "delivery_missing",
            "delivery.address",
            "A supply within the EU says where to.",
            "Name the country.",
        )
    if document.period is None and (delivery is None or delivery.day is None):
        yield Problem(
            "delivery_missing", "delivery.day", "A supply within the EU says when.", "Name a period or a day."
        )


def _of_lines(document: Document) -> Iterator[Problem]:
    ids = [line.id for line in document.lines]
    if len(set(ids)) < len(ids) or not all(ids):
        yield Problem("line_ids", "lines.id", "Two lines have one id, or a line has none.", "Number them.")
    for line in document.lines:
        if line.period is not None and not _holds(document.period, line.period):
            yield Problem(
                "line_period",
                "lines.period",
                f"The period of line {line.id} is not inside that of the document.",
                "Widen the period of the document; a late session belongs to it too.",
            )
        if not clean(line.name):
            yield Problem(
                "line_nameless", "lines.name", f"Line {line.id} has no name.", "Say what is billed."
            )
        if line.price.micro < 0:
            yield Problem(
                "price_negative",
                "lines.price",
                f"The price of line {line.id} is negative.",
                "Give back by a negative quantity at a positive price.",
            )
        if line.price.base is not None and line.price.base.unit != line.quantity.unit:
            yield Problem(
                "base_unit",
                "lines.price.base",
                f"Line {line.id} counts {line.quantity.unit} and is priced per {line.price.base.unit}.",
                "Count and price in one unit.",
            )


def _holds(outer: Period | None, inner: Period) -> bool:
    """Source: PEPPOL-EN16931-R110, R111; EN 16931 BR-30."""
    if inner.last < inner.first:
        return False
    return outer is None or (outer.first <= inner.first and inner.last <= outer.last)


def _of_payment(document: Document) -> Iterator[Problem]:
    payment = document.payment
    if payment.due is None and not payment.terms and totals_of(document).due.minor > 0:
        yield Problem(
            "terms_missing", "payment.due", "It is not said until when to pay.", "Name a due date or terms."
        )
    for one in document.attachments:
        if one.media_type not in EMBEDDABLE:
            yield Problem(
                "attachment_type",
                "attachments",
                f"An e-invoice does not carry {one.media_type}.",
                "Attach PDF, PNG, JPEG, CSV, XLSX or ODS; send the rest beside it.",
            )
    if len({type(one) for one in payment.means}) > 1:
        yield Problem(
            "means_mixed",
            "payment.means",
            "One document has one way to pay.",
            "Choose the one for this buyer.",
        )
    if sum(isinstance(one, DirectDebit) for one in payment.means) > 1:
        yield Problem("mandates", "payment.means", "A debit is by one mandate.", "Choose the mandate.")


def _of_peppol(document: Document) -> Iterator[Problem]:
    references = document.references
    rates = {one.rate for one in vats_of(document) if one.category is Category.STANDARD}
    if document.seller.vat_id.startswith("SE") and not rates <= SWEDISH_RATES:
        yield Problem(
            "vat_rate_invalid",
            "lines.vat.rate",
            "A Swedish seller charges 6, 12 or 25 % VAT.",
            "Use the seller's VAT number of the country whose VAT is charged.",
        )
    if not (references.buyer or references.order):
        yield Problem(
            "buyer_reference_missing",
            "references.buyer",
            "Peppol asks for the buyer's reference or order number.",
            "Ask the buyer; his cost centre or the name of his contact will do.",
        )
    for who, party in (("seller", document.seller), ("buyer", document.buyer)):
        if party.endpoint is None:
            yield Problem(
                "endpoint_missing",
                f"{who}.endpoint",
                f"The {who} has no address in the Peppol network.",
                "Write its scheme and number, such as 0007 and a Swedish organisation number.",
            )
        elif party.endpoint.scheme == "EM":
            yield Problem(
                "endpoint_scheme",
                f"{who}.endpoint",
                f"Peppol does not deliver to the e-mail address of the {who}.",
                "Write its scheme and number in the network, such as 9930 and a German VAT number.",
            )
    if document.kind not in {Kind.INVOICE, Kind.CREDIT_NOTE}:
        yield Problem(
            "kind_unsent",
            "kind",
            "Peppol BIS Billing carries invoices and credit notes, no corrections and no self-billing.",
            "Credit the whole and bill anew, or send it as Factur-X or PDF.",
        )


def _of_xrechnung(document: Document) -> Iterator[Problem]:
    if not document.references.buyer:
        yield Problem(
            "buyer_reference_missing",
            "references.buyer",
            "XRechnung asks for the buyer's reference (BT-10).",
            "A German authority tells its Leitweg-ID; a company any reference.",
        )
    contact = document.seller.contact
    if contact is None or not (contact.name and contact.phone and contact.email):
        yield Problem(
            "contact_missing",
            "seller.contact",
            "XRechnung asks for the seller's contact with name, telephone and e-mail.",
            "Fill in all three.",
        )
    for who, party in (("seller", document.seller), ("buyer", document.buyer)):
        if not clean(party.address.post_code):
            yield Problem(
                "address_incomplete",
                f"{who}.address.post_code",
                f"The {who} has no postal code, which XRechnung asks for.",
                "Write it as the post does.",
            )
    address = None if document.delivery is None else document.delivery.address
    if address is not None and not (clean(address.city) and clean(address.post_code)):
        yield Problem(
            "address_incomplete",
            "delivery.address",
            "XRechnung asks for city and postal code of where it was delivered.",
            "Fill in both, or leave the address out.",
        )
    if not document.payment.means:
        yield Problem(
            "means_missing",
            "payment.means",
            "XRechnung asks for a way to pay.",
            "Name an account or a mandate.",
        )
    if misread := misread_as_discount(document.payment.terms):
        yield Problem(
            "terms_discount",
            "payment.terms",
            f"XRechnung reads a line with # as a discount, and cannot read {misread!r}.",
            "Write #SKONTO#TAGE=14#PROZENT=2.00# on a line of its own, or take the # away.",
        )
    for who, party in (("seller", document.seller), ("buyer", document.buyer)):
        if party.endpoint is None:
            yield Problem(
                "endpoint_missing",
                f"{who}.endpoint",
                f"The {who} has no electronic address (BT-34, BT-49).",
                "Write one; the scheme EM takes an e-mail address.",
            )
