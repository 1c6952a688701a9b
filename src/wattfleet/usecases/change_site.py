"""A site is changed; what a person has said about it is no longer assumed."""

from uuid import UUID

from wattfleet.bus.port import News
from wattfleet.stations.site import Site
from wattfleet.stations.wishes import SiteChange, changed_site
from wattfleet.storage import sites
from wattfleet.storage.database import Writer
from wattfleet.usecases.finding import demand_site
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_site(
    parts: Parts, tenant: int, site_id: UUID, change: SiteChange, *, seen: int | None
) -> Site:
    """Raises: WattfleetError `site_unknown`, `version_stale`, or what `changed_site` says."""

    def put(writer: Writer) -> Site:
        site = demand_site(writer, site_id)
        check_seen(seen, site.version)
        return sites.change(writer, changed_site(site, change), site.version)

    changed = await parts.database.write(tenant, put)
    parts.bus.publish(News(tenant, "site", str(changed.id), changed.version, parts.clock.now()))
    return changed
