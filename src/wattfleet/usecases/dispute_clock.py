"""Within which time disputes are answered: a choice of the tenant."""

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.dispute import DisputeClock
from wattfleet.storage import choices
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts

DISPUTES = "disputes"


def dispute_clock(reader: Reader) -> DisputeClock:
    body = choices.get(reader, DISPUTES)
    return DisputeClock() if body is None else msgspec.json.decode(body, type=DisputeClock)


async def set_dispute_clock(parts: Parts, tenant: int, wish: DisputeClock, *, by: Principal) -> DisputeClock:
    """Open disputes keep the day by which they are due."""

    def put(writer: Writer) -> DisputeClock:
        before = dispute_clock(writer)
        act(writer, parts, by, ("change", "dispute_clock"), DISPUTES, before=before, after=wish)
        choices.put(writer, DISPUTES, msgspec.json.encode(wish), parts.clock.now())
        return wish

    return await parts.database.write(tenant, put)
