"""Faults of the connection that need hours to show: the real gateway and server on virtual time."""

import asyncio

import pytest
from tests.sim.player import some_car
from tests.sim.quiet import Built, Quiet, play

from wattfleet.bus.port import Ask, StationKey
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US
from wattfleet.ocpp.versions import Version
from wattfleet.simulator import faults
from wattfleet.simulator.station import Station, StationPlan


def built(row: int, identity: str = "CP1", version: Version = "1.6") -> Built:
    return StationPlan(identity=identity, version=version), faults.chosen((row,))


def connections(world: Quiet) -> int:
    """How often the stations have come in."""
    (count,) = world.link.raw.execute("SELECT count(*) FROM connections").fetchone()
    return int(count)


async def asked(world: Quiet, action: str, payload: bytes = b"{}") -> str:
    """Ask the first station for something; how that ended."""
    server = world.server
    assert server is not None
    key = StationKey(1, world.players[0].station_id)
    ask = Ask(world.ids.uuid(world.clock.now()), action, payload, 30 * SECOND_US)
    return (await server.parts.bus.ask(key, ask)).how


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_row_65_a_slow_heart_is_no_silence(version: Version) -> None:
    async def a_day(world: Quiet) -> None:
        await world.pass_hours(24)

    world = play(a_day, built(65, version=version))
    assert 65 in world.players[0].station.post.showed
    assert connections(world) == 1
    assert world.players[0].line is not None


def test_row_66_a_station_that_never_answers_commands_is_let_go_and_comes_back() -> None:
    async def ask(world: Quiet) -> None:
        for _ in range(3):
            assert await asked(world, "ClearCache") in {"timed_out", "lost", "not_connected"}
            await asyncio.sleep(120)

    world = play(ask, built(66))
    assert 66 in world.players[0].station.post.showed
    assert connections(world) > 1, "a new connection is what brings such a station back"


@pytest.mark.parametrize("version", ["1.6", "2.0.1"])
def test_row_69_a_late_redial_is_waited_for_and_nothing_is_lost(version: Version) -> None:
    async def drop(world: Quiet) -> None:
        (player,) = world.players
        player.act("a car", Station.plug_in, 1, some_car(player.chance), "CARD")
        await world.pass_hours(0.5)
        line = player.line
        assert line is not None
        line.close(1006, "the network")
        await world.pass_hours(0.25)
        assert not player.station.post.online, "it does not redial yet"
        await world.pass_hours(1)
        player.act("the car leaves", Station.unplug, 1)
        await asyncio.sleep(60)

    world = play(drop, built(69, version=version))
    (player,) = world.players
    assert 69 in player.station.post.showed
    assert connections(world) == 2, "the server ended no connection by itself"
    energies = world.link.raw.execute("SELECT energy_mwh FROM sessions").fetchall()
    assert energies == [(player.station.charges[0].told.mwh,)]


def test_row_70_nothing_is_asked_of_a_station_that_has_just_come() -> None:
    async def restart(world: Quiet) -> None:
        world.kill_server()
        await asyncio.sleep(30)
        world.boot_server()
        await world.pass_hours(2)
        world.players[0].act("it reboots", Station.restart, "Reboot", "RemoteReset")
        await asyncio.sleep(20)
        assert connections(world) == 3, "no command of ours made it hang up"
        assert await asked(world, "ClearCache") == "lost"
        await world.pass_hours(1)

    world = play(restart, built(70))
    assert 70 in world.players[0].station.post.showed
    assert connections(world) == 4, "it comes back, and stays"
    assert world.players[0].line is not None


def test_row_73_a_fleet_that_returns_at_once_is_served_and_spread() -> None:
    fleet = [built(73, f"CP{number}") for number in range(60)]

    async def cut(world: Quiet) -> None:
        for player in world.players:
            player.power_cut(keeps=True)
        began = world.loop.us
        while not all(player.station.post.booted for player in world.players):
            await asyncio.sleep(0.1)
            assert world.loop.us - began < 120 * SECOND_US, "all boots are answered in two minutes"
        await asyncio.sleep(60)

    world = play(cut, *fleet)
    assert all(73 in player.station.post.showed for player in world.players)
    intervals = {player.station.variables.number("heartbeat_s") for player in world.players}
    assert len(intervals) > 15, "their heartbeats are spread"


def test_row_78_a_boot_is_answered_although_the_database_is_away() -> None:
    async def storm(world: Quiet) -> None:
        world.weather.refuses = 1000
        world.players[0].act("it reboots", Station.restart, "Reboot", "RemoteReset")
        await world.pass_hours(0.5)
        assert world.players[0].station.post.booted or world.players[0].station.post.mailbox.flight is None
        world.weather.refuses = 0
        await world.pass_hours(0.5)
        assert world.players[0].station.post.booted, "a boot without an answer would have left it mute"
        line = world.players[0].line
        assert line is not None
        line.pause()  # what it says now reaches nobody
        world.players[0].act("it boots", Station.boot)
        await world.pass_hours(1)

    world = play(storm, built(78))
    (player,) = world.players
    assert 78 in player.station.post.showed, "such a boot is never said again"
    assert player.line is not None


def test_row_88_a_remote_start_that_never_begins_is_no_session() -> None:
    async def start(world: Quiet) -> None:
        payload = b'{"connectorId":1,"idTag":"CARD"}'
        assert await asked(world, "RemoteStartTransaction", payload) == "answered"
        await asyncio.sleep(10 * MINUTE_US / SECOND_US)

    world = play(start, built(88))
    assert 88 in world.players[0].station.post.showed
    assert world.link.raw.execute("SELECT count(*) FROM sessions").fetchone() == (0,)
