"""A station as the API shows it, and how a path names one."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.shapes import Id, When, when
from wattfleet.stations.credentials import Known
from wattfleet.stations.station import Connector, Station
from wattfleet.storage.database import Reader
from wattfleet.usecases.finding import named_station


class ConnectorView(msgspec.Struct, frozen=True, kw_only=True):
    """The last told state of a connector; evse 0, connector 0 is the station as a whole."""

    evse: int
    connector: int
    status: str
    since: When
    error: str
    info: str
    vendor_error: str


class StationView(msgspec.Struct, frozen=True, kw_only=True):
    """A station. What it says of itself (vendor, model, firmware …) is shown as it came."""

    id: Id
    identity: str
    name: str
    access: Annotated[str, Meta(extra_json_schema={"enum": ["public", "private", "home"]})]
    site: Id
    groups: tuple[str, ...]
    max_power_w: int | None
    in_service_from: When | None
    passwordless: bool
    weak_password: bool
    register_mode: str
    vendor: str
    model: str
    serial: str
    firmware: str
    ocpp: str
    connected: bool
    connected_at: When | None
    seen_at: When | None
    booted_at: When | None
    connectors: tuple[ConnectorView, ...]
    version: int


class StationDetailView(StationView, frozen=True, kw_only=True):
    """One station, with what a person decided about its way in."""

    blocked: bool
    tls_only: bool
    assume_16: bool


class CreatedStationView(StationView, frozen=True, kw_only=True, omit_defaults=True):
    """A new station. `ocpp_password` stands here and never again; a replay has none."""

    ocpp_password: str | None = None
    ocpp_url: str = ""


def station_view(station: Station, connectors: tuple[Connector, ...] | list[Connector] = ()) -> StationView:
    return msgspec.convert(_values(station, connectors), StationView)


def detail_view(station: Station, connectors: list[Connector], known: Known | None) -> StationDetailView:
    """`known` is the station's line in the directory."""
    decided = {
        "blocked": known is not None and known.blocked,
        "tls_only": known is not None and known.tls_only,
        "assume_16": known is not None and known.assume_16,
    }
    return msgspec.convert(_values(station, connectors) | decided, StationDetailView)


def created_view(station: Station, password: str | None, ocpp_url: str) -> CreatedStationView:
    values = _values(station, ())
    url = f"{ocpp_url}/ocpp/{quote(station.identity, safe='')}" if ocpp_url else ""
    return msgspec.convert({**values, "ocpp_password": password, "ocpp_url": url}, CreatedStationView)


def connector_view(one: Connector) -> ConnectorView:
    return ConnectorView(
        evse=one.evse,
        connector=one.connector,
        status=one.status.value,
        since=one.since.rfc3339(),
        error=one.error,
        info=one.info,
        vendor_error=one.vendor_error,
    )


def _values(station: Station, connectors: tuple[Connector, ...] | list[Connector]) -> dict[str, object]:
    return {
        "id": str(station.id),
        "identity": station.identity,
        "name": station.name,
        "access": station.access.value,
        "site": str(station.site_id),
        "groups": station.groups,
        "max_power_w": station.max_power_w,
        "in_service_from": when(station.in_service_from),
        "passwordless": station.passwordless,
        "weak_password": station.weak_password,
        "register_mode": station.register_mode.value,
        "vendor": station.vendor,
        "model": station.model,
        "serial": station.serial,
        "firmware": station.firmware,
        "ocpp": station.ocpp,
        "connected": station.connected,
        "connected_at": when(station.connected_at),
        "seen_at": when(station.seen_at),
        "booted_at": when(station.booted_at),
        "connectors": tuple(connector_view(one) for one in connectors),
        "version": station.version,
    }


def optional_station(reader: Reader, identity: str | None) -> UUID | None:
    """The id of a station that a filter names. Raises: WattfleetError `station_unknown`."""
    return None if identity is None else named_station(reader, identity).id
