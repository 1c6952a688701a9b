"""Invoices over HTTP: looked at, credited, paid; what each of them bills."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.app import versioned
from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.door import Door
from wattfleet.api.invoice_views import (
    BilledView,
    InvoiceListView,
    InvoiceView,
    billed_view,
    invoice_view,
    issued_view,
    list_view,
)
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import (
    Decimals,
    Id,
    Orders,
    PageQuery,
    When,
    list_answer,
    seen_version,
    short_answer,
    wanted,
)
from wattfleet.billing.invoice import DocumentKind, InvoiceState
from wattfleet.billing.proof import Proof
from wattfleet.fleet.account import Account
from wattfleet.storage import accounts, billed, billed_sessions, invoices, mailings, payments
from wattfleet.storage.billed import Placed
from wattfleet.storage.billed_sessions import BilledSession
from wattfleet.storage.database import Reader
from wattfleet.storage.invoices import InvoiceRow, KeptInvoice
from wattfleet.storage.lists import Page
from wattfleet.storage.payments import Payment
from wattfleet.usecases.bundle_proof import bundle_proof
from wattfleet.usecases.credit_invoice import credit_invoice
from wattfleet.usecases.take_payment import PaymentWish, take_payment
from wattfleet.usecases.undo_payment import undo_id


class InvoiceQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which invoices, drafts and credit notes."""

    run: UUID | None = None
    account: UUID | None = None
    state: Literal["draft", "issued", "credited"] | None = None
    kind: Literal["invoice", "credit_note"] | None = None
    month: str | None = None
    number: str | None = None
    open: Annotated[bool, Meta(description="Whether something is not settled.")] | None = None
    due_before: date | None = None
    sort: Annotated[
        str, Meta(description="id (order of making), number, issued_on, due_on or payable; - for downwards.")
    ] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


class CreditWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why, and the day that the credit note bears (today, if empty)."""

    reason: Annotated[str, Meta(min_length=1, max_length=500)]
    issue_on: date | None = None


class PaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came in for an invoice; `via` is hand, bank or undo. `undone`: it was taken back."""

    id: Id
    invoice_id: Id
    account_id: Id
    amount: Decimals
    currency: str
    paid_on: Day
    via: str
    reference: str
    note: str
    made_at: When
    undone: bool = False


class PaymentQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which payments."""

    invoice: UUID | None = None
    account: UUID | None = None
    sort: Annotated[str, Meta(description="id (order of making) or paid_on; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


class BundleView(msgspec.Struct, frozen=True, kw_only=True):
    """The bundle, for `wattfleet prove`; `form` is its version."""

    form: int
    engine: int
    made_at: list[int]
    invoice: dict[str, Any]
    items: list[dict[str, Any]]


async def list_invoices(door: Door, asked: Asked[Nothing, InvoiceQuery]) -> Answer:
    query = asked.query
    filters = {
        "run": query.run,
        "account": query.account,
        "state": None if query.state is None else InvoiceState(query.state),
        "kind": None if query.kind is None else DocumentKind(query.kind),
        "month": query.month,
        "number": query.number,
        "open": query.open,
        "due_before": None if query.due_before is None else query.due_before.isoformat(),
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> tuple[Page[InvoiceRow], dict[UUID, Account]]:
        found = invoices.page(reader, page)
        return found, accounts.many(reader, {one.account_id for one in found.items})

    found, named = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, lambda row: list_view(row, named[row.account_id].name))


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    def look(reader: Reader) -> InvoiceView:
        kept = named_invoice(reader, asked.names["id"])
        return invoice_view(kept, mailings.of_invoice(reader, kept.invoice.id))

    view = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(view, headers=(versioned(view.version),))


class ItemsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How what is billed is sorted."""

    sort: Annotated[
        str,
        Meta(description="started_at, station or energy_wh; - for downwards; as they were billed if empty."),
    ] = ""


async def items(door: Door, asked: Asked[Nothing, ItemsQuery]) -> Answer:
    def look(reader: Reader) -> tuple[KeptInvoice, list[Placed], dict[UUID, BilledSession]]:
        kept = named_invoice(reader, asked.names["id"])
        found = billed.of_invoice(reader, kept.invoice.id)
        charged = [one.item.session_id for one in found if one.item.session_id is not None]
        return kept, found, billed_sessions.look(reader, charged)

    kept, found, sessions = await door.parts.database.read(asked.caller.tenant, look)

    def session(one: Placed) -> BilledSession | None:
        session_id = one.item.session_id
        return None if session_id is None else sessions.get(session_id)

    orders: Orders[Placed] = {
        "started_at": lambda one: None if (there := session(one)) is None else there.started_at,
        "station": lambda one: None if (there := session(one)) is None else there.station,
        "energy_wh": lambda one: None if (there := session(one)) is None else there.energy,
    }
    return short_answer(door, asked, found, lambda one: billed_view(one, kept.invoice, session(one)), orders)


