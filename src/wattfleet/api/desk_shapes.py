"""What the desks of doubt share: a decision with its reason, and what a choice would change."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.session_views import wh_text
from wattfleet.usecases.weigh import Weighed

READ, WRITE = Deed(Area.DOUBTS), Deed(Area.DOUBTS, write=True)
WHY = '{"reason": "The driver sent a photo of the display."}'

EndsAs = Annotated[str, Meta(extra_json_schema={"enum": ["unbilled", "waits"]})]
"""How a doubt ends that nobody decides."""

Reason = Annotated[str, Meta(min_length=3, max_length=1000, description="Why; it stands in the act.")]


class ReasonBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision needs its reason."""

    reason: Reason


class EffectView(msgspec.Struct, frozen=True, kw_only=True):
    """What a choice would change: energy in Wh and money, before and after. Nothing is written."""

    energy_before_wh: str
    energy_after_wh: str
    amount_before: str | None
    amount_after: str | None
    currency: str | None
    state_after: str


def effect_of(weighed: Weighed) -> EffectView:
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
