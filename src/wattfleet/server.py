"""The composition root: the one place that wires doors, use cases and keeping together."""

import asyncio
import gc
import hashlib
import hmac
import signal
import ssl
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

import msgspec
import structlog

from wattfleet.api.auth import KeyRing
from wattfleet.api.door import Door
from wattfleet.api.listener import Listener
from wattfleet.api.logs import set_up_logs
from wattfleet.api.openapi import encoded
from wattfleet.api.pages import Cursors
from wattfleet.api.reception import Reception
from wattfleet.api.routes import ROUTES
from wattfleet.api.sign_ins import SignIns
from wattfleet.billing.vat import parse_vat
from wattfleet.bus.memory import MemoryBus
from wattfleet.clients.machine import ThisMachine
from wattfleet.gateway.gate import Gate, GateSettings
from wattfleet.gateway.listener import Bind
from wattfleet.gateway.tls import PEOPLE_SUITES, Certificates, Pair
from wattfleet.jobs.runner import Runner
from wattfleet.jobs.schedule import JOBS, Job
from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.money import Currency
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Zone
from wattfleet.operations import retention
from wattfleet.operations.retention import Ages
from wattfleet.settings import Address, Settings, checked, read_pepper
from wattfleet.stations.habits import parse as parse_habits
from wattfleet.stations.site import Site
from wattfleet.stations.templates import parse as parse_baselines
from wattfleet.storage import installation, keys, sites
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION, Writer
from wattfleet.storage.journal import Journal
from wattfleet.storage.opening import open_database
from wattfleet.storage.sqlite import SqliteDatabase
from wattfleet.usecases.keep_baselines import keep_baselines
from wattfleet.usecases.keep_days import keep_days
from wattfleet.usecases.move_to_cold import move_to_cold
from wattfleet.usecases.note_key_use import note_key_use
from wattfleet.usecases.note_sign_in_use import note_sign_in_use
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.remove_old import remove_old
from wattfleet.usecases.tell_alarms import tell_alarms
from wattfleet.usecases.work_invoice_runs import work_invoice_runs

if TYPE_CHECKING:
    from wattfleet.storage.postgres import PostgresDatabase

log = structlog.get_logger()

BASELINE_US = 60_000_000
MOVE_US = 20_000_000
"""How often a file of old days is written, while there are any, and how long the lease of it holds: a turn
may outlive it, for two movers at once copy some rows twice and lose none."""
SWITCH_INTERVAL_S = 0.0001
"""How long a thread keeps the interpreter that another waits for. SQLite's writer gives it away with every
statement and must win it back: at Python's own 5 ms a busy event loop lets it commit 6,600 frames a second
instead of 36,000 (measured on the bare journal). It holds for the whole process, so it is set here alone."""
DRAIN_US = 2_000_000
"""How long a stopping server takes to say goodbye to its stations, a few at a time."""


