"""The ways that people go through the console every day: a real browser, a real server, the real wire.

Each is gone at a desk and on a phone, and once in each of the three languages.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.screens.browser import Seat, Visitor, visiting
from tests.stories.town import CARD, CLOCK, Town, charged, on_line, running, told

from wattfleet.kernel.energy import Energy
from wattfleet.simulator import car, faults
from wattfleet.simulator.fault import Fault
from wattfleet.simulator.link import Link
from wattfleet.simulator.station import StationPlan

DESK, PHONE, THIRD = Seat(), Seat(language="sv", phone=True), Seat(language="de", scheme="dark")
SEATS = pytest.mark.parametrize("seat", [DESK, PHONE, THIRD], ids=lambda one: one.name)
DEAF = Fault(
    row=0,
    name="says no",
    does="Rejects every remote start.",
    refuses=frozenset({"RemoteStartTransaction"}),
)
TARIFF = {
    "name": "By day",
    "currency": "SEK",
    "tax_included": True,
    "elements": [{"price_components": [{"type": "FLAT", "price": "25.00", "vat": "25.0"}]}],
}


async def station(town: Town, identity: str, *made: Fault) -> Link:
    """A station on which every second is told."""
    plan = StationPlan(identity=identity, sample_s=1, register=Energy.from_wh(909_948))
    return await town.station(identity, "1.6", *made, start=CLOCK.now(), plan=plan)


@asynccontextmanager
async def knocking(link: Link) -> AsyncIterator[None]:
    """It dials again and again, whoever lets it in."""
    task = asyncio.create_task(link.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        link.hang_up()


async def picks(visitor: Visitor, text: str) -> None:
    """A row of the list on the screen."""
    await visitor.page.get_by_role("row").filter(has_text=text).first.click()


@SEATS
async def test_a_charger_that_knocks_is_adopted_with_the_password_that_it_has(
    tmp_path: Path, seat: Seat
) -> None:
    async with running(tmp_path) as town, visiting(town, seat, "operator") as visitor:
        link = await station(town, "KNOCK-1")
        await town.api.send("DELETE", "/stations/KNOCK-1", None)
        async with knocking(link):
            await visitor.opens("shell.inbox")
            await picks(visitor, "KNOCK-1")
            await visitor.reads("inbox.unknown")
            await visitor.fills("inbox.name", "By the gate")
            await visitor.check()
            await visitor.presses("inbox.adopt")
            await visitor.reads("inbox.adopted", name="By the gate")
            await visitor.page.get_by_role("link", name=visitor.says("inbox.toStation")).click()
            await visitor.page.get_by_role("heading", name="By the gate").wait_for()
            await visitor.reads("states.available")
            await visitor.check()


@SEATS
async def test_a_remote_start_becomes_a_live_session_and_then_a_price(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat, "operator") as visitor:
        link = await station(town, "DEPOT-07")
        tariff = await town.api.send("POST", "/tariffs", TARIFF)
        await town.api.send("PUT", "/stations/DEPOT-07/tariff", {"tariff_id": tariff["id"]})
        async with on_line(link):
            link.station.plug_in(1, car.battery(car.FAMILY, 300))
            link.touch()
            await visitor.opens("shell.stations")
            await picks(visitor, "DEPOT-07")
            await visitor.reads("states.preparing")
            await visitor.presses("commands.remote_start")
            await visitor.fills("commands.token", CARD)
            await visitor.presses("commands.send")
            await visitor.reads("commands.effect_seen")
            await visitor.presses("common.close")
            await visitor.page.get_by_role("link", name="kWh").first.click()
            await visitor.page.get_by_role("heading", name="DEPOT-07").wait_for()
            await visitor.page.locator(".uplot").wait_for()
            await visitor.check()
            await visitor.presses("station.stop")
            await visitor.reads("sessions.total")
            await visitor.reads("states.closed")
            await visitor.sees("25")
            await visitor.check()


@SEATS
async def test_a_station_that_says_no_is_seen_to_say_no(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat, "operator") as visitor:
        link = await station(town, "STUBBORN", DEAF)
        async with on_line(link):
            await visitor.goes("/stations/STUBBORN")
            await visitor.presses("commands.remote_start")
            await visitor.fills("commands.token", CARD)
            await visitor.presses("commands.send")
            await visitor.reads("commands.rejected")
            await visitor.check()
            await visitor.presses("common.close")
            await visitor.goes("/stations/STUBBORN?tab=messages")
            await visitor.sees("RemoteStartTransaction")
            await visitor.sees("Rejected")
            await visitor.check()
    assert not link.station.charges


@SEATS
async def test_a_session_in_doubt_is_looked_at_and_accepted_with_a_reason(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat, "operator") as visitor:
        liar = await town.station("LIAR-1", "1.6", *faults.chosen((32,)))
        charged(liar.station)
        await told(liar)
        (held,) = await town.settled("LIAR-1")
        assert held["state"] == "review"
        await visitor.opens("shell.doubts")
        await picks(visitor, "LIAR-1")
        await visitor.reads("doubts.why_placeholder_begin")
        await visitor.reads("doubts.change")
        await visitor.check()
        await visitor.fills("doubts.reason", "The driver sent a picture of the meter.")
        await visitor.presses("doubts.accept")
        await visitor.reads("doubts.accepted")
        await visitor.check()
        await visitor.fills("doubts.reason", "It was another meter.")
        await visitor.presses("doubts.unaccept")
        await visitor.reads("doubts.consequenceAccept")
        acts = await town.api.every("/acts", noun="session")
    assert [one["who"]["name"] for one in acts] == ["Anna Lind", "Anna Lind"]


@SEATS
async def test_a_tariff_is_made_tried_and_assigned(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat) as visitor:
        await station(town, "PUBLIC-1")
        await visitor.opens("shell.tariffs")
        await visitor.page.get_by_role("link", name=visitor.says("tariffs.make")).first.click()
        await visitor.fills("tariffs.name", "Stockholm by day")
        await visitor.fills("tariffs.currency", "SEK")
        await visitor.fills("tariffs.price", "4,60")
        await visitor.presses("tariffs.compute")
        await visitor.reads("sessions.total")
        await visitor.check()
        await visitor.presses("tariffs.save")
        await visitor.page.get_by_role("heading", name="Stockholm by day").wait_for()
        await visitor.page.get_by_role("combobox", name=visitor.says("tariffs.station")).fill("PUBLIC-1")
        await visitor.page.get_by_role("option", name="PUBLIC-1").click()
        await visitor.presses("tariffs.assignDo")
        await visitor.reads("tariffs.assigned", station="PUBLIC-1")
        await visitor.check()
        assigned = await town.api.get("/stations/PUBLIC-1/tariff")
        assert len(assigned["items"]) == 1
