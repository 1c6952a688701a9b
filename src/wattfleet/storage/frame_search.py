"""How frames are found: bounded work for a page, on both databases and in cold files.

Of one station they are walked by its index, in the order of their moments. Of all stations they are walked
by their number, which is the order of their commits, so that no index has to be written for it; a rare
action has one of its own, which the frames that come most never touch. Conditions that no index knows are
looked at row by row, at most LOOKED rows a page. On SQLite a page walks past at most WALKED numbers,
whosever frames they are: one of a small tenant among large ones may be empty, and have a next one. A span of
time is first turned into a span of numbers there by halving, and of one station only as many buckets of the
index are opened as a page needs (`buckets`); a clock of ours that jumped by more than SLACK hides rows from
such a span.
"""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    RowMapping,
    TextClause,
    and_,
    func,
    literal,
    or_,
    select,
    text,
)

from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, Instant
from wattfleet.storage import buckets
from wattfleet.storage.cold import ColdStore, Narrow
from wattfleet.storage.cold_files import ColdLine, overlapping
from wattfleet.storage.database import Reader
from wattfleet.storage.merging import Found, Key, Way
from wattfleet.storage.moving import ends, moment_at, number_at
from wattfleet.storage.recording import Direction
from wattfleet.storage.tables.journal import RARE, USUAL_ACTIONS, frames

if TYPE_CHECKING:
    import polars as pl

LOOKED = 20_000
"""Rows that one page looks at at most where a condition has no index."""

WALKED = 200_000
"""Numbers that one page walks past at most on SQLite, where other tenants' frames stand between one's own."""

SLACK_US = 2 * HOUR_US
FIRST_BUCKETS = 64
"""So many buckets of a station are opened first, a quarter of a million rows; then four times as many."""
ANSWER_WITHIN_US = 10 * MINUTE_US
"""A station answers a call within 30 s or not at all; this leaves room for a slow commit."""

FILTERS = {
    "station": "station",
    "session": "session",
    "direction": "direction",
    "kind": "kind",
    "action": "action",
    "message_id": "message_id",
    "failed": "failed",
    "error": "error",
    "text": "text",
    "from": "start",
    "to": "end",
}
_ANSWERS = ("result", "error")


class StoredFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A frame byte for byte, with our answer beside a station's call, and what was wrong with it."""

    id: int
    station_id: UUID
    epoch: int
    at: Instant
    direction: Direction
    kind: str
    message_id: str
    action: str
    raw: bytes
    answer: bytes
    error: str
    session_id: UUID | None


