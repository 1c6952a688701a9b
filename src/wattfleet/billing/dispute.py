"""A dispute: somebody says that a session or a line of an invoice is wrong, and it is answered within a time.

While it is open the session reaches no invoice, and what was invoiced of it is not reminded of. It ends once:
explained, rated anew, credited, or withdrawn by whoever opened it. Source: reference/billing.md §18.

| from | deed | to | what it takes |
|---|---|---|---|
| open | explain | explained | an answer in words |
| open | rerate | rerated | the session changed since: an amendment now, or a newer revision |
| open | credit | credited | a credit note of the invoice that bills it |
| open | withdraw | withdrawn | whoever opened it, or the house for her |
| anything else | any | refused | |
"""

from enum import Enum
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.kernel.timeline import DAY_US, Instant


class DisputeState(Enum):
    """Open, or how it ended."""

    OPEN = "open"
    EXPLAINED = "explained"
    RERATED = "rerated"
    CREDITED = "credited"
    WITHDRAWN = "withdrawn"


class Complaint(Enum):
    """What is said to be wrong."""

    NOT_MINE = "not_mine"
    ENERGY = "energy"
    TIME = "time"
    PRICE = "price"
    TWICE = "twice"
    NO_CHARGE = "no_charge"
    OTHER = "other"


class Side(Enum):
    """Who complains: a driver, a fleet (the account), or the house itself."""

    DRIVER = "driver"
    FLEET = "fleet"
    HOUSE = "house"


class DisputeClock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Within how many days a dispute is to be answered, and until when a driver may open one."""

    answer_days: Annotated[int, Meta(ge=1, le=365, description="From its opening to its end.")] = 14
    open_days: Annotated[
        int, Meta(ge=1, le=3650, description="After a session's end; agents may open one later, too.")
    ] = 90


class Dispute(msgspec.Struct, frozen=True, kw_only=True):
    """About a session, or about an invoice: one line of it (`line` from 1), or all of it (None).

    `revision` is the session's newest when it was opened, 0 = it had none. `answer` is what the house says at
    its end; `credit_note` the document that credits it.
    """

    id: UUID
    state: DisputeState
    about: Complaint
    text: str
    side: Side
    opened_by: Principal
    opened_at: Instant
    due_at: Instant
    session_id: UUID | None = None
    invoice_id: UUID | None = None
    line: int | None = None
    account_id: UUID | None = None
    token: str = ""
    revision: int = 0
    contact: str = ""
    closed_at: Instant | None = None
    closed_by: Principal | None = None
    answer: str = ""
    credit_note: UUID | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.state is DisputeState.OPEN

    def is_late(self, now: Instant) -> bool:
        return self.is_open and now > self.due_at


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """What one side says to the other; both see it."""

    id: UUID
    dispute_id: UUID
    at: Instant
    by: Principal
    text: str


def due_from(opened_at: Instant, clock: DisputeClock) -> Instant:
    return opened_at + clock.answer_days * DAY_US


def closed(
    dispute: Dispute,
    state: DisputeState,
    answer: str,
    *,
    by: Principal,
    at: Instant,
    credit_note: UUID | None = None,
) -> Dispute:
    """The dispute at its end. Raises: WattfleetError `dispute_closed`."""
    assert state is not DisputeState.OPEN, "an end is one of the four"
    if not dispute.is_open:
        raise dispute_closed(dispute)
    return msgspec.structs.replace(
        dispute, state=state, answer=answer, closed_at=at, closed_by=by, credit_note=credit_note
    )


def check_rerated(dispute: Dispute, revision: int) -> None:
    """Whether the session is another one than when it was disputed.

    Raises: WattfleetError `nothing_rerated`, `dispute_of_no_session`.
    """
    if dispute.session_id is None:
        raise conflict(
            "dispute_of_no_session",
            "It is about a line of an invoice, and no session is rated anew by it.",
            hint="Amend the sessions that the line bills, then explain; or credit the invoice.",
        )
    if revision <= dispute.revision:
        raise conflict(
            "nothing_rerated",
            f"The session is at revision {revision}, as it was when it was disputed.",
            hint="Say what shall differ (energy_wh, started_at, ended_at, token, driver), or explain it.",
        )


def dispute_closed(dispute: Dispute) -> WattfleetError:
    return conflict(
        "dispute_closed",
        f"It is {dispute.state.value} already.",
        hint="Open another one, if there is something new to say.",
    )
