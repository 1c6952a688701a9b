"""What goes wrong in a world, and who comes and goes: cars, networks, power, the server, its database."""

import asyncio
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from tests.sim.line import Break
from tests.sim.player import Player, some_car
from tests.things import TESTER

from wattfleet.events import Flag
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, SECOND_US
from wattfleet.ocpp.raw import RawCall
from wattfleet.sessions.fold import resolve
from wattfleet.simulator.said import Said
from wattfleet.simulator.station import Station
from wattfleet.storage import sessions
from wattfleet.storage.database import Writer
from wattfleet.usecases.send_raw import send_raw

if TYPE_CHECKING:
    from tests.sim.world import World

TENANT = 1
CARDS = ("CARD1", "CARD2", "CARD3")
POISON = """
CREATE TRIGGER poison BEFORE INSERT ON events WHEN instr(CAST(NEW.body AS TEXT), 'POISON') > 0
BEGIN SELECT RAISE(ABORT, 'poison'); END
"""
"""Stands for data that a database refuses, whatever else is in the batch."""


async def cars(world: "World", player: Player, evse: int) -> None:
    """Cars come to one socket and go, for ever."""
    chance = Random(world.chance.getrandbits(32))
    while True:
        await asyncio.sleep(chance.choice((30, 300, 1800)) + chance.randrange(60))
        token = chance.choice((*CARDS, *CARDS, "BLOCKED", "STRANGER"))
        socket = player.station.evse(evse)
        if socket is None or socket.battery is not None or not socket.operative:
            continue
        player.act(f"{token} plugs in at {evse}", Station.plug_in, evse, some_car(chance), token)
        await asyncio.sleep(chance.choice((20, 600, 3600, 9000)) + chance.randrange(600))
        if socket.running is None and chance.random() < 0.5:
            player.act(f"{token} tries again at {evse}", Station.swipe, evse, token)
            await asyncio.sleep(chance.randrange(60, 3600))
        if socket.running is not None and chance.random() < 0.5:
            player.act(f"{token} stops at {evse}", Station.swipe, evse, token)
            await asyncio.sleep(chance.randrange(1, 900))
        player.act(f"the car leaves {evse}", Station.unplug, evse)


async def trouble(world: "World", player: Player) -> None:
    """What goes wrong with one station and its network."""
    chance = Random(world.chance.getrandbits(32))
    often = chance.choice((300, 1200, 5400))
    while True:
        await asyncio.sleep(chance.expovariate(1 / often))
        what = chance.random()
        if what < 0.65:
            how = chance.choice(tuple(Break))
            player.offline(how, chance.choice((1, 30, 300, 3600)) * SECOND_US + chance.randrange(SECOND_US))
        elif what < 0.72:
            player.second_socket()
        elif what < 0.87:
            player.power_cut(keeps=chance.random() < 0.7)
        elif what < 0.92:
            _poison(world, player, chance)
        elif 51 in player.rows or 52 in player.rows:
            player.skew(chance.choice((-2, -1, 1, 3)) * HOUR_US)


def _poison(world: "World", player: Player, chance: Random) -> None:
    """Something that the database refuses; whoever sent it is answered, and nobody else waits for it."""
    name = f"POISON-{chance.getrandbits(40):x}"
    world.poisoned.add(name)

    def say(station: Station) -> None:
        station.say(Said(action="DataTransfer", payload={"vendorId": "com.example", "data": name}))

    player.act("it sends poison", say)


async def orders(world: "World", player: Player) -> None:
    """The server asks stations for things now and then; what comes of it is theirs to say."""
    chance = Random(world.chance.getrandbits(32))
    while True:
        await asyncio.sleep(chance.expovariate(1 / 2400))
        server = world.server
        if server is None or not server.ready:
            continue
        action, payload = _order(chance, player.station)
        order_id: UUID = world.ids.uuid(world.clock.now())
        raw = RawCall(action=action, payload=msgspec.json.encode(payload))
        try:
            await send_raw(
                server.parts, TENANT, player.station_id, raw, order_id, by=TESTER, wait_us=SECOND_US
            )
        except WattfleetError as error:
            world.note(f"{player.name}: {action} could not be asked: {error.code}")


