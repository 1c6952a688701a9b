"""The life of the demo: server, town, past, present, keys, farewell."""

import argparse
import asyncio
import signal
import sys
import termios
import tty
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
from rich.console import Group

from wattfleet.cli import demo_bill, demo_breaks, demo_links, demo_screen, demo_town
from wattfleet.cli.demo_breaks import Town
from wattfleet.cli.demo_count import books, found, stations_of
from wattfleet.cli.demo_screen import Screen
from wattfleet.cli.demo_server import Server
from wattfleet.cli.demo_town import Api, Kept
from wattfleet.kernel.clock import Clock, SystemClock, pause
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, SECOND_US, Instant
from wattfleet.simulator.fleet import Fleet
from wattfleet.simulator.link import either
from wattfleet.simulator.usual import Usual

SAMPLE_S = 10
BREAKS: dict[str, Callable[[Town], Awaitable[str]]] = {
    "k": demo_breaks.kill,
    "o": demo_breaks.offline,
    "l": demo_breaks.lie,
    "s": demo_breaks.storm,
}


def run(given: argparse.Namespace) -> int:
    try:
        folder = Path(given.folder)
        folder.mkdir(parents=True, exist_ok=True)
        return asyncio.run(_demo(given, folder))
    except WattfleetError as refusal:
        print(f"{refusal.message} {refusal.hint}", file=sys.stderr)
        return 1
    except httpx.HTTPError as error:
        print(f"the server did not answer as expected: {error!r}", file=sys.stderr)
        return 3


async def _demo(given: argparse.Namespace, folder: Path) -> int:
    clock = SystemClock()
    screen = Screen(plain=given.plain)
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    server = Server(folder, clock, lan=not given.local)
    screen.say("starting the server …")
    try:
        await server.start()
        await _lived(given, folder, server, screen, stopped, clock)
    finally:
        await server.stop()
    return 0


async def _lived(
    given: argparse.Namespace,
    folder: Path,
    server: Server,
    screen: Screen,
    stopped: asyncio.Event,
    clock: Clock,
) -> None:
    """Everything between the server's start and its end."""
    path = folder / "demo.json"
    kept = demo_town.load(path, given.seed, clock.now() + -given.days * DAY_US)
    kept.key = kept.key or await server.key()
    kept.runs += 1
    api = Api(server.http, kept.key)
    screen.say("making the town …" if not kept.built else "the town is there already …")
    kept.passwords = kept.passwords or demo_town.passwords(kept)
    demo_town.save(path, kept)
    await demo_town.build(api, kept)
    demo_town.save(path, kept)
    town = _town(server, api, kept, clock)
    running = asyncio.create_task(_past_and_present(town, screen, given))
    try:
        await _shown(running, town, screen, given, stopped)
    finally:
        await _farewell(running, town, screen)
        demo_town.remember(kept, town.fleet, clock.now())
        demo_town.save(path, kept)
        await api.client.aclose()


def _town(server: Server, api: Api, kept: Kept, clock: Clock) -> Town:
    since = Instant(kept.lived_until_us or kept.first_us)
    fleet = Fleet(demo_town.members(kept), since, kept.seed + (kept.runs if kept.lived_until_us else 0))
    usual = Usual()
    for life in fleet.lives:
        life.station.post.witness = usual.witness(life.member.identity)
    return Town(server=server, api=api, fleet=fleet, usual=usual, kept=kept, clock=clock, since=since)


async def _past_and_present(town: Town, screen: Screen, given: argparse.Namespace) -> None:
    """Live through the past off line, then go on line and tell it all while life goes on."""
    now = town.clock.now()
    days = (now - town.since) / DAY_US
    screen.say(f"living through {days:.1f} days …")
    await town.fleet.past(now, town.clock)
    charges, waiting = len(town.fleet.charges()), town.fleet.waiting()
    screen.say(f"{charges:,} charges; {waiting:,} messages wait in the stations to be told")
    server = town.server
    screen.say(demo_screen.welcome(server.http, server.real_station_url, town.kept.key, given.folder))
    screen.say(demo_screen.code(server.real_station_url))
    screen.say(demo_screen.doors(*await demo_links.links(town.api, town.fleet)))
    town.fleet.sample_every(SAMPLE_S)
    town.fleet.arrive(town.fleet.lives[::2], town.clock.now(), within_s=40)
    await town.fleet.run(server.stations_url, town.clock)


