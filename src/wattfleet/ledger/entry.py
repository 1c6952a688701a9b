"""An entry: postings that add up to nothing, in each currency. There is no other way to make one.

A posting's money is positive on the debit side and negative on the credit side. An entry is never edited:
what was wrong is reversed by another. `key` says what it follows from, so that nothing is posted twice.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant


class Source(Enum):
    """What an entry follows from; `source_id` is its id."""

    RATING = "rating"
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REMINDER = "reminder"


class Posting(msgspec.Struct, frozen=True):
    """An amount on one ledger account; `session_id` where it is about one session."""

    account: str
    money: Money
    session_id: UUID | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """`booked_on` is the day of the books, `at` when it was written."""

    id: UUID
    key: str
    at: Instant
    booked_on: date
    source: Source
    source_id: UUID
    text: str
    postings: tuple[Posting, ...]


def entry(
    entry_id: UUID,
    key: str,
    postings: Iterable[Posting],
    *,
    at: Instant,
    booked_on: date,
    source: Source,
    source_id: UUID,
    text: str = "",
) -> Entry:
    """An entry of what is not nothing. Raises: AssertionError where it does not balance."""
    kept = tuple(one for one in postings if one.money.minor)
    assert is_balanced(kept), f"the entry {key} does not balance"
    return Entry(
        id=entry_id,
        key=key,
        at=at,
        booked_on=booked_on,
        source=source,
        source_id=source_id,
        text=text,
        postings=kept,
    )


def is_balanced(postings: Iterable[Posting]) -> bool:
    """Whether they add up to nothing in each currency."""
    sums: dict[Currency, int] = {}
    for one in postings:
        sums[one.money.currency] = sums.get(one.money.currency, 0) + one.money.minor
    return not any(sums.values())
