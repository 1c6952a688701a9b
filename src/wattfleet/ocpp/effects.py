"""What a dialogue wants done, as values; and how a call of ours can end."""

import msgspec


class Transmit(msgspec.Struct, frozen=True, gc=False):
    """Send these bytes as one text message, in order."""

    frame: bytes


class Arrived(msgspec.Struct, frozen=True, gc=False):
    """The station's next message to work on. Answer it (`answer`, `refuse`) unless it was a SEND.

    `frame` is the whole text as it came, for the journal; `received_us` is when it came, which may be before
    now; `remark` says what had to be mended to read the frame (empty: nothing).
    """

    message_id: str
    action: str
    payload: msgspec.Raw
    frame: bytes
    received_us: int
    wants_answer: bool = True
    remark: str = ""


class Answered(msgspec.Struct, frozen=True, gc=False):
    """The station took the call; the payload is not yet checked."""

    payload: msgspec.Raw


class Refused(msgspec.Struct, frozen=True, gc=False):
    """The station answered CALLERROR."""

    code: str
    text: str


class TimedOut(msgspec.Struct, frozen=True, gc=False):
    """Sent, and no answer came in time."""


class Lost(msgspec.Struct, frozen=True, gc=False):
    """Sent, and the connection ended before an answer came."""


class Malformed(msgspec.Struct, frozen=True, gc=False):
    """An answer came that nobody can read."""

    frame: bytes


class NotSent(msgspec.Struct, frozen=True, gc=False):
    """Never sent: `queue_full`, `waited_too_long`, `repeated_id` or `closed`."""

    reason: str


Outcome = Answered | Refused | TimedOut | Lost | Malformed | NotSent


class Settled(msgspec.Struct, frozen=True, gc=False):
    """The end of one call of ours; there is exactly one for each `ask`."""

    call_id: str
    outcome: Outcome


class Noted(msgspec.Struct, frozen=True, gc=False):
    """Something odd that needs no deed, to be counted and, with its frame, kept.

    `kind` is one of: late_answer (`call_id` tells whose), unknown_answer, broken_frame, repeated_call,
    reused_id, answer_refused, overflow, odd_frame, salvaged_json, answer_to_nothing, unsupported_type.
    """

    kind: str
    detail: str = ""
    call_id: str = ""
    frame: bytes = b""


Effect = Transmit | Arrived | Settled | Noted
Effects = tuple[Effect, ...]
