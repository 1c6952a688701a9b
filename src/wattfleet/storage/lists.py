"""Lists that stay true while rows come and go: a page ends at a place in the order, not at a number of rows.

A cursor holds the sort value and the id of the last row that was seen; what is inserted before it shows in
no later page, and nothing is shown twice.
"""

import base64
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, Select, and_, or_

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader
from wattfleet.storage.types import Id, Moment, Truth

T = TypeVar("T")

MOST_ROWS = 1000

Plain = str | int | bool | None
Filter = Callable[[Any], ColumnElement[bool]]


class PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller wants to see. `sort` "" is the list's own order, as is `descending` None.

    A filter whose value is None is not there.
    """

    limit: int = 50
    cursor: str | None = None
    sort: str = ""
    descending: bool | None = None
    filters: Mapping[str, object] = {}


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Some rows, and the cursor of those that follow; None = there are no more."""

    items: list[T]
    next: str | None = None


class Place(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended, within one order of one list."""

    sort: str
    descending: bool
    value: Plain
    id: Plain


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """How a table is listed: its rows, what tells two rows of equal sort value apart, and what is allowed.

    No sort column is ever null.
    """

    select: Select[Any]
    tenant: ColumnElement[int]
    id: ColumnElement[Any]
    sorts: Mapping[str, ColumnElement[Any]]
    sort: str
    descending: bool = False
    filters: Mapping[str, Filter] = {}


def page(reader: Reader, listing: Listing, query: PageQuery, load: Callable[[RowMapping], T]) -> Page[T]:
    """One page.

    Raises: WattfleetError `limit_invalid`, `cursor_invalid`, `sort_unknown`, `filter_unknown`.
    """
    limit = checked_limit(query)
    sort, descending = checked_sort(query, set(listing.sorts), listing.sort, descending=listing.descending)
    column = listing.sorts[sort]
    select = listing.select.where(listing.tenant == reader.tenant)
    for name, value in wanted(query, set(listing.filters)).items():
        select = select.where(listing.filters[name](value))
    place = read_cursor(query, sort, descending=descending)
    if place is not None:
        select = select.where(_after(listing, column, place))
    order = (column.desc(), listing.id.desc()) if descending else (column.asc(), listing.id.asc())
    select = select.add_columns(column.label("_sort"), listing.id.label("_id")).order_by(*order)
    rows = reader.connection.execute(select.limit(limit + 1)).mappings().all()
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = write_cursor(Place(sort, descending, _plain(last["_sort"]), _plain(last["_id"])))
    return Page([load(row) for row in rows[:limit]], following)


def checked_limit(query: PageQuery) -> int:
    if not 1 <= query.limit <= MOST_ROWS:
        raise invalid(
            "limit_invalid",
            f"A page has 1 to {MOST_ROWS} rows, not {query.limit}.",
            hint="Ask for fewer and follow the cursor.",
            field="limit",
        )
    return query.limit


def checked_sort(query: PageQuery, allowed: set[str], own: str, *, descending: bool) -> tuple[str, bool]:
    sort = query.sort or own
    if sort not in allowed:
        raise sort_unknown(query.sort, allowed)
    usual = descending if sort == own else False
    return sort, usual if query.descending is None else query.descending


def sort_unknown(sort: str, allowed: Iterable[str]) -> WattfleetError:
    return invalid(
        "sort_unknown",
        f"This list is not sorted by “{sort}”.",
        hint=f"Sort by one of: {', '.join(sorted(allowed))}.",
        field="sort",
    )


def wanted(query: PageQuery, allowed: set[str]) -> dict[str, Any]:
    """The filters that are set."""
    for name in query.filters:
        if name not in allowed:
            raise invalid(
                "filter_unknown",
                f"This list has no filter “{name}”.",
                hint=f"Filter by: {', '.join(sorted(allowed)) or 'nothing'}.",
                field=name,
            )
    return {name: value for name, value in query.filters.items() if value is not None}


def write_cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def read_cursor(query: PageQuery, sort: str, *, descending: bool) -> Place | None:
    """Where the page before ended. Raises: WattfleetError `cursor_invalid`."""
    if query.cursor is None:
        return None
    try:
        padded = query.cursor + "=" * (-len(query.cursor) % 4)
        place = msgspec.json.decode(base64.b64decode(padded, altchars=b"-_", validate=True), type=Place)
    except ValueError as error:
        raise wrong_cursor() from error
    if (place.sort, place.descending) != (sort, descending):
        raise wrong_cursor()
    return place


def wrong_cursor() -> WattfleetError:
    """A cursor of another list, of another order, or of nobody."""
    return invalid(
        "cursor_invalid",
        "The cursor does not belong to this list in this order.",
        hint="Take `next` of the page before, and keep sort and filters as they were.",
        field="cursor",
    )


def _after(listing: Listing, column: ColumnElement[Any], place: Place) -> ColumnElement[bool]:
    value, key = _typed(column, place.value), _typed(listing.id, place.id)
    if place.descending:
        return or_(column < value, and_(column == value, listing.id < key))
    return or_(column > value, and_(column == value, listing.id > key))


def _plain(value: object) -> Plain:
    match value:
        case None | str() | int():
            return value
        case Instant(us=us):
            return us
        case UUID():
            return str(value)
        case _:
            raise AssertionError(f"a list is not sorted by {type(value).__name__}")


def _typed(column: ColumnElement[Any], value: Plain) -> object:
    try:
        match column.type:
            case Moment():
                return Instant(value) if isinstance(value, int) else _wrong()
            case Id():
                return UUID(value) if isinstance(value, str) else _wrong()
            case Truth():
                return bool(value)
            case _:
                return value
    except ValueError as error:
        raise wrong_cursor() from error


def _wrong() -> object:
    raise wrong_cursor()
