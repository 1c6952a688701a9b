"""What a person names must be there: the thing, or a refusal that says how to find it."""

from uuid import UUID

from wattfleet.access.tokens import RegisteredToken
from wattfleet.kernel.errors import WattfleetError, missing
from wattfleet.stations.site import Site
from wattfleet.stations.station import Station
from wattfleet.storage import sites, stations, tokens
from wattfleet.storage.database import Reader


def demand_site(reader: Reader, site_id: UUID, *, field: str = "") -> Site:
    """Raises: WattfleetError `site_unknown`."""
    site = sites.get(reader, site_id)
    if site is None:
        raise missing(
            "site_unknown", f"There is no site {site_id}.", hint="GET /api/v1/sites lists all.", field=field
        )
    return site


def demand_station(reader: Reader, station_id: UUID) -> Station:
    """Raises: WattfleetError `station_unknown`."""
    station = stations.get(reader, station_id)
    if station is None:
        raise station_unknown(str(station_id))
    return station


def named_station(reader: Reader, identity: str) -> Station:
    """Raises: WattfleetError `station_unknown`."""
    station = stations.find(reader, identity)
    if station is None:
        raise station_unknown(identity)
    return station


def demand_token(reader: Reader, token_id: UUID) -> RegisteredToken:
    """Raises: WattfleetError `token_unknown`."""
    token = tokens.get(reader, token_id)
    if token is None:
        raise token_unknown()
    return token


def station_unknown(name: str) -> WattfleetError:
    return missing(
        "station_unknown",
        f"There is no station “{name[:60]}”.",
        hint="GET /api/v1/stations lists all; one that only knocks is in GET /api/v1/inbox.",
    )


def token_unknown() -> WattfleetError:
    return missing("token_unknown", "There is no such token.", hint="GET /api/v1/tokens lists all.")
