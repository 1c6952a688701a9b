"""What a reminder says: what is overdue, what it costs, how to pay it, and what if it was paid."""

from collections.abc import Iterator, Sequence

import msgspec

from wattfleet.billing.as_document import as_document
from wattfleet.billing.invoice import Invoice
from wattfleet.billing.look import Language
from wattfleet.billing.mail_text import MailText, framed, with_currency
from wattfleet.billing.mail_words import MAIL_WORDS
from wattfleet.billing.page_words import WORDS, Words, day
from wattfleet.billing.pay_box import means_of
from wattfleet.billing.reminder import Letter


class ReminderWords(msgspec.Struct, frozen=True, kw_only=True):
    """Every sentence of one language."""

    subject: str
    first: str
    later: str
    item: str
    fee: str
    interest: str
    crossed: str


ENGLISH = ReminderWords(
    subject="Reminder {level} from {seller}: {numbers}",
    first="Your payment of the following has not reached us. Perhaps it was overlooked.",
    later="We have written about the following before. It is still not paid.",
    item="Invoice {number}, payable by {day}: {money}",
    fee="Reminder fee",
    interest="Interest on late payment",
    crossed="If you have paid in the meantime, please take this as settled.",
)
SWEDISH = ReminderWords(
    subject="Påminnelse {level} från {seller}: {numbers}",
    first="Vi har inte fått er betalning av följande. Kanske har den blivit förbisedd.",
    later="Vi har skrivit om följande tidigare. Det är fortfarande inte betalt.",
    item="Faktura {number}, förfallodag {day}: {money}",
    fee="Påminnelseavgift",
    interest="Dröjsmålsränta",
    crossed="Har ni betalat under tiden kan ni bortse från det här meddelandet.",
)
GERMAN = ReminderWords(
    subject="{level}. Zahlungserinnerung von {seller}: {numbers}",
    first="Ihre Zahlung zu Folgendem ist bei uns nicht eingegangen. Vielleicht wurde sie übersehen.",
    later="Zu Folgendem haben wir Ihnen bereits geschrieben. Es ist noch nicht bezahlt.",
    item="Rechnung {number}, zahlbar bis {day}: {money}",
    fee="Mahnkosten",
    interest="Verzugszinsen",
    crossed="Haben Sie inzwischen gezahlt, betrachten Sie dies bitte als erledigt.",
)
REMINDER_WORDS = {Language.ENGLISH: ENGLISH, Language.SWEDISH: SWEDISH, Language.GERMAN: GERMAN}
MOST_NUMBERS = 3


def text_of_reminder(letter: Letter, invoices: Sequence[Invoice], language: Language) -> MailText:
    """`invoices` are those of the letter's items, in their order."""
    words, mine, mail = WORDS[language], REMINDER_WORDS[language], MAIL_WORDS[language]
    seller = invoices[-1].seller
    numbers = [one.number for one in letter.items]
    more = f" +{len(numbers) - MOST_NUMBERS}" if len(numbers) > MOST_NUMBERS else ""
    subject = mine.subject.format(
        level=letter.level, seller=seller.name, numbers=", ".join(numbers[:MOST_NUMBERS]) + more
    )
    lines = "\n".join(_lines(letter, invoices, words, mine))
    paying = "\n".join(f"{name}: {value}" for name, value in means_of(as_document(invoices[-1]), words))
    first = mine.first if letter.level == 1 else mine.later
    return MailText(subject, framed([first, lines, paying, mine.crossed], seller, mail))


def _lines(letter: Letter, invoices: Sequence[Invoice], words: Words, mine: ReminderWords) -> Iterator[str]:
    for one, invoice in zip(letter.items, invoices, strict=True):
        told = mine.item.format(
            number=one.number, day=day(one.due_on, words), money=with_currency(one.open, words)
        )
        yield f"{told} ({words.message}: {invoice.reference})"
    if letter.fee.minor:
        yield f"{mine.fee}: {with_currency(letter.fee, words)}"
    if letter.interest.minor:
        yield f"{mine.interest}: {with_currency(letter.interest, words)}"
    yield f"{words.to_pay}: {with_currency(letter.total, words)}"
