"""A site is changed; what a person has said about it is no longer assumed."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.stations.site import Site
from wattfleet.stations.wishes import SiteChange, changed_site
from wattfleet.storage import sites
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_site
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_site(
    parts: Parts, tenant: int, site_id: UUID, change: SiteChange, *, seen: int | None, by: Principal
) -> Site:
    """Raises: WattfleetError `site_unknown`, `version_stale`, or what `changed_site` says."""

    def put(writer: Writer) -> Site:
        site = demand_site(writer, site_id)
        check_seen(seen, site.version)
        changed = sites.change(writer, changed_site(site, change), site.version)
        act(writer, parts, by, ("change", "site"), site.id, before=site, after=changed, name=site.name)
        return changed

    changed = await parts.database.write(tenant, put)
    parts.bus.publish(News(tenant, "site", str(changed.id), changed.version, parts.clock.now()))
    return changed
