"""A station that knocks is taken off the list."""

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.storage import inbox
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.adopt_station import not_knocking
from wattfleet.usecases.parts import Parts


async def refuse_station(parts: Parts, tenant: int, identity: str, *, by: Principal) -> None:
    """Raises: WattfleetError `inbox_unknown`."""

    def remove(writer: Writer) -> None:
        if not inbox.remove(writer, identity):
            raise not_knocking(identity)
        act(writer, parts, by, ("refuse", "inbox"), identity, name=identity)

    await parts.database.write(tenant, remove)
    parts.bus.publish(News(tenant, "inbox", identity, 0, parts.clock.now()))