async def outages(world: "World") -> None:
    """What goes wrong with the server."""
    chance = Random(world.chance.getrandbits(32))
    often = chance.choice((600, 3600, 20000))
    jumps = chance.random() < 0.15
    while True:
        await asyncio.sleep(chance.expovariate(1 / often))
        what = chance.random()
        if what < 0.5:
            if chance.random() < 0.5:
                world.weather.kills_after = chance.randrange(1, 12)  # in the middle of some work
                await asyncio.sleep(chance.choice((30, 600)))
            world.kill_server()
            await asyncio.sleep(chance.choice((1, 20, 300)))
            world.boot_server()
        elif what < 0.75:
            _resolve(world, chance)
        elif jumps:
            world.jumped = True
            far = (-DAY_US, -HOUR_US, -MINUTE_US, -SECOND_US, 0, SECOND_US, MINUTE_US, HOUR_US)
            world.clock.jump_us = chance.choice(far)
            world.note(f"the server's clock is off by {world.clock.jump_us // SECOND_US} s")


async def skies(world: "World") -> None:
    """What goes wrong with the database: it refuses, breaks off, forgets to say, is slow, or is full."""
    chance = Random(world.chance.getrandbits(32))
    often = chance.choice((900, 3600, 20000))
    while True:
        await asyncio.sleep(chance.expovariate(1 / often))
        weather, what = world.weather, chance.random()
        if what < 0.2:
            weather.full = True
        elif what < 0.35:
            weather.fails_at = chance.randrange(1, 20)
        elif what < 0.5:
            weather.locked = chance.choice((50, 500))
        else:
            weather.slowest_us = chance.choice((3_000, 100_000, 2_000_000, 8_000_000))
            weather.refuses = chance.choice((0, 50, 500))
            weather.breaks = chance.choice((0, 50, 300))
            weather.loses = chance.choice((0, 50, 300))
        world.note(f"the database fails: {weather}")
        await asyncio.sleep(chance.choice((10, 100, 600)))
        weather.refuses = weather.breaks = weather.loses = weather.locked = weather.fails_at = 0
        weather.full = False
        world.note("the database is well")


def calm(world: "World") -> None:
    """All of it is over."""
    weather = world.weather
    weather.refuses = weather.breaks = weather.loses = weather.locked = weather.fails_at = 0
    weather.kills_after, weather.full, weather.slowest_us = 0, False, 3_000
    for line in world.lines:
        line.mangle_up = line.mangle_down = None


def _resolve(world: "World", chance: Random) -> None:
    """A person looks at an open session, and it is a new version: whoever folds it meanwhile is stale."""
    world.link.begin()
    writer = Writer(world.link.connection, TENANT)
    found = [one for one in sessions.active(writer, 10_000) if Flag.GAP not in one.cleared]
    if found:
        one = sessions.get(writer, chance.choice(found).id)
        assert one is not None
        desk = _desk_of(world, one.station_id)
        if desk is not None:
            changed = resolve(one, (Flag.GAP,), station=desk.facts)
            sessions.change(writer, changed, one.version, at=world.clock.now())
            world.note(f"a person resolves {one.tx}")
    world.link.commit()


def _desk_of(world: "World", station_id: Any) -> Any:
    for line in world.lines:
        seat = getattr(line._server, "_seat", None)
        if line.server_open and seat is not None and seat.desk.station.id == station_id:
            return seat.desk
    return None


def _order(chance: Random, station: Station) -> tuple[str, dict[str, Any]]:
    """A call that any station may get."""
    found: list[tuple[str, dict[str, Any]]]
    if station.plan.version == "1.6":
        found = [
            ("Reset", {"type": chance.choice(("Soft", "Hard"))}),
            ("TriggerMessage", {"requestedMessage": "StatusNotification"}),
            ("TriggerMessage", {"requestedMessage": "MeterValues", "connectorId": 1}),
            ("RemoteStartTransaction", {"idTag": chance.choice(CARDS), "connectorId": 1}),
            ("GetConfiguration", {}),
            (
                "ChangeConfiguration",
                {"key": "MeterValuesAlignedData", "value": "Energy.Active.Import.Register"},
            ),
            ("UnlockConnector", {"connectorId": 1}),
        ]
        return chance.choice(found)
    token = {"idToken": chance.choice(CARDS), "type": "ISO14443"}
    found = [
        ("Reset", {"type": chance.choice(("Immediate", "OnIdle"))}),
        ("TriggerMessage", {"requestedMessage": "StatusNotification"}),
        ("TriggerMessage", {"requestedMessage": "TransactionEvent", "evse": {"id": 1}}),
        (
            "RequestStartTransaction",
            {"evseId": 1, "remoteStartId": chance.randrange(1, 1000), "idToken": token},
        ),
        ("GetBaseReport", {"requestId": 1, "reportBase": "FullInventory"}),
    ]
    return chance.choice(found)
