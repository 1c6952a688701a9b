"""The desk of sessions over HTTP: what holds one, what accepting would change, and the decisions about it.

A decision needs a reason, leaves an act and a revision, takes If-Match and an Idempotency-Key. What amends or
gives up a session is bound to the revision that was looked at.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.api.app import versioned
from wattfleet.api.decide import decide
from wattfleet.api.desk_shapes import READ, WHY, WRITE, EffectView, EndsAs, Reason, ReasonBody, effect_of
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.route import About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.api.session_price import language_of, zone_of
from wattfleet.api.session_views import wh_text
from wattfleet.api.shapes import Id, Moment, When, read_id, seen_version, when
from wattfleet.events import Flag, Token
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.amending import Wish
from wattfleet.sessions.doubt_rules import BY_FLAG
from wattfleet.sessions.fold import resolve
from wattfleet.sessions.session import Amended, held_by
from wattfleet.storage import tokens
from wattfleet.storage.database import Reader
from wattfleet.usecases.accept_session import accept_session, unaccept_session
from wattfleet.usecases.amend_session import Seen, amend_session
from wattfleet.usecases.deciding import Decided, demand_session, facts_at
from wattfleet.usecases.revising import number_of
from wattfleet.usecases.weigh import weigh
from wattfleet.usecases.write_off_session import reinstate_session, write_off_session

Revision = Annotated[
    int, Meta(ge=0, description="The revision that you looked at; 0 = it had none. Another one is refused.")
]


class BoundBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision about what was seen, with its reason."""

    revision: Revision
    reason: Reason


class AmendBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in the place of what was told; absent = as it is, null = again as it was told."""

    revision: Revision
    reason: Reason
    energy_wh: Annotated[
        Annotated[str, Meta(pattern=r"^\d{1,8}(\.\d{1,3})?$", examples=["12400"])] | UnsetType | None,
        Meta(description="Watt-hours as a decimal text."),
    ] = UNSET
    started_at: Moment | UnsetType | None = UNSET
    ended_at: Moment | UnsetType | None = UNSET
    token: Annotated[
        Annotated[str, Meta(min_length=1, max_length=255)] | UnsetType | None,
        Meta(description="The uid of a registered card."),
    ] = UNSET
    driver: Annotated[str, Meta(max_length=255)] | UnsetType | None = UNSET


class AmendedView(msgspec.Struct, frozen=True, kw_only=True):
    """What a person has put in the place of what was told; null = that stands as it was told."""

    energy_wh: str | None
    started_at: When | None
    ended_at: When | None
    token: str | None
    driver: str | None


class HeldView(msgspec.Struct, frozen=True):
    """One doubt that holds a session."""

    rule: str
    why: str
    heals: str
    end: str
    ends_as: EndsAs


class ReviewView(msgspec.Struct, frozen=True, kw_only=True):
    """A session in doubt: what holds it, what a person has accepted, and what accepting would change."""

    session: Id
    state: str
    held: list[HeldView]
    accepted: tuple[str, ...]
    accept: EffectView
    amended: AmendedView | None
    revision: int
    version: int


async def review(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    session_id = _session_id(asked)
    now = door.parts.clock.now()
    language = language_of(asked.headers.get("accept-language", ""))

    def look(reader: Reader) -> ReviewView:
        session = demand_session(reader, session_id)
        held = held_by(session)
        after = resolve(session, held, station=facts_at(reader, session)) if held else session
        return ReviewView(
            session=str(session.id),
            state=session.state.value,
            held=[_held(flag) for flag in held],
            accepted=tuple(flag.value for flag in session.cleared),
            accept=effect_of(weigh(reader, session, after, now), zone_of(reader, session), now, language),
            amended=_amended(session.amended),
            revision=number_of(reader, session.id),
            version=session.version,
        )

    view = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(view, headers=(versioned(view.version),))


def _held(flag: Flag) -> HeldView:
    rule = BY_FLAG[flag]
    return HeldView(flag.value, rule.why, rule.heals, rule.end, rule.ends_as)


def _amended(one: Amended | None) -> AmendedView | None:
    if one is None:
        return None
    return AmendedView(
        energy_wh=None if one.energy is None else wh_text(one.energy),
        started_at=when(one.started_at),
        ended_at=when(one.ended_at),
        token=None if one.token is None else one.token.uid,
        driver=one.driver,
    )


async def amend(door: Door, asked: Asked[AmendBody, Nothing]) -> Answer:
    body = asked.body
    wish = await door.parts.database.read(asked.caller.tenant, lambda reader: wish_of(reader, body))
    return await once(
        door,
        asked,
        lambda then: amend_session(
            door.parts,
            asked.caller.tenant,
            _session_id(asked),
            wish,
            reason=body.reason,
            seen=Seen(body.revision, seen_version(asked)),
            by=asked.by,
            then=then,
        ),
        _decided,
    )


def wish_of(reader: Reader, body: AmendBody) -> Wish:
    return Wish(
        started_at=_instant(body.started_at),
        ended_at=_instant(body.ended_at),
        energy=_energy(body.energy_wh),
        token=_token(reader, body.token),
        driver=body.driver,
    )


def _instant(told: datetime | UnsetType | None) -> Instant | UnsetType | None:
    return Instant.of(told) if isinstance(told, datetime) else told


def _energy(told: str | UnsetType | None) -> Energy | UnsetType | None:
    return Energy(int(Decimal(told).scaleb(3))) if isinstance(told, str) else told


def _token(reader: Reader, uid: str | UnsetType | None) -> Token | UnsetType | None:
    """As it is registered; one that is not is refused by the use case."""
    if not isinstance(uid, str):
        return uid
    known = tokens.find(reader, uid)
    return Token(uid) if known is None else Token(known.uid, known.kind)


async def write_off(door: Door, asked: Asked[BoundBody, Nothing]) -> Answer:
    return await decide(
        door,
        asked,
        write_off_session,
        _session_id(asked),
        Seen(asked.body.revision, seen_version(asked)),
        _decided,
    )


async def reinstate(door: Door, asked: Asked[BoundBody, Nothing]) -> Answer:
    return await decide(
        door,
        asked,
        reinstate_session,
        _session_id(asked),
        Seen(asked.body.revision, seen_version(asked)),
        _decided,
    )


async def accept(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await decide(door, asked, accept_session, _session_id(asked), seen_version(asked), _decided)


async def unaccept(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await decide(door, asked, unaccept_session, _session_id(asked), seen_version(asked), _decided)


class DecidedView(msgspec.Struct, frozen=True, kw_only=True):
    """A session after a decision, with its newest revision's number; its price follows within a second."""

    session: Id
    state: str
    started_at: When
    ended_at: When | None
    energy_wh: str
    token: str | None
    driver: str | None
    flags: tuple[str, ...]
    accepted: tuple[str, ...]
    revision: int
    version: int


