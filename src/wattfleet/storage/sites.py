"""Sites as they are kept."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import RowMapping, bindparam, select

from wattfleet.kernel.errors import conflict, missing
from wattfleet.stations.site import Site
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.raw import Prepared
from wattfleet.storage.tables.stations import sites
from wattfleet.storage.writing import loaded, values_of

_TAKEN = conflict("site_exists", "A site with this id is already there.")
_USED = conflict(
    "site_in_use", "Stations stand at this site.", hint="Move its stations to another site first."
)

_GET = Prepared(
    select(sites).where(
        sites.c.tenant_id == bindparam("tenant"), sites.c.id == bindparam("site", type_=sites.c.id.type)
    )
)
_LISTING = Listing(
    select=select(sites),
    tenant=sites.c.tenant_id,
    id=sites.c.id,
    sorts={"name": sites.c.name, "id": sites.c.id, "country": sites.c.country},
    sort="id",
    filters={
        "name": lambda value: sites.c.name == value,
        "country": lambda value: sites.c.country == value,
        "search": lambda value: holds(sites.c.name, value),
    },
)


def add(writer: Writer, site: Site) -> None:
    """Raises: WattfleetError `site_exists`."""
    writing.insert(writer, sites, values_of(site), taken=_TAKEN)


def get(reader: Reader, site_id: UUID) -> Site | None:
    row = _GET.first(reader, site=site_id)
    return None if row is None else loaded(Site, row)


def get_all(reader: Reader, site_ids: Iterable[UUID]) -> dict[UUID, Site]:
    """Those of them that are there."""
    wanted = list(set(site_ids))
    found = _GET.each(reader, [{"site": one} for one in wanted])
    return {one: loaded(Site, rows[0]) for one, rows in zip(wanted, found, strict=True) if rows}


def demand(reader: Reader, site_id: UUID) -> Site:
    """Raises: WattfleetError `site_unknown`."""
    found = get(reader, site_id)
    if found is None:
        raise missing("site_unknown", "There is no such site.", field="site")
    return found


def all_sites(reader: Reader) -> list[Site]:
    """In the order of their making."""
    statement = select(sites).where(sites.c.tenant_id == reader.tenant).order_by(sites.c.id)
    return [_site(row) for row in reader.connection.execute(statement).mappings()]


def default(reader: Reader) -> Site | None:
    """The tenant's first site: where stations stand that nobody has placed."""
    statement = select(sites).where(sites.c.tenant_id == reader.tenant).order_by(sites.c.id).limit(1)
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _site(row)


def ensure_default(writer: Writer, site: Site) -> Site:
    """The tenant's default site, made as given where there is none yet.

    A site that the first start assumed takes zone, currency and country over once they are told.
    """
    there = default(writer)
    if there is None:
        add(writer, site)
        return site
    if not there.assumed or site.assumed:
        return there
    values = values_of(there) | {
        "zone": site.zone,
        "currency": site.currency,
        "country": site.country,
        "assumed": False,
    }
    writing.change(writer, sites, values, there.version, taken=_TAKEN)
    return default(writer) or there


def page(reader: Reader, query: PageQuery) -> Page[Site]:
    return list_page(reader, _LISTING, query, _site)


def change(writer: Writer, site: Site, expected_version: int) -> Site:
    """The site as it now stands. Raises: WattfleetError `version_conflict`."""
    writing.change(writer, sites, values_of(site), expected_version, taken=_TAKEN)
    return get(writer, site.id) or site


def remove(writer: Writer, site_id: UUID) -> bool:
    """False where there is none. Raises: WattfleetError `site_in_use`."""
    return writing.remove(writer, sites, site_id, used=_USED)


def _site(row: RowMapping) -> Site:
    return loaded(Site, row)
