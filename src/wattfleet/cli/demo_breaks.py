"""Four ways to break the demo, each ending in one line: what was kept, and what others would have billed."""

import asyncio
from decimal import Decimal
from random import Random

import msgspec

from wattfleet.cli.demo_count import BILLED, books, counted, found, kwh, stations_of
from wattfleet.cli.demo_server import Server
from wattfleet.cli.demo_town import LIAR, Api, Kept
from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Instant
from wattfleet.simulator import car, faults
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.fleet import Fleet
from wattfleet.simulator.link import Link, either
from wattfleet.simulator.post import Witness
from wattfleet.simulator.said import Payload
from wattfleet.simulator.station import Station, StationPlan
from wattfleet.simulator.usual import Usual

LIES = (
    (32, "told a meter of 0 at the beginning, then its true register"),
    (1, "said its start three times"),
    (6, "named its transaction −1"),
    (12, "sent two stops with different registers"),
    (4, "said its start again after its stop"),
    (9, "named its transaction 9 223 372 036 854 775 807"),
)
OFFLINE_S = 12
LIED_US = 40 * MINUTE_US


class Town(msgspec.Struct, kw_only=True, eq=False):
    """All that a break may touch."""

    server: Server
    api: Api
    fleet: Fleet
    usual: Usual
    kept: Kept
    clock: Clock
    since: Instant
    lies: int = 0


async def kill(town: Town) -> str:
    """`k`: cars arrive and leave, and in the middle of it the server dies."""
    fleet, clock = town.fleet, town.clock
    arriving = fleet.arrive(fleet.lives, clock.now(), within_s=3, stay_min=(2, 10))
    await either(clock, 4 * SECOND_US, _a_start_goes_out(town))
    for life in fleet.lives:
        for evse in life.station.evses:
            if evse.running is not None:
                life.station.sample(evse, "Trigger", "sampled")
        fleet.links[life.member.identity].touch()
    waiting = fleet.waiting()
    await pause(clock, 0)
    town.server.kill()
    await pause(clock, SECOND_US)
    began = clock.monotonic_us()
    await town.server.start()
    ready_s = (clock.monotonic_us() - began) / SECOND_US
    await _settled(town)
    words = (
        f"killed while {arriving} cars arrived ({waiting} messages under way), ready again in {ready_s:.1f} s"
    )
    return f"{words} · {await _line(town)}"


def _a_start_goes_out(town: Town) -> asyncio.Event:
    """Set when a transaction's start is on the wire: the worst moment for a server to die."""
    seen = asyncio.Event()
    for life in town.fleet.lives:
        usual = town.usual.witness(life.member.identity)

        def see(action: str, payload: Payload, answer: Payload | None, usual: Witness = usual) -> None:
            usual(action, payload, answer)
            if answer is None and (action == "StartTransaction" or payload.get("eventType") == "Started"):
                seen.set()

        life.station.post.witness = see
    return seen


async def offline(town: Town) -> str:
    """`o`: the depot loses its network; it charges on, and tells it all when it is back."""
    depot = town.fleet.at("depot")
    links = [town.fleet.links[life.member.identity] for life in depot]
    town.fleet.arrive(depot, town.clock.now(), within_s=3, stay_min=(2, 10))
    for link in links:
        link.go_offline()
    await pause(town.clock, OFFLINE_S * SECOND_US)
    waited = sum(life.station.post.mailbox.lasting for life in depot)
    for link in links:
        link.come_back()
    await _settled(town)
    return f"the depot was off line for {OFFLINE_S} s and then told {waited} messages · {await _line(town)}"


async def storm(town: Town) -> str:
    """`s`: every station loses its connection, and all come back at the same moment."""
    links = list(town.fleet.links.values())
    for link in links:
        link.go_offline()
    await pause(town.clock, 2 * SECOND_US)
    began = town.clock.monotonic_us()
    for link in links:
        link.come_back(at_once=True)
    await _settled(town)
    seconds = (town.clock.monotonic_us() - began) / SECOND_US
    return f"{len(links)} stations came back at once, all heard after {seconds:.1f} s · {await _line(town)}"


async def lie(town: Town) -> str:
    """`l`: a charger that lies about one charge of forty minutes; a different lie each time."""
    row, words = LIES[town.lies % len(LIES)]
    town.lies += 1
    start = town.clock.now() + -(LIED_US + MINUTE_US)
    register = town.kept.registers.get(LIAR, 909_948_000)
    plan = StationPlan(identity=LIAR, sample_s=300, register=Energy(register))
    chance = Random(f"{town.kept.seed}:{town.kept.runs}:{town.lies}")  # noqa: S311  a pretend station, no secret
    station = Station(plan, start, chance, faults.chosen((row,)))
    usual = Usual()
    station.post.witness = usual.witness(LIAR)
    station.plug_in(1, car.battery(FAMILY, 300), "CARD0001")
    station.advance(start + LIED_US)
    station.unplug(1)
    town.kept.registers[LIAR] = station.evses[0].meter.total.mwh
    link = Link(station, town.server.stations_url, town.kept.passwords[LIAR], town.clock, chance)
    known = {one["id"] for one in await town.api.every("/sessions", station=LIAR)}
    await link.say_all()
    verdict = await _verdict(town, station, start, known)
    billed = f"{kwh(usual.billed_wh)} in {counted(len(usual.bills), 'session')}"
    never = f", {usual.open} of them never ended" if usual.open else ""
    delivered = kwh(station.charges[0].told.wh)
    told = f"{LIAR} {words} (field fault {row}): delivered {delivered}"
    return f"{told} · a usual back end bills {billed}{never} · {verdict}"


async def _verdict(town: Town, station: Station, start: Instant, known: set[str]) -> str:
    """What we made of it, with why, and whether all of it is kept."""
    await pause(town.clock, 3 * SECOND_US // 2)  # a session is rated within a second of its end
    ours = []
    for one in await town.api.every("/sessions", station=LIAR):
        if one["id"] not in known:
            why = f", because {', '.join(one['flags'])}" if one["flags"] else ""
            energy = kwh(Decimal(one["energy_wh"]))
            ours.append(
                f"hold {energy} for a person{why}" if one["state"] == "review" else f"bill {energy}{why}"
            )
    kept = await found(town.api, [station], start)
    return f"we {'; '.join(ours) or 'have no session'} · {kept.words()}"


async def _settled(town: Town) -> None:
    """Wait until everybody is back and nothing waits, at most two minutes."""
    for _ in range(600):
        if town.fleet.online() == len(town.fleet.lives) and town.fleet.waiting() == 0:
            return
        await pause(town.clock, SECOND_US // 5)


async def _line(town: Town) -> str:
    stations = stations_of(town.fleet)
    kept = await found(town.api, stations, town.since)
    billed = sum(one.action in BILLED for station in stations for one in station.post.acknowledged)
    compared = await books(town.api, stations, town.usual, town.since)
    return f"{kept.words()} ({billed:,} of them billing) · {compared.words()}"
