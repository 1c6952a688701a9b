"""How to pay, as a page says it: names and values, and what a phone reads from the square.

Source: EPC 069-12 version 2.1 (the QR code of a SEPA credit transfer).
"""

from typing import assert_never

import msgspec

from wattfleet.billing.document import Bankgiro, Card, DirectDebit, Document, Means, SortCode, Transfer
from wattfleet.billing.page_words import Words, day
from wattfleet.kernel.money import Money

Pair = tuple[str, str]


class PayBox(msgspec.Struct, frozen=True, kw_only=True):
    """`qr` is the text of the square, or "" where none is read by banks."""

    title: str
    facts: tuple[Pair, ...] = ()
    sentence: str = ""
    qr: str = ""
    scan: str = ""


def pay_box(document: Document, due: Money, words: Words) -> PayBox:
    """Nothing to pay, nothing to say: a credit note has only its terms."""
    payment = document.payment
    if due.minor <= 0 or document.kind.is_credit:
        return PayBox(title=words.payment, sentence=payment.terms)
    means = payment.means[0] if payment.means else None
    qr = epc(means, due, payment.reference) if isinstance(means, Transfer) else ""
    return PayBox(
        title=words.payment,
        facts=tuple((name, value) for name, value in _facts(document, words) if value),
        sentence=" ".join(one for one in (_sentence(document, means, words), payment.terms) if one),
        qr=qr,
        scan=words.scan if qr else "",
    )


def means_of(document: Document, words: Words) -> list[Pair]:
    """Where to pay, without what for."""
    found = [_account(means, document.seller.name, words) for means in document.payment.means]
    return [(name, value) for some in found for name, value in some if value]


def _facts(document: Document, words: Words) -> list[Pair]:
    facts = means_of(document, words)
    named = words.message
    if any(isinstance(one, Bankgiro) for one in document.payment.means):
        named = "OCR"
    return [*facts, (named, grouped_reference(document.payment.reference))]


def _account(means: Means, seller: str, words: Words) -> list[Pair]:
    match means:
        case Transfer():
            payee = (words.payee, means.account_name or seller)
            return [payee, ("IBAN", by_four(means.iban)), ("BIC", means.bic)]
        case Bankgiro():
            return [("Bankgiro", bankgiro(means.number))]
        case SortCode():
            code = "-".join(means.sort_code[at : at + 2] for at in range(0, 6, 2))
            payee = (words.payee, means.account_name or seller)
            return [payee, (words.sort_code, code), (words.account, means.account)]
        case DirectDebit():
            return [(words.mandate, means.mandate), (words.creditor, means.creditor)]
        case Card():
            return []
        case _:
            assert_never(means)


def _sentence(document: Document, means: Means | None, words: Words) -> str:
    due = document.payment.due
    match means:
        case DirectDebit() if due is not None:
            return words.debit.format(iban=hidden(means.iban), day=day(due, words))
        case Card():
            return words.card.format(digits=means.last_digits)
        case _:
            return ""


def by_four(iban: str) -> str:
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def hidden(iban: str) -> str:
    """`DE02 … 2051`: enough for the payer to know his account."""
    return f"{iban[:4]} … {iban[-4:]}"


def bankgiro(number: str) -> str:
    """`5805-6201` or `123-4567`."""
    return f"{number[:-4]}-{number[-4:]}"


def grouped_reference(reference: str) -> str:
    return by_four(reference) if reference.startswith("RF") else reference


def epc(means: Transfer, due: Money, reference: str) -> str:
    """The text of the square; "" where a transfer is not in euro, or is out of the range of the standard."""
    if due.currency.code != "EUR" or not 1 <= due.minor <= 99_999_999_999:
        return ""
    structured = reference if reference.startswith("RF") else ""
    free = "" if structured else reference[:140]
    name = means.account_name[:70]
    lines = ["BCD", "002", "1", "SCT", means.bic, name, means.iban, f"EUR{due}", "", structured, free]
    return "\n".join(lines).rstrip("\n") if name else ""
