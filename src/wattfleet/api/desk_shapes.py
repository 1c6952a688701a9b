"""What the desks of doubt share: a decision with its reason, and what a choice would change."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.session_price import RatedSession, RatingView, rating_view
from wattfleet.api.session_views import wh_text
from wattfleet.api.shapes import When, when
from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.sessions.session import SessionState
from wattfleet.usecases.weigh import Weighed

READ, WRITE = Deed(Area.DOUBTS), Deed(Area.DOUBTS, write=True)
WHY = '{"reason": "The driver sent a photo of the display."}'

EndsAs = Annotated[str, Meta(extra_json_schema={"enum": ["unbilled", "waits"]})]
"""How a doubt ends that nobody decides."""

Reason = Annotated[str, Meta(min_length=3, max_length=1000, description="Why; it stands in the act.")]


class ReasonBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision needs its reason."""

    reason: Reason


class AfterView(msgspec.Struct, frozen=True, kw_only=True):
    """What a session would be by a choice, and of what its energy and its price would come."""

    started_at: When
    ended_at: When | None
    begin_register_wh: str | None
    end_register_wh: str | None
    token: str | None
    driver: str | None
    rating: RatingView


class EffectView(msgspec.Struct, frozen=True, kw_only=True):
    """What a choice would change: energy in Wh and money, before and after. Nothing is written."""

    energy_before_wh: str
    energy_after_wh: str
    amount_before: str | None
    amount_after: str | None
    currency: str | None
    state_after: str
    after: AfterView


def effect_of(weighed: Weighed, zone: Zone, now: Instant, language: str) -> EffectView:
    """`zone` is the session's site's; the lines of the price are in `language`."""
    before, after = weighed.price_before.rating, weighed.price_after.rating
    priced = after or before
    return EffectView(
        energy_before_wh=wh_text(weighed.energy_before),
        energy_after_wh=wh_text(weighed.after.energy),
        amount_before=None if before is None else str(before.amount),
        amount_after=None if after is None else str(after.amount),
        currency=None if priced is None else priced.currency.code,
        state_after=weighed.after.state.value,
        after=_after(weighed, zone, now, language),
    )


def _after(weighed: Weighed, zone: Zone, now: Instant, language: str) -> AfterView:
    session, price = weighed.after, weighed.price_after
    begin, end = session.begin_register, session.end_register
    final = session.state is SessionState.CLOSED and price.rating is not None
    rated = RatedSession(session.id, zone, price.rating, price.reason, now, final)
    return AfterView(
        started_at=session.started_at.rfc3339(),
        ended_at=when(session.ended_at),
        begin_register_wh=None if begin is None else wh_text(begin),
        end_register_wh=None if end is None else wh_text(end),
        token=None if session.token is None else session.token.uid,
        driver=session.driver or None,
        rating=rating_view(rated, language),
    )
