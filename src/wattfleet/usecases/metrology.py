"""What a tenant says about measuring at its sites, and the keys of its meters."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.measuring import Metrology
from wattfleet.kernel.errors import invalid
from wattfleet.storage import choices, sites
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts

METROLOGY = "metrology"


def metrology(reader: Reader) -> Metrology:
    body = choices.get(reader, METROLOGY)
    return Metrology() if body is None else msgspec.json.decode(body, type=Metrology)


async def set_metrology(parts: Parts, tenant: int, wish: Metrology, *, by: Principal) -> Metrology:
    """As a whole. Raises: WattfleetError `site_unknown`, `site_said_twice`."""
    seen: set[tuple[UUID, object]] = set()
    for at, one in enumerate(wish.sites):
        if (one.site_id, one.use) in seen:
            raise invalid("site_said_twice", "A site is named twice for one use.", field=f"sites[{at}]")
        seen.add((one.site_id, one.use))

    def put(writer: Writer) -> Metrology:
        for one in wish.sites:
            sites.demand(writer, one.site_id)
        before = metrology(writer)
        act(writer, parts, by, ("change", "metrology"), METROLOGY, before=before, after=wish)
        choices.put(writer, METROLOGY, msgspec.json.encode(wish), parts.clock.now())
        return wish

    return await parts.database.write(tenant, put)
