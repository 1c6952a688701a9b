"""Prices of a world, and what they make of a charge by a second, plain method: three products and a sum.

The oracle knows fee, energy and hours alone; it shares nothing with the tariff room but words.
"""

from fractions import Fraction
from random import Random
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.storage import tariffs
from wattfleet.storage.database import Writer
from wattfleet.tariffs.reading import read_tariff

STEP_S = 2
"""So many seconds and watt-hours a price may be off: steps are rounded at both ends of a charge."""


class Prices(msgspec.Struct, frozen=True, kw_only=True):
    """Per charge, per kWh and per hour (whatever the car does), before VAT, in units of the currency."""

    tariff_id: UUID
    fee: Fraction
    kwh: Fraction
    hour: Fraction

    def cost(self, mwh: int, seconds: int) -> Fraction:
        return self.fee + self.kwh * Fraction(mwh, 1_000_000) + self.hour * Fraction(seconds, 3600)

    @property
    def slack(self) -> Fraction:
        return self.kwh * Fraction(STEP_S, 1000) + self.hour * Fraction(STEP_S, 3600)


def furnish(writer: Writer, chance: Random, tariff_id: UUID, at: Instant) -> Prices | None:
    """Prices for the world, kept as its tariff; one world in four sells nothing."""
    if chance.random() < 0.25:
        return None
    told = Prices(
        tariff_id=tariff_id,
        fee=Fraction(chance.choice((0, 100)), 100),
        kwh=Fraction(chance.choice((125, 399, 499)), 100),
        hour=Fraction(chance.choice((0, 0, 60, 240)), 100),
    )
    parts = [{"type": "ENERGY", "price": _text(told.kwh), "step_size": 1, "vat": "25"}]
    if told.fee:
        parts.append({"type": "FLAT", "price": _text(told.fee), "step_size": 1, "vat": "25"})
    if told.hour:
        parts.append({"type": "TIME", "price": _text(told.hour), "step_size": 1, "vat": "25"})
        parts.append({"type": "PARKING_TIME", "price": _text(told.hour), "step_size": 1, "vat": "25"})
    words = {"name": "Day", "currency": "SEK", "elements": [{"price_components": parts}]}
    tariffs.add(writer, read_tariff(words, tariff_id=tariff_id))
    return told


def _text(value: Fraction) -> str:
    return f"{float(value):.2f}"
