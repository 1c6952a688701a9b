"""A bundle that proves an invoice: all that its cents follow from, down to registers and frames.

`prove` needs nothing but the bundle: it rates each session anew from its usage, its tariff version and the
series that it follows, makes the lines of the invoice anew from the ratings, adds everything up, compares the
energy with the registers, and hashes the frames. Each thing that was looked at is told, holding or not.
"""

import hashlib
from collections.abc import Iterator

import msgspec

from wattfleet.billing.charge import Billed, session_lines
from wattfleet.billing.draft import Item, complete
from wattfleet.billing.invoice import CHARGING, DocumentKind, Invoice, InvoiceLine, InvoiceLineKind, line_net
from wattfleet.billing.phrases import WORDS
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.usage import Usage
from wattfleet.tariffs.rating import ENGINE, Rating, rate
from wattfleet.tariffs.series import Point, PriceMissing, Series
from wattfleet.tariffs.tariff import Tariff

FORM = 1
"""Of the bundle; another one is not read."""


class ProvenFrame(msgspec.Struct, frozen=True):
    """A frame as the station sent it, with the hash of its bytes."""

    number: int
    at: Instant
    raw: bytes
    sha256: str


class Register(msgspec.Struct, frozen=True):
    """What the meter showed at a moment."""

    at: Instant
    energy: Energy


class KeptSeries(msgspec.Struct, frozen=True):
    """The points of a series over a session."""

    name: str
    points: tuple[Point, ...]


