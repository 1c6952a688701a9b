"""Which sessions have changed since somebody last looked, so that nobody ever misses one.

A session's mark is written by the transaction that begins, ends, revises or rates it. On PostgreSQL it is the
number of that transaction, and only marks below the oldest transaction that still runs are shown: whatever
commits late has a mark that is still to come. On SQLite, which has one writer, it is counted on.
Numbers of transactions belong to one PostgreSQL cluster: after a restore into another, begin anew.
"""

from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select, text

from wattfleet.storage.database import Reader
from wattfleet.storage.tables.archive import session_changes


class Change(msgspec.Struct, frozen=True, order=True):
    """A session at its place in the order of changes."""

    mark: int
    session_id: UUID


START = Change(0, UUID(int=0))
_HORIZON = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


def since(reader: Reader, after: Change, limit: int) -> list[Change]:
    """The changes behind that one that can be shown, in their order."""
    changes = session_changes.c
    horizon = reader.connection.execute(_HORIZON).scalar() if reader.on_postgres else None
    behind = or_(
        changes.mark > after.mark,
        and_(changes.mark == after.mark, changes.session_id > after.session_id),
    )
    statement = select(changes.mark, changes.session_id).where(
        changes.tenant_id == reader.tenant, changes.mark >= after.mark, behind
    )
    if horizon is not None:
        statement = statement.where(changes.mark < horizon)
    ordered = statement.order_by(changes.mark, changes.session_id).limit(limit)
    return [Change(row.mark, row.session_id) for row in reader.connection.execute(ordered)]
