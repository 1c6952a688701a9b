"""The desk of doubt over HTTP: why, what each choice would change, and the choices themselves.

A decision needs a reason, leaves an act, takes If-Match and an Idempotency-Key.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.doubts import DoubtView, doubt_view
from wattfleet.api.once import once
from wattfleet.api.route import About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.api.session_views import wh_text
from wattfleet.api.shapes import Id, When, read_id, seen_version, when
from wattfleet.events import Flag
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.doubt_rules import BY_FLAG, RULES
from wattfleet.sessions.fold import resolve
from wattfleet.sessions.session import Session, held_by
from wattfleet.storage import doubts
from wattfleet.storage.database import Reader
from wattfleet.storage.doubts import OPEN, Doubt
from wattfleet.usecases.accept_session import accept_session, unaccept_session
from wattfleet.usecases.deciding import (
    candidates,
    demand_doubt,
    demand_session,
    facts_at,
    identity_of,
    with_event,
)
from wattfleet.usecases.match_doubt import match_doubt
from wattfleet.usecases.weigh import Weighed, weigh
from wattfleet.usecases.write_off_doubt import reopen_doubt, write_off_doubt

Reason = Annotated[str, Meta(min_length=3, max_length=1000, description="Why; it stands in the act.")]


class ReasonBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision needs its reason."""

    reason: Reason


class MatchBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To which session the event belongs, and why."""

    session: UUID
    reason: Reason


class EffectView(msgspec.Struct, frozen=True, kw_only=True):
    """What a choice would change: energy in Wh and money, before and after. Nothing is written."""

    energy_before_wh: str
    energy_after_wh: str
    amount_before: str | None
    amount_after: str | None
    currency: str | None
    state_after: str


class CandidateView(msgspec.Struct, frozen=True, kw_only=True):
    """A session into which the event could be folded. `changes` false = it would change nothing."""

    session: Id
    token: str | None
    transaction: str
    state: str
    started_at: When
    ended_at: When | None
    begin_register_wh: str | None
    end_register_wh: str | None
    changes: bool
    effect: EffectView


class RuleView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of doubt in plain words, how it heals, by when it ends, and how many it holds now."""

    rule: str
    why: str
    heals: str
    days: int
    end: str
    open: int
    sessions_in_review: int
    oldest: When | None


class RulesView(msgspec.Struct, frozen=True):
    """All rules of doubt. A session with two doubts counts under both."""

    rules: list[RuleView]


class ExplainedView(DoubtView, frozen=True, kw_only=True):
    """A doubt with the evidence beside what we know, and what each choice would change."""

    why: str
    heals: str
    ends_at: Annotated[When, Meta(description="When it ends by itself, unbilled.")]
    end: str
    candidates: list[CandidateView]


class HeldView(msgspec.Struct, frozen=True):
    """One doubt that holds a session."""

    rule: str
    why: str
    heals: str
    end: str


class ReviewView(msgspec.Struct, frozen=True, kw_only=True):
    """A session in doubt: what holds it, what a person has accepted, and what accepting would change."""

    session: Id
    state: str
    held: list[HeldView]
    accepted: tuple[str, ...]
    accept: EffectView
    version: int


# ── looking ───────────────────────────────────────────────────────────────────