class Search(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for. `error` and `text` are parts, `text` of either frame of a row."""

    station: UUID | None = None
    session: UUID | None = None
    direction: Direction | None = None
    kind: str | None = None
    action: str | None = None
    message_id: str | None = None
    failed: bool | None = None
    error: str | None = None
    text: str | None = None
    start: Instant | None = None
    end: Instant | None = None
    descending: bool = True

    def signed(self, at: Instant, number: int) -> Key:
        """A row's place in the order, as numbers that grow."""
        sign = -1 if self.descending else 1
        return (sign * number,) if self.station is None else (sign * at.us, sign * number)

    def key(self, row: StoredFrame) -> Key:
        return self.signed(row.at, row.id)

    def takes(self, direction: Direction, kind: str) -> bool:
        """Whether one of a row's two frames is asked for."""
        return self.direction in (None, direction) and self.kind in (None, kind)

    @property
    def by_action(self) -> bool:
        """Whether an index knows its action: a rare one, of all stations."""
        return self.station is None and self.action is not None and self.action not in USUAL_ACTIONS

    def conditions(self, among: Any, reader: Reader) -> list[ColumnElement[bool]]:
        """What must be looked at row by row, over columns. A row is taken for either of its frames."""
        found: list[ColumnElement[bool]] = []
        for name in ("session", "action", "message_id"):
            value = getattr(self, name)
            if value is not None and not (name == "action" and self.by_action):
                found.append(among["session_id" if name == "session" else name] == value)
        answered = func.length(among.answer) > 0
        if self.direction is not None:
            own = among.direction == int(self.direction)
            found.append(or_(own, answered) if self.direction is Direction.OUT else own)
        if self.kind is not None:
            own = among.kind == self.kind
            found.append(or_(own, answered) if self.kind in _ANSWERS else own)
        if self.failed is not None:
            found.append(among.error != "" if self.failed else among.error == "")
        if self.error is not None:
            found.append(func.lower(among.error).contains(self.error.lower(), autoescape=True))
        if self.text is not None:
            part = literal(self.text.encode(), LargeBinary)
            found.append(or_(*(_finds(reader, one, part) for one in (among.raw, among.answer))))
        return found

    def cold_conditions(self) -> "list[pl.Expr]":
        """The same for a cold file."""
        import polars as pl

        found: list[pl.Expr] = []
        if self.station is not None:
            found.append(pl.col("station_id") == self.station.hex)
        if self.start is not None:
            found.append(pl.col("at") >= self.start.us)
        if self.end is not None:
            found.append(pl.col("at") < self.end.us)
        if self.session is not None:
            found.append(pl.col("session_id") == self.session.hex)
        for name in ("action", "message_id"):
            value = getattr(self, name)
            if value is not None:
                found.append(pl.col(name) == value)
        answered = pl.col("answer") != b""
        if self.direction is not None:
            own = pl.col("direction") == int(self.direction)
            found.append(own | answered if self.direction is Direction.OUT else own)
        if self.kind is not None:
            own = pl.col("kind") == self.kind
            found.append(own | answered if self.kind in _ANSWERS else own)
        if self.failed is not None:
            found.append((pl.col("error") != "") == self.failed)
        if self.error is not None:
            found.append(pl.col("error").str.to_lowercase().str.contains(self.error.lower(), literal=True))
        if self.text is not None:
            part = self.text.encode()
            found.append(pl.col("raw").bin.contains(part) | pl.col("answer").bin.contains(part))
        return found


def _finds(reader: Reader, column: Any, part: ColumnElement[bytes]) -> ColumnElement[bool]:
    """Whether bytes stand in a column, exactly as they are."""
    place = func.position(part.op("IN")(column)) if reader.on_postgres else func.instr(column, part)
    return place > 0


# ── in the database ───────────────────────────────────────────────────────────


def hot(reader: Reader, search: Search, after: Key | None, limit: int) -> Found[StoredFrame]:
    """Up to `limit` + 1 rows; `reached` where the page ended because it had looked at enough."""
    base = select(frames).where(*_within(reader, search))
    end: Key | None = None
    if not reader.on_postgres and search.station is None and not search.by_action:
        own, end = _stretch(reader, search, after)
        base = base.where(own)
    if search.station is not None and not reader.on_postgres:
        needed = LOOKED if search.conditions(frames.c, reader) else limit + 1
        base = base.where(_buckets(reader, search, after, needed))
    if after is not None:
        base = base.where(_behind(search, after))
    columns = ("id",) if search.station is None else ("at", "id")
    first = base.order_by(*_order(frames.c, columns, search))
    if not search.conditions(frames.c, reader):
        rows = [frame_of(row) for row in reader.connection.execute(first.limit(limit + 1)).mappings()]
        return Found(rows, None if len(rows) > limit else end)
    looked = first.limit(LOOKED).subquery()
    chosen = (
        select(looked)
        .where(*search.conditions(looked.c, reader))
        .order_by(*_order(looked.c, columns, search))
    )
    found = [frame_of(row) for row in reader.connection.execute(chosen.limit(limit + 1)).mappings()]
    if len(found) > limit:
        return Found(found)
    last = first.with_only_columns(frames.c.at, frames.c.id).offset(LOOKED - 1).limit(1)
    bottom = reader.connection.execute(last).first()
    return Found(found, end if bottom is None else search.signed(bottom.at, bottom.id))


def _stretch(reader: Reader, search: Search, after: Key | None) -> tuple[ColumnElement[bool], Key | None]:
    """On SQLite: the numbers that a page may walk past, and the last of them where more lie behind it."""
    first, last = ends(reader, "frames")
    if search.start is not None:
        first = max(first, number_at(reader, "frames", search.start + -SLACK_US))
    if search.end is not None:
        last = min(last, number_at(reader, "frames", search.end + SLACK_US))
    if after is not None and search.descending:
        last = min(last, -after[0] - 1)
    elif after is not None:
        first = max(first, after[0] + 1)
    low = max(first, last - WALKED + 1) if search.descending else first
    high = last if search.descending else min(last, first + WALKED - 1)
    more = low > first if search.descending else high < last
    end = -low if search.descending else high
    return frames.c.id.between(low, high), (end,) if more else None


def _order(among: Any, columns: tuple[str, ...], search: Search) -> list[ColumnElement[Any]]:
    return [among[one].desc() if search.descending else among[one].asc() for one in columns]


def _behind(search: Search, after: Key) -> ColumnElement[bool]:
    sign = -1 if search.descending else 1
    if search.station is None:
        number = sign * after[0]
        return frames.c.id < number if search.descending else frames.c.id > number
    moment, number = Instant(sign * after[0]), sign * after[1]
    if search.descending:
        return and_(frames.c.at <= moment, or_(frames.c.at < moment, frames.c.id < number))
    return and_(frames.c.at >= moment, or_(frames.c.at > moment, frames.c.id > number))


def _within(reader: Reader, search: Search) -> list[ColumnElement[bool] | TextClause]:
    """What narrows the walk itself: tenant, station and span."""
    spans = [frames.c.at >= search.start] if search.start is not None else []
    spans += [frames.c.at < search.end] if search.end is not None else []
    if search.station is not None:
        return [frames.c.tenant_id == reader.tenant, frames.c.station_id == search.station, *spans]
    if search.by_action:
        own = frames.c.tenant_id == reader.tenant, frames.c.action == search.action, text(RARE)
        walk: list[ColumnElement[bool] | TextClause] = [*own, *spans]
    else:  # written so that no index on the tenant tempts the planner into sorting everything
        walk = [frames.c.tenant_id + 0 == reader.tenant, *spans]
    if search.by_action and not reader.on_postgres:
        if search.start is not None:
            walk.append(frames.c.id >= number_at(reader, "frames", search.start + -SLACK_US))
        if search.end is not None:
            walk.append(frames.c.id <= number_at(reader, "frames", search.end + SLACK_US))
    return walk


def _buckets(reader: Reader, search: Search, after: Key | None, needed: int) -> ColumnElement[bool]:
    """On SQLite: as many buckets of a station's rows as surely hold the next `needed` ones."""
    start, end = search.start, search.end
    if after is not None:
        at = Instant(-after[0] if search.descending else after[0])
        start, end = (start, at) if search.descending else (at, end)
    first, last = ends(reader, "frames")
    if start is not None:
        first = max(first, number_at(reader, "frames", start + -SLACK_US))
    if end is not None:
        last = min(last, number_at(reader, "frames", end + SLACK_US))
    reach = FIRST_BUCKETS * buckets.ROWS
    while reach < last - first:
        low, high = (last - reach, last) if search.descending else (first, first + reach)
        if _count(reader, search, after, low, high, needed) >= needed:
            return _with_slack(reader, search, low, high)
        reach *= 4
    return buckets.between(frames, first, last)


def _count(reader: Reader, search: Search, after: Key | None, low: int, high: int, most: int) -> int:
    """How many rows of the walk stand between two numbers: told by the index alone."""
    there = buckets.between(frames, low, high)
    chosen = select(frames.c.id).where(*_within(reader, search), there)
    if after is not None:
        chosen = chosen.where(_behind(search, after))
    counted = select(func.count()).select_from(chosen.limit(most).subquery())
    return int(reader.connection.execute(counted).scalar_one())


def _with_slack(reader: Reader, search: Search, low: int, high: int) -> ColumnElement[bool]:
    """The numbers from `low` to `high`, and beyond the last of them as far as a clock may have jumped."""
    at = moment_at(reader, "frames", low if search.descending else high)
    if at is not None and search.descending:
        low = min(low, number_at(reader, "frames", at + -SLACK_US))
    elif at is not None:
        high = max(high, number_at(reader, "frames", at + SLACK_US))
    return buckets.between(frames, low, high)


def frame_of(row: RowMapping) -> StoredFrame:
    values = {name: row[name] for name in StoredFrame.__struct_fields__}
    return StoredFrame(**(values | {"direction": Direction(row["direction"])}))


# ── in cold files ─────────────────────────────────────────────────────────────


def way(reader: Reader, search: Search) -> Way[StoredFrame]:
    """How `merged` reads frames from cold files."""

    def span(file: ColdLine) -> tuple[Key, Key]:
        keys = search.signed(file.first_at, file.first_id), search.signed(file.last_at, file.last_id)
        return min(keys), max(keys)

    def read(file: ColdLine, after: Key | None, most: int) -> list[StoredFrame]:
        store = reader.cold
        assert store is not None, "where there are lines of the manifest there is a folder"
        return reader.aside(lambda: _top(store, file, search, after, most))

    return Way(key=search.key, id=lambda row: row.id, span=span, read=read)


def cold_one(reader: Reader, frame_id: int) -> StoredFrame | None:
    """A row by its number from whichever file has it."""
    import polars as pl

    store = reader.cold
    if store is None:
        return None
    for file in overlapping(reader, "frames", None, None):
        if file.first_id <= frame_id <= file.last_id:
            rows = reader.aside(
                partial(store.read, file.path, lambda rows: rows.filter(pl.col("id") == frame_id))
            )
            if rows:
                return _of_cold(rows[0])
    return None


def _top(store: ColdStore, file: ColdLine, search: Search, after: Key | None, most: int) -> list[StoredFrame]:
    """The first rows behind `after`: found by the small columns, then read whole."""
    import polars as pl

    narrow = _narrow(search, after)
    order = ["id"] if search.station is None else ["at", "id"]

    def keys(rows: pl.LazyFrame) -> pl.LazyFrame:
        few = narrow(rows).select("station_id", "at", "id")
        return few.sort(order, descending=search.descending).head(most)

    wanted = store.read(file.path, keys)
    if not wanted:
        return []
    stations = list({row["station_id"] for row in wanted})
    numbers = [row["id"] for row in wanted]

    def whole(rows: pl.LazyFrame) -> pl.LazyFrame:
        among = pl.col("station_id") == stations[0] if len(stations) == 1 else pl.lit(value=True)
        return rows.filter(among & pl.col("id").is_in(numbers))

    return [_of_cold(row) for row in store.read(file.path, whole)]


def _narrow(search: Search, after: Key | None) -> Narrow:
    import polars as pl

    conditions: list[pl.Expr] = search.cold_conditions()
    if after is not None:
        sign = -1 if search.descending else 1
        if search.station is None:
            number = sign * after[0]
            conditions.append(pl.col("id") < number if search.descending else pl.col("id") > number)
        else:
            at, number = sign * after[0], sign * after[1]
            beyond = pl.col("at") < at if search.descending else pl.col("at") > at
            later = pl.col("id") < number if search.descending else pl.col("id") > number
            conditions.append(beyond | ((pl.col("at") == at) & later))
    return lambda rows: rows.filter(*conditions) if conditions else rows


def _of_cold(row: dict[str, Any]) -> StoredFrame:
    session = row["session_id"]
    return StoredFrame(
        id=row["id"],
        station_id=UUID(hex=row["station_id"]),
        epoch=row["epoch"],
        at=Instant(row["at"]),
        direction=Direction(row["direction"]),
        kind=row["kind"],
        message_id=row["message_id"],
        action=row["action"],
        raw=row["raw"],
        answer=row["answer"],
        error=row["error"],
        session_id=None if session is None else UUID(hex=session),
    )
