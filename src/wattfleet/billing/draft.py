"""One account's invoice in one currency, proposed from what stands and is not invoiced yet.

Pure: proposed minus existing. What a session comes to now, less what stands of it on an invoice already, is
the whole session, a correction, or nothing. What comes to less than nothing in all is a credit note.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec

from wattfleet.billing.charge import Billed, session_lines
from wattfleet.billing.fees import FeeLine, Month, Use, fee_lines
from wattfleet.billing.invoice import (
    DocumentKind,
    Invoice,
    InvoiceLine,
    InvoiceLineKind,
    Reference,
    amount_line,
    tax_in_own,
    tax_on,
    turned,
    vat_sums,
)
from wattfleet.billing.phrases import WORDS, Words
from wattfleet.billing.seller import Seller
from wattfleet.billing.vat import Vat
from wattfleet.fleet.account import Account
from wattfleet.fleet.contract import Contract
from wattfleet.kernel.money import Currency, Money
from wattfleet.tariffs.rating import Rating


class RateNet(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a session came to under one VAT rate of its tariff, in minor units before VAT, and how it was
    decided."""

    rate: int | None
    net: int
    vat: Vat
    group: str = ""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands of a session on an invoice."""

    item_id: UUID
    account_id: UUID
    nets: tuple[RateNet, ...]
    about: Reference


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What an invoice bills once: a session at a revision, as it was rated, or a fee of a month.

    `replaces` is what stood of it before. Without a `rating_id` a session is given back: another account
    pays it.
    """

    key: str
    session_id: UUID | None = None
    rating_id: UUID | None = None
    revision: int | None = None
    replaces: UUID | None = None
    nets: tuple[RateNet, ...] = ()
    minor: int = 0


