"""Elements of a tariff that hide or cross each other, which nobody who writes a tariff means.

The first element with a price for a dimension counts. So one that comes after another which always holds
when it does is never asked: it is hidden. And where two differ in one range alone, such as their hours, and
these cross without one lying in the other, the order would decide in silence. A special element before a
wider one is neither.
"""

from collections.abc import Callable

import msgspec

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.tariffs.tariff import Restrictions, Tariff

DAY_S = 86_400
_ENDLESS = 1 << 62

Spans = tuple[tuple[int, int], ...]
"""Half-open, in order, apart from each other."""


class _Range(msgspec.Struct, frozen=True):
    """What one kind of restriction lets through; `fields` are what a person writes."""

    fields: str
    first: str
    spans: Callable[[Restrictions], Spans]


def check_elements(tariff: Tariff) -> None:
    """Raises: WattfleetError `tariff_element_hidden`, `tariff_windows_overlap`."""
    for later, element in enumerate(tariff.elements):
        for one in element.components:
            for earlier, other in enumerate(tariff.elements[:later]):
                if one.dimension not in {each.dimension for each in other.components}:
                    continue
                found = _compared(other.restrictions, element.restrictions)
                if found is not None:
                    raise _refused(found, one.dimension.value, earlier, later)


def _compared(first: Restrictions, then: Restrictions) -> _Range | str | None:
    """`hidden`, the one range in which they cross, or None: the order of the two makes sense."""
    if first.booking is not then.booking or (first.series is not None and first.series != then.series):
        return None
    pairs = [(kind, kind.spans(first), kind.spans(then)) for kind in _RANGES]
    if all(_within(inner, outer) for _, outer, inner in pairs):
        return "hidden"
    apart = [(kind, a, b) for kind, a, b in pairs if a != b]
    if len(apart) != 1 or first.series != then.series:
        return None
    kind, a, b = apart[0]
    return kind if _meet(a, b) and not _within(a, b) else None


def _refused(found: _Range | str, dimension: str, earlier: int, later: int) -> WattfleetError:
    if isinstance(found, str):
        return invalid(
            "tariff_element_hidden",
            f"elements[{later}] never prices {dimension}: elements[{earlier}] holds whenever it does.",
            hint="Put the special element before the general one, or take one of the two out.",
            field=f"elements[{later}].restrictions",
        )
    return invalid(
        "tariff_windows_overlap",
        f"elements[{earlier}] and elements[{later}] price {dimension}; their {found.fields} overlap.",
        hint="Let one begin where the other ends: the first would win in silence.",
        field=f"elements[{later}].restrictions.{found.first}",
    )


def _within(inner: Spans, outer: Spans) -> bool:
    return all(any(a <= start and end <= b for a, b in outer) for start, end in inner)


def _meet(one: Spans, other: Spans) -> bool:
    return any(start < b and a < end for start, end in one for a, b in other)


def _clock(asked: Restrictions) -> Spans:
    start, end = asked.from_s or 0, asked.to_s or DAY_S
    return ((start, end),) if start < end else ((0, end), (start, DAY_S))


def _weekdays(asked: Restrictions) -> Spans:
    return tuple((day, day + 1) for day in (asked.weekdays or range(7)))


def _dates(asked: Restrictions) -> Spans:
    start = 0 if asked.from_day is None else asked.from_day.toordinal()
    return ((start, _ENDLESS if asked.to_day is None else asked.to_day.toordinal()),)


def _between(least: str, below: str, lowest: int = 0) -> Callable[[Restrictions], Spans]:
    def spans(asked: Restrictions) -> Spans:
        start, end = getattr(asked, least), getattr(asked, below)
        return ((lowest if start is None else start, _ENDLESS if end is None else end),)

    return spans


_RANGES = (
    _Range("hours", "start_time", _clock),
    _Range("weekdays", "day_of_week", _weekdays),
    _Range("dates", "start_date", _dates),
    _Range("kWh", "min_kwh", _between("min_mwh", "max_mwh")),
    _Range("durations", "min_duration", _between("min_s", "max_s")),
    _Range("currents", "min_current", _between("min_ma", "max_ma")),
    _Range("powers", "min_power", _between("min_mw", "max_mw")),
    _Range("values of the series", "min_value", _between("min_micro", "max_micro", -_ENDLESS)),
)
