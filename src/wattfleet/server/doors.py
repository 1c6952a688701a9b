"""The doors of an installation: stations come in by one, people and programs by the other."""

import hashlib
import hmac
import ssl
from collections.abc import Iterator, Sequence
from functools import cache, partial
from importlib.metadata import version

from wattfleet.api.auth import KeyRing
from wattfleet.api.door import Door
from wattfleet.api.listener import Listener
from wattfleet.api.openapi import encoded
from wattfleet.api.pages import Cursors
from wattfleet.api.reception import Reception
from wattfleet.api.routes import ROUTES
from wattfleet.api.sign_ins import SignIns
from wattfleet.gateway.gate import Gate, GateSettings
from wattfleet.gateway.listener import Bind
from wattfleet.gateway.tls import PEOPLE_SUITES, Certificates
from wattfleet.kernel.errors import conflict
from wattfleet.server.house import House
from wattfleet.settings import Address, Settings
from wattfleet.storage import keys
from wattfleet.storage.database import INSTALLATION


async def open_gate(house: House, certificates: Certificates) -> Gate:
    """Stations are let in. Raises: WattfleetError `tls_certificate`, `address_in_use`."""
    settings = house.settings
    gate = Gate(
        house.parts,
        GateSettings(
            binds=tuple(_binds(settings, certificates)),
            pepper=house.pepper,
            aliases=settings.aliases,
            trusted_proxies=settings.trusted_proxies,
        ),
    )
    try:
        await gate.open()
    except OSError as error:
        raise conflict(
            "address_in_use",
            f"Stations cannot be listened to at {settings.ocpp}: {error.strerror}.",
            hint="Is another server running there? Choose another with --ocpp or --ocpp-tls.",
            field="--ocpp",
        ) from error
    return gate


def _binds(settings: Settings, certificates: Certificates) -> Iterator[Bind]:
    yield Bind(settings.ocpp.host, settings.ocpp.port)
    if settings.ocpp_tls is not None:
        yield Bind(settings.ocpp_tls.host, settings.ocpp_tls.port, tls=certificates.context())
    if settings.ocpp_private is not None:
        yield Bind(settings.ocpp_private.host, settings.ocpp_private.port, private=True)


def _ocpp_url(settings: Settings, gate: Gate) -> str:
    """The address to write into a station: with TLS where there is TLS."""
    if settings.ocpp_tls is not None:
        return f"wss://{shown_host(settings.ocpp_tls.host)}:{gate.ports[1]}"
    return f"ws://{shown_host(settings.ocpp.host)}:{gate.ports[0]}"


async def open_door(house: House, gate: Gate) -> Door:
    settings = house.settings
    database = house.database
    ring = KeyRing(lambda: database.read(INSTALLATION, keys.everyone), house.parts.clock, house.pepper)
    await ring.reread()
    return Door(
        parts=house.parts,
        reception=Reception(ring, SignIns(database, house.parts.clock, house.pepper), house.parts.clock),
        cursors=Cursors(hmac.digest(house.pepper, b"cursors", hashlib.sha256)),
        pepper=house.pepper,
        public_url=settings.public_url,
        ocpp_url=_ocpp_url(settings, gate),
        map_tiles=settings.map_tiles,
        map_credit=settings.map_credit,
        flush_inbox=gate.inbox.flush,
        version=version("wattfleet"),
        openapi=cache(partial(encoded, ROUTES, version("wattfleet"))),
    )


def open_listeners(house: House, door: Door, certificates: Certificates) -> Iterator[Listener]:
    """Plain, and over TLS where asked for. Raises: WattfleetError `address_in_use`, `tls_certificate`."""
    settings = house.settings
    yield _listener(settings, door, "--http", settings.http, None)
    if settings.https is not None:
        tls = certificates.context(PEOPLE_SUITES)
        yield _listener(settings, door, "--https", settings.https, tls)


def _listener(
    settings: Settings, door: Door, flag: str, address: Address, tls: ssl.SSLContext | None
) -> Listener:
    try:
        return Listener(door, address.host, address.port, tls=tls, trusted_proxies=settings.trusted_proxies)
    except OSError as error:
        raise conflict(
            "address_in_use",
            f"Nothing can listen at {address}: {error.strerror}.",
            hint=f"Is another server running there? Choose another with {flag}.",
            field=flag,
        ) from error


def https_url(settings: Settings, listeners: Sequence[Listener]) -> str:
    return (
        f"https://{shown_host(settings.https.host)}:{listeners[1].port}" if settings.https is not None else ""
    )


def shown_host(host: str) -> str:
    shown = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only shown
    return f"[{shown}]" if ":" in shown else shown
