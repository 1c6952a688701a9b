"""What people ask for about sites and stations, checked and made into values. Absent is not null."""

import re
from decimal import Decimal
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from wattfleet.commands import Moment
from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Instant, Zone
from wattfleet.stations.identity import clean
from wattfleet.stations.site import Site
from wattfleet.stations.station import Access, Station

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Text = Annotated[str, Meta(max_length=1000)]
Group = Annotated[str, Meta(min_length=1, max_length=64)]
Groups = Annotated[tuple[Group, ...], Meta(max_length=200)]
Watts = Annotated[int, Meta(ge=1, le=10_000_000)]
Degrees = Annotated[Decimal, Meta(description="Decimal degrees, WGS 84.")]

_COUNTRY = re.compile(r"[A-Z]{2}")


class SiteWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new site. Zone, currency and country decide local windows, VAT and what money is."""

    name: Name
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2, such as SE.")]
    zone: Annotated[str, Meta(description="IANA time zone, such as Europe/Stockholm.")]
    currency: Annotated[str, Meta(description="ISO 4217, such as SEK.")]
    address: Text = ""
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    grid_area: Annotated[str, Meta(max_length=32)] = ""
    opening_hours: Text = ""
    groups: Groups = ()


class SiteChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different; null clears what may be empty."""

    name: Name | UnsetType = UNSET
    country: str | UnsetType = UNSET
    zone: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    address: Text | UnsetType | None = UNSET
    latitude: Degrees | UnsetType | None = UNSET
    longitude: Degrees | UnsetType | None = UNSET
    grid_area: Annotated[str, Meta(max_length=32)] | UnsetType | None = UNSET
    opening_hours: Text | UnsetType | None = UNSET
    groups: Groups | UnsetType | None = UNSET


class StationWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A new station. Without `site` it goes to the first one; without `ocpp_password` one is generated."""

    identity: Annotated[str, Meta(description="The last path segment under which the station connects.")]
    access: Access
    name: Annotated[str, Meta(max_length=200)] = ""
    site: UUID | None = None
    ocpp_password: str | None = None
    max_power_w: Watts | None = None
    in_service_from: Moment | None = None
    groups: Groups = ()
    passwordless: bool = False


class StationChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be different. The identity stays: it is the station's own name."""

    name: Annotated[str, Meta(max_length=200)] | UnsetType | None = UNSET
    access: Access | UnsetType = UNSET
    site: UUID | UnsetType = UNSET
    max_power_w: Watts | UnsetType | None = UNSET
    in_service_from: Moment | UnsetType | None = UNSET
    groups: Groups | UnsetType | None = UNSET
    passwordless: bool | UnsetType = UNSET
    assume_16: Annotated[bool, Meta(description="It names no OCPP version: it speaks 1.6.")] | UnsetType = (
        UNSET
    )
    blocked: Annotated[bool, Meta(description="It is not let in any more.")] | UnsetType = UNSET
    tls_only: Annotated[bool, Meta(description="It is let in over TLS alone.")] | UnsetType = UNSET


def new_site(wish: SiteWish, site_id: UUID, *, assumed: bool = False) -> Site:
    """Raises: WattfleetError `country_invalid`, `zone_unknown`, `currency_invalid`, `position_invalid`."""
    return Site(
        id=site_id,
        name=wish.name.strip(),
        country=_country(wish.country),
        zone=Zone.named(wish.zone),
        currency=Currency.named(wish.currency),
        address=wish.address,
        latitude=_position(wish.latitude, 90, "latitude"),
        longitude=_position(wish.longitude, 180, "longitude"),
        grid_area=wish.grid_area,
        opening_hours=wish.opening_hours,
        groups=_groups(wish.groups),
        assumed=assumed,
    )


def changed_site(site: Site, change: SiteChange) -> Site:
    """The site as it will stand, one version on. What a person has said is no longer assumed."""
    place = {name: given for name in ("zone", "currency", "country") if (given := _given(change, name))}
    values: dict[str, object] = {
        "name": change.name,
        "country": _country(place["country"]) if "country" in place else UNSET,
        "zone": Zone.named(place["zone"]) if "zone" in place else UNSET,
        "currency": Currency.named(place["currency"]) if "currency" in place else UNSET,
        "address": _or_empty(change.address),
        "latitude": UNSET
        if isinstance(change.latitude, UnsetType)
        else _position(change.latitude, 90, "latitude"),
        "longitude": UNSET
        if isinstance(change.longitude, UnsetType)
        else _position(change.longitude, 180, "longitude"),
        "grid_area": _or_empty(change.grid_area),
        "opening_hours": _or_empty(change.opening_hours),
        "groups": UNSET if isinstance(change.groups, UnsetType) else _groups(change.groups or ()),
        "assumed": False if place else UNSET,
    }
    return msgspec.structs.replace(site, version=site.version + 1, **_set(values))


def new_station(wish: StationWish, station_id: UUID, site_id: UUID) -> Station:
    """Raises: WattfleetError `identity_invalid`."""
    return Station(
        id=station_id,
        identity=checked_identity(wish.identity),
        site_id=site_id,
        access=wish.access,
        name=wish.name.strip(),
        groups=_groups(wish.groups),
        max_power_w=wish.max_power_w,
        in_service_from=_instant(wish.in_service_from),
        passwordless=wish.passwordless,
    )


def changed_station(station: Station, change: StationChange) -> Station:
    """The station as it will stand, one version on."""
    service = change.in_service_from
    values: dict[str, object] = {
        "name": _or_empty(change.name),
        "access": change.access,
        "site_id": change.site,
        "max_power_w": change.max_power_w,
        "in_service_from": UNSET if isinstance(service, UnsetType) else _instant(service),
        "groups": UNSET if isinstance(change.groups, UnsetType) else _groups(change.groups or ()),
        "passwordless": change.passwordless,
    }
    return msgspec.structs.replace(station, version=station.version + 1, **_set(values))


def checked_identity(text: str) -> str:
    """Raises: WattfleetError `identity_invalid`."""
    identity = clean(text)
    if identity is None:
        raise invalid(
            "identity_invalid",
            f"“{text[:80]}” cannot be a station's identity.",
            hint="Up to 48 letters, digits and * - _ = : + | @ . as they stand at the end of its address.",
            field="identity",
        )
    return identity


def _country(text: str) -> str:
    if _COUNTRY.fullmatch(text) is None:
        raise invalid(
            "country_invalid",
            f"“{text[:40]}” is not a country.",
            hint="Use the two capital letters of ISO 3166-1, such as SE.",
            field="country",
        )
    return text


def _position(value: Decimal | None, limit: int, field: str) -> str:
    if value is None:
        return ""
    if not value.is_finite() or abs(value) > limit:
        raise invalid(
            "position_invalid",
            f"The {field} lies within ±{limit} degrees.",
            hint="Write degrees with a point, such as 59.33 and 18.07.",
            field=field,
        )
    return f"{value:f}"[:20]


def _groups(groups: tuple[str, ...]) -> tuple[str, ...]:
    """Each once, in the order that was given."""
    return tuple(dict.fromkeys(one.strip() for one in groups if one.strip()))


def _instant(moment: Moment | None) -> Instant | None:
    return None if moment is None else Instant.of(moment)


def _or_empty(value: str | UnsetType | None) -> str | UnsetType:
    return "" if value is None else value


def _given(change: SiteChange, name: str) -> str:
    value = getattr(change, name)
    return value if isinstance(value, str) else ""


def _set(values: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not UNSET}
