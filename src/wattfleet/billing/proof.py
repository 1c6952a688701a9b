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
from wattfleet.billing.proved import Check, check
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
    n = len(invoice.lines)
    if wrong:
        yield check("lines", False, "lines_differ", n=n, wrong=_some(wrong))
    else:
        yield check("lines", True, "lines_rounded", n=n)
    again = complete(invoice)
    same = (again.sums, again.net, again.tax, again.payable) == (
        invoice.sums,
        invoice.net,
        invoice.tax,
        invoice.payable,
    )
    net, vat, payable = str(invoice.net), str(invoice.tax), str(invoice.payable)
    yield check("totals", same, "totals", net=net, vat=vat, payable=payable)


def _whole(proof: Proof) -> Iterator[Check]:
    invoice = proof.invoice
    sessions = [one for one in proof.items if one.item.session_id is not None]
    sign = -1 if invoice.kind is DocumentKind.CREDIT_NOTE else 1
    if invoice.kind is DocumentKind.CREDIT_NOTE and not proof.items:
        about = ", ".join(one.number for one in invoice.about)
        yield check("sessions", None, "undoes", numbers=about)
        return
    total = sum(one.item.minor - one.before for one in sessions)
    n, lines = len(sessions), invoice.charging
    yield check("sessions", sign * total == lines, "sessions_sum", n=n, sum=sign * total, lines=lines)
    fresh = [one for one in sessions if one.item.replaces is None]
    if any(one.rating is None or one.usage is None for one in fresh):
        yield check("grouping", None, "session_gone")
        return
    again = session_lines([_billed(one) for one in fresh], invoice.currency, WORDS[invoice.buyer.language])
    kinds = CHARGING - {InvoiceLineKind.CORRECTION}
    mine = [one for one in invoice.lines if one.kind in kinds]
    yield check("grouping", _bare(again) == _bare(mine), "lines_follow", n=len(again))


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
    yield check(thing, billed == one.item.minor, "rating_net", net=str(rating.before_vat))
    if one.newest != one.item.revision:
        yield check(thing, None, "billed_before", billed=one.item.revision or 0, newest=one.newest)
    elif rating.engine != ENGINE:
        yield check(thing, None, "other_engine", rated=rating.engine, here=ENGINE)
    elif one.usage is not None and one.tariff is not None:
        yield _rated_again(thing, one, one.usage, one.tariff, rating)
        yield from _meter(thing, one, one.usage)
    yield from _frames(thing, one)


def _rated_again(thing: str, one: ProvenItem, usage: Usage, tariff: Tariff, rating: Rating) -> Check:
    prices = {kept.name: Series(kept.name, kept.points) for kept in one.series}
    try:
        again = rate(usage, tariff, prices)
    except PriceMissing as error:
        return check(thing, False, "price_missing", problem=error.message)
    return check(
        thing,
        again == rating,
        "rated_again",
        kwh=_kwh(usage.energy),
        tariff=tariff.name,
        version=tariff.version,
        net=str(again.before_vat),
    )


def _meter(thing: str, one: ProvenItem, usage: Usage) -> Iterator[Check]:
    if one.begin is None or one.end is None:
        yield check(thing, None, "no_register")
        return
    begin, end = _kwh(one.begin.energy), _kwh(one.end.energy)
    if one.end.energy - one.begin.energy == usage.energy:
        yield check(thing, True, "meter", begin=begin, end=end)
    elif one.amended:
        yield check(thing, None, "meter_amended", begin=begin, end=end)
    else:
        flags = ", ".join(one.flags) or "—"
        yield check(thing, None if one.flags else False, "meter_differs", begin=begin, end=end, flags=flags)


def _kwh(energy: Energy) -> str:
    return f"{energy.kwh.normalize() + 0:f}"


def _frames(thing: str, one: ProvenItem) -> Iterator[Check]:
    wrong = [
        str(frame.number) for frame in one.frames if hashlib.sha256(frame.raw).hexdigest() != frame.sha256
    ]
    if not one.frames:
        yield check(thing, None, "no_frames")
        return
    n = len(one.frames)
    if wrong:
        yield check(thing, False, "frames_differ", n=n, wrong=_some(wrong))
    else:
        yield check(thing, True, "frames_hashed", n=n)
    for name, register in (("begin", one.begin), ("end", one.end)):
        if register is not None:
            digits = f"{register.energy.wh.normalize() + 0:f}".encode()
            number = next((frame.number for frame in one.frames if digits in frame.raw), None)
            if number is None:
                yield check(thing, None, f"{name}_in_none")
            else:
                yield check(thing, True, f"{name}_in_frame", number=number)


def _some(wrong: list[str]) -> str:
    return ", ".join(wrong[:5])
