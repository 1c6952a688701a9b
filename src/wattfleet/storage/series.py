"""Series and their points: kept, listed, and read as the prices of a session."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, Select, select

from wattfleet.kernel.errors import WattfleetError, conflict, missing
from wattfleet.kernel.timeline import DAY_US, Instant, Span
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.series import series, series_points
from wattfleet.storage.writing import loaded, values_of
from wattfleet.tariffs.restrictions import followed
from wattfleet.tariffs.series import Point, Prices, Series
from wattfleet.tariffs.series_wishes import PriceSeries
from wattfleet.tariffs.tariff import Tariff

_TAKEN = conflict("series_exists", "There is a series of this name already.", field="name")
_LISTING = Listing(
    select=select(series),
    tenant=series.c.tenant_id,
    id=series.c.id,
    sorts={"name": series.c.name, "id": series.c.id},
    sort="name",
    filters={"search": lambda value: holds(series.c.name, value)},
)
_POINTS = Listing(
    select=select(series_points),
    tenant=series_points.c.tenant_id,
    id=series_points.c.starts_at,
    sorts={"start": series_points.c.starts_at},
    sort="start",
    filters={
        "series": lambda value: series_points.c.series_id == value,
        "from": lambda value: series_points.c.ends_at > value,
        "to": lambda value: series_points.c.starts_at < value,
    },
)
MOST_POINTS = 40_000


def add(writer: Writer, one: PriceSeries) -> None:
    """Raises: WattfleetError `series_exists`."""
    writing.insert(writer, series, values_of(one), taken=_TAKEN)


def named(reader: Reader, name: str) -> PriceSeries | None:
    statement = select(series).where(series.c.tenant_id == reader.tenant, series.c.name == name)
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else loaded(PriceSeries, row)


def demand(reader: Reader, name: str) -> PriceSeries:
    """Raises: WattfleetError `series_unknown`."""
    found = named(reader, name)
    if found is None:
        hint = "GET /api/v1/series lists all."
        raise missing("series_unknown", f"There is no series “{name[:100]}”.", hint=hint)
    return found


def page(reader: Reader, query: PageQuery) -> Page[PriceSeries]:
    return list_page(reader, _LISTING, query, _series)


def remove(writer: Writer, series_id: UUID) -> bool:
    """With all its points. False where there is none."""
    return writing.remove(writer, series, series_id, used=_TAKEN)


def points(reader: Reader, series_id: UUID, span: Span, limit: int = MOST_POINTS) -> list[Point]:
    """The points that touch `span`, in order of time; none is longer than a day."""
    statement = (
        _of(reader, series_id)
        .where(
            series_points.c.starts_at >= Instant(span.start.us - DAY_US),
            series_points.c.starts_at < span.end,
            series_points.c.ends_at > span.start,
        )
        .order_by(series_points.c.starts_at)
        .limit(limit)
    )
    rows = reader.connection.execute(statement).mappings()
    return [_point(row) for row in rows]


def point_page(reader: Reader, query: PageQuery) -> Page[Point]:
    """The points of the series that is named by its id (`series`), in order of time."""
    assert query.filters.get("series"), "whose points must be said"
    return list_page(reader, _POINTS, query, _point)


def put(writer: Writer, series_id: UUID, given: Iterable[Point], *, replace: bool) -> list[Point]:
    """Add points, in order of time and without overlap; returns those that were new or changed.

    Raises: WattfleetError `series_value_differs` where a known value would change, unless `replace`.
    """
    wanted = sorted(given, key=lambda one: one.span.start)
    known = {one.span.start: one for one in points(writer, series_id, _whole(wanted))}
    changed = [one for one in wanted if known.get(one.span.start) != one]
    if not replace:
        for one in changed:
            if one.span.start in known:
                raise _differs(one, known[one.span.start])
    for one in changed:
        values = {
            "series_id": series_id,
            "starts_at": one.span.start,
            "ends_at": one.span.end,
            "micro": one.micro,
        }
        writing.put(writer, series_points, ("series_id", "starts_at"), values)
    return changed


def prices_of(reader: Reader, tariff: Tariff, span: Span) -> Prices:
    """The series that a tariff follows, over a session's time."""
    out = {}
    for name in followed(tariff):
        known = named(reader, name)
        if known is not None:
            out[name] = Series(name, tuple(_joined(points(reader, known.id, span))))
    return out


def _joined(found: Sequence[Point]) -> Iterable[Point]:
    """A point ends where the next one begins."""
    for index, one in enumerate(found):
        following = found[index + 1].span.start if index + 1 < len(found) else one.span.end
        end = min(one.span.end, following)
        yield one if end == one.span.end else msgspec.structs.replace(one, span=Span(one.span.start, end))


def _whole(wanted: Sequence[Point]) -> Span:
    return Span(wanted[0].span.start, max(one.span.end for one in wanted))


def _differs(one: Point, known: Point) -> WattfleetError:
    return conflict(
        "series_value_differs",
        f"The value from {one.span.start} on is known already, and it is another one "
        f"({known.micro / 10**6:g}, not {one.micro / 10**6:g}).",
        hint="Send replace: true to correct it; sessions that were priced by it are then priced again.",
        field="points",
    )


def _of(reader: Reader, series_id: UUID) -> Select[tuple[object, ...]]:
    return select(series_points).where(
        series_points.c.tenant_id == reader.tenant, series_points.c.series_id == series_id
    )


def _point(row: RowMapping) -> Point:
    return Point(Span(row["starts_at"], row["ends_at"]), row["micro"])


def _series(row: RowMapping) -> PriceSeries:
    return loaded(PriceSeries, row)
