"""What a partner's record should cost by a tariff, and whether the partner asks the same."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from wattfleet.kernel.timeline import Zone
from wattfleet.ocpi.plain import Plain, number, text
from wattfleet.ocpi.received_cdr import ReceivedCdr, held, read_cdr
from wattfleet.ocpi.received_tariff import read_received_tariff
from wattfleet.tariffs.rating import Rating, rate
from wattfleet.tariffs.tariff import Tariff


class Told(msgspec.Struct, frozen=True):
    """What the partner says that it costs, before VAT and with it; None where it does not say."""

    before_vat: Decimal | None
    with_vat: Decimal | None


class PricedCdr(msgspec.Struct, frozen=True):
    """A record, its price by our reading of the tariff, and what the partner asks."""

    cdr: ReceivedCdr
    tariff: Tariff
    rating: Rating
    told: Told


def price_cdr(given: Plain, tariffs: Sequence[Plain], zone: Zone) -> PricedCdr:
    """Price a record by the tariff that is given beside it, else by the one that it carries.

    Its periods are priced as they begin: who prices must begin a new one where a price changes, and the
    rating says where that was not done.

    Raises: WattfleetError `cdr_held`, `ocpi_invalid`, or a refusal of the tariff.
    """
    cdr = read_cdr(given, zone)
    tariff = read_received_tariff(_tariff_of(cdr, tariffs))
    if cdr.currency and cdr.currency != tariff.currency.code:
        raise held(f"it is in {cdr.currency}, and its tariff in {tariff.currency.code}", "currency")
    begun = cdr.usage.start if cdr.usage.reserved is None else cdr.usage.reserved.span.start
    if not tariff.is_valid_at(begun):
        raise held("its tariff was not valid when it began", "start_date_time")
    return PricedCdr(cdr, tariff, rate(cdr.usage, tariff, cut=False), _told(given))


def _tariff_of(cdr: ReceivedCdr, given: Sequence[Plain]) -> Plain:
    """The one tariff that prices the whole record."""
    if len(given) == 1:
        return given[0]
    known = [*given, *cdr.tariffs]
    wanted = cdr.tariff_ids or tuple(text(one, "id") for one in known)
    if not known or not wanted:
        raise held("it names no tariff, and none is given", "tariffs")
    if len(set(wanted)) > 1:
        raise held(f"its periods name {len(set(wanted))} tariffs; give the one to price it by", "tariff_id")
    found = [one for one in known if text(one, "id") == wanted[0]]
    if not found:
        raise held(f"it names the tariff “{wanted[0]}”, which it does not carry", "tariff_id")
    return found[0]


def _told(given: Plain) -> Told:
    cost = given.get("total_cost")
    if isinstance(cost, dict):
        before = number(cost, "before_taxes" if "before_taxes" in cost else "excl_vat", "total_cost")
        after = number(cost, "incl_vat", "total_cost")
        taxes = cost.get("taxes")
        if after is None and before is not None and isinstance(taxes, list):
            parts = [number(one, "amount", "total_cost.taxes") for one in taxes if isinstance(one, dict)]
            after = before + sum((one for one in parts if one is not None), Decimal(0))
        return Told(before, after)
    return Told(number(given, "total_cost", ""), None)
