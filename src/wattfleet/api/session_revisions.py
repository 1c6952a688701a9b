"""Revisions of a session over HTTP: what each was, what made it, what differed, and what it cost."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.api.acts import WhoView
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.session_views import PROVISIONAL, CostView, wh_text
from wattfleet.api.sessions import READ, session_id_of, session_unknown
from wattfleet.api.shapes import Id, PageQuery, When, list_answer, wanted, when
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.revision import Cause, is_provisional
from wattfleet.sessions.session import SessionState
from wattfleet.storage import revisions, session_list
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.storage.revisions import Price, Revision


class RevisionView(msgspec.Struct, frozen=True, kw_only=True):
    """One revision of a session. `differs` names what changed since the one before; `cost` is null where it
    was not priced before the next one came, or has no price."""

    session: Id
    number: int
    at: When
    cause: Annotated[
        str,
        Meta(
            description="What made it.",
            extra_json_schema={"enum": [one.value for one in Cause]},
        ),
    ]
    by: WhoView
    reason: str | None
    frame: Annotated[int | None, Meta(description="The frame that made it, where one did.")]
    differs: tuple[str, ...]
    state: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in SessionState]})]
    started_at: When
    ended_at: When | None
    energy_wh: str
    evse: int
    token: str | None
    driver: str | None
    vehicle: str | None
    flags: tuple[str, ...]
    final_from: Annotated[
        When | None, Meta(description="From when it may be billed: an inferred end may be taken back before.")
    ]
    cost: CostView | None
    cost_reason: str | None
    rating: Annotated[Id | None, Meta(description="The rating behind its cost.")]
    version: Annotated[int, Meta(description="The session's version when it was made.")]


class RevisionsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the revisions are sorted."""

    sort: Annotated[str, Meta(description="number; - for downwards.")] = "number"


async def list_revisions(door: Door, asked: Asked[Nothing, RevisionsQuery]) -> Answer:
    session_id = session_id_of(asked)
    query = asked.query

    def look(reader: Reader) -> Page[Revision]:
        if session_list.get(reader, session_id) is None:
            raise session_unknown()
        filters = {"session": session_id}
        page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
        return revisions.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    now = door.parts.clock.now()
    return list_answer(door, asked, found, lambda one: revision_view(one, now))


def revision_view(one: Revision, now: Instant) -> RevisionView:
    facts = one.facts
    closed = facts.state is SessionState.CLOSED
    provisional = closed and is_provisional(facts.ended_at, facts.flags, now)
    reason = "" if one.price is None else one.price.cost_reason
    return RevisionView(
        session=str(one.session_id),
        number=one.number,
        at=one.at.rfc3339(),
        cause=one.cause.value,
        by=WhoView(one.by.kind, one.by.id, one.by.name),
        reason=one.reason or None,
        frame=one.frame_id,
        differs=one.differs,
        state=facts.state.value,
        started_at=facts.started_at.rfc3339(),
        ended_at=when(facts.ended_at),
        energy_wh=wh_text(facts.energy),
        evse=facts.evse,
        token=facts.token or None,
        driver=facts.driver or None,
        vehicle=facts.vehicle or None,
        flags=facts.flags,
        final_from=when(one.final_from),
        cost=_cost(one.price, final=closed and not provisional),
        cost_reason=PROVISIONAL if provisional and one.price is not None else reason or None,
        rating=None if one.price is None else str(one.price.rating_id),
        version=one.session_version,
    )


def _cost(price: Price | None, *, final: bool) -> CostView | None:
    if price is None or price.amount is None or price.before_vat is None or price.vat is None:
        return None
    code = price.amount.currency.code
    return CostView(str(price.amount), str(price.before_vat), str(price.vat), code, final)


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/sessions/{id}/revisions",
        list_revisions,
        deed=READ,
        body=Nothing,
        query=RevisionsQuery,
        about=About(
            summary="What a session was each time it was priced or changed, and why it changed",
            description="The first revision is what was first priced; every later one names its cause.",
            answer=RevisionView,
            paged=True,
        ),
    ),
)
