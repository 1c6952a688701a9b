"""Meter values that keep to their schema, put together alike for all versions (`v16.usual`, `v2x.usual`)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from wattfleet.events import Measurand, Reading, Value
from wattfleet.ocpp.heard import plain_moment

Sampled = TypeVar("Sampled")
Told_co = TypeVar("Told_co", covariant=True)
REMEMBERED_MOST = 8192


class MeterValue(Protocol[Told_co]):
    """What a version's own type of a meter value has."""

    @property
    def timestamp(self) -> str: ...
    @property
    def sampled_value(self) -> Sequence[Told_co]: ...


def plain_readings(
    meter_values: Iterable[MeterValue[Sampled]], value_of: Callable[[Sampled], Value | None]
) -> tuple[Reading, ...] | None:
    """All of them; None where one is odd, or there is none."""
    readings: list[Reading] = []
    for one in meter_values:
        values: list[Value] = []
        for sampled in one.sampled_value:
            value = value_of(sampled)
            if value is None:
                return None
            values.append(value)
        at = plain_moment(one.timestamp)
        if at is None or not values:
            return None
        readings.append(Reading(at, tuple(values)))
    return tuple(readings) or None


def remember(said_before: dict[Sampled, Value], sampled: Sampled, value: Value) -> None:
    """What stations say over and over: voltages, currents and shares of a battery take few values; a register
    goes on and on."""
    if value.measurand is Measurand.ENERGY_IMPORT:
        return
    if len(said_before) >= REMEMBERED_MOST:
        said_before.clear()
    said_before[sampled] = value
