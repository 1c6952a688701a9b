"""What a tenant says about measuring at its sites, and the keys of its meters."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.measuring import Metrology
from wattfleet.kernel.errors import invalid
from wattfleet.storage import choices, sites
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.choose import Choice, choose
from wattfleet.usecases.parts import Parts

METROLOGY = "metrology"


def metrology(reader: Reader) -> Metrology:
    body = choices.get(reader, METROLOGY)
    return Metrology() if body is None else msgspec.json.decode(body, type=Metrology)


async def set_metrology(
    parts: Parts, tenant: int, wish: Metrology, *, seen: int | None = None, by: Principal
) -> Choice[Metrology]:
    """As a whole. Raises: WattfleetError `site_unknown`, `site_said_twice`, `version_stale`."""
    said: set[tuple[UUID, object]] = set()
    for at, one in enumerate(wish.sites):
        if (one.site_id, one.use) in said:
            raise invalid(
                "site_said_twice",
                "A site is named twice for one use.",
                hint="Keep one rule for each site and use.",
                field=f"sites[{at}]",
            )
        said.add((one.site_id, one.use))

    def before(writer: Writer) -> Metrology:
        for one in wish.sites:
            sites.demand(writer, one.site_id)
        return metrology(writer)

    return await choose(parts, tenant, METROLOGY, wish, noun="metrology", before=before, seen=seen, by=by)
