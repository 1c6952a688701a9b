"""A session that has ended gets its price with every line's reason; repeatable, never in a frame's way."""

from uuid import UUID

from wattfleet.bus.port import News
from wattfleet.storage import ratings, sessions, tenants
from wattfleet.storage.database import Writer
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
        for session in closed:
            priced = price_session(writer, session, now)
            rated = ratings.StoredRating(
                id=parts.ids.uuid(now),
                session_id=session.id,
                session_version=session.version,
                rated_at=now,
                rating=priced.rating,
                cost_reason=priced.reason,
            )
            if ratings.add(writer, rated):
                price_revision(writer, session, rated)
                book_around(writer, parts, session, now)
                pin_at(writer, parts, session, gated, now)
        return [(session.id, session.version) for session in closed]

    rated = await parts.database.write(tenant, close)
    for session_id, version in rated:
        parts.bus.publish(News(tenant, "rating", str(session_id), version, now))
    return len(rated)
