"""Prices that others make: an index such as the day-ahead price, as steps in time.

A tariff names a series by its name; the values come in as an argument, so that a rating stays a function of
its inputs. A gap is a gap: what nobody told is never taken to be zero.
Source: reference/prices.md §4 (floors and caps only as parts of a contract), §6 (normal form).
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Instant, Span


class Point(msgspec.Struct, frozen=True):
    """A value that holds over a stretch of time, in millionths of the series' unit; it may be negative."""

    span: Span
    micro: int


class Series(msgspec.Struct, frozen=True, eq=False):
    """The points of one series in order of time, without overlap."""

    name: str
    points: tuple[Point, ...]

    def at(self, us: int) -> int | None:
        """The value at a moment (µs since 1970); None in a gap."""
        index = bisect_right(self.points, us, key=_start) - 1
        if index < 0:
            return None
        point = self.points[index]
        return point.micro if us < point.span.end.us else None

    def cuts(self, start: int, end: int) -> Iterator[int]:
        """The moments strictly between two at which the value may change."""
        at = max(0, bisect_right(self.points, start, key=_start) - 1)
        for point in self.points[at:]:
            if point.span.start.us >= end:
                return
            for edge in (point.span.start.us, point.span.end.us):
                if start < edge < end:
                    yield edge


def _start(point: Point) -> int:
    return point.span.start.us


Prices = Mapping[str, Series]
"""Series by name."""
NO_PRICES: Prices = {}


class PriceMissing(WattfleetError):
    """A price follows a series that has no value for a part of the session: it waits, and is never free."""

    def __init__(self, series: str, at: Instant) -> None:
        super().__init__(
            "price_missing",
            "unavailable",
            f"The series {series} has no value at {at}.",
            hint="Import the missing values, or give the price a fallback.",
        )
        self.series = series


def merged(points: Iterable[Point]) -> tuple[Point, ...]:
    """Points in order; of two that begin together the later given counts; each ends at the next."""
    ordered = sorted({one.span.start.us: one for one in points}.values(), key=_start)
    out = []
    for index, one in enumerate(ordered):
        end = one.span.end
        if index + 1 < len(ordered):
            end = min(end, ordered[index + 1].span.start)
        out.append(Point(Span(one.span.start, end), one.micro))
    return tuple(out)