async def proof(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    now = door.parts.clock.now()

    def look(reader: Reader) -> Proof:
        return bundle_proof(reader, named_invoice(reader, asked.names["id"]).invoice.id, now)

    return json_answer(await door.parts.database.read(asked.caller.tenant, look))


async def credit(door: Door, asked: Asked[CreditWish, Nothing]) -> Answer:
    wish = asked.body
    invoice_id = await _id(door, asked)
    return await once(
        door,
        asked,
        lambda then: credit_invoice(
            door.parts, asked.caller.tenant, invoice_id, wish.reason, wish.issue_on, then, by=asked.by
        ),
        lambda note: json_answer(issued_view(note), status=201),
    )


async def pay(door: Door, asked: Asked[PaymentWish, Nothing]) -> Answer:
    invoice_id = await _id(door, asked)
    return await once(
        door,
        asked,
        lambda then: take_payment(
            door.parts,
            asked.caller.tenant,
            invoice_id,
            asked.body,
            then,
            seen=seen_version(asked),
            by=asked.by,
        ),
        lambda made: json_answer(payment_view(made), status=201),
    )


async def list_payments(door: Door, asked: Asked[Nothing, PaymentQuery]) -> Answer:
    query = asked.query
    filters = {"invoice": query.invoice, "account": query.account}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> tuple[Page[Payment], set[UUID]]:
        listed = payments.page(reader, page)
        return listed, payments.known(reader, [undo_id(one.id) for one in listed.items])

    found, undone = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, lambda one: payment_view(one, undone=undo_id(one.id) in undone))


async def _id(door: Door, asked: Asked[CreditWish, Nothing] | Asked[PaymentWish, Nothing]) -> UUID:
    name = asked.names["id"]
    kept = await door.parts.database.read(asked.caller.tenant, lambda reader: named_invoice(reader, name))
    return kept.invoice.id


def named_invoice(reader: Reader, name: str) -> KeptInvoice:
    """By its id, or by its number."""
    try:
        return invoices.demand(reader, UUID(name))
    except ValueError:
        return invoices.numbered(reader, name)


def payment_view(one: Payment, *, undone: bool = False) -> PaymentView:
    return PaymentView(
        id=str(one.id),
        invoice_id=str(one.invoice_id),
        account_id=str(one.account_id),
        amount=str(one.money),
        currency=one.money.currency.code,
        paid_on=one.paid_on.isoformat(),
        via=one.via,
        reference=one.reference,
        note=one.note,
        made_at=one.made_at.rfc3339(),
        undone=undone,
    )


_ONE = "/api/v1/invoices/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/invoices",
        list_invoices,
        deed=READ,
        body=Nothing,
        query=InvoiceQuery,
        about=About(
            summary="Invoices, drafts and credit notes",
            description="Open items are `open=true`; what is overdue has `due_before` today; credit notes "
            "are `kind=credit_note`.",
            answer=InvoiceListView,
            paged=True,
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="One invoice by its id or number, line by line", answer=InvoiceView, versioned=True
        ),
    ),
    route(
        "GET",
        f"{_ONE}/items",
        items,
        deed=READ,
        body=Nothing,
        query=ItemsQuery,
        about=About(summary="The sessions and fees that an invoice bills", answer=BilledView, paged=True),
    ),
    route(
        "GET",
        f"{_ONE}/proof",
        proof,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="A bundle that proves an invoice",
            description="Everything that its cents follow from, down to registers and frames with their "
            "hashes. `wattfleet prove FILE` rates and adds all of it again, without a server.",
            answer=BundleView,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/credit",
        credit,
        deed=WRITE,
        body=CreditWish,
        query=Nothing,
        about=About(
            summary="Undo an invoice by a credit note",
            description="The credit note is issued at once. What the invoice billed is proposed again by the "
            "next run, as it is right then.",
            answer=InvoiceView,
            status=201,
            example='{"reason": "Wrong customer"}',
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/payments",
        pay,
        deed=WRITE,
        body=PaymentWish,
        query=Nothing,
        about=About(
            summary="Say that an invoice was paid, or a part of it",
            description="With the ETag of the invoice as If-Match it is refused with 412 where another "
            "payment was booked since: two people do not book the same money twice.",
            answer=PaymentView,
            status=201,
            example='{"amount": "490.00", "paid_on": "2026-12-20", "reference": "2026000014"}',
            of_seen=True,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        "/api/v1/payments",
        list_payments,
        deed=READ,
        body=Nothing,
        query=PaymentQuery,
        about=About(summary="What was paid", answer=PaymentView, paged=True),
    ),
)
