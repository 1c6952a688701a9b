"""A site: where stations stand, and from where zone, currency, country and local windows come."""

from uuid import UUID

import msgspec

from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Zone


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A depot, a car park, a home. `assumed` = made by the first start without --zone or --currency."""

    id: UUID
    name: str
    country: str  # ISO 3166-1 alpha-2
    zone: Zone
    currency: Currency
    address: str = ""
    latitude: str = ""  # decimal text, WGS 84
    longitude: str = ""
    grid_area: str = ""  # such as SE3 or DE-LU
    opening_hours: str = ""  # OpenStreetMap syntax, shown as it is
    groups: tuple[str, ...] = ()  # allow-list of token groups; "*" = all valid tokens
    assumed: bool = False
    version: int = 1
