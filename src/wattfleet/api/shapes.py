"""Shapes that many routes share: moments, ids, page queries, and how names in a path are read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit, expected_version, page_body
from wattfleet.api.route import Answer, Asked
from wattfleet.kernel.errors import missing
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.lists import Page, sort_unknown
from wattfleet.storage.lists import PageQuery as Wanted

When = Annotated[str, Meta(extra_json_schema={"format": "date-time", "examples": ["2026-11-20T12:00:00Z"]})]
Id = Annotated[str, Meta(extra_json_schema={"format": "uuid"})]
Decimals = Annotated[
    str, Meta(description="A decimal number as text.", extra_json_schema={"examples": ["4.90"]})
]
Moment = Annotated[datetime, Meta(tz=True)]

B = TypeVar("B")
Q = TypeVar("Q")
T = TypeVar("T")


class PageQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A page of a list that needs no filters. How it may be sorted, its own query says."""

    limit: Limit = 50
    cursor: Cursor | None = None


class SortedPage(Protocol):
    """A page in an order that was asked for."""

    @property
    def limit(self) -> int: ...

    @property
    def cursor(self) -> str | None: ...

    @property
    def sort(self) -> str: ...


P = TypeVar("P", bound=SortedPage)
Orders = Mapping[str, Callable[[T], Any]]
"""What a list that is read whole may be sorted by. A key that is None stands last, upwards as downwards."""


def when(moment: Instant | None) -> str | None:
    return None if moment is None else moment.rfc3339()


def instant(moment: datetime | None) -> Instant | None:
    return None if moment is None else Instant.of(moment)


def read_id(names: Mapping[str, str], code: str, noun: str, name: str = "id") -> UUID:
    """An id of a path. What is no id names nothing: Raises: WattfleetError `code` (missing)."""
    try:
        return UUID(names[name])
    except ValueError:
        raise missing(code, f"There is no {noun} “{names[name][:60]}”.") from None


def seen_version(asked: Asked[B, Q]) -> int | None:
    """What If-Match says that the caller has seen."""
    return expected_version(asked.headers.get("if-match"))


def wanted(
    door: Door,
    asked: Asked[B, Q],
    *,
    limit: int,
    cursor: str | None,
    sort: str = "",
    filters: Mapping[str, object] | None = None,
) -> Wanted:
    """Which page of which order, for a list of `storage`; `-` before a sort means downwards.

    Raises: WattfleetError `cursor_invalid`.
    """
    return Wanted(
        limit=limit,
        cursor=None if cursor is None else door.cursors.read(cursor, scope_of(asked)),
        sort=sort.removeprefix("-"),
        descending=sort.startswith("-") if sort else None,
        filters=filters or {},
    )


def list_answer(door: Door, asked: Asked[B, Q], found: Page[T], view: Callable[[T], object]) -> Answer:
    """`{"items":[…],"next":…}`."""
    return encoded_answer(door, asked, [msgspec.json.encode(view(one)) for one in found.items], found.next)


def short_answer(
    door: Door, asked: Asked[B, P], items: Sequence[T], view: Callable[[T], object], orders: Orders[T]
) -> Answer:
    """A page of a list that is short enough to be read whole; its place is a number of rows.

    Without a sort it stands as `items` do.

    Raises: WattfleetError `cursor_invalid`, `sort_unknown`.
    """
    query = asked.query
    if query.sort:
        items = in_order(items, orders, query.sort)
    start = 0 if query.cursor is None else int(door.cursors.read(query.cursor, scope_of(asked)))
    end = start + query.limit
    place = str(end) if end < len(items) else None
    return encoded_answer(door, asked, [msgspec.json.encode(view(one)) for one in items[start:end]], place)


def in_order(items: Sequence[T], orders: Orders[T], sort: str) -> list[T]:
    """`sort` is a name of `orders`, - in front for downwards. Raises: WattfleetError `sort_unknown`."""
    name = sort.removeprefix("-")
    key = orders.get(name)
    if key is None:
        raise sort_unknown(name, orders)
    known = sorted((one for one in items if key(one) is not None), key=key, reverse=sort.startswith("-"))
    return [*known, *(one for one in items if key(one) is None)]


def encoded_answer(door: Door, asked: Asked[B, Q], items: Sequence[bytes], place: str | None) -> Answer:
    """The same from items that are JSON already; `place` is the store's own cursor."""
    following = None if place is None else door.cursors.write(place, scope_of(asked))
    return Answer(body=page_body(items, following))


def scope_of(asked: Asked[B, Q]) -> str:
    """What a cursor belongs to: tenant, list, filters and sort, but not the page itself."""
    filters = msgspec.to_builtins(asked.query)
    assert isinstance(filters, dict), "a query is a Struct"
    kept = {name: value for name, value in filters.items() if name not in {"limit", "cursor"}}
    return msgspec.json.encode([asked.caller.tenant, asked.url, kept], order="sorted").decode()
