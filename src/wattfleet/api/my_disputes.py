"""A driver's own disputes: she opens one about a session of her token, follows it, and sees its evidence.

Everything here is narrowed by the token of the sign-in itself, as in `my`.
"""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.app import versioned
from wattfleet.api.desk_shapes import ReasonBody
from wattfleet.api.dispute_views import (
    DisputeDetailView,
    DisputeView,
    EvidenceView,
    MessageView,
    detail_view,
    dispute_id_of,
    dispute_view,
    message_view,
)
from wattfleet.api.disputes import OPENED, SayBody
from wattfleet.api.door import Door
from wattfleet.api.my import READ, WRITE, own_uid
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import list_answer, seen_version, wanted
from wattfleet.billing.dispute import Complaint, Dispute, DisputeState, Side
from wattfleet.storage import disputes
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.answer_dispute import named, say_in_dispute, withdraw_dispute
from wattfleet.usecases.dispute_evidence import dispute_evidence
from wattfleet.usecases.open_dispute import DisputeWish, Words, open_dispute


class MyDisputeQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of one's own disputes."""

    state: Literal["open", "explained", "rerated", "credited", "withdrawn"] | None = None
    sort: Annotated[str, Meta(description="opened_at or due_at; - for downwards.")] = "-opened_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class MyDisputeWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is wrong with a session of one's own."""

    session_id: UUID
    about: Complaint
    text: Words
    contact: Annotated[str, Meta(max_length=254, description="Where the answer goes.")] = ""


async def list_disputes(door: Door, asked: Asked[Nothing, MyDisputeQuery]) -> Answer:
    query = asked.query
    filters = {
        "of_driver": own_uid(asked.caller),
        "state": None if query.state is None else DisputeState(query.state),
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[Dispute]:
        return disputes.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    now = door.parts.clock.now()
    return list_answer(door, asked, found, lambda one: dispute_view(one, now, bare=True))


async def create(door: Door, asked: Asked[MyDisputeWish, Nothing]) -> Answer:
    body = asked.body
    dispute_id = door.parts.ids.uuid(door.parts.clock.now())
    wish = DisputeWish(
        about=body.about,
        text=body.text,
        session_id=body.session_id,
        side=Side.DRIVER,
        contact=body.contact,
    )
    uid = own_uid(asked.caller)
    return await once(
        door,
        asked,
        lambda then: open_dispute(
            door.parts, asked.caller.tenant, wish, dispute_id, then, by=asked.by, uid=uid
        ),
        lambda made: _answer(door, made, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    dispute_id, uid, now = dispute_id_of(asked), own_uid(asked.caller), door.parts.clock.now()

    def look(reader: Reader) -> DisputeDetailView:
        found = named(reader, dispute_id, uid)
        return detail_view(found, disputes.messages(reader, dispute_id), now, bare=True)

    view = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(view, headers=(versioned(view.version),))


async def evidence(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    dispute_id, uid, now = dispute_id_of(asked), own_uid(asked.caller), door.parts.clock.now()
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: dispute_evidence(reader, dispute_id, now, uid)
    )
    return json_answer(found)


async def say(door: Door, asked: Asked[SayBody, Nothing]) -> Answer:
    dispute_id, text, uid = dispute_id_of(asked), asked.body.text, own_uid(asked.caller)
    return await once(
        door,
        asked,
        lambda then: say_in_dispute(
            door.parts, asked.caller.tenant, dispute_id, text=text, by=asked.by, uid=uid, then=then
        ),
        lambda said: json_answer(message_view(said, bare=True), status=201),
    )


async def withdraw(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    dispute_id, uid, seen = dispute_id_of(asked), own_uid(asked.caller), seen_version(asked)
    return await once(
        door,
        asked,
        lambda then: withdraw_dispute(
            door.parts,
            asked.caller.tenant,
            dispute_id,
            reason=asked.body.reason,
            seen=seen,
            by=asked.by,
            uid=uid,
            then=then,
        ),
        lambda made: _answer(door, made),
    )


def _answer(door: Door, dispute: Dispute, *, status: int = 200) -> Answer:
    headers = [versioned(dispute.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/my/disputes/{dispute.id}"))
    view = dispute_view(dispute, door.parts.clock.now(), bare=True)
    return json_answer(view, status=status, headers=tuple(headers))


_ONE = "/api/v1/my/disputes/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/my/disputes",
        list_disputes,
        deed=READ,
        body=Nothing,
        query=MyDisputeQuery,
        about=About(summary="A driver's own disputes, newest first", answer=DisputeView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/my/disputes",
        create,
        deed=WRITE,
        body=MyDisputeWish,
        query=Nothing,
        about=About(
            summary="Say that a session of one's own is wrong",
            description="It reaches no invoice until that is answered, at the latest on `due_at`.",
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
            summary="One of a driver's own disputes, with what was said in it",
            answer=DisputeDetailView,
            versioned=True,
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
            description="The same as GET /api/v1/disputes/{id}/evidence.",
            answer=EvidenceView,
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
            summary="Say something to the operator",
            answer=MessageView,
            status=201,
            example='{"text": "It was the blue car."}',
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/withdraw",
        withdraw,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Take a dispute back",
            answer=DisputeView,
            example='{"reason": "I found the receipt."}',
            versioned=True,
            refuses=(409,),
        ),
    ),
)
