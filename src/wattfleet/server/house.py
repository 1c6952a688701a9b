"""The keeping of an installation, opened: database, journal, secret, facts."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
import structlog

from wattfleet.billing.measuring import parse_measuring
from wattfleet.bus.memory import MemoryBus
from wattfleet.clients.machine import ThisMachine
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.errors import conflict
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import Zone
from wattfleet.settings import Settings, read_pepper
from wattfleet.stations.habits import parse as parse_habits
from wattfleet.stations.site import Site
from wattfleet.storage import installation, sites
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.usecases.keep_days import keep_days
from wattfleet.usecases.looking import Looking
from wattfleet.usecases.parts import Parts

if TYPE_CHECKING:
    from wattfleet.storage.postgres import PostgresDatabase

log = structlog.get_logger()


class House(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is open in this process."""

    settings: Settings
    database: "SqliteDatabase | PostgresDatabase"
    journal: Journal
    parts: Parts
    pepper: bytes
    machine: ThisMachine


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[House]:
    """The keeping of an installation, made and migrated where it is missing; closed at the end.

    Raises: WattfleetError of `settings`, `open_database`.
    """
    pepper = read_pepper(settings.data)
    if settings.upgrade_backup:
        await _copy_before_upgrade(settings)
    database = await open_database(settings.data, settings.database, settings.cold)
    try:
        journal = Journal(database)
        clock, ids = SystemClock(), SystemIds()
        machine = ThisMachine(settings.data, [(one.chain, one.key) for one in settings.certificates])
        parts = Parts(
            database=database,
            journal=journal,
            bus=MemoryBus(),
            clock=clock,
            ids=ids,
            looking=Looking(database),
            machine=machine,
            habits=parse_habits(fact("habits.toml")),
            measuring=parse_measuring(fact("metrology.toml")),
        )
        house = House(
            settings=settings,
            database=database,
            journal=journal,
            parts=parts,
            pepper=pepper,
            machine=machine,
        )
        await _check_pepper(house)
        await _ensure_site(house)
        await keep_days(parts)
        yield house
        await journal.drain()
        await parts.documents.close()
    finally:
        await database.close()


async def _copy_before_upgrade(settings: Settings) -> None:
    """Raises: WattfleetError `upgrade_backup`."""
    from wattfleet.storage.backups.make import Installation
    from wattfleet.storage.backups.upgrading import back_up_before_upgrade

    place = Installation(folder=settings.data, url=settings.database)
    copy = await back_up_before_upgrade(place, SystemClock().now())
    if copy is not None:
        log.info("copied_before_upgrade", path=str(copy))


async def _check_pepper(house: House) -> None:
    """One database, one secret: with another one no key and no station's password would be known.

    Raises: WattfleetError `secret_of_another`.
    """
    mark = hmac.digest(house.pepper, b"mark", hashlib.sha256).hex()

    def compare(writer: Writer) -> bool:
        known = installation.get(writer, "secret_mark")
        if known is None:
            installation.put(writer, "secret_mark", mark)
        return known in (None, mark)

    if not await house.database.write(INSTALLATION, compare):
        raise conflict(
            "secret_of_another",
            "The secret is not the one that this database was made with.",
            hint="Set WATTFLEET_SECRET to it, or copy the file “secret” of the first data folder.",
        )


async def _ensure_site(house: House) -> None:
    """The first start makes a site; where zone or currency were not told, they are assumed and marked."""
    settings = house.settings
    site = Site(
        id=house.parts.ids.uuid(house.parts.clock.now()),
        name="Default site",
        country=settings.country or "",
        zone=Zone.named(settings.zone or "UTC"),
        currency=Currency.named(settings.currency or "EUR"),
        assumed=settings.zone is None or settings.currency is None,
    )
    await house.database.write(DEFAULT_TENANT, lambda writer: sites.ensure_default(writer, site))


def fact(name: str) -> str:
    return (files("wattfleet.facts") / name).read_text(encoding="utf-8")
