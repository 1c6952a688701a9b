"""The words of a message that brings an invoice or a credit note: one table per language."""

import msgspec

from wattfleet.billing.look import Language


class MailWords(msgspec.Struct, frozen=True, kw_only=True):
    """Every sentence of one language."""

    subject: str
    hello: str
    invoice: str
    note: str
    in_favour: str
    left: str
    paid: str
    reply: str
    call: str
    regards: str


ENGLISH = MailWords(
    subject="{title} {number} from {seller}",
    hello="Hello,",
    invoice="{title} {number} of {day}, for {first} to {last}, is attached.",
    note="{title} {number} of {day} is attached. It is about {about}.",
    in_favour="{money} is in your favour. There is nothing to pay.",
    left="Left to pay",
    paid="It is settled: there is nothing left to pay.",
    reply="If something is not as you expect it, please reply to this message.",
    call="If something is not as you expect it, please call {phone}.",
    regards="Kind regards",
)
SWEDISH = MailWords(
    subject="{title} {number} från {seller}",
    hello="Hej,",
    invoice="{title} {number} av den {day}, för perioden {first} till {last}, finns i bilagan.",
    note="{title} {number} av den {day} finns i bilagan. Den avser {about}.",
    in_favour="{money} är till er fördel. Det finns inget att betala.",
    left="Kvar att betala",
    paid="Den är reglerad: det finns inget kvar att betala.",
    reply="Om något inte stämmer, svara på det här meddelandet.",
    call="Om något inte stämmer, ring {phone}.",
    regards="Med vänlig hälsning",
)
GERMAN = MailWords(
    subject="{title} {number} von {seller}",
    hello="Guten Tag,",
    invoice="anbei erhalten Sie die {title} {number} vom {day} für den Zeitraum {first} bis {last}.",
    note="anbei erhalten Sie die {title} {number} vom {day}. Sie betrifft {about}.",
    in_favour="{money} stehen Ihnen zu. Es ist nichts zu zahlen.",
    left="Noch zu zahlen",
    paid="Sie ist beglichen: Es ist nichts mehr zu zahlen.",
    reply="Falls etwas nicht stimmt, antworten Sie bitte auf diese Nachricht.",
    call="Falls etwas nicht stimmt, rufen Sie uns bitte an: {phone}.",
    regards="Mit freundlichen Grüßen",
)
MAIL_WORDS = {Language.ENGLISH: ENGLISH, Language.SWEDISH: SWEDISH, Language.GERMAN: GERMAN}
