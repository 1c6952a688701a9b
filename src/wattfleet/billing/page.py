"""What stands on the page of a document: every text of it, in the order in which it is read. No layout.

The layout (clients/documents/page.typ) only places these texts; nothing is computed there.
"""

from decimal import Decimal

import msgspec

from wattfleet.billing.document import Address, Change, Document, Line, Party, Period, Price, Quantity
from wattfleet.billing.look import Look, PageColumn
from wattfleet.billing.names import Names
from wattfleet.billing.page_words import WORDS, Words, day, money, number
from wattfleet.billing.pay_box import PayBox, pay_box
from wattfleet.billing.totals import Totals, line_net, signed, totals_of

Pair = tuple[str, str]
Columns = tuple[PageColumn, ...]

_OF_WORDS = frozenset({PageColumn.GROUP, PageColumn.PERIOD})
"""Columns of words stand left, those of numbers right."""


class Row(msgspec.Struct, frozen=True):
    """A line: what is bold, what stands small under it, and its cells from left to right."""

    name: str
    small: tuple[str, ...]
    cells: tuple[str, ...]


class Sum(msgspec.Struct, frozen=True):
    """A row under the table; the strong one is what is due."""

    text: str
    amount: str
    is_strong: bool = False


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """All texts of a document's page."""

    language: str
    colour: str
    title: str
    number: str
    seller: str
    sender: str
    recipient: tuple[str, ...]
    facts: tuple[Pair, ...]
    opening: str
    head: tuple[str, ...]
    sides: tuple[str, ...]
    rows: tuple[Row, ...]
    sums: tuple[Sum, ...]
    reasons: tuple[str, ...]
    pay: PayBox
    notes: tuple[str, ...]
    closing: str
    footer: tuple[tuple[str, ...], ...]
    page_of: str


def page_of(document: Document, look: Look, names: Names) -> Page:
    """The page in the language and with the columns of that look."""
    words = WORDS[look.language]
    totals = totals_of(document)
    seller = document.seller
    columns = _columns(look, totals)
    return Page(
        language=look.language.value,
        colour=look.colour,
        title=names.of(document.kind, look.language, seller.address.country),
        number=document.number,
        seller=seller.trading_name or seller.name,
        sender=" · ".join([seller.name, *_address(seller.address, document)]),
        recipient=_recipient(document),
        facts=tuple((name, text) for name, text in _facts(document, words) if text),
        opening=look.opening,
        head=_head(document, columns, words),
        sides=("left", *("left" if one in _OF_WORDS else "right" for one in columns), "right"),
        rows=tuple(_row(document, line, columns, words) for line in document.lines),
        sums=_sums(document, totals, words),
        reasons=tuple(dict.fromkeys(row.vat.reason for row in totals.rows if row.vat.reason)),
        pay=pay_box(document, totals.due, words),
        notes=document.notes,
        closing=look.closing,
        footer=_footer(document, look, words),
        page_of=words.page,
    )


def _recipient(document: Document) -> tuple[str, ...]:
    buyer = document.buyer
    return (buyer.name, *_contact(buyer), *_address(buyer.address, document))


def _contact(party: Party) -> tuple[str, ...]:
    return (party.contact.name,) if party.contact is not None and party.contact.name else ()


def _address(address: Address, document: Document) -> list[str]:
    abroad = document.seller.address.country != document.buyer.address.country
    city = [one for one in (address.post_code, address.city) if one]
    if address.country == "GB":
        city.reverse()
    parts = [address.street, address.more, address.line3, " ".join(city), address.region]
    return [one for one in [*parts, address.country if abroad else ""] if one]


def _facts(document: Document, words: Words) -> list[Pair]:
    references = document.references
    delivered = document.delivery.day if document.delivery else None
    return [
        (words.number, document.number),
        (words.issued, day(document.issued, words)),
        (words.period, _period(document.period, words)),
        (words.delivered, day(delivered, words) if delivered and not document.period else ""),
        (words.due, day(document.payment.due, words) if document.payment.due else ""),
        (words.preceding, ", ".join(one.number for one in document.preceding)),
        (words.reference, references.buyer),
        (words.order, references.order),
        (words.contract, references.contract),
        (words.project, references.project),
        (words.cost_centre, references.cost_centre),
        (words.buyer_vat, document.buyer.vat_id),
    ]


def _period(period: Period | None, words: Words) -> str:
    return "" if period is None else f"{day(period.first, words)} – {day(period.last, words)}"


def _columns(look: Look, totals: Totals) -> tuple[PageColumn, ...]:
    """Those of the look; which line bears which VAT must be seen where there are several rates."""
    if PageColumn.VAT in look.columns or len(totals.rows) == 1:
        return look.columns
    return (*look.columns, PageColumn.VAT)


