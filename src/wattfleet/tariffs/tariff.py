"""What a tariff is: prices, when they hold, and the limits of the whole. Whole numbers only, never changed.

A tariff is a list of elements. For each dimension the first element that has a price for it, and whose
restrictions all match, counts. Source: OCPI 2.2.1 mod_tariffs; docs/spec/rating.md.
"""

from collections.abc import Iterable
from datetime import date
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.money import Currency, Rounding
from wattfleet.kernel.timeline import Instant

VAT_UNITS = 10**6
"""A VAT rate of 100 %: rates are whole numbers of 0.0001 %, so 25 % is 250 000."""


class Dimension(Enum):
    """What a price is asked for. The value is OCPI's word.

    TIME is all time that is not idle, with the pauses that we or the station caused; PARKING_TIME is idle.
    """

    FLAT = "FLAT"
    ENERGY = "ENERGY"
    TIME = "TIME"
    PARKING_TIME = "PARKING_TIME"

    __hash__ = object.__hash__  # a member is one object; the hash of its name is slow


class Index(msgspec.Struct, frozen=True):
    """A price that follows a series: factor × its value + adder, held between floor and cap.

    `factor` is in millionths; `adder_micro`, `floor_micro` and `cap_micro` are micro-currency in the price's
    own unit. A price is never below zero. `fixed` keeps the price of the session's start to its end.
    Source: reference/requirements.md D2; payments.md P11 (NEVI: the price is fixed for the session).
    """

    series: str
    factor: int = 10**6
    adder_micro: int = 0
    floor_micro: int = 0
    cap_micro: int | None = None
    fixed: bool = False

    def price(self, value_micro: int) -> int:
        """The price in micro-currency, rounded half up."""
        found = (self.factor * value_micro + 500_000) // 10**6 + self.adder_micro
        if self.cap_micro is not None:
            found = min(found, self.cap_micro)
        return max(found, self.floor_micro)


class PriceComponent(msgspec.Struct, frozen=True):
    """One price: `price_micro` millionths of the currency per kWh, per hour, or once (FLAT).

    `step` is the smallest billed block, in Wh or seconds. `vat` None means that no VAT applies, or, in a
    tariff whose prices include it, that it is not known; that is not the same as 0. `free_s` counts from the
    first second of the session's idle (or charging) time: only what comes later is charged. With an `index`
    the price follows a series, and `price_micro`, if `fallback`, is what holds where that has no value.
    """

    dimension: Dimension
    price_micro: int
    step: int = 1
    vat: int | None = None
    free_s: int = 0
    index: Index | None = None
    fallback: bool = False


class Booking(Enum):
    """What of a reservation an element prices: one that was used, or one that expired unused."""

    USED = "RESERVATION"
    EXPIRED = "RESERVATION_EXPIRES"


class Restrictions(msgspec.Struct, frozen=True, omit_defaults=True, cache_hash=True):
    """When an element holds; all that is given must match. From is inclusive, to is exclusive.

    Clock, dates and weekdays (Monday is 0) are local to the site; `from_s` and `to_s` are seconds of the day,
    and `to_s` 0 is the end of the day. Energy (mWh) and duration (s) count from the session's start.
    Current (mA, sum of the phases) and power (mW) are the values of the moment. With a `series`, such as the
    demand of the grid, the element holds while its value (millionths) is within the limits. An element with
    `booking` prices the reservation and nothing of the session; its duration counts from the reservation's
    start.
    """

    from_s: int | None = None
    to_s: int | None = None
    from_day: date | None = None
    to_day: date | None = None
    weekdays: tuple[int, ...] = ()
    min_mwh: int | None = None
    max_mwh: int | None = None
    min_s: int | None = None
    max_s: int | None = None
    min_ma: int | None = None
    max_ma: int | None = None
    min_mw: int | None = None
    max_mw: int | None = None
    series: str | None = None
    min_micro: int | None = None
    max_micro: int | None = None
    booking: Booking | None = None


ALWAYS = Restrictions()


class Element(msgspec.Struct, frozen=True):
    """Prices that hold together under the same restrictions."""

    components: tuple[PriceComponent, ...]
    restrictions: Restrictions = ALWAYS


class PriceLimit(msgspec.Struct, frozen=True):
    """A least or highest price of the whole session, in micro-currency; at least one of the two is given."""

    before_vat_micro: int | None = None
    with_vat_micro: int | None = None


class Wording(msgspec.Struct, frozen=True):
    """What a person reads of a tariff in one language (BCP 47) instead of its prices, or beside them."""

    language: str
    text: str


class Tariff(msgspec.Struct, frozen=True, kw_only=True, cache_hash=True):
    """One version of a tariff. A change makes a new version; a session keeps the version of its start."""

    id: UUID
    version: int = 1
    name: str
    currency: Currency
    elements: tuple[Element, ...]
    tax_included: bool = False
    valid_from: Instant | None = None
    valid_until: Instant | None = None
    texts: tuple[Wording, ...] = ()
    link: str = ""
    min_price: PriceLimit | None = None
    max_price: PriceLimit | None = None
    rounding: Rounding = Rounding.HALF_UP

    def is_valid_at(self, moment: Instant) -> bool:
        since, until = self.valid_from, self.valid_until
        return (since is None or since <= moment) and (until is None or moment < until)


def version_at(versions: Iterable[Tariff], started_at: Instant) -> Tariff | None:
    """The version that prices a session begun at `started_at`: the one that became valid last before it.

    A version without `valid_from` holds for all earlier time too, and one with `valid_until` for no later
    time. Of two that became valid together the later version counts. None when none was valid then.
    """
    valid = [one for one in versions if one.is_valid_at(started_at)]
    return max(valid, key=_became_valid, default=None)


def _became_valid(tariff: Tariff) -> tuple[bool, int, int]:
    since = tariff.valid_from
    return (since is not None, since.us if since is not None else 0, tariff.version)
