"""A day of a depot and a month of a home on the real server: every charge once, with its exact energy."""

import asyncio
from pathlib import Path
from typing import Any

from tests.stories.town import CLOCK, Town, running, until

from wattfleet.cli.demo_count import found
from wattfleet.kernel.timeline import DAY_US, Instant, Zone
from wattfleet.simulator.fleet import Fleet, Size, planned
from wattfleet.simulator.link import Link

ZONE = Zone("Europe/Stockholm")
NOBODY = Size(depot_ac=0, depot_dc=0, homes=0, public=0, fast=0)


async def lived(town: Town, size: Size, days: int, seed: int) -> Fleet:
    """A fleet whose past arrives as offline queues, all at once."""
    now = CLOCK.now()
    fleet = Fleet(planned(size, seed, ZONE), now + -days * DAY_US, seed)
    for token in {token for life in fleet.lives for token in life.member.tokens}:
        await town.api.send("POST", "/tokens", {"uid": token, "kind": "rfid"})
    await fleet.past(now, CLOCK)
    links = []
    for life in fleet.lives:
        for evse in life.station.evses:
            if evse.battery is not None:
                life.station.unplug(evse.plan.evse_id)
        body = {"identity": life.member.identity, "access": "public"}
        made = await town.api.send("POST", "/stations", body)
        url = town.server.stations_url
        links.append(Link(life.station, url, made["ocpp_password"], CLOCK, fleet.chance))
    async with asyncio.timeout(60):
        await asyncio.gather(*(link.say_all() for link in links))
    return fleet


async def held_against_the_truth(town: Town, fleet: Fleet) -> None:
    for life in fleet.lives:
        identity = life.member.identity
        charges = {charge.begun_at.us // 1000: charge for charge in life.station.charges}
        sessions = await town.settled(identity, len(charges)) if charges else []
        assert len(sessions) == len(charges), identity
        for session in sessions:
            charge = charges[_ms(session["started_at"])]
            assert session["energy_wh"] == f"{charge.told.wh:f}", (session, charge)
            assert session["token"] == charge.token
            assert _ms(session["ended_at"]) == (charge.ended_at or Instant(0)).us // 1000
        assert life.station.post.problems == []
        assert life.station.post.mailbox.lost == []


def _ms(text: str) -> int:
    from wattfleet.kernel.timeline import read_instant

    moment = read_instant(text)
    assert moment is not None
    return moment.us // 1000


async def test_a_day_of_a_depot(tmp_path: Path) -> None:
    import msgspec

    async with running(tmp_path) as town:
        fleet = await lived(town, msgspec.structs.replace(NOBODY, depot_ac=6, depot_dc=2, fast=1), 2, 11)
        assert len(fleet.charges()) > 8
        await held_against_the_truth(town, fleet)


async def test_a_month_of_a_home_survives_a_kill_in_the_middle_of_its_telling(tmp_path: Path) -> None:
    import msgspec

    async with running(tmp_path) as town:
        now = CLOCK.now()
        fleet = Fleet(planned(msgspec.structs.replace(NOBODY, homes=1), 5, ZONE), now + -31 * DAY_US, 5)
        (life,) = fleet.lives
        await fleet.past(now, CLOCK)
        if life.station.evses[0].battery is not None:
            life.station.unplug(1)
        await town.api.send("POST", "/tokens", {"uid": life.member.tokens[0], "kind": "rfid"})
        made = await town.api.send(
            "POST", "/stations", {"identity": life.member.identity, "access": "public"}
        )
        link = Link(life.station, town.server.stations_url, made["ocpp_password"], CLOCK, fleet.chance)
        half = fleet.waiting() // 2
        telling = asyncio.create_task(link.say_all())

        async def half_told() -> Any:
            return fleet.waiting() <= half

        await until(half_told)
        town.server.kill()
        await town.server.start()
        async with asyncio.timeout(60):
            await telling
        await held_against_the_truth(town, fleet)
        kept = await found(town.api, [life.station], now + -DAY_US)
        assert kept.acknowledged == kept.found > 100
