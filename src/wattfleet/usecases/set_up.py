"""The first set-up: who runs this, where, and in which money. Its answers also hold for the default site."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.fleet.vat_number import checked_vat
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Zone
from wattfleet.stations.site import Site
from wattfleet.stations.wishes import SiteChange, changed_site
from wattfleet.storage import choices, people, sites
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import PageQuery
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen

COMPANY = "company"


class Company(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who runs this installation. `vat_number` is checked by its own digits, without asking anybody."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    country: Annotated[str, Meta(min_length=2, max_length=2, description="ISO 3166-1 alpha-2, such as SE.")]
    zone: Annotated[str, Meta(description="IANA time zone, such as Europe/Stockholm.")]
    currency: Annotated[str, Meta(description="ISO 4217, such as SEK.")]
    vat_number: Annotated[str, Meta(max_length=32)] = ""


class SetUp(msgspec.Struct, frozen=True, kw_only=True):
    """How far the set-up has come."""

    company: Company | None
    site: Site | None
    people: bool
    mail: bool
    version: int
    """Of what was said of the company; 0 = nothing yet."""


def look(reader: Reader) -> SetUp:
    body = choices.get(reader, COMPANY)
    return SetUp(
        company=None if body is None else msgspec.json.decode(body, type=Company),
        site=sites.default(reader),
        people=bool(people.page(reader, PageQuery(limit=1)).items),
        mail=choices.get(reader, "mail") is not None,
        version=choices.version(reader, COMPANY),
    )


async def set_up(parts: Parts, tenant: int, wish: Company, *, seen: int | None = None) -> SetUp:
    """A second time with the same answers changes nothing.

    Raises: WattfleetError `vat_number_invalid`, `version_stale`, and those of a site's country, zone and
    currency.
    """
    company = checked(wish)

    def put(writer: Writer) -> SetUp:
        check_seen(seen, choices.version(writer, COMPANY))
        choices.put(writer, COMPANY, msgspec.json.encode(company), parts.clock.now())
        site = sites.default(writer)
        if site is not None and _is_other(site, company):
            change = SiteChange(country=company.country, zone=company.zone, currency=company.currency)
            sites.change(writer, changed_site(site, change), site.version)
        return look(writer)

    return await parts.database.write(tenant, put)


def checked(wish: Company) -> Company:
    """The answers, made plain."""
    country = wish.country.strip().upper()
    Zone.named(wish.zone)
    Currency.named(wish.currency)
    return msgspec.structs.replace(
        wish, name=wish.name.strip(), country=country, vat_number=checked_vat(wish.vat_number, country)
    )


def _is_other(site: Site, company: Company) -> bool:
    there = (site.country, site.zone.name, site.currency.code, site.assumed)
    return there != (company.country, company.zone, company.currency, False)
