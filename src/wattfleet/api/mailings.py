"""What goes to customers by mail, over HTTP: an invoice is sent, the queue is seen, failures are retried."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE
from wattfleet.api.door import Door
from wattfleet.api.mailing_views import MailingView, mailing_view
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import list_answer, read_id, wanted
from wattfleet.billing.mailing import Mailing, MailingKind, MailingState
from wattfleet.storage import invoices, mailings
from wattfleet.storage.database import Reader
from wattfleet.usecases.queue_mailings import SendWish, retry_mailing, send_invoice


class MailingQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which mailings; newest first."""

    state: Literal["queued", "sending", "sent", "failed"] | None = None
    kind: Literal["invoice", "reminder", "collection"] | None = None
    invoice: UUID | None = None
    account: UUID | None = None
    about: Annotated[UUID, Meta(description="The reminder or the collection that it tells of.")] | None = None
    sort: Annotated[str, Meta(description="made_at; - for downwards.")] = "-made_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class SentView(msgspec.Struct, frozen=True):
    """The mailings of a request, one for each address."""

    items: list[MailingView]


async def send(door: Door, asked: Asked[SendWish, Nothing]) -> Answer:
    name = asked.names["id"]
    tenant = asked.caller.tenant
    invoice_id = await door.parts.database.read(tenant, lambda reader: _named(reader, name))
    return await once(
        door,
        asked,
        lambda then: send_invoice(door.parts, tenant, invoice_id, asked.body, then, by=asked.by),
        lambda made: json_answer(SentView([mailing_view(one) for one in made]), status=201),
    )


async def list_mailings(door: Door, asked: Asked[Nothing, MailingQuery]) -> Answer:
    query = asked.query
    filters = {
        "state": None if query.state is None else MailingState(query.state),
        "kind": None if query.kind is None else MailingKind(query.kind),
        "invoice": query.invoice,
        "account": query.account,
        "about": query.about,
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: mailings.page(reader, page))
    return list_answer(door, asked, found, mailing_view)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    mailing_id = read_id(asked.names, "mailing_unknown", "mailing")
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: mailings.demand(reader, mailing_id)
    )
    return _answer(found)


async def retry(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    mailing_id = read_id(asked.names, "mailing_unknown", "mailing")
    return await once(
        door,
        asked,
        lambda then: retry_mailing(door.parts, asked.caller.tenant, mailing_id, then, by=asked.by),
        _answer,
    )


def _answer(one: Mailing) -> Answer:
    return json_answer(mailing_view(one))


def _named(reader: Reader, name: str) -> UUID:
    """By its id, or by its number."""
    try:
        return invoices.demand(reader, UUID(name)).invoice.id
    except ValueError:
        return invoices.numbered(reader, name).invoice.id


_ONE = "/api/v1/mailings/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/api/v1/invoices/{id}/send",
        send,
        deed=WRITE,
        body=SendWish,
        query=Nothing,
        about=About(
            summary="Send an invoice by mail",
            description="To the addresses of its account, or to those named, with its document in the one "
            "form that the customer gets. It is queued at once, and handed to the mail server at most once "
            "for each request.",
            answer=SentView,
            status=201,
            example='{"to": ["invoices@example.org"], "language": "sv"}',
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        "/api/v1/mailings",
        list_mailings,
        deed=READ,
        body=Nothing,
        query=MailingQuery,
        about=About(
            summary="What goes to customers by mail",
            description="What could not be sent is `state=failed`, with its reason.",
            answer=MailingView,
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
        about=About(summary="One mailing with its text", answer=MailingView),
    ),
    route(
        "POST",
        f"{_ONE}/retry",
        retry,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Send again what had failed",
            description="It is tried as if for the first time.",
            answer=MailingView,
            refuses=(409,),
        ),
    ),
)
