"""How disputes end, for agents: explained, rated anew, credited, or withdrawn."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.billing_shapes import WRITE as BILL
from wattfleet.api.decide import decide
from wattfleet.api.desk_shapes import WRITE as AMEND
from wattfleet.api.desk_shapes import ReasonBody
from wattfleet.api.dispute_views import DisputeView, dispute_answer, dispute_id_of
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.session_desk import AmendBody, wish_of
from wattfleet.api.shapes import seen_version
from wattfleet.billing.dispute import Dispute
from wattfleet.sessions.amending import Wish
from wattfleet.usecases.answer_dispute import explain_dispute, withdraw_dispute
from wattfleet.usecases.settle_dispute import SeenDispute, credit_dispute, rerate_dispute

WRITE = Deed(Area.DISPUTES, write=True)


class RerateBody(AmendBody, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer, and what stands in the place of what was told.

    Without any of it the session must have changed since it was disputed: amended, matched or written off.
    """

    @property
    def amends(self) -> bool:
        told = (self.energy_wh, self.started_at, self.ended_at, self.token, self.driver)
        return any(one is not UNSET for one in told)


class CreditBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The answer; it stands on the credit note. `issue_on` is the day that it bears (today, if empty)."""

    reason: Annotated[str, Meta(min_length=3, max_length=500)]
    issue_on: date | None = None


async def explain(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    ended = _Ended(door)
    return await decide(door, asked, explain_dispute, dispute_id_of(asked), seen_version(asked), ended)


async def withdraw(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    ended = _Ended(door)
    return await decide(door, asked, withdraw_dispute, dispute_id_of(asked), seen_version(asked), ended)


async def rerate(door: Door, asked: Asked[RerateBody, Nothing]) -> Answer:
    dispute_id, body = dispute_id_of(asked), asked.body
    wish: Wish | None = None
    if body.amends:
        wish = await door.parts.database.read(asked.caller.tenant, lambda reader: wish_of(reader, body))
    return await once(
        door,
        asked,
        lambda then: rerate_dispute(
            door.parts,
            asked.caller.tenant,
            dispute_id,
            wish,
            reason=body.reason,
            seen=SeenDispute(body.revision, seen_version(asked)),
            by=asked.by,
            then=then,
        ),
        lambda made: dispute_answer(door, made),
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
            version=seen_version(asked),
            by=asked.by,
            then=then,
        ),
        lambda made: dispute_answer(door, made),
    )


class _Ended:
    """Makes the answer of an end."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def __call__(self, dispute: Dispute) -> Answer:
        return dispute_answer(self._door, dispute)


_ONE = "/api/v1/disputes/{id}"
WHY = '{"reason": "The meter was read: it shows what was billed."}'

ROUTES: tuple[Route, ...] = (
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
)
