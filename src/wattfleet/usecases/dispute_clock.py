"""Within which time disputes are answered: a choice of the tenant."""

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.dispute import DisputeClock
from wattfleet.storage import choices
from wattfleet.storage.database import Reader
from wattfleet.usecases.choose import Choice, choose
from wattfleet.usecases.parts import Parts

DISPUTES = "disputes"


def dispute_clock(reader: Reader) -> DisputeClock:
    body = choices.get(reader, DISPUTES)
    return DisputeClock() if body is None else msgspec.json.decode(body, type=DisputeClock)


async def set_dispute_clock(
    parts: Parts, tenant: int, wish: DisputeClock, *, seen: int | None = None, by: Principal
) -> Choice[DisputeClock]:
    """Open disputes keep the day by which they are due. Raises: WattfleetError `version_stale`."""
    return await choose(
        parts, tenant, DISPUTES, wish, noun="dispute_clock", before=dispute_clock, seen=seen, by=by
    )
