"""Sessions under two tariffs side by side: what each would earn, and who pays more or less.

Money is compared before VAT, and beside it with VAT, as drivers see it. Sums are kept per currency: what one
side sells in kronor and the other in euro is never subtracted.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant


class Cost(msgspec.Struct, frozen=True):
    """What a session costs on one side, in minor units; `by` names what priced it: kept, bulk or exact."""

    before_vat: int
    amount: int
    currency: Currency
    by: str


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """A session that has a price on both sides, in one currency."""

    session_id: UUID
    station: str
    started_at: Instant
    energy: Energy
    a: Cost
    b: Cost

    @property
    def difference(self) -> int:
        """What it costs more under b, before VAT."""
        return self.b.before_vat - self.a.before_vat


class Sum(msgspec.Struct, frozen=True, kw_only=True):
    """All pairs of one currency; `more`, `less` and `same` count sessions as b prices them."""

    currency: Currency
    sessions: int
    energy: Energy
    a_before_vat: int
    b_before_vat: int
    a_amount: int
    b_amount: int
    more: int
    less: int
    same: int


def sums(pairs: Iterable[Pair]) -> list[Sum]:
    """By currency."""
    found: dict[Currency, list[Pair]] = {}
    for one in pairs:
        found.setdefault(one.a.currency, []).append(one)
    return [_sum(currency, found[currency]) for currency in sorted(found, key=lambda one: one.code)]


def extremes(pairs: Sequence[Pair], most: int) -> tuple[list[Pair], list[Pair]]:
    """Those that cost most more under b, and those that cost most less; the largest difference first."""
    ordered = sorted(pairs, key=lambda one: (-one.difference, one.session_id))
    more = [one for one in ordered[:most] if one.difference > 0]
    less = [one for one in reversed(ordered) if one.difference < 0]
    return more, less[:most]


def _sum(currency: Currency, pairs: Sequence[Pair]) -> Sum:
    return Sum(
        currency=currency,
        sessions=len(pairs),
        energy=Energy(sum(one.energy.mwh for one in pairs)),
        a_before_vat=sum(one.a.before_vat for one in pairs),
        b_before_vat=sum(one.b.before_vat for one in pairs),
        a_amount=sum(one.a.amount for one in pairs),
        b_amount=sum(one.b.amount for one in pairs),
        more=sum(one.difference > 0 for one in pairs),
        less=sum(one.difference < 0 for one in pairs),
        same=sum(one.difference == 0 for one in pairs),
    )
