"""A session that has ended gets its price with every line's reason; repeatable, never in a frame's way."""

from uuid import UUID

from wattfleet.bus.port import News
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.session import Session
from wattfleet.storage import ratings, revisions, sessions, tenants
from wattfleet.storage.database import Writer
from wattfleet.storage.ratings import StoredRating
from wattfleet.usecases.book_unallocated import book_around
from wattfleet.usecases.meter_keys import gated_sites, pin_at
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.price_session import price_session
from wattfleet.usecases.revising import price_revision

BATCH = 25
"""Sessions that are rated in one transaction: so long a station's frame may wait for them."""


async def close_sessions(parts: Parts) -> int:
    """Rate what has ended and is not rated as it now stands, in all tenants; returns how many."""
    done = 0
    for tenant in await parts.database.read(0, tenants.all_ids):
        done += await _close_of_tenant(parts, tenant)
    return done


async def _close_of_tenant(parts: Parts, tenant: int) -> int:
    if not await parts.database.read(tenant, lambda reader: ratings.unrated(reader, 1)):
        return 0
    now = parts.clock.now()

    def close(writer: Writer) -> list[tuple[UUID, int]]:
        closed = sessions.many(writer, ratings.unrated(writer, BATCH))
        gated = gated_sites(writer, parts.measuring)
        rated = {session.id: _rated(parts, writer, session, now) for session in closed}
        current = ratings.add_all(writer, list(rated.values()))
        newest = revisions.newest_of(writer, [session.id for session in closed])
        priced = [session for session in closed if session.id in current]
        for session in priced:
            price_revision(writer, session, rated[session.id], newest.get(session.id))
            pin_at(writer, parts, session, gated, now)
        book_around(writer, parts, priced, now)
        return [(session.id, session.version) for session in closed]

    done = await parts.database.write(tenant, close)
    for session_id, version in done:
        parts.bus.publish(News(tenant, "rating", str(session_id), version, now))
    return len(done)


def _rated(parts: Parts, writer: Writer, session: Session, now: Instant) -> StoredRating:
    priced = price_session(writer, session, now)
    return StoredRating(
        id=parts.ids.uuid(now),
        session_id=session.id,
        session_version=session.version,
        rated_at=now,
        rating=priced.rating,
        cost_reason=priced.reason,
    )
