"""Reads the part of a price that follows a series."""

from decimal import Decimal

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.tariffs.shape import IndexInput
from wattfleet.tariffs.tariff import Dimension, Index


def read_index(given: IndexInput, dimension: Dimension, field: str) -> Index:
    """Raises: WattfleetError `tariff_index_invalid`."""
    if not given.series.strip():
        hint = "Name one of GET /api/v1/series."
        raise _wrong("The price follows a series without a name.", hint, f"{field}.series")
    if dimension is Dimension.FLAT:
        raise _wrong(
            "A start fee cannot follow a series.", "Use it with ENERGY, TIME or PARKING_TIME.", field
        )
    index = Index(
        series=given.series.strip(),
        factor=signed_micro(given.factor, f"{field}.factor"),
        adder_micro=signed_micro(given.adder, f"{field}.adder"),
        floor_micro=signed_micro(given.floor, f"{field}.floor"),
        cap_micro=None if given.cap is None else signed_micro(given.cap, f"{field}.cap"),
        fixed=given.fixed,
    )
    if index.floor_micro < 0:
        raise _wrong("A price is never below zero.", "Write a floor of 0 or more.", f"{field}.floor")
    if index.cap_micro is not None and index.cap_micro < index.floor_micro:
        raise _wrong(
            "The cap is below the floor.", "Write a cap that is not below the floor.", f"{field}.cap"
        )
    return index


def signed_micro(value: Decimal, field: str) -> int:
    """A decimal, also a negative one, in millionths. Raises: WattfleetError `tariff_index_invalid`."""
    if not value.is_finite() or value.adjusted() > 9 or value.scaleb(6) != int(value.scaleb(6)):
        raise _wrong(
            f"“{value}” is not a number with at most 6 decimals.", "Write digits with a point.", field
        )
    return int(value.scaleb(6))


def _wrong(message: str, hint: str, field: str) -> WattfleetError:
    return invalid("tariff_index_invalid", message, hint=hint, field=field)
