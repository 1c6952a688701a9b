"""Shapes and deeds that the routes of billing share."""

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.kernel.money import Currency, Money

READ, WRITE = Deed(Area.BILLING), Deed(Area.BILLING, write=True)

Day = Annotated[str, Meta(extra_json_schema={"format": "date", "examples": ["2026-11-30"]})]
MonthText = Annotated[str, Meta(description="A local month of the seller.", examples=["2026-11"])]
Nets = Annotated[dict[str, str], Meta(description="By currency, before VAT.")]


def nets(minor: Mapping[str, int]) -> dict[str, str]:
    """Minor units by currency as decimal texts."""
    return {code: str(Money(one, Currency(code))) for code, one in sorted(minor.items())}
