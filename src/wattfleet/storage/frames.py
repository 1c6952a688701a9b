"""Frames as they travelled, in both directions: the evidence behind everything else.

A row holds a frame; a station's call has our answer in the same row. `page` gives rows, each call beside its
answer; `both_ways` gives every frame by itself. Where a row stands, in the database or in a cold file, makes
no difference. How they are searched: frame_search.py.
"""

from collections.abc import Sequence

import msgspec
from sqlalchemy import select

from wattfleet.kernel.timeline import Instant
from wattfleet.storage import frame_search
from wattfleet.storage.cold_files import overlapping
from wattfleet.storage.database import Reader
from wattfleet.storage.frame_search import Search, StoredFrame, frame_of
from wattfleet.storage.lists import (
    Page,
    PageQuery,
    Place,
    Plain,
    checked_limit,
    checked_sort,
    read_cursor,
    wanted,
    write_cursor,
    wrong_cursor,
)
from wattfleet.storage.merging import Found, Key, merged
from wattfleet.storage.recording import Direction
from wattfleet.storage.tables.journal import frames

__all__ = ["OneFrame", "StoredFrame", "both_ways", "calls_of", "get", "page"]

_SORT = "at"


class OneFrame(msgspec.Struct, frozen=True, kw_only=True):
    """One frame, one way. `row` is where it stands: an answer of ours stands in the row of its call."""

    row: StoredFrame
    direction: Direction
    kind: str
    raw: bytes

    @property
    def is_answer_of_ours(self) -> bool:
        return self.direction is Direction.OUT and self.row.direction is Direction.IN


def page(reader: Reader, query: PageQuery) -> Page[StoredFrame]:
    """Rows, newest first where nothing else is said; of one station by their moment, of all by their number.

    Filters: station, session, direction, kind, action, message_id, failed, error, text, from ≤ at < to. A
    page looks at a bounded number of rows: it may hold fewer than were asked for, and still have a next one.
    Raises: WattfleetError of `storage.lists`.
    """
    limit = checked_limit(query)
    search, descending, after, _ = _read(query)
    rows, reached = _rows(reader, search, after, limit)
    return Page(rows, None if reached is None else _cursor(reached, descending, 0))


def both_ways(reader: Reader, query: PageQuery) -> Page[OneFrame]:
    """Every frame by itself, with the filters of `page`; newest first an answer stands before its call."""
    limit = checked_limit(query)
    search, descending, after, shown = _read(query)
    if shown:
        assert after is not None, "a cursor within a row names the row"
        after = (*after[:-1], after[-1] - 1)  # the row itself once more
    rows, reached = _rows(reader, search, after, limit)
    found: list[OneFrame] = []
    for number, row in enumerate(rows):
        ways = [one for one in _ways(row, newest_first=descending) if search.takes(one.direction, one.kind)]
        left = ways[shown:] if number == 0 else ways
        room = limit - len(found)
        found += left[:room]
        if len(left) > room:
            if room == 0:
                return Page(found, _cursor(search.key(rows[number - 1]), descending, 0))
            return Page(found, _cursor(search.key(row), descending, room + (shown if number == 0 else 0)))
    return Page(found, None if reached is None else _cursor(reached, descending, 0))


def get(reader: Reader, frame_id: int) -> StoredFrame | None:
    """A row by its number, wherever it stands."""
    statement = select(frames).where(frames.c.tenant_id == reader.tenant, frames.c.id == frame_id)
    row = reader.connection.execute(statement).mappings().first()
    return frame_of(row) if row is not None else frame_search.cold_one(reader, frame_id)


def calls_of(reader: Reader, rows: Sequence[StoredFrame]) -> dict[int, StoredFrame]:
    """For calls of ours among these rows: the row of the station's answer, by the number of the call's."""
    ours = [row for row in rows if row.direction is Direction.OUT and row.kind == "call"]
    found: dict[int, StoredFrame] = {}
    for call in ours:
        search = Search(
            station=call.station_id,
            message_id=call.message_id,
            direction=Direction.IN,
            start=call.at,
            end=call.at + frame_search.ANSWER_WITHIN_US,
            descending=False,
        )
        answers = [one for one in _rows(reader, search, None, 20)[0] if one.epoch == call.epoch]
        answers = [one for one in answers if one.kind in {"result", "error"}]
        if answers:
            found[call.id] = answers[0]
    return found


def _rows(
    reader: Reader, search: Search, after: Key | None, limit: int
) -> tuple[list[StoredFrame], Key | None]:
    hot = frame_search.hot(reader, search, after, limit)
    files = [] if reader.cold is None else overlapping(reader, "frames", *_left_to(search, hot, limit))
    if not files:
        more = len(hot.rows) > limit
        rows = hot.rows[:limit]
        return rows, search.key(rows[-1]) if more else hot.reached
    found = merged(hot, files, frame_search.way(reader, search), after, limit)
    return found.rows, found.reached


def _left_to(search: Search, hot: Found[StoredFrame], limit: int) -> tuple[Instant | None, Instant | None]:
    """The span in which cold rows may belong to a page: of a station not what lies behind a full one."""
    if search.station is None or len(hot.rows) <= limit:
        return search.start, search.end
    last = hot.rows[-1].at
    if search.descending:
        return (last if search.start is None else max(last, search.start)), search.end
    return search.start, (last + 1 if search.end is None else min(last + 1, search.end))


def _ways(row: StoredFrame, *, newest_first: bool) -> list[OneFrame]:
    """The frame and, where it is a call that we answered, the answer."""
    ways = [OneFrame(row=row, direction=row.direction, kind=row.kind, raw=row.raw)] if row.raw else []
    if not row.raw and not row.answer:
        ways = [OneFrame(row=row, direction=row.direction, kind=row.kind, raw=b"")]
    if row.answer:
        kind = "error" if row.answer.lstrip()[:2] == b"[4" else "result"
        ways.append(OneFrame(row=row, direction=Direction.OUT, kind=kind, raw=row.answer))
    return ways[::-1] if newest_first else ways


# ── queries and cursors ───────────────────────────────────────────────────────


def _read(query: PageQuery) -> tuple[Search, bool, Key | None, int]:
    """The search, its direction, the key after which it goes on, and how much of the next row was shown."""
    sort, descending = checked_sort(query, {_SORT}, _SORT, descending=True)
    filters = wanted(query, set(frame_search.FILTERS))
    search = Search(
        descending=descending, **{frame_search.FILTERS[name]: value for name, value in filters.items()}
    )
    place = read_cursor(query, sort, descending=descending)
    if place is None:
        return search, descending, None, 0
    try:
        number, shown = str(place.id).split(":")
        key = search.signed(Instant(int(place.value or 0)), int(number))
        return search, descending, key, int(shown)
    except ValueError as error:
        raise wrong_cursor() from error


def _cursor(key: Key, descending: bool, shown: int) -> str:
    sign = -1 if descending else 1
    moment: Plain = sign * key[0] if len(key) > 1 else 0
    return write_cursor(Place(_SORT, descending, moment, f"{sign * key[-1]}:{shown}"))