def _head(document: Document, columns: Columns, words: Words) -> tuple[str, ...]:
    named = {
        PageColumn.GROUP: words.group,
        PageColumn.PERIOD: words.period,
        PageColumn.SESSIONS: words.sessions,
        PageColumn.QUANTITY: words.quantity,
        PageColumn.PRICE: words.price,
        PageColumn.VAT: words.vat,
    }
    return (words.text, *(named[one] for one in columns), f"{words.amount} {document.currency.code}")


def _row(document: Document, line: Line, columns: Columns, words: Words) -> Row:
    period = _period(line.period, words)
    told = {
        PageColumn.GROUP: line.group,
        PageColumn.PERIOD: period,
        PageColumn.SESSIONS: str(line.sessions) if line.sessions else "",
        PageColumn.QUANTITY: _quantity(line.quantity, words),
        PageColumn.PRICE: _price(line.price, line.quantity, words),
        PageColumn.VAT: _rate(line.vat.rate, words),
    }
    is_dated = line.period is not None and line.period != document.period
    small = [
        line.description if PageColumn.GROUP in columns else line.said,
        period if is_dated and PageColumn.PERIOD not in columns else "",
        line.object_id,
        line.cost_centre and f"{words.cost_centre}: {line.cost_centre}",
        *(f"{name}: {value}" for name, value in line.attributes),
        line.note,
        *(_changed(change, words) for change in line.changes),
    ]
    net = money(line_net(line, document.currency), words)
    return Row(line.name, tuple(one for one in small if one), (*(told[one] for one in columns), net))


def _changed(change: Change, words: Words) -> str:
    return f"{change.reason}: {money(signed(change), words)}"


def _is_by_hour(price: Price, quantity: Quantity) -> bool:
    return quantity.unit == "SEC" and price.base is not None and price.base.micro == 3600 * 10**6


def _quantity(quantity: Quantity, words: Words) -> str:
    if quantity.unit == "SEC" and quantity.micro % 10**6 == 0:
        return clock(quantity.micro // 10**6)
    unit = words.units.get(quantity.unit, quantity.unit)
    return f"{number(Decimal(quantity.micro).scaleb(-6), words)} {unit}"


def clock(seconds: int) -> str:
    """`1:30:31`: hours, minutes, seconds."""
    sign = "\u2212" if seconds < 0 else ""
    minutes, rest = divmod(abs(seconds), 60)
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def _price(price: Price, quantity: Quantity, words: Words) -> str:
    told = number(Decimal(price.micro).scaleb(-6), words, least=2)
    if _is_by_hour(price, quantity):
        return f"{told} / h"
    base = price.base
    if base is not None and base.micro != 10**6:
        return f"{told} {words.each} {_quantity(base, words)}"
    return told


def _rate(rate: int, words: Words) -> str:
    return f"{number(Decimal(rate).scaleb(-4), words)} %"


def _sums(document: Document, totals: Totals, words: Words) -> tuple[Sum, ...]:
    sums = [Sum(change.reason, money(signed(change), words)) for change in document.changes]
    sums.append(Sum(words.net, money(totals.before_vat, words)))
    for row in totals.rows:
        rate = number(Decimal(row.vat.rate).scaleb(-4), words)
        text = words.vat_on.format(rate=rate, net=money(row.before_vat, words))
        sums.append(Sum(text, money(row.amount, words)))
    if document.vat_in is not None:
        told = money(document.vat_in, words)
        sums.append(Sum(words.vat_in.format(currency=document.vat_in.currency.code, amount=told), ""))
    if document.paid is not None or document.rounding is not None:
        sums.append(Sum(words.total, money(totals.with_vat, words)))
    if document.paid is not None:
        sums.append(Sum(words.paid, money(-totals.paid, words)))
    if document.rounding is not None:
        sums.append(Sum(words.rounding, money(totals.rounding, words)))
    ours = document.kind.is_credit or totals.due.minor < 0
    text = words.in_our_favour if ours else words.to_pay
    due = -totals.due if totals.due.minor < 0 else totals.due
    return (*sums, Sum(text, f"{money(due, words)} {document.currency.code}", is_strong=True))


def _footer(document: Document, look: Look, words: Words) -> tuple[tuple[str, ...], ...]:
    seller, contact = document.seller, document.seller.contact
    numbers = [
        (words.organisation, seller.legal_id.value if seller.legal_id else ""),
        (words.vat_number, seller.vat_id),
        ("" if seller.address.country == "SE" else words.tax_number, seller.tax_number),
    ]
    columns = (
        (seller.name, *_address(seller.address, document)),
        (contact.name, contact.phone, contact.email) if contact else (),
        tuple(f"{name} {value}".strip() for name, value in numbers if value),
        tuple(one for one in (seller.legal_form, look.footer) if one),
    )
    return tuple(tuple(one for one in column if one) for column in columns if any(column))
