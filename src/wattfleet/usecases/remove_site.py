"""A site at which nothing stands any more is removed."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.storage import sites
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_site
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_site(parts: Parts, tenant: int, site_id: UUID, *, seen: int | None, by: Principal) -> None:
    """Raises: WattfleetError `site_unknown`, `version_stale`, `site_in_use`."""

    def remove(writer: Writer) -> int:
        site = demand_site(writer, site_id)
        check_seen(seen, site.version)
        sites.remove(writer, site_id)
        act(writer, parts, by, ("remove", "site"), site.id, before=site, name=site.name)
        return site.version + 1

    version = await parts.database.write(tenant, remove)
    parts.bus.publish(News(tenant, "site", str(site_id), version, parts.clock.now()))
