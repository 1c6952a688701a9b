"""What a person names must be there: the thing, or a refusal that says how to find it."""

from uuid import UUID

from wattfleet.access.tokens import RegisteredToken
from wattfleet.kernel.errors import WattfleetError, missing
from wattfleet.stations.orders import Reservation, StoredProfile
from wattfleet.stations.site import Site
from wattfleet.stations.station import Station
from wattfleet.storage import profiles, reservations, sites, stations, tokens
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


def demand_profile(reader: Reader, profile_id: UUID) -> StoredProfile:
    """Raises: WattfleetError `profile_unknown`."""
    profile = profiles.get(reader, profile_id)
    if profile is None:
        raise missing(
            "profile_unknown",
            "There is no such charging profile.",
            hint="GET /api/v1/charging-profiles lists all.",
        )
    return profile


def demand_reservation(reader: Reader, reservation_id: UUID) -> Reservation:
    """Raises: WattfleetError `reservation_unknown`."""
    reservation = reservations.get(reader, reservation_id)
    if reservation is None:
        raise missing(
            "reservation_unknown", "There is no such reservation.", hint="GET /api/v1/reservations lists all."
        )
    return reservation
