"""A station becomes ours, with a password that is shown once."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.ids import Ids
from wattfleet.stations import credentials
from wattfleet.stations.site import Site
from wattfleet.stations.station import Station
from wattfleet.stations.wishes import StationWish, checked_identity, new_station
from wattfleet.storage import sites, stations
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_site
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.station_news import station_news
from wattfleet.usecases.then import Then, nothing


class Secret(msgspec.Struct, frozen=True):
    """A station's password: what is kept of it, and its text where it may be shown, once."""

    digest: bytes
    weak: bool
    text: str | None = None


class NewStation(msgspec.Struct, frozen=True):
    """A station and the password that nobody will see again."""

    station: Station
    password: str | None


def secret_of(pepper: bytes, ids: Ids, identity: str, given: str | None) -> Secret:
    """A generated password, or the one that the station already has.

    Raises: WattfleetError `password_length`, `password_is_identity`.
    """
    if given is None:
        text = credentials.generated(ids.secret(16))
        return Secret(credentials.digest(pepper, identity, text.encode()), weak=False, text=text)
    refusal = credentials.acceptable(given, identity)
    if refusal is not None:
        raise refusal
    password = given.encode()
    return Secret(credentials.digest(pepper, identity, password), weak=credentials.weak(password), text=given)


async def create_station(
    parts: Parts,
    tenant: int,
    wish: StationWish,
    station_id: UUID,
    *,
    pepper: bytes,
    by: Principal,
    then: Then[NewStation] = nothing,
) -> NewStation:
    """Raises: WattfleetError `identity_taken`, `identity_invalid`, `site_unknown`, `password_length` …"""
    identity = checked_identity(wish.identity)
    secret = secret_of(pepper, parts.ids, identity, wish.ocpp_password)

    def add(writer: Writer) -> NewStation:
        made = add_station(writer, wish, station_id, secret)
        act(writer, parts, by, ("create", "station"), station_id, after=made.station, name=identity)
        then(writer, made)
        return made

    made = await parts.database.write(tenant, add)
    parts.bus.publish(station_news(parts, tenant, made.station.identity))
    return made


def add_station(writer: Writer, wish: StationWish, station_id: UUID, secret: Secret) -> NewStation:
    """The station, its site and its password, in the caller's transaction."""
    site = _default_site(writer) if wish.site is None else demand_site(writer, wish.site, field="site")
    station = new_station(wish, station_id, site.id)
    station = msgspec.structs.replace(station, weak_password=secret.weak)
    stations.add(writer, station, digests=(secret.digest,))
    return NewStation(station, secret.text)


def _default_site(writer: Writer) -> Site:
    site = sites.default(writer)
    if site is None:
        raise invalid(
            "site_required",
            "There is no site yet.",
            hint="Create one first: POST /api/v1/sites.",
            field="site",
        )
    return site
