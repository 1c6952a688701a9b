"""What sessions cost: every rating is kept, the newest is marked, and a session knows what was rated."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, case, literal, select, text, update

from wattfleet.kernel.timeline import Instant, Span
from wattfleet.sessions.session import Session, SessionState
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.storage.to_bill import YES, parts_of
from wattfleet.storage.types import Truth
from wattfleet.tariffs.rating import Rating

_decode = msgspec.json.Decoder(Rating | None).decode


class StoredRating(msgspec.Struct, frozen=True, kw_only=True):
    """A rating of one version of a session; without a rating `cost_reason` says why (`not_sold` …)."""

    id: UUID
    session_id: UUID
    session_version: int
    rated_at: Instant
    rating: Rating | None
    cost_reason: str = ""
    newest: bool = True


def add(writer: Writer, rated: StoredRating) -> bool:
    """It is the newest from now on; those before it stay as history. False where the session has moved on."""
    return bool(add_all(writer, [rated]))


def add_all(writer: Writer, rated: Sequence[StoredRating]) -> set[UUID]:
    """The same of different sessions; those that have not moved on."""
    if not rated:
        return set()
    ids = [one.session_id for one in rated]
    before = update(ratings).where(ratings.c.tenant_id == writer.tenant, ratings.c.session_id.in_(ids))
    writer.connection.execute(before.values(newest=False))
    writing.insert_all(writer, ratings, [_values(one) for one in rated])
    version = case(*((sessions.c.id == one.session_id, one.session_version) for one in rated))
    now_rated = (
        update(sessions)
        .where(sessions.c.tenant_id == writer.tenant, sessions.c.id.in_(ids), sessions.c.version == version)
        .values(to_rate=False)
        .returning(sessions.c.id)
    )
    return set(writer.connection.execute(now_rated).scalars())


def _values(rated: StoredRating) -> dict[str, object]:
    rating = rated.rating
    return {
        "id": rated.id,
        "session_id": rated.session_id,
        "session_version": rated.session_version,
        "tariff_id": None if rating is None else rating.tariff_id,
        "tariff_version": None if rating is None else rating.tariff_version,
        "before_vat_minor": None if rating is None else rating.before_vat.minor,
        "vat_minor": None if rating is None else rating.vat.minor,
        "amount_minor": None if rating is None else rating.amount.minor,
        "currency": None if rating is None else rating.currency,
        "cost_reason": rated.cost_reason,
        "body": msgspec.json.encode(rating).decode(),
        "rated_at": rated.rated_at,
        "newest": True,
    }


def get(reader: Reader, rating_id: UUID) -> StoredRating | None:
    statement = select(ratings).where(ratings.c.tenant_id == reader.tenant, ratings.c.id == rating_id)
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _rating(row)


def newest(reader: Reader, session_id: UUID) -> StoredRating | None:
    found = [one for one in history(reader, session_id) if one.newest]
    return found[0] if found else None


def newest_of(reader: Reader, session_ids: Sequence[UUID]) -> dict[UUID, StoredRating]:
    """The newest of each of these sessions that has one."""
    found: dict[UUID, StoredRating] = {}
    for part in parts_of(session_ids):
        statement = select(ratings).where(
            ratings.c.tenant_id == reader.tenant, ratings.c.session_id.in_(part), ratings.c.newest == YES
        )
        for row in reader.connection.execute(statement).mappings():
            found[row["session_id"]] = _rating(row)
    return found


def history(reader: Reader, session_id: UUID) -> list[StoredRating]:
    """All ratings of a session, oldest first."""
    rows = reader.connection.execute(
        select(ratings)
        .where(ratings.c.tenant_id == reader.tenant, ratings.c.session_id == session_id)
        .order_by(ratings.c.rated_at, ratings.c.id)
    )
    return [_rating(row) for row in rows.mappings()]


def unrated(reader: Reader, limit: int = 100) -> list[UUID]:
    """Sessions that have ended and are not rated as they now stand, oldest first."""
    to_rate = text("to_rate" if reader.on_postgres else "to_rate = 1")  # as the partial index says it
    statement = (
        select(sessions.c.id)
        .where(sessions.c.tenant_id == reader.tenant, to_rate)
        .order_by(sessions.c.id)
        .limit(limit)
    )
    return list(reader.connection.execute(statement).scalars())


def rate_unsold_again(writer: Writer, station_id: UUID, cost_reason: str, since: Instant | None) -> int:
    """Ended sessions of a station that had no price for this reason are rated anew; how many."""
    unsold = select(ratings.c.session_id).where(
        ratings.c.tenant_id == writer.tenant,
        ratings.c.newest == literal(True, Truth()),
        ratings.c.cost_reason == cost_reason,
    )
    statement = update(sessions).where(
        sessions.c.tenant_id == writer.tenant,
        sessions.c.station_id == station_id,
        sessions.c.state != SessionState.ACTIVE,
        sessions.c.id.in_(unsold),
    )
    if since is not None:
        statement = statement.where(sessions.c.started_at >= since)
    return writer.connection.execute(statement.values(to_rate=True)).rowcount


def rate_waiting_again(writer: Writer, cost_reason: str) -> int:
    """Sessions whose newest rating has no price for this reason are rated anew; how many."""
    waiting = select(ratings.c.session_id).where(
        ratings.c.tenant_id == writer.tenant,
        ratings.c.newest == literal(True, Truth()),
        ratings.c.cost_reason == cost_reason,
    )
    statement = update(sessions).where(sessions.c.tenant_id == writer.tenant, sessions.c.id.in_(waiting))
    return writer.connection.execute(statement.values(to_rate=True)).rowcount


def rate_followers_again(writer: Writer, series: str, span: Span) -> int:
    """Ended sessions that touch `span` and were priced by a series are rated anew; how many."""
    mark = f'"series":{msgspec.json.encode(series).decode()}'
    followers = (
        select(ratings.c.session_id)
        .join(
            sessions, (sessions.c.tenant_id == ratings.c.tenant_id) & (sessions.c.id == ratings.c.session_id)
        )
        .where(
            ratings.c.tenant_id == writer.tenant,
            ratings.c.newest == literal(True, Truth()),
            sessions.c.started_at < span.end,
            sessions.c.ended_at > span.start,
            ratings.c.body.contains(mark, autoescape=True),
        )
    )
    statement = update(sessions).where(sessions.c.tenant_id == writer.tenant, sessions.c.id.in_(followers))
    return writer.connection.execute(statement.values(to_rate=True)).rowcount


def is_rated(reader: Reader, session: Session) -> bool:
    """Whether the newest rating is of this very version."""
    found = newest(reader, session.id)
    return found is not None and found.session_version == session.version


def _rating(row: RowMapping) -> StoredRating:
    return StoredRating(
        id=row["id"],
        session_id=row["session_id"],
        session_version=row["session_version"],
        rated_at=row["rated_at"],
        rating=_decode(row["body"]),
        cost_reason=row["cost_reason"],
        newest=row["newest"],
    )
