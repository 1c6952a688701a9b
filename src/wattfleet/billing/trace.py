"""From a line of an invoice to the sessions and lines of ratings that add up to it, and back. Pure.

Nothing of this is stored: the lines are made anew from the ratings that were billed, as `prove` does, and
each is found again on the invoice. A line that gathers prices has the parts of each session that bear them; a
rounding line has what each session was rounded by; a correction has what its session changed by. What comes
from contracts has no session behind it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

import msgspec

from wattfleet.billing.charge import (
    Billed,
    Gathered,
    LineKey,
    Place,
    counted,
    gathered,
    key_of,
    place_of,
)
from wattfleet.billing.draft import Item, RateNet
from wattfleet.billing.invoice import DocumentKind, Invoice, InvoiceLine, InvoiceLineKind, turned
from wattfleet.billing.phrases import WORDS
from wattfleet.kernel.money import AMOUNT_DENOMINATOR, Amount, Currency
from wattfleet.tariffs.rating import Rating

_NO_DAY = date.min
"""The days of a line are not looked at when it is found again."""


class Traced(msgspec.Struct, frozen=True, kw_only=True):
    """A session that an invoice bills, as it was rated then; `before` is what stood of it elsewhere."""

    item: Item
    rating: Rating | None
    before: tuple[RateNet, ...] = ()


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What a session has in a line: its rating's lines by their places, what they count there (millionths of
    the line's unit), and what they come to before VAT, exactly. On a credit note both are turned."""

    item: Item
    rating: Rating | None
    parts: tuple[int, ...]
    quantity: int
    before_vat: Amount


def trace(invoice: Invoice, sessions: Sequence[Traced]) -> list[list[Share]]:
    """For each line of the invoice, in its order, the shares of its sessions in theirs."""
    out: list[list[Share]] = [[] for _ in invoice.lines]
    fresh = [(one, billed) for one in sessions if (billed := _billed(one)) is not None]
    words = WORDS[invoice.buyer.language]
    lines = gathered([billed for _, billed in fresh], invoice.currency, words)
    by_key, by_place = _found(invoice, lines)
    for one, billed in fresh:
        for at, share in _shares(one, billed, by_key, by_place):
            out[at].append(_signed(invoice, share))
    free = {at for at, line in enumerate(invoice.lines) if line.kind is InvoiceLineKind.CORRECTION}
    for one in sessions:
        if one.item.replaces is not None:
            for at, share in _changes(invoice, one, free):
                out[at].append(share)
    return out


def _billed(one: Traced) -> Billed | None:
    """As it was when its lines were made; None where it came as a correction, or is no longer there."""
    if one.item.replaces is not None or one.rating is None or one.item.session_id is None:
        return None
    nets = one.item.nets
    return Billed(
        session_id=one.item.session_id,
        rating=one.rating,
        group=nets[0].group if nets else "",
        day=_NO_DAY,
        vats={net.rate: net.vat for net in nets},
    )


def _found(invoice: Invoice, lines: Sequence[Gathered]) -> tuple[dict[LineKey, int], dict[Place, int]]:
    """Where each line stands on the invoice: by what it gathers, and of a rounding by its place."""
    free = dict(enumerate(_as_made(invoice)))
    by_key: dict[LineKey, int] = {}
    by_place: dict[Place, int] = {}
    for one in lines:
        at = next((at for at, line in free.items() if _is_same(line, one.line)), None)
        if at is None:
            continue
        del free[at]
        by_key |= dict.fromkeys(one.keys, at)
        if not one.keys:
            by_place[one.place] = at
    return by_key, by_place


def _as_made(invoice: Invoice) -> Sequence[InvoiceLine]:
    return turned(invoice.lines) if invoice.kind is DocumentKind.CREDIT_NOTE else invoice.lines


def _is_same(a: InvoiceLine, b: InvoiceLine) -> bool:
    return (a.kind, a.group, a.unit, a.quantity, a.price_micro, a.base, a.net, a.vat.rate) == (
        (b.kind, b.group, b.unit, b.quantity, b.price_micro, b.base, b.net, b.vat.rate)
    )


def _shares(
    one: Traced, billed: Billed, by_key: dict[LineKey, int], by_place: dict[Place, int]
) -> Iterator[tuple[int, Share]]:
    rating = billed.rating
    parts: dict[int, list[int]] = {}
    rest: dict[Place, int] = {}
    for total in rating.vat_totals:
        place = place_of(billed.group, billed.vats[total.rate])
        rest[place] = rest.get(place, 0) + _steps(total.before_vat.minor, rating.currency)
    for number, line in enumerate(rating.lines):
        key = key_of(billed, line)
        rest[key[0]] = rest.get(key[0], 0) - line.before_vat.n
        at = by_key.get(key)
        if at is not None:
            parts.setdefault(at, []).append(number)
    for at, numbers in parts.items():
        lines = [rating.lines[number] for number in numbers]
        yield (
            at,
            Share(
                item=one.item,
                rating=rating,
                parts=tuple(numbers),
                quantity=sum(counted(line) for line in lines),
                before_vat=Amount(sum(line.before_vat.n for line in lines), rating.currency),
            ),
        )
    for place, steps in rest.items():
        at = by_place.get(place)
        if at is not None and steps:
            left = Amount(steps, rating.currency)
            yield at, Share(item=one.item, rating=rating, parts=(), quantity=0, before_vat=left)


def _changes(invoice: Invoice, one: Traced, free: set[int]) -> Iterator[tuple[int, Share]]:
    """A correction's line for each VAT rate; of lines that are alike, the first goes to the first session."""
    now = {net.rate: net for net in one.item.nets}
    before = {net.rate: net for net in one.before}
    for rate in (*before, *(rate for rate in now if rate not in before)):
        net = before.get(rate) or now[rate]
        left = (now[rate].net if rate in now else 0) - (before[rate].net if rate in before else 0)
        wanted = -left if invoice.kind is DocumentKind.CREDIT_NOTE else left
        at = next((at for at in sorted(free) if _is_change(invoice.lines[at], wanted, net)), None)
        if not left or at is None:
            continue
        free.discard(at)
        lines = () if one.rating is None else one.rating.lines
        yield (
            at,
            Share(
                item=one.item,
                rating=one.rating,
                parts=tuple(number for number, line in enumerate(lines) if line.vat_rate == rate),
                quantity=invoice.lines[at].quantity,
                before_vat=Amount(_steps(wanted, invoice.currency), invoice.currency),
            ),
        )


def _is_change(line: InvoiceLine, minor: int, net: RateNet) -> bool:
    return (line.net.minor, line.group, line.vat.rate) == (minor, net.group, net.vat.rate)


def _signed(invoice: Invoice, share: Share) -> Share:
    if invoice.kind is not DocumentKind.CREDIT_NOTE:
        return share
    amount = Amount(-share.before_vat.n, share.before_vat.currency)
    return msgspec.structs.replace(share, quantity=-share.quantity, before_vat=amount)


def _steps(minor: int, currency: Currency) -> int:
    per: int = AMOUNT_DENOMINATOR // 10**currency.exponent
    return minor * per


def sessions_of(shares: Sequence[Sequence[Share]], session_id: UUID) -> list[tuple[int, Share]]:
    """The other way round: the lines in which a session has a share."""
    return [(at, one) for at, some in enumerate(shares) for one in some if one.item.session_id == session_id]
