"""What tells a customer that a direct debit comes: how much, when, from where, by which mandate."""

from datetime import date

import msgspec

from wattfleet.billing.look import Language
from wattfleet.billing.mail_text import MailText, framed, with_currency
from wattfleet.billing.mail_words import MAIL_WORDS
from wattfleet.billing.mandate import Mandate, Planned
from wattfleet.billing.page_words import WORDS, day
from wattfleet.billing.pay_box import hidden
from wattfleet.billing.seller import Seller


class NoticeWords(msgspec.Struct, frozen=True, kw_only=True):
    """Every sentence of one language."""

    subject: str
    told: str
    nothing: str


NOTICE_WORDS = {
    Language.ENGLISH: NoticeWords(
        subject="Direct debit on {day}: {number} from {seller}",
        told="For invoice {number} we collect {money} from your account {iban} on {day}.",
        nothing="You need not do anything. Please see that the account has enough on it.",
    ),
    Language.SWEDISH: NoticeWords(
        subject="Autogiro den {day}: {number} från {seller}",
        told="För faktura {number} drar vi {money} från ert konto {iban} den {day}.",
        nothing="Ni behöver inte göra något. Se till att det finns täckning på kontot.",
    ),
    Language.GERMAN: NoticeWords(
        subject="Lastschrift am {day}: {number} von {seller}",
        told="Für die Rechnung {number} ziehen wir am {day} {money} von Ihrem Konto {iban} ein.",
        nothing="Sie müssen nichts tun. Bitte sorgen Sie für ausreichende Deckung.",
    ),
}


def text_of_notice(one: Planned, mandate: Mandate, seller: Seller, on: date, language: Language) -> MailText:
    """Source: EPC 016-06 §4.1: amount, day, mandate and creditor identifier are told."""
    words, mine, mail = WORDS[language], NOTICE_WORDS[language], MAIL_WORDS[language]
    told = {
        "number": one.number,
        "money": with_currency(one.money, words),
        "iban": hidden(mandate.iban),
        "day": day(on, words),
        "seller": seller.name,
    }
    facts = f"{words.mandate}: {mandate.reference}\n{words.creditor}: {seller.bank.creditor_id}"
    text = framed([mine.told.format(**told), facts, mine.nothing], seller, mail)
    return MailText(mine.subject.format(**told), text)
