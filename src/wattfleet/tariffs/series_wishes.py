"""What a person asks of a series: to make one, and to tell its values."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import SECOND_US, Instant, Span
from wattfleet.tariffs.series import Point

MOST_POINTS = 40_000
"""In one request: a year of quarter-hours."""
MOST_LENGTH_S = 86_400


class SeriesWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new series. `currency` is given where its values are prices; then only tariffs in it may follow."""

    name: str
    currency: str | None = None
    note: str = ""


class PointWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A value from `start` on, for `length_s` seconds (3600 if absent)."""

    start: Annotated[datetime, Meta(tz=True)]
    value: Decimal
    length_s: int = 3600


class PointsWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Values to add. A value that differs from a known one is refused unless `replace` is true."""

    points: list[PointWish]
    replace: bool = False


class PriceSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A series as it is kept; its points stand apart."""

    id: UUID
    name: str
    currency: Currency | None
    note: str
    version: int = 1


def new_series(wish: SeriesWish, series_id: UUID) -> PriceSeries:
    """Raises: WattfleetError `series_name_missing`, `currency_invalid`."""
    name = wish.name.strip()
    if not name or len(name) > 100:
        raise invalid(
            "series_name_missing",
            "A series needs a name of at most 100 letters.",
            hint="Name it after what it tells, such as SE3 or DE-LU.",
            field="name",
        )
    currency = None if wish.currency is None else Currency.named(wish.currency)
    return PriceSeries(id=series_id, name=name, currency=currency, note=wish.note)


def read_points(wish: PointsWish) -> list[Point]:
    """Raises: WattfleetError `series_points_invalid`, with the point that is wrong."""
    if not 0 < len(wish.points) <= MOST_POINTS:
        raise _wrong(f"There are {len(wish.points)} values.", f"Send 1 to {MOST_POINTS} at a time.", "points")
    return [_point(one, f"points[{at}]") for at, one in enumerate(wish.points)]


def _point(one: PointWish, field: str) -> Point:
    value = one.value
    if not value.is_finite() or value.adjusted() > 9 or value.scaleb(6) != int(value.scaleb(6)):
        raise _wrong(f"“{value}” is no value.", "Write a number with at most 6 decimals.", f"{field}.value")
    if not 0 < one.length_s <= MOST_LENGTH_S:
        hint = "Write 900 for a quarter-hour, 3600 for an hour; at most a day."
        raise _wrong(f"A value cannot hold for {one.length_s} s.", hint, f"{field}.length_s")
    start = Instant.of(one.start)
    return Point(Span(start, start + one.length_s * SECOND_US), int(value.scaleb(6)))


def _wrong(message: str, hint: str, field: str) -> WattfleetError:
    return invalid("series_points_invalid", message, hint=hint, field=field)
