"""What a use case answers to a station, in no version's words; each version's `outbound.answer` writes it."""

from decimal import Decimal
from enum import Enum
from typing import Literal

import msgspec

from wattfleet.kernel.timeline import Instant


class TokenStatus(Enum):
    """What is said about a token. A version that has no such word uses its nearest one."""

    ACCEPTED = "accepted"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    INVALID = "invalid"
    UNKNOWN = "unknown"
    CONCURRENT_TX = "concurrent_tx"
    NO_CREDIT = "no_credit"
    NOT_ALLOWED_TYPE_EVSE = "not_allowed_type_evse"
    NOT_AT_THIS_LOCATION = "not_at_this_location"
    NOT_AT_THIS_TIME = "not_at_this_time"


class BootReply(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Welcome, wait, or go away; `interval_s` is the heartbeat (accepted) or when to ask again."""

    status: Literal["accepted", "pending", "rejected"]
    now: Instant
    interval_s: int


class BeatReply(msgspec.Struct, frozen=True, tag=True, gc=False):
    """What time it is."""

    now: Instant


class TokenReply(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Whether a token may charge, until when the station may remember it, and who shares its sessions."""

    status: TokenStatus
    expires_at: Instant | None = None
    parent: str = ""


class StartReply(msgspec.Struct, frozen=True, tag=True, gc=False):
    """1.6: the number that we give a transaction (1 … 2³¹−1, also when the token is refused, row 30)."""

    transaction: int
    token: TokenReply


class StopReply(msgspec.Struct, frozen=True, tag=True, gc=False):
    """1.6: what is said about the token that stopped a transaction, where there was one."""

    token: TokenReply | None = None


class TransactionReply(msgspec.Struct, frozen=True, tag=True, gc=False):
    """2.x: about the token of the event, and what the session costs so far, taxes included."""

    token: TokenReply | None = None
    total_cost: Decimal | None = None
    message: str = ""


class DataReply(msgspec.Struct, frozen=True, tag=True, gc=False):
    """About a vendor's own message."""

    status: Literal["accepted", "rejected", "unknown_message", "unknown_vendor"]
    text: str | None = None


class PlainReply(msgspec.Struct, frozen=True, tag=True, gc=False):
    """Nothing to say beyond what the message's default answer says."""


Reply = (
    BootReply | BeatReply | TokenReply | StartReply | StopReply | TransactionReply | DataReply | PlainReply
)
"""Everything that a use case may answer."""
