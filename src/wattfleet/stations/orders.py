"""What was asked of a station: the command, who asked, what the station said, and what came of it."""

from enum import Enum
from typing import Any
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant


class OrderState(Enum):
    """What the station answered, or that it did not."""

    PENDING = "pending"  # waits for its turn
    NOT_CONNECTED = "not_connected"  # never dispatched
    SENT = "sent"  # dispatched, no answer yet
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    NOT_SUPPORTED = "not_supported"
    TIMED_OUT = "timed_out"  # dispatched, no answer came
    FAILED = "failed"  # the station's error, a broken answer, or a lost connection after dispatch


class Effect(Enum):
    """Accepted is not done: whether what was asked for has been seen. "" where there is nothing to see."""

    NONE = ""
    WAITING = "waiting"
    SEEN = "seen"
    ABSENT = "absent"


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """One command to one station. `request` is the API's JSON; `answer` the station's, as JSON."""

    id: UUID
    station_id: UUID
    command: str
    request: dict[str, Any]
    asked_by: str
    asked_at: Instant
    state: OrderState = OrderState.PENDING
    effect: Effect = Effect.NONE
    answer: dict[str, Any] | None = None
    problem: str = ""  # in words, where there is no answer
    message_id: str = ""
    remote_start: int | None = None  # the number that links a 2.x start to this order
    sent_at: Instant | None = None
    answered_at: Instant | None = None
    deadline: Instant | None = None  # until when the effect is awaited
    session_id: UUID | None = None
    version: int = 1


SETTLED = frozenset(
    {
        OrderState.NOT_CONNECTED,
        OrderState.ACCEPTED,
        OrderState.REJECTED,
        OrderState.NOT_SUPPORTED,
        OrderState.TIMED_OUT,
        OrderState.FAILED,
    }
)
"""States that do not change any more."""


class ReservationState(Enum):
    """The life of a reservation."""

    ASKED = "asked"
    RESERVED = "reserved"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    USED = "used"
    EXPIRED = "expired"


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """A connector kept for a token; `number` is what travels."""

    id: UUID
    number: int
    station_id: UUID
    evse: int
    connector: int
    token: str
    expires_at: Instant
    state: ReservationState = ReservationState.ASKED
    version: int = 1


class StoredProfile(msgspec.Struct, frozen=True, kw_only=True):
    """A charging profile kept under a name, so that a driver can send it by its id. `profile` is API JSON."""

    id: UUID
    number: int  # chargingProfileId on the wire
    description: str
    profile: dict[str, Any]
    version: int = 1
