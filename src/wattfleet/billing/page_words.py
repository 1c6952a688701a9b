"""The words of a page, and how numbers and days are written: one table per language."""

from datetime import date
from decimal import Decimal

import msgspec

from wattfleet.billing.look import Language
from wattfleet.kernel.money import Money


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """Every word of one language. `thousands` and `point` are the signs inside a number."""

    thousands: str
    point: str
    day: str
    months: tuple[str, ...] = ()
    units: dict[str, str]
    number: str
    issued: str
    due: str
    period: str
    delivered: str
    customer: str
    reference: str
    order: str
    contract: str
    project: str
    cost_centre: str
    preceding: str
    buyer_vat: str
    text: str
    quantity: str
    price: str
    vat: str
    amount: str
    group: str
    sessions: str
    each: str
    net: str
    vat_on: str
    total: str
    paid: str
    rounding: str
    to_pay: str
    in_our_favour: str
    payment: str
    payee: str
    message: str
    debit: str
    mandate: str
    creditor: str
    card: str
    sort_code: str
    account: str
    scan: str
    organisation: str
    vat_number: str
    tax_number: str
    page: str
    vat_in: str


_ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"

ENGLISH = Words(
    thousands=",",
    point=".",
    day="{d} {month} {y}",
    months=tuple(_ENGLISH_MONTHS.split()),
    units={"KWH": "kWh", "C62": "pcs", "MON": "months", "HUR": "h", "MIN": "min", "SEC": "s", "DAY": "days"},
    number="Number",
    issued="Date",
    due="Payable by",
    period="Period",
    delivered="Delivered",
    customer="Customer",
    reference="Your reference",
    order="Your order",
    contract="Contract",
    project="Project",
    cost_centre="Cost centre",
    preceding="Refers to",
    buyer_vat="Your VAT number",
    text="Description",
    quantity="Quantity",
    price="Unit price",
    vat="VAT",
    amount="Amount",
    group="For",
    sessions="Sessions",
    each="per",
    net="Total before VAT",
    vat_on="VAT {rate} % on {net}",
    total="Total",
    paid="Already paid",
    rounding="Rounding",
    to_pay="To pay",
    in_our_favour="Paid back to you",
    payment="Payment",
    payee="Payee",
    message="Reference",
    debit="We collect the amount from {iban} on {day}.",
    mandate="Mandate",
    creditor="Creditor id",
    card="Paid by card ending in {digits}.",
    sort_code="Sort code",
    account="Account number",
    scan="Scan with your bank’s app",
    organisation="Company no.",
    vat_number="VAT no.",
    tax_number="Tax no.",
    page="Page {at} of {all}",
    vat_in="VAT in {currency}: {amount}",
)
SWEDISH = Words(
    thousands="\u00a0",
    point=",",
    day="{y}-{mm}-{dd}",
    units={"KWH": "kWh", "C62": "st", "MON": "mån", "HUR": "h", "MIN": "min", "SEC": "s", "DAY": "dagar"},
    number="Nummer",
    issued="Datum",
    due="Förfallodag",
    period="Period",
    delivered="Levererat",
    customer="Kund",
    reference="Er referens",
    order="Er beställning",
    contract="Avtal",
    project="Projekt",
    cost_centre="Kostnadsställe",
    preceding="Avser",
    buyer_vat="Ert momsnummer",
    text="Beskrivning",
    quantity="Antal",
    price="À-pris",
    vat="Moms",
    amount="Belopp",
    group="Avser",
    sessions="Laddsessioner",
    each="per",
    net="Summa före moms",
    vat_on="Moms {rate} % på {net}",
    total="Totalt",
    paid="Redan betalt",
    rounding="Öresavrundning",
    to_pay="Att betala",
    in_our_favour="Återbetalas till er",
    payment="Betalning",
    payee="Betalningsmottagare",
    message="Referens",
    debit="Vi drar beloppet från {iban} den {day}.",
    mandate="Medgivande",
    creditor="Borgenärs-id",
    card="Betalt med kort som slutar på {digits}.",
    sort_code="Clearingnummer",
    account="Kontonummer",
    scan="Skanna med bankens app",
    organisation="Org.nr",
    vat_number="Momsreg.nr",
    tax_number="Skatt",
    page="Sida {at} av {all}",
    vat_in="Moms i {currency}: {amount}",
)
GERMAN = Words(
    thousands=".",
    point=",",
    day="{dd}.{mm}.{y}",
    units={"KWH": "kWh", "C62": "Stk.", "MON": "Monate", "HUR": "h", "MIN": "min", "SEC": "s", "DAY": "Tage"},
    number="Nummer",
    issued="Datum",
    due="Zahlbar bis",
    period="Leistungszeitraum",
    delivered="Geliefert am",
    customer="Kunde",
    reference="Ihre Referenz",
    order="Ihre Bestellung",
    contract="Vertrag",
    project="Projekt",
    cost_centre="Kostenstelle",
    preceding="Bezieht sich auf",
    buyer_vat="Ihre USt-IdNr.",
    text="Beschreibung",
    quantity="Menge",
    price="Einzelpreis",
    vat="USt.",
    amount="Betrag",
    group="Für",
    sessions="Ladevorgänge",
    each="je",
    net="Summe netto",
    vat_on="USt. {rate} % auf {net}",
    total="Gesamtbetrag",
    paid="Bereits bezahlt",
    rounding="Rundung",
    to_pay="Zu zahlen",
    in_our_favour="Zu Ihren Gunsten",
    payment="Zahlung",
    payee="Empfänger",
    message="Verwendungszweck",
    debit="Wir ziehen den Betrag am {day} von {iban} ein.",
    mandate="Mandat",
    creditor="Gläubiger-ID",
    card="Bezahlt mit der Karte mit den Endziffern {digits}.",
    sort_code="Sort Code",
    account="Kontonummer",
    scan="Mit der Banking-App scannen",
    organisation="Register",
    vat_number="USt-IdNr.",
    tax_number="Steuernummer",
    page="Seite {at} von {all}",
    vat_in="USt. in {currency}: {amount}",
)
WORDS = {Language.ENGLISH: ENGLISH, Language.SWEDISH: SWEDISH, Language.GERMAN: GERMAN}


def number(value: Decimal, words: Words, *, least: int = 0) -> str:
    """`1.234,5` with at least `least` decimals, and as many more as the value has."""
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int), "a number on a page is finite"
    text = f"{value:,.{max(least, -exponent)}f}"
    signs = {",": words.thousands, ".": words.point, "-": "\u2212"}
    return "".join(signs.get(one, one) for one in text)


def money(one: Money, words: Words) -> str:
    return number(one.decimal, words, least=one.currency.exponent)


def day(one: date, words: Words) -> str:
    month = words.months[one.month - 1] if words.months else ""
    return words.day.format(d=one.day, dd=f"{one.day:02d}", mm=f"{one.month:02d}", y=one.year, month=month)
