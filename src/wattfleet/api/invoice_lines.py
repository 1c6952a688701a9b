"""From a line of an invoice down to the sessions that add up to it, and from a session up to its lines."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ
from wattfleet.api.door import Door
from wattfleet.api.invoices import named_invoice
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.session_views import wh_text
from wattfleet.api.sessions import session_id_of, session_unknown
from wattfleet.api.shapes import (
    Decimals,
    Id,
    Orders,
    PageQuery,
    When,
    short_answer,
)
from wattfleet.billing.invoice import InvoiceLine
from wattfleet.billing.trace import Share, sessions_of, trace
from wattfleet.kernel.errors import missing
from wattfleet.storage import billed_sessions, session_list
from wattfleet.storage.billed_sessions import BilledOn, BilledSession
from wattfleet.storage.database import Reader
from wattfleet.tariffs.rating import Rating
from wattfleet.usecases.trace_invoice import Evidence, documents_of, evidence_of


class RatedPartView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the session's rating: kind as in OCPI, whole mWh, seconds or sessions, its price, and what it
    comes to before VAT, exactly. `line` counts from 0."""

    line: int
    kind: str
    quantity: int
    unit: str
    price: Decimals
    before_vat: Decimals
    started_at: When
    ended_at: When


class ShareView(msgspec.Struct, frozen=True, kw_only=True):
    """What a session has in an invoice line. `quantity` is in the line's unit; `before_vat` is exact, so that
    the line's net differs from their sum by its one rounding. Without `rated` it is what was rounded.

    `station`, `started_at` and `energy_wh` are the session's as it is now; null = it is gone.
    """

    session_id: Id
    revision: int | None
    rating_id: Id | None
    station: str | None
    started_at: When | None
    energy_wh: Decimals | None
    quantity: Decimals
    before_vat: Decimals
    rated: list[RatedPartView]


class SessionInvoiceLineView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a document that has a share of the session. `stands`: this document is what counts now."""

    invoice_id: Id
    number: str
    kind: str
    stands: bool
    line: Annotated[int, Meta(description="Which line of the invoice, from 0.")]
    line_kind: str
    text: str
    unit: str
    price: Decimals
    quantity: Decimals
    before_vat: Decimals
    rated: list[RatedPartView]


class LineSessionsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the sessions behind a line are sorted."""

    sort: Annotated[str, Meta(description="started_at or quantity; - for downwards.")] = "started_at"


class SessionLinesQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the lines that bill a session are sorted."""

    sort: Annotated[
        str, Meta(description="issued_on or number; - for downwards; the oldest document first if empty.")
    ] = ""


async def line_sessions(door: Door, asked: Asked[Nothing, LineSessionsQuery]) -> Answer:
    def look(reader: Reader) -> tuple[Evidence, Mapping[UUID, BilledSession]]:
        found = evidence_of(reader, named_invoice(reader, asked.names["id"]))
        ids = [one.item.session_id for one in found.sessions if one.item.session_id is not None]
        return found, billed_sessions.look(reader, ids)

    found, there = await door.parts.database.read(asked.caller.tenant, look)
    at = _line_number(asked.names["line"], len(found.invoice.lines))
    shares = (await asyncio.to_thread(trace, found.invoice, found.sessions))[at]
    orders: Orders[Share] = {
        "started_at": lambda one: _start(one, there),
        "quantity": lambda one: one.quantity,
    }
    return short_answer(door, asked, shares, lambda one: _share(one, there), orders)


async def session_lines(door: Door, asked: Asked[Nothing, SessionLinesQuery]) -> Answer:
    session_id = session_id_of(asked)

    def look(reader: Reader) -> tuple[list[BilledOn], list[Evidence]]:
        if session_list.get(reader, session_id) is None:
            raise session_unknown()
        billed = billed_sessions.documents_of(reader, [session_id]).get(session_id, [])
        return billed, documents_of(reader, [one.invoice_id for one in billed])

    def traced() -> list[tuple[BilledOn, InvoiceLine, int, Share]]:
        return [
            (one, of.invoice.lines[at], at, share)
            for one, of in zip(billed, documents, strict=True)
            for at, share in sessions_of(trace(of.invoice, of.sessions), session_id)
        ]

    billed, documents = await door.parts.database.read(asked.caller.tenant, look)
    found = await asyncio.to_thread(traced)
    return short_answer(door, asked, found, lambda one: _up(*one), _DOCUMENT_ORDERS)


_DOCUMENT_ORDERS: Orders[tuple[BilledOn, InvoiceLine, int, Share]] = {
    "issued_on": lambda one: (one[0].issued_on, one[0].number, one[2]),
    "number": lambda one: (one[0].number, one[2]),
}


def _start(one: Share, there: Mapping[UUID, BilledSession]) -> tuple[int, str]:
    """Those that are gone stand before the others."""
    session = None if one.item.session_id is None else there.get(one.item.session_id)
    return (0 if session is None else session.started_at.us, str(one.item.session_id))


def _line_number(text: str, lines: int) -> int:
    """Raises: WattfleetError `line_unknown`."""
    if text.isascii() and text.isdecimal() and len(text) < 9 and int(text) < lines:
        return int(text)
    raise missing(
        "line_unknown",
        f"The invoice has no line {text}.",
        hint=f"Its {lines} lines are counted from 0." if lines else "It has no lines.",
    )


def _share(one: Share, there: Mapping[UUID, BilledSession]) -> ShareView:
    item = one.item
    assert item.session_id is not None, "a share is of a session"
    session = there.get(item.session_id)
    return ShareView(
        session_id=str(item.session_id),
        revision=item.revision,
        rating_id=None if item.rating_id is None else str(item.rating_id),
        station=None if session is None else session.station,
        started_at=None if session is None else session.started_at.rfc3339(),
        energy_wh=None if session is None else wh_text(session.energy),
        quantity=_millionths(one.quantity),
        before_vat=f"{one.before_vat.decimal:f}",
        rated=_rated(one.rating, one.parts),
    )


def _up(billed: BilledOn, line: InvoiceLine, at: int, share: Share) -> SessionInvoiceLineView:
    return SessionInvoiceLineView(
        invoice_id=str(billed.invoice_id),
        number=billed.number,
        kind=billed.kind.value,
        stands=billed.stands,
        line=at,
        line_kind=line.kind.value,
        text=line.text,
        unit=line.unit.value,
        price=f"{line.price_decimal.normalize() + 0:f}",
        quantity=_millionths(share.quantity),
        before_vat=f"{share.before_vat.decimal:f}",
        rated=_rated(share.rating, share.parts),
    )


def _rated(rating: Rating | None, parts: Sequence[int]) -> list[RatedPartView]:
    if rating is None:
        return []
    return [
        RatedPartView(
            line=number,
            kind=line.kind.value,
            quantity=line.quantity,
            unit=line.unit.value,
            price=_millionths(line.price_micro),
            before_vat=f"{line.before_vat.decimal:f}",
            started_at=line.span.start.rfc3339(),
            ended_at=line.span.end.rfc3339(),
        )
        for number in parts
        for line in (rating.lines[number],)
    ]


def _millionths(number: int) -> str:
    whole, rest = divmod(abs(number), 10**6)
    text = f"{whole}.{rest:06}".rstrip("0").rstrip(".")
    return f"-{text}" if number < 0 else text


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/invoices/{id}/lines/{line}/sessions",
        line_sessions,
        deed=READ,
        body=Nothing,
        query=LineSessionsQuery,
        about=About(
            summary="The sessions that add up to a line of an invoice, oldest start first",
            description="Lines are counted from 0. Each session comes with the lines of its rating that the "
            "invoice line gathers. A line that comes from a contract has none.",
            answer=ShareView,
            paged=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/sessions/{id}/invoice-lines",
        session_lines,
        deed=READ,
        body=Nothing,
        query=SessionLinesQuery,
        about=About(
            summary="The lines of invoices that a session is part of",
            description="Of every document that billed it, oldest first.",
            answer=SessionInvoiceLineView,
            paged=True,
        ),
    ),
)