async def _shown(
    running: asyncio.Task[None], town: Town, screen: Screen, given: argparse.Namespace, stopped: asyncio.Event
) -> None:
    """The live picture and the keys, until the end."""
    keys: asyncio.Queue[str] = asyncio.Queue(maxsize=16)
    ends = asyncio.create_task(_end_of(given, town.clock, stopped))
    following = asyncio.create_task(_follow(town, screen, keys, given))
    try:
        with _keyboard(keys, stopped):
            await asyncio.wait((running, ends, following), return_when=asyncio.FIRST_COMPLETED)
    finally:
        screen.close()
        for task in (ends, following):
            task.cancel()
        await asyncio.gather(ends, following, return_exceptions=True)
    for task in (running, following):
        if task.done() and not task.cancelled() and (error := task.exception()) is not None:
            raise error


async def _end_of(given: argparse.Namespace, clock: Clock, stopped: asyncio.Event) -> None:
    if given.seconds:
        await either(clock, given.seconds * SECOND_US, stopped)
    else:
        await stopped.wait()


async def _follow(town: Town, screen: Screen, keys: asyncio.Queue[str], given: argparse.Namespace) -> None:
    """The live picture, the past as it arrives, and then the keys as they are pressed."""
    fleet = town.fleet
    while not fleet.links:
        await pause(town.clock, SECOND_US // 10)
    state = "up"

    def draw() -> Group:
        return screen.picture(fleet, town.clock.now(), state)

    screen.open(draw)
    tasks = [asyncio.create_task(_watch(town, screen))]
    try:
        began = town.clock.monotonic_us()
        await fleet.drained(town.clock)
        seconds = (town.clock.monotonic_us() - began) / SECOND_US
        screen.note(f"the past has arrived in {seconds:.1f} s · {await _books(town)}")
        tasks.append(billing := asyncio.create_task(_bill(town, screen)))
        if given.once or given.press:
            await billing
        for key in given.press.replace(",", ""):
            await keys.put(key)
        while not (given.once and keys.empty()):
            key = await keys.get()
            if key in BREAKS:
                state = f"({key}) …"
                screen.note(f"{key}: {demo_screen.KEYS_WORDS[key]} …")
                screen.note(f"{key}: {await BREAKS[key](town)}")
                state = "up"
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _bill(town: Town, screen: Screen) -> None:
    """Last month becomes invoices, in the background; a server that was killed meanwhile ends it for now."""
    first = Instant(town.kept.first_us).local(demo_town.ZONE).date()
    try:
        bills = await demo_bill.bill(town.api, town.clock, first)
    except (httpx.HTTPError, WattfleetError) as error:
        screen.note(f"the month was not billed this time ({error!r}); the next run of the demo goes on")
        return
    screen.note(bills.words())
    screen.say(demo_bill.where(bills))


async def _books(town: Town) -> str:
    stations = stations_of(town.fleet)
    kept = await found(town.api, stations, town.since)
    return f"{kept.words()} · {(await books(town.api, stations, town.usual, town.since)).words()}"


async def _watch(town: Town, screen: Screen) -> None:
    """What the server says of the running sessions, every other second; a dead server is no surprise here."""
    while True:
        active: list[Any] = []
        with suppress(httpx.HTTPError):
            active = await town.api.every("/sessions", state="active")
        screen.hear(active)
        if screen.plain:
            screen.say(
                f"  {town.fleet.online()} on line · {len(active)} active sessions · "
                f"{town.fleet.acknowledged():,} acknowledged"
            )
        await pause(town.clock, 2 * SECOND_US if not screen.plain else 5 * SECOND_US)


@contextmanager
def _keyboard(keys: asyncio.Queue[str], stopped: asyncio.Event) -> Iterator[None]:
    """Single keys, without Enter, where there is a terminal."""
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)

    def pressed() -> None:
        key = sys.stdin.read(1)
        if key == "q":
            stopped.set()
        elif not keys.full():
            keys.put_nowait(key)

    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin, pressed)
    try:
        yield
    finally:
        loop.remove_reader(sys.stdin)
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


async def _farewell(running: asyncio.Task[None], town: Town, screen: Screen) -> None:
    """Everybody drives off, so that nothing is left open; then the sockets close."""
    screen.say("everybody drives off …")
    if not running.done():
        for life in town.fleet.lives:
            for evse in life.station.evses:
                if evse.battery is not None:
                    life.station.unplug(evse.plan.evse_id)
            if (link := town.fleet.links.get(life.member.identity)) is not None:
                link.touch()
        for _ in range(50):
            if town.fleet.waiting() == 0:
                break
            await pause(town.clock, SECOND_US // 10)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
