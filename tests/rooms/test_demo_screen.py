"""The live table of the demo: each plug beside what the server says of that plug."""

from typing import Any

from rich.console import Console

from wattfleet.cli.demo_screen import Screen
from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.timeline import HOUR_US, Instant, Zone, parse_instant
from wattfleet.simulator.evse import Evse
from wattfleet.simulator.fleet import Fleet, Size, planned

START = parse_instant("2026-03-20T00:00:00+01:00")
TOWN = Size(depot_ac=0, depot_dc=0, homes=1, public=1, fast=0)


async def lived() -> tuple[Fleet, Instant]:
    """Until both plugs of the public station charge."""
    fleet = Fleet(planned(TOWN, 1, Zone("Europe/Stockholm")), START, 1)
    for quarter in range(4 * 24 * 7):
        now = START + quarter * HOUR_US // 4
        await fleet.past(now, SystemClock())
        if all(one.draws().mw for one in plugs(fleet)):
            return fleet, now
    raise AssertionError("in a week both plugs charge at once")


def plugs(fleet: Fleet) -> list[Evse]:
    return next(life for life in fleet.lives if life.member.identity == "PUBLIC-01").station.evses


def shown(screen: Screen, fleet: Fleet, now: Instant) -> list[str]:
    console = Console(width=160, height=40)
    with console.capture() as captured:
        console.print(screen.picture(fleet, now, "up"))
    return [line.strip() for line in captured.get().splitlines()]


def told(evse: int, energy_wh: str, amount: str, started_at: str = "2026-03-20T10:00:00Z") -> dict[str, Any]:
    cost = {"amount": amount, "currency": "SEK"}
    where = {"station": "PUBLIC-01", "evse": evse}
    return {**where, "state": "active", "started_at": started_at, "energy_wh": energy_wh, "cost": cost}


async def test_a_station_of_two_plugs_has_a_row_for_each() -> None:
    fleet, now = await lived()
    screen = Screen(plain=True)
    screen.hear([told(2, "2222", "20.00"), told(1, "1111", "10.00")])
    lines = shown(screen, fleet, now)
    for number, evse in enumerate(plugs(fleet), start=1):
        row = next(line for line in lines if line.startswith(f"PUBLIC-01 plug {number} "))
        assert evse.running is not None
        assert f"{evse.running.delivered.mwh / 1_000_000:.3f}" in row
        assert row.endswith(f"active {number * 1111 / 1000:.3f} kWh   {number}0.00 SEK")
    assert sum(line.startswith("HOME-01 ") for line in lines) == 1, "of one plug: no number"


async def test_of_two_sessions_at_a_plug_the_newer_one_is_told() -> None:
    fleet, now = await lived()
    screen = Screen(plain=True)
    earlier = told(1, "9999", "90.00", started_at="2026-03-19T10:00:00Z")
    for heard in ([earlier, told(1, "1111", "10.00")], [told(1, "1111", "10.00"), earlier]):
        screen.hear(heard)
        row = next(line for line in shown(screen, fleet, now) if line.startswith("PUBLIC-01 plug 1 "))
        assert row.endswith("10.00 SEK")


async def test_a_server_that_says_nothing_leaves_the_plugs_alone() -> None:
    fleet, now = await lived()
    screen = Screen(plain=True)
    screen.hear([told(1, "1111", "10.00")])
    screen.hear([])
    assert not [line for line in shown(screen, fleet, now) if "active" in line]