class ProvenItem(msgspec.Struct, frozen=True, kw_only=True):
    """A session that the invoice bills. `before` is what stood of it on an earlier invoice, in minor units.

    `newest` is the session's newest revision when the bundle was made: usage and registers are of that one.
    """

    item: Item
    before: int = 0
    newest: int = 0
    station: str = ""
    amended: bool = False
    flags: tuple[str, ...] = ()
    rating: Rating | None = None
    usage: Usage | None = None
    tariff: Tariff | None = None
    series: tuple[KeptSeries, ...] = ()
    begin: Register | None = None
    end: Register | None = None
    registers: tuple[Register, ...] = ()
    frames: tuple[ProvenFrame, ...] = ()


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """The bundle. `engine` is the version of the rating by which it was made."""

    form: int
    made_at: Instant
    engine: int
    invoice: Invoice
    items: tuple[ProvenItem, ...]


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at: `holds`, or not; None = it cannot be said from this bundle."""

    thing: str
    holds: bool | None
    text: str


def prove(proof: Proof) -> list[Check]:
    """Everything that can be said of an invoice from its bundle alone."""
    return [*_sums(proof.invoice), *_whole(proof), *(one for item in proof.items for one in _session(item))]


def prove_item(item: ProvenItem) -> list[Check]:
    """Everything that can be said of one session from its evidence."""
    return list(_session(item))


def _sums(invoice: Invoice) -> Iterator[Check]:
    wrong = [
        line.text
        for line in invoice.lines
        if line_net(line.quantity, line.price_micro, line.base, invoice.currency) != line.net
    ]
    yield Check(
        "lines", not wrong, f"{len(invoice.lines)} lines are quantity × price, rounded once" + _but(wrong)
    )
    again = complete(invoice)
    same = (again.sums, again.net, again.tax, again.payable) == (
        invoice.sums,
        invoice.net,
        invoice.tax,
        invoice.payable,
    )
    yield Check("totals", same, f"net {invoice.net}, VAT {invoice.tax}, payable {invoice.payable}")


def _whole(proof: Proof) -> Iterator[Check]:
    invoice = proof.invoice
    sessions = [one for one in proof.items if one.item.session_id is not None]
    sign = -1 if invoice.kind is DocumentKind.CREDIT_NOTE else 1
    if invoice.kind is DocumentKind.CREDIT_NOTE and not proof.items:
        about = ", ".join(one.number for one in invoice.about)
        yield Check("sessions", None, f"it undoes {about}: prove that one")
        return
    total = sum(one.item.minor - one.before for one in sessions)
    text = f"{len(sessions)} sessions come to {sign * total} minor units, its lines to {invoice.charging}"
    yield Check("sessions", sign * total == invoice.charging, text)
    fresh = [one for one in sessions if one.item.replaces is None]
    if any(one.rating is None or one.usage is None for one in fresh):
        yield Check("grouping", None, "a session is no longer there as it was billed")
        return
    again = session_lines([_billed(one) for one in fresh], invoice.currency, WORDS[invoice.buyer.language])
    kinds = CHARGING - {InvoiceLineKind.CORRECTION}
    mine = [one for one in invoice.lines if one.kind in kinds]
    yield Check("grouping", _bare(again) == _bare(mine), f"{len(again)} lines follow from the ratings")


def _bare(lines: list[InvoiceLine]) -> list[tuple[object, ...]]:
    return sorted(
        (one.group, one.kind.value, one.quantity, one.price_micro, one.net.minor, one.vat.rate)
        for one in lines
    )


def _billed(one: ProvenItem) -> Billed:
    assert one.rating is not None, "it was looked whether it is there"
    assert one.usage is not None, "it was looked whether it is there"
    assert one.item.session_id is not None, "it is a session"
    nets = one.item.nets
    return Billed(
        session_id=one.item.session_id,
        rating=one.rating,
        group=nets[0].group if nets else "",
        day=one.usage.end.local(one.usage.zone).date(),
        vats={net.rate: net.vat for net in nets},
    )


def _session(one: ProvenItem) -> Iterator[Check]:
    session, rating = one.item.session_id, one.rating
    if session is None or rating is None:
        return
    thing = f"session {session}"
    billed = sum(total.before_vat.minor for total in rating.vat_totals)
    yield Check(thing, billed == one.item.minor, f"its rating says {rating.before_vat} before VAT")
    if one.newest != one.item.revision:
        text = (
            f"it was billed at revision {one.item.revision}; {one.newest} holds now and is billed by itself"
        )
        yield Check(thing, None, text)
    elif rating.engine != ENGINE:
        yield Check(thing, None, f"it was rated by engine {rating.engine}; this program has {ENGINE}")
    elif one.usage is not None and one.tariff is not None:
        yield _rated_again(thing, one, one.usage, one.tariff, rating)
        yield from _meter(thing, one, one.usage)
    yield from _frames(thing, one)


def _rated_again(thing: str, one: ProvenItem, usage: Usage, tariff: Tariff, rating: Rating) -> Check:
    prices = {kept.name: Series(kept.name, kept.points) for kept in one.series}
    try:
        again = rate(usage, tariff, prices)
    except PriceMissing as error:
        return Check(thing, holds=False, text=error.message)
    text = f"{_kwh(usage.energy)} kWh by “{tariff.name}”, version {tariff.version}, cost {again.before_vat}"
    return Check(thing, again == rating, text)


def _meter(thing: str, one: ProvenItem, usage: Usage) -> Iterator[Check]:
    if one.begin is None or one.end is None:
        yield Check(thing, None, "the station told no register at its begin or its end")
        return
    text = f"the meter went from {_kwh(one.begin.energy)} to {_kwh(one.end.energy)} kWh"
    if one.end.energy - one.begin.energy == usage.energy:
        yield Check(thing, True, text)
    elif one.amended:
        yield Check(thing, None, f"{text}; a person amended the session, see its revisions")
    else:
        yield Check(thing, None if one.flags else False, f"{text}; flags: {', '.join(one.flags) or 'none'}")


def _kwh(energy: Energy) -> str:
    return f"{energy.kwh.normalize() + 0:f}"


def _frames(thing: str, one: ProvenItem) -> Iterator[Check]:
    wrong = [
        str(frame.number) for frame in one.frames if hashlib.sha256(frame.raw).hexdigest() != frame.sha256
    ]
    if not one.frames:
        yield Check(thing, None, "no frame of it is kept any more")
        return
    yield Check(thing, not wrong, f"{len(one.frames)} frames have their hashes" + _but(wrong))
    for name, register in (("begin", one.begin), ("end", one.end)):
        if register is not None:
            digits = f"{register.energy.wh.normalize() + 0:f}".encode()
            number = next((frame.number for frame in one.frames if digits in frame.raw), None)
            told = f"frame {number} has" if number is not None else "no frame has, in Wh,"
            yield Check(thing, True if number is not None else None, f"{told} its register at the {name}")


def _but(wrong: list[str]) -> str:
    return f", but not {', '.join(wrong[:5])}" if wrong else ""
