"""Disputes over HTTP, for agents: opened for a driver or a fleet, talked about, and ended."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.billing_shapes import WRITE as BILL
from wattfleet.api.chosen import choice_answer, show_choice
from wattfleet.api.decide import decide
from wattfleet.api.desk_shapes import WRITE as AMEND
from wattfleet.api.desk_shapes import Reason, ReasonBody
from wattfleet.api.dispute_views import (
    DisputeDetailView,
    DisputeView,
    EvidenceView,
    MessageView,
    detail_view,
    dispute_view,
    message_view,
)
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.api.session_desk import AmendBody, Revision, wish_of
from wattfleet.api.shapes import Moment, instant, list_answer, read_id, seen_version, wanted
from wattfleet.billing.dispute import Dispute, DisputeClock, DisputeState
from wattfleet.sessions.amending import Wish
from wattfleet.storage import disputes
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.amend_session import Seen
from wattfleet.usecases.answer_dispute import explain_dispute, say_in_dispute, withdraw_dispute
from wattfleet.usecases.dispute_clock import DISPUTES, dispute_clock, set_dispute_clock
from wattfleet.usecases.dispute_evidence import dispute_evidence
from wattfleet.usecases.open_dispute import DisputeWish, open_dispute
from wattfleet.usecases.settle_dispute import credit_dispute, rerate_dispute

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


class RerateBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer, and what stands in the place of what was told.

    Without any of it the session must have changed since it was disputed: amended, matched or written off.
    """

    reason: Reason
    revision: Revision
    energy_wh: Annotated[
        Annotated[str, Meta(pattern=r"^\d{1,8}(\.\d{1,3})?$", examples=["12400"])] | UnsetType | None,
        Meta(description="Watt-hours as a decimal text."),
    ] = UNSET
    started_at: Moment | UnsetType | None = UNSET
    ended_at: Moment | UnsetType | None = UNSET
    token: Annotated[str, Meta(min_length=1, max_length=255)] | UnsetType | None = UNSET
    driver: Annotated[str, Meta(max_length=255)] | UnsetType | None = UNSET


class CreditBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer; it stands on the credit note. `issue_on` is the day that it bears (today, if empty)."""

    reason: Annotated[str, Meta(min_length=3, max_length=500)]
    issue_on: date | None = None


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
        lambda made: _answer(door, made, status=201),
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


async def explain(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    ended = _Ended(door)
    return await decide(door, asked, explain_dispute, dispute_id_of(asked), seen_version(asked), ended)


async def withdraw(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    ended = _Ended(door)
    return await decide(door, asked, withdraw_dispute, dispute_id_of(asked), seen_version(asked), ended)


async def rerate(door: Door, asked: Asked[RerateBody, Nothing]) -> Answer:
    dispute_id, body = dispute_id_of(asked), asked.body
    told = {name: getattr(body, name) for name in ("energy_wh", "started_at", "ended_at", "token", "driver")}
    wish: Wish | None = None
    if any(one is not UNSET for one in told.values()):
        amended = AmendBody(revision=body.revision, reason=body.reason, **told)
        wish = await door.parts.database.read(asked.caller.tenant, lambda reader: wish_of(reader, amended))
    return await once(
        door,
        asked,
        lambda then: rerate_dispute(
            door.parts,
            asked.caller.tenant,
            dispute_id,
            wish,
            reason=body.reason,
            seen=Seen(body.revision),
            by=asked.by,
            then=then,
        ),
        lambda made: _answer(door, made),
    )


async def credit(door: Door, asked: Asked[CreditBody, Nothing]) -> Answer:
    dispute_id, body = dispute_id_of(asked), asked.body
    return await once(
        door,
        asked,
        lambda then: credit_dispute(
            door.parts,
            asked.caller.tenant,
            dispute_id,
            reason=body.reason,
            issue_on=body.issue_on,
            by=asked.by,
            then=then,
        ),
        lambda made: _answer(door, made),
    )


async def show_clock(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return await show_choice(door, asked, DISPUTES, dispute_clock)


async def put_clock(door: Door, asked: Asked[DisputeClock, Nothing]) -> Answer:
    made = await set_dispute_clock(
        door.parts, asked.caller.tenant, asked.body, seen=seen_version(asked), by=asked.by
    )
    return choice_answer(made)


def dispute_id_of(asked: Asked[Q, Nothing]) -> UUID:
    return read_id(asked.names, "dispute_unknown", "dispute")


class _Ended:
    """Makes the answer of an end."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def __call__(self, dispute: Dispute) -> Answer:
        return _answer(self._door, dispute)


def _answer(door: Door, dispute: Dispute, *, status: int = 200) -> Answer:
    headers = [versioned(dispute.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/disputes/{dispute.id}"))
    view = dispute_view(dispute, door.parts.clock.now())
    return json_answer(view, status=status, headers=tuple(headers))


_ONE = "/api/v1/disputes/{id}"
OPENED = (
    '{"session_id": "01970000-0000-7000-8000-000000000001", "about": "energy", "text": "My car took less."}'
)
WHY = '{"reason": "The meter was read: it shows what was billed."}'

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
    route(
        "POST",
        f"{_ONE}/explain",
        explain,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="End it: it was right, and why",
            answer=DisputeView,
            example=WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/rerate",
        rerate,
        deed=AMEND,
        body=RerateBody,
        query=Nothing,
        about=About(
            summary="End it: the session is rated anew",
            description="Amends the session now, in the same transaction; without anything to amend, it ends "
            "by what was decided about the session since. What was invoiced is corrected by the next run.",
            answer=DisputeView,
            example='{"revision": 1, "energy_wh": "12400", "reason": "Read from the display."}',
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/credit",
        credit,
        deed=BILL,
        body=CreditBody,
        query=Nothing,
        about=About(
            summary="End it: the invoice is credited",
            description="As POST /api/v1/invoices/{id}/credit, in the same transaction.",
            answer=DisputeView,
            example='{"reason": "Wrong customer"}',
            versioned=True,
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
            summary="End it: whoever opened it takes it back",
            answer=DisputeView,
            example=WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        "/api/v1/dispute-clock",
        show_clock,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="Within which time disputes are answered", answer=DisputeClock, versioned=True),
    ),
    route(
        "PUT",
        "/api/v1/dispute-clock",
        put_clock,
        deed=Deed(Area.SETUP, write=True),
        body=DisputeClock,
        query=Nothing,
        about=About(
            summary="Say within which time disputes are answered",
            description="Those that are open keep the day by which they are due.",
            answer=DisputeClock,
            versioned=True,
            example='{"answer_days": 14, "open_days": 90}',
        ),
    ),
)