class Due(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A session that this account pays (`rating`), or has paid and pays no more (None).

    Without a rating, a `rating_id` says that it is not sold any more, none that another account pays it.
    """

    session_id: UUID
    rating_id: UUID | None
    revision: int
    rating: Rating | None
    currency: str
    day: date
    mwh: int
    group: str
    vats: dict[int | None, Vat]
    standing: Standing | None = None


class Draft(msgspec.Struct, frozen=True):
    """An invoice without a number, and what it bills."""

    invoice: Invoice
    items: tuple[Item, ...]


def draft(  # noqa: PLR0913 - what an invoice is made of
    invoice_id: UUID,
    seller: Seller,
    account: Account,
    month: Month,
    currency: Currency,
    due: Sequence[Due],
    contracts: Iterable[Contract],
    service: Vat | None,
    *,
    billed: frozenset[str] = frozenset(),
) -> Draft | None:
    """None where there is nothing to invoice. `service` is the VAT of fees; None where there are no fees."""
    words = WORDS[account.language]
    fresh = [one for one in due if one.standing is None and one.rating is not None]
    charging = session_lines([_billed(one) for one in fresh], currency, words)
    changed = [line for one in due if one.standing is not None for line in _changes(one, currency, words)]
    fees: list[FeeLine] = []
    if service is not None:
        mine = [one for one in contracts if one.currency == currency]
        uses = [Use(one.day, one.mwh) for one in fresh]
        fees = fee_lines(mine, month, uses, charging, service, words, billed=billed)
    lines = (*charging, *changed, *(one.line for one in fees if one.line is not None))
    items = (*(_item(one) for one in due), *_fee_items(fees))
    if not lines:
        return None
    about = _about(due)
    seen_tax = _seen_tax(fresh)
    return Draft(
        _invoice(invoice_id, seller, account, month, currency, lines, about=about, seen_tax=seen_tax), items
    )


def _billed(one: Due) -> Billed:
    assert one.rating is not None, "what is billed was rated"
    return Billed(session_id=one.session_id, rating=one.rating, group=one.group, day=one.day, vats=one.vats)


def _changes(one: Due, currency: Currency, words: Words) -> list[InvoiceLine]:
    """What a session that stands on an invoice comes to more or less now, for each VAT."""
    standing = one.standing
    assert standing is not None, "a correction is of something"
    now = (
        {} if one.rating is None else {total.rate: total.before_vat.minor for total in one.rating.vat_totals}
    )
    text = words.moved if one.rating_id is None else words.correction
    told = text.format(day=one.day, number=standing.about.number)
    out = []
    before = {net.rate: net for net in standing.nets}
    for rate in (*before, *(rate for rate in now if rate not in before)):
        old = before.get(rate)
        left = now.get(rate, 0) - (0 if old is None else old.net)
        if left:
            vat = one.vats[rate] if old is None else old.vat
            out.append(
                amount_line(
                    InvoiceLineKind.CORRECTION,
                    told,
                    Money(left, currency),
                    vat,
                    group=one.group,
                    sessions=1,
                    first_day=one.day,
                    last_day=one.day,
                )
            )
    return out


def _item(one: Due) -> Item:
    nets: tuple[RateNet, ...] = ()
    if one.rating is not None:
        nets = tuple(
            RateNet(total.rate, total.before_vat.minor, _vat_of(one, total.rate), one.group)
            for total in one.rating.vat_totals
        )
    return Item(
        key=session_key(one.session_id),
        session_id=one.session_id,
        rating_id=one.rating_id,
        revision=one.revision,
        replaces=None if one.standing is None else one.standing.item_id,
        nets=nets,
        minor=sum(net.net for net in nets),
    )


def _vat_of(one: Due, rate: int | None) -> Vat:
    """A correction keeps the VAT that was decided when the session was invoiced first."""
    if one.standing is not None:
        for net in one.standing.nets:
            if net.rate == rate:
                return net.vat
    return one.vats[rate]


def session_key(session_id: UUID) -> str:
    return f"session:{session_id}"


def _fee_items(fees: Iterable[FeeLine]) -> list[Item]:
    return [Item(key=one.key, minor=0 if one.line is None else one.line.net.minor) for one in fees if one.key]


def _about(due: Iterable[Due]) -> tuple[Reference, ...]:
    found = {one.standing.about.number: one.standing.about for one in due if one.standing is not None}
    return tuple(found[number] for number in sorted(found))


def _seen_tax(fresh: Iterable[Due]) -> dict[tuple[str, int, str], tuple[int, int]]:
    """Net and VAT of the sessions whose prices included VAT, as people saw them, for each VAT."""
    out: dict[tuple[str, int, str], tuple[int, int]] = {}
    for one in fresh:
        if one.rating is None or not one.rating.tax_included:
            continue
        for total in one.rating.vat_totals:
            vat = one.vats[total.rate]
            if vat.category == "S":
                key = (vat.category, vat.rate, vat.reason)
                net, tax = out.get(key, (0, 0))
                out[key] = (net + total.before_vat.minor, tax + total.vat.minor)
    return out


def _invoice(
    invoice_id: UUID,
    seller: Seller,
    account: Account,
    month: Month,
    currency: Currency,
    lines: tuple[InvoiceLine, ...],
    *,
    about: tuple[Reference, ...],
    seen_tax: dict[tuple[str, int, str], tuple[int, int]],
) -> Invoice:
    sums = vat_sums(lines, currency)
    rounding = 0
    for one in sums:
        net, tax = seen_tax.get((one.vat.category, one.vat.rate, one.vat.reason), (0, 0))
        rounding += tax - (one.tax.minor - tax_on(one.net.minor - net, one.vat.rate))
    total = sum(one.net.minor + one.tax.minor for one in sums) + (rounding if seen_tax else 0)
    kind = DocumentKind.CREDIT_NOTE if total < 0 else DocumentKind.INVOICE
    rounding = rounding if seen_tax else 0
    if kind is DocumentKind.CREDIT_NOTE:
        lines, rounding = turned(lines), -rounding
    return complete(
        Invoice(
            id=invoice_id,
            kind=kind,
            account_id=account.id,
            currency=currency,
            first_day=month.first,
            last_day=month.last,
            seller=seller,
            buyer=account,
            lines=lines,
            sums=(),
            net=Money(0, currency),
            tax=Money(0, currency),
            gross=Money(0, currency),
            rounding=Money(rounding, currency),
            payable=Money(0, currency),
            about=about,
        )
    )


def complete(invoice: Invoice) -> Invoice:
    """The invoice with the sums and totals that follow from its lines."""
    sums = vat_sums(invoice.lines, invoice.currency)
    net = Money(sum(one.net.minor for one in sums), invoice.currency)
    tax = Money(sum(one.tax.minor for one in sums), invoice.currency)
    notes = tuple(dict.fromkeys(one.vat.note for one in sums if one.vat.note))
    whole = msgspec.structs.replace(
        invoice,
        sums=sums,
        net=net,
        tax=tax,
        gross=net + tax,
        payable=net + tax + invoice.rounding,
        notes=notes,
    )
    return msgspec.structs.replace(whole, tax_in=tax_in_own(whole))