async def explain(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    doubt_id = _doubt_id(asked)
    now = door.parts.clock.now()

    def look(reader: Reader) -> ExplainedView:
        doubt = demand_doubt(reader, doubt_id)
        rule = BY_FLAG[doubt.rule]
        view = doubt_view(doubt, identity_of(reader, doubt))
        known = {name: getattr(view, name) for name in view.__struct_fields__}
        offered = candidates(reader, doubt) if doubt.state == OPEN else []
        return ExplainedView(
            **known,
            why=rule.why,
            heals=rule.heals,
            ends_at=(doubt.at + rule.deadline_us).rfc3339(),
            end=rule.end,
            candidates=[_candidate(reader, doubt, one, now) for one in offered],
        )

    view = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(view, headers=(versioned(view.version),))


async def rules(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    def look(reader: Reader) -> RulesView:
        waiting, held = doubts.counts(reader), doubts.sessions_held(reader)
        shown = []
        for rule in RULES:
            count, oldest = waiting.get(rule.flag, (0, None))
            shown.append(
                RuleView(
                    rule=rule.flag.value,
                    why=rule.why,
                    heals=rule.heals,
                    days=rule.days,
                    end=rule.end,
                    open=count,
                    sessions_in_review=held.get(rule.flag.value, 0),
                    oldest=when(oldest),
                )
            )
        return RulesView(shown)

    return json_answer(await door.parts.database.read(asked.caller.tenant, look))


async def review(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    session_id = _session_id(asked)
    now = door.parts.clock.now()

    def look(reader: Reader) -> ReviewView:
        session = demand_session(reader, session_id)
        held = held_by(session)
        after = resolve(session, held, station=facts_at(reader, session)) if held else session
        return ReviewView(
            session=str(session.id),
            state=session.state.value,
            held=[_held(flag) for flag in held],
            accepted=tuple(flag.value for flag in session.cleared),
            accept=_effect(weigh(reader, session, after, now)),
            version=session.version,
        )

    view = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(view, headers=(versioned(view.version),))


def _held(flag: Flag) -> HeldView:
    rule = BY_FLAG[flag]
    return HeldView(flag.value, rule.why, rule.heals, rule.end)


def _candidate(reader: Reader, doubt: Doubt, session: Session, now: Instant) -> CandidateView:
    after = with_event(reader, session, doubt)
    begin, end = session.begin_register, session.end_register
    return CandidateView(
        session=str(session.id),
        token=None if session.token is None else session.token.uid,
        transaction=session.tx,
        state=session.state.value,
        started_at=session.started_at.rfc3339(),
        ended_at=when(session.ended_at),
        begin_register_wh=None if begin is None else wh_text(begin),
        end_register_wh=None if end is None else wh_text(end),
        changes=after is not session,
        effect=_effect(weigh(reader, session, after, now)),
    )


def _effect(weighed: Weighed) -> EffectView:
    before, after = weighed.amount_before, weighed.amount_after
    priced = after or before
    return EffectView(
        energy_before_wh=wh_text(weighed.before),
        energy_after_wh=wh_text(weighed.after),
        amount_before=None if before is None else str(before),
        amount_after=None if after is None else str(after),
        currency=None if priced is None else priced.currency.code,
        state_after=weighed.state,
    )


# ── deciding ──────────────────────────────────────────────────────────────────


async def match(door: Door, asked: Asked[MatchBody, Nothing]) -> Answer:
    doubt_id = _doubt_id(asked)
    body = asked.body
    return await once(
        door,
        asked,
        lambda then: match_doubt(
            door.parts,
            asked.caller.tenant,
            doubt_id,
            body.session,
            reason=body.reason,
            seen=seen_version(asked),
            by=asked.by,
            then=then,
        ),
        await _shown(door, asked),
    )


async def write_off(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await once(
        door,
        asked,
        lambda then: write_off_doubt(
            door.parts,
            asked.caller.tenant,
            _doubt_id(asked),
            reason=asked.body.reason,
            seen=seen_version(asked),
            by=asked.by,
            then=then,
        ),
        await _shown(door, asked),
    )


async def reopen(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await once(
        door,
        asked,
        lambda then: reopen_doubt(
            door.parts,
            asked.caller.tenant,
            _doubt_id(asked),
            reason=asked.body.reason,
            seen=seen_version(asked),
            by=asked.by,
            then=then,
        ),
        await _shown(door, asked),
    )


async def accept(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await once(
        door,
        asked,
        lambda then: accept_session(
            door.parts,
            asked.caller.tenant,
            _session_id(asked),
            reason=asked.body.reason,
            seen=seen_version(asked),
            by=asked.by,
            then=then,
        ),
        _decided,
    )


async def unaccept(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await once(
        door,
        asked,
        lambda then: unaccept_session(
            door.parts,
            asked.caller.tenant,
            _session_id(asked),
            reason=asked.body.reason,
            seen=seen_version(asked),
            by=asked.by,
            then=then,
        ),
        _decided,
    )


class DecidedView(msgspec.Struct, frozen=True, kw_only=True):
    """A session after a decision; its price follows within a second."""

    session: Id
    state: str
    energy_wh: str
    flags: tuple[str, ...]
    accepted: tuple[str, ...]
    version: int


def _decided(session: Session) -> Answer:
    view = DecidedView(
        session=str(session.id),
        state=session.state.value,
        energy_wh=wh_text(session.energy),
        flags=tuple(flag.value for flag in session.flags),
        accepted=tuple(flag.value for flag in session.cleared),
        version=session.version,
    )
    return json_answer(view, headers=(versioned(session.version),))


async def _shown(door: Door, asked: Asked[Q, Nothing]) -> "_Shown":
    """How a decided doubt is answered; what does not exist is refused before."""
    doubt_id = _doubt_id(asked)
    identity = await door.parts.database.read(
        asked.caller.tenant, lambda reader: identity_of(reader, demand_doubt(reader, doubt_id))
    )
    return _Shown(identity)


class _Shown:
    """Makes the answer of a doubt."""

    def __init__(self, identity: str) -> None:
        self._identity = identity

    def __call__(self, doubt: Doubt) -> Answer:
        return json_answer(doubt_view(doubt, self._identity), headers=(versioned(doubt.version),))


def _doubt_id(asked: Asked[Q, Nothing]) -> UUID:
    return read_id(asked.names, "doubt_unknown", "doubt")


def _session_id(asked: Asked[Q, Nothing]) -> UUID:
    return read_id(asked.names, "session_unknown", "session")


READ, WRITE = Deed(Area.DOUBTS), Deed(Area.DOUBTS, write=True)
_WHY = '{"reason": "The driver sent a photo of the display."}'

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/doubt-rules",
        rules,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The rules of doubt, how each heals, and how many wait under it", answer=RulesView
        ),
    ),
    route(
        "GET",
        "/api/v1/doubts/{id}/explanation",
        explain,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Why it is doubtful, and what each choice would change",
            description="The choices are tried with the code of the bill; nothing is written.",
            answer=ExplainedView,
            versioned=True,
        ),
    ),
    route(
        "POST",
        "/api/v1/doubts/{id}/match",
        match,
        deed=WRITE,
        body=MatchBody,
        query=Nothing,
        about=About(
            summary="Put the event into a session",
            answer=DoubtView,
            example='{"session": "01970000-0000-7000-8000-000000000000", "reason": "The same card."}',
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/doubts/{id}/write-off",
        write_off,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Write it off: billed to nobody",
            answer=DoubtView,
            example=_WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        "/api/v1/doubts/{id}/reopen",
        reopen,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Undo a write-off", answer=DoubtView, example=_WHY, versioned=True, refuses=(409,)
        ),
    ),
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
            example=_WHY,
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
            example=_WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
)
