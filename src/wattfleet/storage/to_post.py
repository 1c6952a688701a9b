"""Ratings that the ledger does not know yet."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select, text, update

from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.storage.to_bill import parts_of


class ToPost(msgspec.Struct, frozen=True, kw_only=True):
    """A newest rating; `minor` is what it is before VAT, None where it has no price."""

    rating_id: UUID
    session_id: UUID
    station_id: UUID
    ended_at: Instant
    currency: Currency | None
    minor: int | None


def to_post(reader: Reader, limit: int) -> list[ToPost]:
    """Oldest first. What waits for a person has no price yet."""
    partial = "newest AND NOT posted" if reader.on_postgres else "newest = 1 AND posted = 0"
    statement = (
        select(
            ratings.c.id,
            ratings.c.session_id,
            sessions.c.station_id,
            sessions.c.ended_at,
            sessions.c.started_at,
            ratings.c.currency,
            ratings.c.before_vat_minor,
            ratings.c.cost_reason,
        )
        .join(
            sessions, (sessions.c.tenant_id == ratings.c.tenant_id) & (sessions.c.id == ratings.c.session_id)
        )
        .where(ratings.c.tenant_id == reader.tenant, text(partial))
        .order_by(ratings.c.id)
        .limit(limit)
    )
    return [
        ToPost(
            rating_id=row[0],
            session_id=row[1],
            station_id=row[2],
            ended_at=row[3] or row[4],
            currency=row[5],
            minor=None if row[7] else row[6],
        )
        for row in reader.connection.execute(statement)
    ]


def mark(writer: Writer, rating_ids: Sequence[UUID]) -> None:
    """The ledger knows them."""
    for part in parts_of(rating_ids):
        writer.connection.execute(
            update(ratings)
            .where(ratings.c.tenant_id == writer.tenant, ratings.c.id.in_(part))
            .values(posted=True)
        )
