"""What a message says that brings an invoice: what it is, what is to be paid, how, and whom to ask. Pure."""

from collections.abc import Iterator

import msgspec

from wattfleet.billing.as_document import as_document
from wattfleet.billing.document import Kind
from wattfleet.billing.invoice import DocumentKind, Invoice
from wattfleet.billing.look import Language
from wattfleet.billing.mail_words import MAIL_WORDS, MailWords
from wattfleet.billing.names import Names
from wattfleet.billing.page_words import WORDS, Words, day, money
from wattfleet.billing.pay_box import pay_box
from wattfleet.billing.seller import Seller
from wattfleet.kernel.money import Money


class MailText(msgspec.Struct, frozen=True):
    """Subject and text."""

    subject: str
    text: str


def text_of_invoice(invoice: Invoice, open_: Money, language: Language, names: Names) -> MailText:
    """Of an issued invoice or credit note; `open_` is what is not settled of it at this moment."""
    assert invoice.issued_on is not None, "what is sent was issued"
    words, mail = WORDS[language], MAIL_WORDS[language]
    is_note = invoice.kind is DocumentKind.CREDIT_NOTE
    title = names.of(Kind.CREDIT_NOTE if is_note else Kind.INVOICE, language, invoice.seller.address.country)
    subject = mail.subject.format(title=title, number=invoice.number, seller=invoice.seller.name)
    first = (mail.note if is_note else mail.invoice).format(
        title=title,
        number=invoice.number,
        day=day(invoice.issued_on, words),
        first=day(invoice.first_day, words),
        last=day(invoice.last_day, words),
        about=", ".join(one.number for one in invoice.about),
    )
    body = _note(invoice, words, mail) if is_note else _to_pay(invoice, open_, words, mail)
    return MailText(subject, framed([first, body], invoice.seller, mail))


def framed(paragraphs: list[str], seller: Seller, mail: MailWords) -> str:
    """A letter: a greeting, what it says, whom to ask, and who it is from."""
    signature = "\n".join([mail.regards, seller.name, *_reached(seller)])
    told = [mail.hello, *paragraphs, _ask(seller, mail), signature]
    return "\n\n".join(one for one in told if one) + "\n"


def _note(invoice: Invoice, words: Words, mail: MailWords) -> str:
    return mail.in_favour.format(money=with_currency(invoice.payable, words))


def _to_pay(invoice: Invoice, open_: Money, words: Words, mail: MailWords) -> str:
    if open_.minor <= 0:
        return mail.paid
    named = words.to_pay if open_ == invoice.payable else mail.left
    box = pay_box(as_document(invoice), open_, words)
    due = [] if invoice.due_on is None else [(words.due, day(invoice.due_on, words))]
    facts = [(named, with_currency(open_, words)), *due, *box.facts]
    told = "\n".join(f"{name}: {value}" for name, value in facts)
    return f"{told}\n\n{box.sentence}" if box.sentence else told


def with_currency(one: Money, words: Words) -> str:
    return f"{money(one, words)} {one.currency.code}"


def _ask(seller: Seller, mail: MailWords) -> str:
    if seller.email:
        return mail.reply
    return mail.call.format(phone=seller.phone) if seller.phone else ""


def _reached(seller: Seller) -> Iterator[str]:
    told = [one for one in (seller.phone, seller.email, seller.web) if one]
    if told:
        yield " · ".join(told)
