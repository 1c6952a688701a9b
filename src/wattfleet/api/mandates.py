"""Mandates over HTTP: signed, looked at, ended."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.app import versioned
from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, When, list_answer, read_id, seen_version, wanted
from wattfleet.billing.mandate import Mandate, MandateState
from wattfleet.storage import mandates
from wattfleet.usecases.mandates import EndWish, MandateWish, create_mandate, end_mandate


class MandateView(msgspec.Struct, frozen=True, kw_only=True):
    """A mandate; `sequence` is what the next collection by it will be."""

    id: Id
    account_id: Id
    reference: str
    holder: str
    iban: str
    bic: str
    signed_on: Day
    once: bool
    state: Annotated[str, Meta(extra_json_schema={"enum": ["active", "ending", "ended", "revoked"]})]
    sequence: str
    collected: int
    last_on: Day | None
    ended_on: Day | None
    reason: str
    redacted_at: Annotated[When | None, Meta(description="What is personal in it was taken away then.")]
    version: int


class MandateQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which mandates."""

    account: UUID | None = None
    state: Literal["active", "ending", "ended", "revoked"] | None = None
    sort: Annotated[str, Meta(description="id (order of making) or reference; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


async def list_mandates(door: Door, asked: Asked[Nothing, MandateQuery]) -> Answer:
    query = asked.query
    filters = {
        "account": query.account,
        "state": None if query.state is None else MandateState(query.state),
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: mandates.page(reader, page))
    return list_answer(door, asked, found, _view)


async def create(door: Door, asked: Asked[MandateWish, Nothing]) -> Answer:
    mandate_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_mandate(
            door.parts, asked.caller.tenant, asked.body, mandate_id, then, by=asked.by
        ),
        lambda made: json_answer(_view(made), status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    mandate_id = read_id(asked.names, "mandate_unknown", "mandate")
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: mandates.demand(reader, mandate_id)
    )
    return _answer(found)


async def end(door: Door, asked: Asked[EndWish, Nothing]) -> Answer:
    mandate_id = read_id(asked.names, "mandate_unknown", "mandate")
    return await once(
        door,
        asked,
        lambda then: end_mandate(
            door.parts,
            asked.caller.tenant,
            mandate_id,
            asked.body,
            then,
            seen=seen_version(asked),
            by=asked.by,
        ),
        _answer,
    )


def _answer(one: Mandate) -> Answer:
    return json_answer(_view(one), headers=(versioned(one.version),))


def _view(one: Mandate) -> MandateView:
    return MandateView(
        id=str(one.id),
        account_id=str(one.account_id),
        reference=one.reference,
        holder=one.holder,
        iban=one.iban,
        bic=one.bic,
        signed_on=one.signed_on.isoformat(),
        once=one.once,
        state=one.state.value,
        sequence=one.sequence,
        collected=one.collected,
        last_on=None if one.last_on is None else one.last_on.isoformat(),
        ended_on=None if one.ended_on is None else one.ended_on.isoformat(),
        reason=one.reason,
        redacted_at=None if one.redacted_at is None else one.redacted_at.rfc3339(),
        version=one.version,
    )


_EXAMPLE = """{"account_id": "01970000-0000-7000-8000-000000000000", "reference": "WF-10001",
 "iban": "DE02120300000000202051", "signed_on": "2026-10-01"}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/mandates",
        list_mandates,
        deed=READ,
        body=Nothing,
        query=MandateQuery,
        about=About(summary="Mandates of direct debit", answer=MandateView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/mandates",
        create,
        deed=WRITE,
        body=MandateWish,
        query=Nothing,
        about=About(
            summary="Keep a signed mandate",
            answer=MandateView,
            status=201,
            example=_EXAMPLE,
            refuses=(404, 409),
        ),
    ),
    route(
        "GET",
        "/api/v1/mandates/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One mandate", answer=MandateView, versioned=True),
    ),
    route(
        "POST",
        "/api/v1/mandates/{id}/end",
        end,
        deed=WRITE,
        body=EndWish,
        query=Nothing,
        about=About(
            summary="Revoke a mandate, or let its next collection be the last",
            answer=MandateView,
            example='{"reason": "The customer revoked it"}',
            versioned=True,
            refuses=(409,),
        ),
    ),
)
