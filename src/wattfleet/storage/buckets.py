"""On SQLite, rows of the journal are indexed in buckets of numbers: what was kept together stands together.

Problem. A frame is one of a station and a reading one of a session. An index by station is written in as many
places as there are stations, a whole page for each frame, and once more at the checkpoint; with the readings'
index that was the half of a commit, and it grew with the database.

Method. Both indexes begin with the number's bucket, so that whatever is committed now is written within a few
pages. Whoever looks for the rows of one station or session names the span of numbers in which they stand, and
the index is entered once for each bucket of it (a few µs). A session's row keeps the numbers between which
its readings stand; the frames of a station are walked from the end that was asked for (`frame_search`).

PostgreSQL keeps plain indexes: there a frame writes a row's change and not a page, in a process of its own.
"""

from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Table, func, literal, select

from wattfleet.storage.tables.base import BUCKET_BITS, bucket_of
from wattfleet.storage.tables.journal import readings
from wattfleet.storage.tables.sessions import sessions

ROWS: Final = 1 << BUCKET_BITS
"""4,096: some 25 pages of index, each of which a batch touches once."""


Number = ColumnElement[Any] | int | None


def among(table: Table, first: Number, last: Number) -> ColumnElement[bool]:
    """Rows with numbers from `first` to `last`, by their buckets; None or null: as far as there are any.

    It gives whole buckets: what else the numbers must fulfil is asked beside it.
    """
    lowest = func.coalesce(select(func.min(table.c.id)).scalar_subquery(), 0)
    highest = func.coalesce(select(func.max(table.c.id)).scalar_subquery(), 0)
    begin = func.max(func.coalesce(first, lowest), lowest).op(">>")(BUCKET_BITS)
    end = func.min(func.coalesce(last, highest), highest).op(">>")(BUCKET_BITS)
    return _each(table, begin, end)


def between(table: Table, first: int, last: int) -> ColumnElement[bool]:
    """The same where it is known that rows stand there."""
    begin, end = (literal(number >> BUCKET_BITS) for number in (first, last))
    return _each(table, begin, end)


def _each(table: Table, begin: ColumnElement[Any], end: ColumnElement[Any]) -> ColumnElement[bool]:
    named = f"{table.name}_buckets"
    walk = select(begin.label("bucket"), end.label("last")).cte(named, recursive=True)
    following = select(walk.c.bucket + 1, walk.c.last).where(walk.c.bucket < walk.c.last)
    whole = walk.union_all(following)
    return bucket_of(table.name).in_(select(whole.c.bucket))


def of_session(tenant: ColumnElement[Any], session: ColumnElement[Any]) -> ColumnElement[bool]:
    """The readings of a session, between the numbers that its row keeps."""

    def kept(column: Column[Any]) -> ColumnElement[Any]:
        own = select(column).where(sessions.c.tenant_id == tenant, sessions.c.id == session)
        return own.scalar_subquery()

    return among(readings, kept(sessions.c.first_reading), kept(sessions.c.last_reading))
