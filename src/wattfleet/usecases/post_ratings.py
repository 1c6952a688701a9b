"""What sessions earn is booked as they are rated: accrued until an invoice takes it over.

A session that is rated anew is booked with its difference only; one that goes to a person is taken back.
"""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from wattfleet.billing.posting import accrual
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger import accounts
from wattfleet.ledger.entry import Entry, Source, entry
from wattfleet.storage import ledger, tenants, to_post
from wattfleet.storage.database import Writer
from wattfleet.storage.to_post import ToPost
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import books_zone

BATCH = 100
"""Ratings that are booked in one transaction: so long a station's frame may wait for them."""


async def post_ratings(parts: Parts) -> int:
    """Book what is rated and not booked, in all tenants; how many ratings were looked at."""
    done = 0
    for tenant in await parts.database.read(0, tenants.all_ids):
        if await parts.database.read(tenant, lambda reader: to_post.to_post(reader, 1)):
            done += await _post(parts, tenant)
    return done


async def _post(parts: Parts, tenant: int) -> int:
    now = parts.clock.now()

    def post(writer: Writer) -> int:
        found = to_post.to_post(writer, BATCH)
        booked = ledger.of_sessions(writer, accounts.ACCRUED, [one.session_id for one in found])
        ledger.add(writer, list(_entries(parts, writer, found, booked, now)))
        to_post.mark(writer, [one.rating_id for one in found])
        return len(found)

    return await parts.database.write(tenant, post)


def _entries(
    parts: Parts, writer: Writer, found: list[ToPost], booked: dict[UUID, dict[str, int]], now: Instant
) -> Iterable[Entry]:
    zone = books_zone(writer)
    locked = ledger.locked_until(writer)
    for one in found:
        left = {code: -minor for code, minor in booked.get(one.session_id, {}).items()}
        if one.minor is not None and one.currency is not None:
            left[one.currency.code] = left.get(one.currency.code, 0) + one.minor
        postings = [
            posting
            for code, minor in sorted(left.items())
            if minor
            for posting in accrual(one.session_id, Currency(code), minor)
        ]
        if not postings:
            continue
        day = one.ended_at.local(zone).date()
        if locked is not None and day <= locked:
            day = locked + timedelta(days=1)
        yield entry(
            parts.ids.uuid(now),
            f"rating:{one.rating_id}",
            postings,
            at=now,
            booked_on=day,
            source=Source.RATING,
            source_id=one.rating_id,
        )
