"""A contract: what an account pays beside its sessions, from one local day to another."""

from datetime import date
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.money import Currency


class FeeKind(Enum):
    """What a fee is counted by."""

    MONTHLY = "monthly"  # quantity × price a month
    CONNECTOR = "connector"  # the same, where quantity is a number of connectors
    SESSION = "session"  # for each session that an invoice bills
    KWH = "kwh"  # for each kWh that an invoice bills
    ONCE = "once"  # a service on one day
    MINIMUM = "minimum"  # what the charging of a month comes to at least, before VAT
    DISCOUNT = "discount"  # a share of the charging that an invoice bills


PER_MONTH = frozenset({FeeKind.MONTHLY, FeeKind.CONNECTOR, FeeKind.MINIMUM})
PER_USE = frozenset({FeeKind.SESSION, FeeKind.KWH, FeeKind.DISCOUNT})


class Fee(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One fee. `price_micro` is in millionths of the contract's currency, a discount's share in 0.0001 %.

    `code` tells it apart in its contract and never changes. `on` is the day of a service that comes once.
    """

    code: str
    kind: FeeKind
    text: str
    price_micro: int
    quantity: int = 1
    on: date | None = None


class Contract(msgspec.Struct, frozen=True, kw_only=True):
    """Holds from `valid_from` up to, not including, `valid_until`, local days of the seller."""

    id: UUID
    account_id: UUID
    name: str
    currency: Currency
    valid_from: date
    fees: tuple[Fee, ...]
    valid_until: date | None = None
    note: str = ""
    version: int = 1

    def days_within(self, first: date, last: date) -> int:
        """How many days of `first` … `last` (both included) it holds."""
        start = max(self.valid_from, first)
        end = (
            last
            if self.valid_until is None
            else min(last, date.fromordinal(self.valid_until.toordinal() - 1))
        )
        return max(0, (end - start).days + 1)

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day < self.valid_until)
