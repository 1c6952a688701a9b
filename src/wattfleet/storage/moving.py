"""Old rows of the journal on their way out of the database: what is oldest, its rows, and how they go.

Rows go by their numbers, in small steps, and only such as stand in a checked file, or as retention removes.
On SQLite the last row of a table stays until another follows: SQLite would give its number away again.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, func, select, update

from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant
from wattfleet.storage.cold import KINDS
from wattfleet.storage.cold_files import day_of, day_start
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.journal import events, frames, readings
from wattfleet.storage.tables.sessions import sessions

TABLES: dict[str, tuple[Table, ColumnElement[Any]]] = {
    "frames": (frames, frames.c.at),
    "readings": (readings, readings.c.received_at),
    "events": (events, events.c.received_at),
}
"""What can go, each with its moment of receipt."""

_MARKED_AT_ONCE = 400


class Row(msgspec.Struct, frozen=True):
    """A row as it goes into a file, with what the manifest wants to know of it."""

    id: int
    at: Instant
    session: UUID | None
    values: tuple[Any, ...]


def oldest_day(reader: Reader, kind: str, before: Instant) -> str | None:
    """The day of the first row that was received before that moment; None where there is none."""
    table, moment = TABLES[kind]
    if reader.on_postgres:  # days have tables of their own, and those of old days are gone or being emptied
        own = (table.c.tenant_id == reader.tenant, moment < before)
        found = reader.connection.execute(select(func.min(moment)).where(*own)).scalar()
        return None if found is None else day_of(found)
    end = number_at(reader, kind, before)
    walk = select(moment).where(_walk(reader, table, end), moment < before)
    first = reader.connection.execute(walk.order_by(table.c.id).limit(1)).scalar()
    return None if first is None else day_of(first)


def day_rows(reader: Reader, kind: str, day: str, after: int, limit: int) -> list[Row]:
    """Rows of a day with numbers above `after`, in their order."""
    table, moment = TABLES[kind]
    start = day_start(day)
    end = None if reader.on_postgres else number_at(reader, kind, start + DAY_US + HOUR_US) + 1
    own = [_walk(reader, table, end), moment >= start, moment < start + DAY_US, table.c.id > after]
    statement = select(table, moment.label("_moment")).where(*own).order_by(table.c.id).limit(limit)
    names = [name for name, _ in KINDS[kind]]
    return [
        Row(row["id"], row["_moment"], row["session_id"], tuple(_plain(row[name]) for name in names))
        for row in reader.connection.execute(statement).mappings()
    ]


def ends(reader: Reader, kind: str) -> tuple[int, int]:
    """The first number and the last, 0 where there is none: each asked by itself, as SQLite finds either at
    once by the key, but both together by reading everything."""
    walk = _WALKS[kind]
    first, last = walk.first.first(reader), walk.last.first(reader)
    return (0 if first is None else first["id"], 0 if last is None else last["id"])


def number_at(reader: Reader, kind: str, moment: Instant) -> int:
    """The number of the first row received at that moment or later, by halving: numbers follow receipt."""
    walk = _WALKS[kind]
    first, last = walk.first.first(reader), walk.last.first(reader)
    if first is None or last is None:
        return 0
    if last["moment"] < moment:
        return int(last["id"]) + 1
    low, high = first["id"], last["id"]
    while low < high:
        middle = (low + high) // 2
        row = walk.at_or_after.first(reader, number=middle)
        if row is None or row["moment"] >= moment:
            high = middle
        else:
            low = row["id"] + 1
    return int(low)


def moment_at(reader: Reader, kind: str, number: int) -> Instant | None:
    """When the first row with that number or a higher one was received."""
    row = _WALKS[kind].at_or_after.first(reader, number=number)
    return None if row is None else row["moment"]


class _Walk:
    """Along the numbers of a kind, prepared."""

    def __init__(self, table: Table, received: ColumnElement[Any]) -> None:
        rows = select(table.c.id, received.label("moment"))
        self.first = Prepared(rows.order_by(table.c.id).limit(1))
        self.last = Prepared(rows.order_by(table.c.id.desc()).limit(1))
        self.at_or_after = Prepared(
            rows.where(table.c.id >= bindparam("number")).order_by(table.c.id).limit(1)
        )


_WALKS = {kind: _Walk(table, received) for kind, (table, received) in TABLES.items()}


def delete_rows(writer: Writer, kind: str, numbers: Sequence[int], day: str) -> int:
    """Delete these rows; the day says where PostgreSQL must look."""
    table, moment = TABLES[kind]
    start = day_start(day)
    span = [moment >= start, moment < start + DAY_US] if writer.on_postgres else []
    statement = delete(table).where(table.c.tenant_id == writer.tenant, table.c.id.in_(numbers), *span)
    return writer.connection.execute(statement).rowcount


def remove_old(writer: Writer, kind: str, before: Instant, most: int, *, of_sessions: bool | None) -> int:
    """Delete at most so many rows that were received before that moment; how many there were.

    `of_sessions`: only rows that belong to a session, only such as belong to none, or (None) all.
    """
    table, moment = TABLES[kind]
    has_days = writer.on_postgres and kind != "events"
    walk = [_walk(writer, table, None if has_days else number_at(writer, kind, before)), moment < before]
    if of_sessions is not None:
        walk.append(table.c.session_id.is_not(None) if of_sessions else table.c.session_id.is_(None))
    chosen = select(table.c.id).where(*walk).order_by(table.c.id).limit(most)
    numbers = list(writer.connection.execute(chosen).scalars())
    if not numbers:
        return 0
    own = [table.c.tenant_id == writer.tenant, table.c.id.in_(numbers)]
    if has_days:
        own.append(moment < before)
    return writer.connection.execute(delete(table).where(*own)).rowcount


def mark_cold(writer: Writer, session_ids: Iterable[UUID]) -> None:
    """From now on these sessions look for readings in cold files too."""
    wanted = list(session_ids)
    for begin in range(0, len(wanted), _MARKED_AT_ONCE):
        among = wanted[begin : begin + _MARKED_AT_ONCE]
        own = and_(sessions.c.tenant_id == writer.tenant, sessions.c.id.in_(among))
        writer.connection.execute(update(sessions).where(own).values(is_cold=True))


def _walk(reader: Reader, table: Table, end: int | None) -> ColumnElement[bool]:
    """The tenant's rows below a number, written so that no index on the tenant is taken: a walk goes along
    the numbers.

    On SQLite the last row of all stays, and both ends are one bound, as it looks at one alone: with two it
    went through everything there is, to find that nothing is old.
    """
    own = table.c.tenant_id + 0 == reader.tenant
    if reader.on_postgres:
        return own if end is None else and_(own, table.c.id < end)
    last = select(func.max(table.c.id)).scalar_subquery()
    return and_(own, table.c.id < (last if end is None else func.min(end, last)))


def _plain(value: Any) -> Any:
    """A value as a cold file holds it."""
    match value:
        case Instant(us=us):
            return us
        case Energy(mwh=mwh):
            return mwh
        case Power(mw=mw):
            return mw
        case UUID():
            return value.hex
        case _:
            return value
