"""Prices that follow a series, at the moment at which they hold."""

from msgspec.structs import replace

from wattfleet.tariffs.restrictions import Active, Priced
from wattfleet.tariffs.series import NO_PRICES, Prices


class Told:
    """What the series say during one session. The same price is the same object, so that it is one charge."""

    def __init__(self, prices: Prices, start_us: int) -> None:
        self._prices = prices
        self._start_us = start_us
        self._known: dict[tuple[int, int | None], Priced] = {}

    def active(self, found: Active, at_us: int) -> Active:
        """The prices of an era that begins at `at_us`."""
        if self is NOTHING_TOLD:
            return found
        return Active(
            found.flat,
            self._now(found.energy, at_us),
            self._now(found.time, at_us),
            self._now(found.parking, at_us),
        )

    def _now(self, priced: Priced | None, at_us: int) -> Priced | None:
        if priced is None or priced.component.index is None:
            return priced
        index = priced.component.index
        series = self._prices.get(index.series)
        value = None if series is None else series.at(self._start_us if index.fixed else at_us)
        key = (id(priced), value)
        if key not in self._known:
            self._known[key] = _with_value(priced, value)
        return self._known[key]


NOTHING_TOLD = Told(NO_PRICES, 0)


def _with_value(priced: Priced, value: int | None) -> Priced:
    component = priced.component
    assert component.index is not None, "only a price that follows a series has a value"
    if value is None:
        return replace(priced, missing=not component.fallback)
    return replace(
        priced, component=replace(component, price_micro=component.index.price(value)), value_micro=value
    )
