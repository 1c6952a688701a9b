"""A station that knocks becomes ours: with a new password, a given one, or the one that it already sends."""

from typing import Annotated
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.commands import Moment
from wattfleet.kernel.errors import WattfleetError, invalid, missing
from wattfleet.stations.commissioning import sent_credential
from wattfleet.stations.station import Access
from wattfleet.stations.wishes import Groups, StationWish, Watts
from wattfleet.storage import inbox
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.create_station import NewStation, Secret, add_station, secret_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.station_news import station_news
from wattfleet.usecases.then import Then, nothing


class Adoption(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a station from the inbox is taken. With `keep_credential` it may stay as it is configured."""

    access: Access
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    site: UUID | None = None
    ocpp_password: str | None = None
    keep_credential: bool = False
    max_power_w: Watts | None = None
    in_service_from: Moment | None = None
    groups: Groups = ()
    passwordless: bool = False


async def adopt_station(
    parts: Parts,
    tenant: int,
    identity: str,
    adoption: Adoption,
    *,
    station_id: UUID,
    pepper: bytes,
    by: Principal,
    then: Then[NewStation] = nothing,
) -> NewStation:
    """Raises: WattfleetError `inbox_unknown`, `credentials_differ`, `no_credential_sent`, …"""
    if adoption.keep_credential and adoption.ocpp_password is not None:
        raise invalid(
            "password_twice",
            "It either keeps its credential or gets the one that is given.",
            hint="Leave out ocpp_password or keep_credential.",
            field="keep_credential",
        )

    def adopt(writer: Writer) -> NewStation:
        entry = inbox.find(writer, identity)
        if entry is None:
            raise not_knocking(identity)
        if adoption.keep_credential:
            found = sent_credential(entry)
            if isinstance(found, WattfleetError):
                raise found
            secret = Secret(found, weak=False)
        else:
            secret = secret_of(pepper, parts.ids, entry.identity, adoption.ocpp_password)
        made = add_station(writer, _wish(entry.identity, adoption), station_id, secret)
        inbox.remove(writer, entry.identity)
        act(writer, parts, by, ("adopt", "station"), station_id, after=made.station, name=entry.identity)
        then(writer, made)
        return made

    made = await parts.database.write(tenant, adopt)
    identity = made.station.identity
    parts.bus.publish(station_news(parts, tenant, identity))
    parts.bus.publish(News(tenant, "inbox", identity, 0, parts.clock.now()))
    return made


def not_knocking(identity: str) -> WattfleetError:
    return missing(
        "inbox_unknown",
        f"No station “{identity[:80]}” has knocked.",
        hint="GET /api/v1/inbox lists those that have; it is up to ten seconds behind.",
    )


def _wish(identity: str, adoption: Adoption) -> StationWish:
    return StationWish(
        identity=identity,
        access=adoption.access,
        name=adoption.name,
        site=adoption.site,
        max_power_w=adoption.max_power_w,
        in_service_from=adoption.in_service_from,
        groups=adoption.groups,
        passwordless=adoption.passwordless,
    )
