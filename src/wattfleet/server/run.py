"""The composition root: the one place that wires doors, use cases and keeping together, and runs them."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable

import msgspec
import structlog

from wattfleet.api.logs import set_up_logs
from wattfleet.api.reception import Reception
from wattfleet.gateway.tls import Certificates, Pair
from wattfleet.jobs.runner import Runner
from wattfleet.kernel.clock import pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import MINUTE_US
from wattfleet.server.clockwork import ages, jobs
from wattfleet.server.doors import https_url, open_door, open_gate, open_listeners, shown_host
from wattfleet.server.house import House, open_house
from wattfleet.settings import Settings, checked
from wattfleet.usecases.note_key_use import note_key_use
from wattfleet.usecases.note_sign_in_use import note_sign_in_use

log = structlog.get_logger()

SWITCH_INTERVAL_S = 0.0001
"""How long a thread keeps the interpreter that another waits for. SQLite's writer gives it away with every
statement and must win it back: at Python's own 5 ms a busy event loop lets it commit 6,600 frames a second
instead of 36,000 (measured on the bare journal). It holds for the whole process, so it is set here alone."""
DRAIN_US = 2_000_000
"""How long a stopping server takes to say goodbye to its stations, a few at a time."""


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """Where it can be reached: by people, from this machine alone, by stations."""

    http: str
    local: str
    ocpp: str


async def serve(settings: Settings, told: Callable[[Running], None]) -> None:
    """Run until SIGINT or SIGTERM; `told` hears where, once everything listens."""
    set_up_logs(settings.log_level, sys.stderr)
    ages(settings)
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
    gate = await open_gate(house, certificates)
    house.machine.frames_wait = lambda: gate.registry.oldest_waits_us
    house.machine.arrivals = lambda: gate.registry.arrivals(gate.places)
    door = await open_door(house, gate)
    listeners = tuple(open_listeners(house, door, certificates))
    local = f"http://{shown_host(settings.http.host)}:{listeners[0].port}"
    people = settings.public_url or https_url(settings, listeners) or local
    running = Running(http=people, local=local, ocpp=door.ocpp_url)
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, _reread, certificates)
    alone = settings.database is None  # a folder has one server; it needs no leases, and none outlives it
    owner = None if alone else house.parts.ids.uuid(house.parts.clock.now())
    async with asyncio.TaskGroup() as group:
        serving = [group.create_task(one.run(), name="http") for one in listeners]
        watching = group.create_task(_watch_keys(house, door.reception), name="keys")
        noting = group.create_task(_note_use(house, door.reception), name="key use")
        guarding = group.create_task(gate.run(), name="gate")
        runner = Runner(house.parts, jobs(house), owner)
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

    Frames leave next to no circles behind, so that it may also come by more rarely. The young that survive
    are gone through in small portions: in a storm, 400,000 of them at once held all up for half a second, and
    20,000 still for 10 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 4, 1_000)


def _reread(certificates: Certificates) -> None:
    """On SIGHUP: renewed certificates, without a restart; those that cannot be used leave the old ones."""
    try:
        log.info("certificates_reread", listeners=certificates.reread())
    except WattfleetError as error:
        log.warning("certificates_not_reread", code=error.code, text=str(error))


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