def _decided(decided: Decided) -> Answer:
    session = decided.session
    view = DecidedView(
        session=str(session.id),
        state=session.state.value,
        started_at=session.started_at.rfc3339(),
        ended_at=when(session.ended_at),
        energy_wh=wh_text(session.energy),
        token=None if session.token is None else session.token.uid,
        driver=session.driver or None,
        flags=tuple(flag.value for flag in session.flags),
        accepted=tuple(flag.value for flag in session.cleared),
        revision=decided.revision,
        version=session.version,
    )
    return json_answer(view, headers=(versioned(session.version),))


def _session_id(asked: Asked[Q, Nothing]) -> UUID:
    return read_id(asked.names, "session_unknown", "session")


_BOUND = '{"revision": 1, "reason": "A technician tried the plug."}'
_AMENDED = '{"revision": 1, "energy_wh": "12400", "reason": "Read from the display."}'

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/sessions/{id}/review",
        review,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="What holds a session out of billing, and what accepting it would change",
            answer=ReviewView,
            versioned=True,
        ),
    ),
    route(
        "POST",
        "/api/v1/sessions/{id}/accept",
        accept,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Accept a session in review as it is",
            answer=DecidedView,
            example=WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/sessions/{id}/unaccept",
        unaccept,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Take an acceptance back",
            answer=DecidedView,
            example=WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/sessions/{id}/amend",
        amend,
        deed=WRITE,
        body=AmendBody,
        query=Nothing,
        about=About(
            summary="Put another energy, time, card or driver in the place of what was told",
            description="Makes a revision; what was told stays as evidence. Null takes an amendment back.",
            answer=DecidedView,
            example=_AMENDED,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/sessions/{id}/write-off",
        write_off,
        deed=WRITE,
        body=BoundBody,
        query=Nothing,
        about=About(
            summary="Give a session up: it reaches no bill",
            answer=DecidedView,
            example=_BOUND,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/sessions/{id}/reinstate",
        reinstate,
        deed=WRITE,
        body=BoundBody,
        query=Nothing,
        about=About(
            summary="Undo a write-off",
            answer=DecidedView,
            example=_BOUND,
            versioned=True,
            refuses=(409,),
        ),
    ),
)
