"""A new site."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.stations.site import Site
from wattfleet.stations.wishes import SiteWish, new_site
from wattfleet.storage import sites
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def create_site(
    parts: Parts, tenant: int, wish: SiteWish, site_id: UUID, then: Then[Site] = nothing, *, by: Principal
) -> Site:
    """Raises: WattfleetError of `new_site`."""
    site = new_site(wish, site_id)

    def add(writer: Writer) -> None:
        sites.add(writer, site)
        act(writer, parts, by, ("create", "site"), site.id, after=site, name=site.name)
        then(writer, site)

    await parts.database.write(tenant, add)
    parts.bus.publish(News(tenant, "site", str(site.id), site.version, parts.clock.now()))
    return site
