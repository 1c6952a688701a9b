"""What the electricity of a site costs whoever sells it: dated rates, kept apart from what it is sold for.

A rate holds from its day until the next one begins: so many per kWh, or a series with a factor and an adder.
The rates of a site become one tariff, so that a session is costed by the engine by which it is sold, cut at
midnight of the site and at each value of the series.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency, Money, parse_minor
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.shape import (
    ElementInput,
    IndexInput,
    PriceComponentInput,
    RestrictionsInput,
    TariffInput,
)
from wattfleet.tariffs.tariff import Tariff

COST_TARIFF = UUID(int=0)
"""No tariff of anybody: it sells nothing."""


class CostRateWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a kWh costs at a site from a local day on, before VAT: `price`, or an `index`.

    `monthly` is what the connection costs in a month beside that; no session bears it.
    """

    site_id: UUID
    valid_from: date
    price: Annotated[Decimal | None, Meta(description="Per kWh, in the site's currency.")] = None
    index: IndexInput | None = None
    monthly: Annotated[str, Meta(description="A month of the connection, as in 1250.00.")] = "0"
    note: Annotated[str, Meta(max_length=500)] = ""


class CostRate(msgspec.Struct, frozen=True, kw_only=True):
    """A rate as it stands."""

    id: UUID
    site_id: UUID
    valid_from: date
    price: Decimal | None
    index: IndexInput | None
    monthly: Money
    note: str = ""
    version: int = 1


def new_rate(wish: CostRateWish, rate_id: UUID, currency: Currency) -> CostRate:
    """Raises: WattfleetError `cost_rate_price`, `amount_invalid`, and of `read_tariff`."""
    if (wish.price is None) == (wish.index is None):
        raise invalid(
            "cost_rate_price",
            "A rate is a price, or an index.",
            hint="Give `price` in the site's currency per kWh, or `index` with the name of a series.",
            field="price",
        )
    rate = CostRate(
        id=rate_id,
        site_id=wish.site_id,
        valid_from=wish.valid_from,
        price=wish.price,
        index=wish.index,
        monthly=parse_minor(wish.monthly, currency, field="monthly"),
        note=wish.note.strip(),
    )
    cost_tariff([rate], currency)
    return rate


def cost_tariff(rates: Sequence[CostRate], currency: Currency) -> Tariff:
    """The rates of one site as a tariff: each until the next begins."""
    assert rates, "without a rate there is no cost"
    ordered = sorted(rates, key=lambda one: one.valid_from)
    ends = [one.valid_from.isoformat() for one in ordered[1:]]
    elements = [
        ElementInput(
            price_components=[PriceComponentInput(type="ENERGY", price=one.price, index=one.index)],
            restrictions=RestrictionsInput(start_date=one.valid_from.isoformat(), end_date=end),
        )
        for one, end in zip(ordered, [*ends, None], strict=True)
    ]
    return read_tariff(
        TariffInput(name="Cost", currency=currency.code, elements=elements), tariff_id=COST_TARIFF
    )
