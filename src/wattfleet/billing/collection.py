"""A collection: the debits of one file to the bank, and what becomes of each."""

from datetime import date
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.billing.bank.debit import Kind
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant


class CollectionState(Enum):
    """`cancelled` = its file must not go to the bank."""

    MADE = "made"
    CANCELLED = "cancelled"


class DebitState(Enum):
    """`waiting` for the bank's word; `returned` = it came back, and is open again."""

    WAITING = "waiting"
    BOOKED = "booked"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Collected(msgspec.Struct, frozen=True, kw_only=True):
    """One debit. Its id, without dashes, is the end-to-end id that comes back from the bank."""

    id: UUID
    collection_id: UUID
    invoice_id: UUID
    account_id: UUID
    mandate_id: UUID
    number: str
    mandate: str
    sequence: Kind
    money: Money
    state: DebitState = DebitState.WAITING
    reason: str = ""
    settled_on: date | None = None


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was made; `sha256` is its hash. Once it is redacted, the hash and its debits are left."""

    id: UUID
    state: CollectionState
    due_on: date
    made_at: Instant
    made_by: str
    debits: int
    total: Money
    sha256: str
    redacted_at: Instant | None = None
    version: int = 1