class House(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is open in this process."""

    settings: Settings
    database: "SqliteDatabase | PostgresDatabase"
    journal: Journal
    parts: Parts
    pepper: bytes
    machine: ThisMachine


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """Where it can be reached: by people, from this machine alone, by stations."""

    http: str
    local: str
    ocpp: str


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
            machine=machine,
            habits=parse_habits(_fact("habits.toml")),
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


async def serve(settings: Settings, told: Callable[[Running], None]) -> None:
    """Run until SIGINT or SIGTERM; `told` hears where, once everything listens."""
    set_up_logs(settings.log_level, sys.stderr)
    _ages(settings)
    async with open_house(checked(settings)) as house:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for one in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(one, stop.set)
        await run(house, stop, told)


async def run(house: House, stop: asyncio.Event, told: Callable[[Running], None]) -> None:
    """Open the doors, work until `stop` is set, close them in order."""
    settings = house.settings
    certificates = Certificates([Pair(one.chain, one.key) for one in settings.certificates])
    gate = await _open_gate(house, certificates)
    house.machine.frames_wait = lambda: gate.registry.oldest_waits_us
    door = await _door(house, gate)
    listeners = tuple(_listeners(house, door, certificates))
    local = f"http://{_host(settings.http.host)}:{listeners[0].port}"
    people = settings.public_url or _https_url(settings, listeners) or local
    running = Running(http=people, local=local, ocpp=door.ocpp_url)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _reread, certificates)
    alone = settings.database is None  # a folder has one server; it needs no leases, and none outlives it
    owner = None if alone else house.parts.ids.uuid(house.parts.clock.now())
    async with asyncio.TaskGroup() as group:
        serving = [group.create_task(one.run(), name="http") for one in listeners]
        watching = group.create_task(_watch_keys(house, door.reception), name="keys")
        noting = group.create_task(_note_use(house, door.reception), name="key use")
        guarding = group.create_task(gate.run(), name="gate")
        own = (_baseline_job(house), _telling_job(house), _invoice_job(), *_archive_jobs(house))
        runner = Runner(house.parts, (*JOBS, *own), owner)
        working = group.create_task(runner.run(), name="jobs")
        _settle_memory()
        if alone:
            sys.setswitchinterval(SWITCH_INTERVAL_S)
        told(running)
        log.info("serving", http=running.http, ocpp=running.ocpp, data=str(settings.data))
        await stop.wait()
        log.info("stopping")
        for listener in listeners:
            listener.stop()
        await gate.close(DRAIN_US)
        await asyncio.wait(serving)
        for for_ever in (watching, noting, guarding, working):
            for_ever.cancel()


def _settle_memory() -> None:
    """What the start has made stays as long as the process: the garbage collector need not look at it again.

    Frames leave next to no circles behind, so that it may also come by more rarely.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _baseline_job(house: House) -> Job:
    """It needs the facts and the pepper, which only this module has."""
    baselines = parse_baselines(_fact("baselines.toml"))
    keep = partial(keep_baselines, baselines=baselines, pepper=house.pepper)
    return Job("keep_baselines", BASELINE_US, keep, lease_us=10 * BASELINE_US)


def _ages(settings: Settings) -> Ages:
    """Raises: WattfleetError `retention_below_floor`, `cold_too_young`."""
    ages = Ages(
        cold_after=settings.cold_after_days,
        frames=settings.keep_frames_days,
        events=settings.keep_events_days,
        readings=settings.keep_readings_days,
    )
    return retention.checked(ages, retention.parse(_fact("retention.toml")))


def _archive_jobs(house: House) -> Iterator[Job]:
    """One file, and one round of retention, at a time: between them the lease is looked at again."""
    ages = _ages(house.settings)

    async def move(parts: Parts) -> int:
        await move_to_cold(parts, after_days=ages.cold_after)
        return 0

    async def remove(parts: Parts) -> int:
        await remove_old(parts, ages=ages)
        return 0

    yield Job("move_to_cold", MOVE_US, move, lease_us=MOVE_US)
    yield Job("remove_old", 60 * MINUTE_US, remove, lease_us=10 * MINUTE_US)


def _telling_job(house: House) -> Job:
    """Alarms are told; it needs the pepper, which opens the channels' seal."""
    tell = partial(tell_alarms, pepper=house.pepper, url=house.settings.public_url)
    return Job("tell_alarms", 5 * SECOND_US, tell, lease_us=10 * MINUTE_US)


def _invoice_job() -> Job:
    """Runs of invoices; it needs the facts about VAT."""
    work = partial(work_invoice_runs, vat=parse_vat(_fact("vat.toml")))
    return Job("invoice_runs", SECOND_US, work, lease_us=MINUTE_US)


def _reread(certificates: Certificates) -> None:
    """On SIGHUP: renewed certificates, without a restart; those that cannot be used leave the old ones."""
    try:
        log.info("certificates_reread", listeners=certificates.reread())
    except WattfleetError as error:
        log.warning("certificates_not_reread", code=error.code, text=str(error))


async def _open_gate(house: House, certificates: Certificates) -> Gate:
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
        return f"wss://{_host(settings.ocpp_tls.host)}:{gate.ports[1]}"
    return f"ws://{_host(settings.ocpp.host)}:{gate.ports[0]}"


def _fact(name: str) -> str:
    return (files("wattfleet.facts") / name).read_text(encoding="utf-8")


async def _door(house: House, gate: Gate) -> Door:
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


def _listeners(house: House, door: Door, certificates: Certificates) -> Iterator[Listener]:
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


def _https_url(settings: Settings, listeners: Sequence[Listener]) -> str:
    return f"https://{_host(settings.https.host)}:{listeners[1].port}" if settings.https is not None else ""


async def _note_use(house: House, reception: Reception) -> None:
    """When keys and sign-ins were last used, once a minute."""
    while True:
        await pause(house.parts.clock, MINUTE_US)
        try:
            await note_key_use(house.parts, reception.keys.take_used())
            await note_sign_in_use(house.parts, reception.sign_ins.take_used())
        except WattfleetError as error:
            log.warning("key_use_not_written", code=error.code)


async def _watch_keys(house: House, reception: Reception) -> None:
    """Keys and sign-ins as they change, whichever process changed them."""
    async for _ in house.database.watch_changes():
        reception.sign_ins.forget()
        try:
            await reception.keys.reread()
        except WattfleetError as error:
            log.warning("keys_not_read", code=error.code)


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


def _host(host: str) -> str:
    shown = "localhost" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - only shown
    return f"[{shown}]" if ":" in shown else shown
