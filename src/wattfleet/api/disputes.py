"""Disputes over HTTP, for agents: opened for a driver or a fleet, and talked about."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.dispute_views import (
    DisputeDetailView,
    DisputeView,
    EvidenceView,
    MessageView,
    detail_view,
    dispute_answer,
    dispute_id_of,
    dispute_view,
    message_view,
)
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Moment, instant, list_answer, wanted
from wattfleet.billing.dispute import Dispute, DisputeState
from wattfleet.storage import disputes
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.answer_dispute import say_in_dispute
from wattfleet.usecases.dispute_evidence import dispute_evidence
from wattfleet.usecases.open_dispute import DisputeWish, open_dispute

READ, WRITE = Deed(Area.DISPUTES), Deed(Area.DISPUTES, write=True)


class DisputeQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which disputes; newest first where nothing else is said."""

    state: Literal["open", "explained", "rerated", "credited", "withdrawn"] | None = None
    session: UUID | None = None
    invoice: UUID | None = None
    account: UUID | None = None
    token: str | None = None
    due_before: Moment | None = None
    sort: Annotated[str, Meta(description="opened_at or due_at; - for downwards.")] = "-opened_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class SayBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said; both sides read it."""

    text: Annotated[str, Meta(min_length=1, max_length=4000)]


async def list_disputes(door: Door, asked: Asked[Nothing, DisputeQuery]) -> Answer:
    query = asked.query
    filters = {
        "state": None if query.state is None else DisputeState(query.state),
        "session": query.session,
        "invoice": query.invoice,
        "account": query.account,
        "token": query.token,
        "due_before": instant(query.due_before),
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[Dispute]:
        return disputes.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    now = door.parts.clock.now()
    return list_answer(door, asked, found, lambda one: dispute_view(one, now))


async def create(door: Door, asked: Asked[DisputeWish, Nothing]) -> Answer:
    dispute_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: open_dispute(door.parts, asked.caller.tenant, asked.body, dispute_id, then, by=asked.by),
        lambda made: dispute_answer(door, made, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    dispute_id = dispute_id_of(asked)
    now = door.parts.clock.now()

    def look(reader: Reader) -> DisputeDetailView:
        return detail_view(disputes.demand(reader, dispute_id), disputes.messages(reader, dispute_id), now)

    view = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(view, headers=(versioned(view.version),))


async def evidence(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    dispute_id, now = dispute_id_of(asked), door.parts.clock.now()
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: dispute_evidence(reader, dispute_id, now)
    )
    return json_answer(found)


async def say(door: Door, asked: Asked[SayBody, Nothing]) -> Answer:
    dispute_id, text = dispute_id_of(asked), asked.body.text
    return await once(
        door,
        asked,
        lambda then: say_in_dispute(
            door.parts, asked.caller.tenant, dispute_id, text=text, by=asked.by, then=then
        ),
        lambda said: json_answer(message_view(said), status=201),
    )


_ONE = "/api/v1/disputes/{id}"
OPENED = (
    '{"session_id": "01970000-0000-7000-8000-000000000001", "about": "energy", "text": "My car took less."}'
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/disputes",
        list_disputes,
        deed=READ,
        body=Nothing,
        query=DisputeQuery,
        about=About(
            summary="Disputes about sessions and invoices, newest first",
            description="What is late is `state=open` with `due_before` now.",
            answer=DisputeView,
            paged=True,
        ),
    ),
    route(
        "POST",
        "/api/v1/disputes",
        create,
        deed=WRITE,
        body=DisputeWish,
        query=Nothing,
        about=About(
            summary="Open a dispute about a session, an invoice, or a line of one",
            description="From now on the session reaches no invoice, and nobody is reminded of what was "
            "invoiced of it, until it has ended. A driver opens hers at POST /api/v1/my/disputes.",
            answer=DisputeView,
            status=201,
            example=OPENED,
            versioned=True,
            refuses=(404, 409),
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
            summary="One dispute, with what was said in it", answer=DisputeDetailView, versioned=True
        ),
    ),
    route(
        "GET",
        f"{_ONE}/evidence",
        evidence,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The bundle that both sides see",
            description="Frames with their hashes, registers, signed values, usage, tariff and rating lines "
            "of the session, or the proof of the invoice; and what follows when it is computed again.",
            answer=EvidenceView,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/messages",
        say,
        deed=WRITE,
        body=SayBody,
        query=Nothing,
        about=About(
            summary="Say something to the other side",
            answer=MessageView,
            status=201,
            example='{"text": "Which car was it?"}',
            refuses=(409,),
        ),
    ),
)
