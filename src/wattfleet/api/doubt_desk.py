"""The desk of doubt over HTTP: why, what each choice would change, and the choices themselves.

A decision needs a reason, leaves an act, takes If-Match and an Idempotency-Key.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.app import versioned
from wattfleet.api.decide import decide
from wattfleet.api.desk_shapes import READ, WHY, WRITE, EffectView, EndsAs, Reason, ReasonBody, effect_of
from wattfleet.api.door import Door
from wattfleet.api.doubts import DoubtView, doubt_view
from wattfleet.api.once import once
from wattfleet.api.route import About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.api.session_price import language_of, zone_of
from wattfleet.api.session_views import wh_text
from wattfleet.api.shapes import Id, When, read_id, seen_version, when
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.doubt_rules import BY_FLAG, RULES
from wattfleet.sessions.session import Session
from wattfleet.storage import doubts
from wattfleet.storage.database import Reader
from wattfleet.storage.doubts import OPEN, Doubt
from wattfleet.usecases.deciding import (
    candidates,
    demand_doubt,
    identity_of,
    with_event,
)
from wattfleet.usecases.match_doubt import match_doubt
from wattfleet.usecases.unmatch_doubt import unmatch_doubt
from wattfleet.usecases.weigh import weigh
from wattfleet.usecases.write_off_doubt import reopen_doubt, write_off_doubt


class MatchBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """To which session the event belongs, and why."""

    session: UUID
    reason: Reason


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
    ends_as: EndsAs
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
    ends_as: EndsAs
    candidates: list[CandidateView]


# ── looking ───────────────────────────────────────────────────────────────────


async def explain(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    doubt_id = _doubt_id(asked)
    now = door.parts.clock.now()
    language = language_of(asked.headers.get("accept-language", ""))

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
            ends_as=rule.ends_as,
            candidates=[_candidate(reader, doubt, one, now, language) for one in offered],
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
                    ends_as=rule.ends_as,
                    open=count,
                    sessions_in_review=held.get(rule.flag.value, 0),
                    oldest=when(oldest),
                )
            )
        return RulesView(shown)

    return json_answer(await door.parts.database.read(asked.caller.tenant, look))


def _candidate(reader: Reader, doubt: Doubt, session: Session, now: Instant, language: str) -> CandidateView:
    after = with_event(reader, session, doubt)
    weighed = weigh(reader, session, after, now)
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
        effect=effect_of(weighed, zone_of(reader, session), now, language),
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
    return await decide(
        door, asked, write_off_doubt, _doubt_id(asked), seen_version(asked), await _shown(door, asked)
    )


async def reopen(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await decide(
        door, asked, reopen_doubt, _doubt_id(asked), seen_version(asked), await _shown(door, asked)
    )


async def unmatch(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await decide(
        door, asked, unmatch_doubt, _doubt_id(asked), seen_version(asked), await _shown(door, asked)
    )


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
            example=WHY,
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
            summary="Undo a write-off", answer=DoubtView, example=WHY, versioned=True, refuses=(409,)
        ),
    ),
    route(
        "POST",
        "/api/v1/doubts/{id}/unmatch",
        unmatch,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Undo a match: the event leaves its session",
            description="What the session has learned since stays; it is not put in there by itself again.",
            answer=DoubtView,
            example=WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
)
