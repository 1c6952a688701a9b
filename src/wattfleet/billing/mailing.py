"""A mailing: one message to one address of a customer, from the queue to its end. Pure.

It is handed to the mail server at most once for each request. Before it is handed over it is claimed; a claim
whose end nobody saw (the process died, or the server fell silent after it had the message) fails with a
sentence that says so, and a person decides whether it goes again.
"""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import MINUTE_US, Instant

CLAIM_US = 10 * MINUTE_US
"""After so long a claim has no living owner: a try takes seconds."""
MOST_PROBLEM = 500


class MailingKind(Enum):
    """What it brings."""

    INVOICE = "invoice"  # an invoice or a credit note, with its document
    REMINDER = "reminder"
    COLLECTION = "collection"  # that a direct debit comes


class MailingState(Enum):
    """`sending` = handed over at this moment."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class Mailing(msgspec.Struct, frozen=True, kw_only=True):
    """One message. `next_at` is when it is tried; `file` and `sha256` what went with it.

    `asked_by` says who wanted it: a person, a key, or "" where it followed from issuing.
    """

    id: UUID
    kind: MailingKind
    account_id: UUID
    target: str
    language: str
    subject: str
    body: str
    made_at: Instant
    invoice_id: UUID | None = None
    about_id: UUID | None = None
    state: MailingState = MailingState.QUEUED
    tries: int = 0
    problem: str = ""
    file: str = ""
    sha256: str = ""
    asked_by: str = ""
    next_at: Instant | None = None
    claimed_at: Instant | None = None
    done_at: Instant | None = None


NO_MAIL = "Mail is not set up: `wattfleet mail set` says which server sends."
INTERRUPTED = (
    "It was handed over, and nobody saw the end: it may have arrived. Ask the customer, or send it again."
)


def sent(one: Mailing, now: Instant) -> Mailing:
    return msgspec.structs.replace(
        one,
        state=MailingState.SENT,
        tries=one.tries + 1,
        problem="",
        next_at=None,
        claimed_at=None,
        done_at=now,
    )


def failed(one: Mailing, problem: str, now: Instant, *, tried: bool = True) -> Mailing:
    """It is given up."""
    return msgspec.structs.replace(
        one,
        state=MailingState.FAILED,
        tries=one.tries + tried,
        problem=problem[:MOST_PROBLEM],
        next_at=None,
        claimed_at=None,
        done_at=now,
    )


def again_later(one: Mailing, problem: str, at: Instant) -> Mailing:
    """It goes back into the queue."""
    return msgspec.structs.replace(
        one,
        state=MailingState.QUEUED,
        tries=one.tries + 1,
        problem=problem[:MOST_PROBLEM],
        next_at=at,
        claimed_at=None,
    )


def anew(one: Mailing, now: Instant) -> Mailing:
    """What had failed is tried as if for the first time."""
    return msgspec.structs.replace(
        one, state=MailingState.QUEUED, tries=0, problem="", next_at=now, claimed_at=None, done_at=None
    )
