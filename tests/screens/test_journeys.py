"""The ways that people go through the console every day: a real browser, a real server, the real wire.

Each is gone at a desk and on a phone, and once in each of the three languages.
"""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect
from tests.screens.browser import Seat, Visitor, driving, visiting
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
STAYS = Fault(
    row=0,
    name="goes on",
    does="Rejects every remote stop.",
    refuses=frozenset({"RemoteStopTransaction"}),
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
            # The news that it knocks no more may come before the answer: the panel then asks for it in vain.
            visitor.expected.add("404 /api/v1/inbox/KNOCK-1")
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
            if seat.phone:  # a narrow list leaves the answer out; the message that is opened has it
                await visitor.page.get_by_text("RemoteStartTransaction").first.click()
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
        await visitor.fills("doubts.energy", "6,5")
        await visitor.fills("doubts.whyAmended", "Read from the meter itself.")
        await visitor.presses("doubts.amendDo")
        await visitor.page.get_by_role("button", name=visitor.says("doubts.amendBack")).wait_for()
        await visitor.check()
        acts = await town.api.every("/acts", noun="session")
        assert (await town.sessions("LIAR-1"))[0]["energy_wh"] == "6500"
    assert [one["who"]["name"] for one in acts] == ["Anna Lind"] * 3


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


@pytest.mark.parametrize("seat", [PHONE, Seat(phone=True, scheme="dark")], ids=lambda one: one.name)
async def test_a_driver_sees_her_charge_live_and_what_it_cost(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town:
        link = await station(town, "PUBLIC-1")
        tariff = await town.api.send("POST", "/tariffs", TARIFF)
        await town.api.send("PUT", "/stations/PUBLIC-1/tariff", {"tariff_id": tariff["id"]})
        async with driving(town, seat) as visitor, on_line(link):
            await visitor.reads("driver.nothing")
            link.station.plug_in(1, car.battery(car.FAMILY, 300), CARD)
            link.touch()
            await visitor.reads("driver.charging")
            await visitor.sees("PUBLIC-1")
            await visitor.check()
            await visitor.page.context.set_offline(True)
            await visitor.reads("driver.stopOffline")
            await visitor.page.get_by_text(visitor.says("driver.asOf").split(".")[0]).wait_for()
            assert await visitor.page.get_by_role("button", name=visitor.says("driver.stop")).is_disabled()
            await visitor.check()
            await visitor.page.context.set_offline(False)
            await visitor.page.get_by_text(visitor.says("driver.stopOffline")).wait_for(state="hidden")
            await visitor.presses("driver.stop")
            await visitor.check()
            await visitor.presses("driver.stopDo")
            await visitor.reads("driver.nothing")
            link.station.unplug(1)
            link.touch()
            await visitor.page.get_by_role("listitem").get_by_text(re.compile(r"25[.,]00")).wait_for()
            await visitor.check()


async def test_a_driver_hears_why_her_charge_goes_on(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        link = await station(town, "STUBBORN", STAYS)
        async with driving(town, PHONE) as visitor, on_line(link):
            link.station.plug_in(1, car.battery(car.FAMILY, 300), CARD)
            link.touch()
            await visitor.presses("driver.stop")
            await visitor.presses("driver.stopNot")
            await visitor.presses("driver.stop")
            await visitor.presses("driver.stopDo")
            await visitor.reads("driver.stop_rejected")
            await visitor.reads("driver.charging")
            await visitor.check()
    assert link.station.charges


async def test_a_limit_is_set_cleared_and_read_where_it_is_drawn(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK, "operator") as visitor:
        link = await station(town, "LIMITED")
        async with on_line(link):
            await visitor.goes("/stations/LIMITED?tab=profiles")
            for key, command in (
                ("send", "set_charging_profile"),
                ("clear", "clear_charging_profile"),
                ("read", "get_composite_schedule"),
            ):
                await visitor.presses(f"profiles.{key}")
                await visitor.page.get_by_text(visitor.says(f"commands.{command}")).first.wait_for()
                await visitor.reads("commands.accepted")
            await visitor.check()
        orders = await town.api.every("/stations/LIMITED/commands")
    assert {one["command"]: one["state"] for one in orders}["set_charging_profile"] == "accepted"
    assert {one["state"] for one in orders} == {"accepted"}


async def test_anything_is_found_by_a_few_letters(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK, "viewer") as visitor:
        await station(town, "DEPOT-07")
        field = visitor.page.get_by_role("textbox", name=visitor.says("shell.find"))
        for _ in range(3):  # whoever types on at once, and opens it anew
            await visitor.page.keyboard.press("Control+k")
            await visitor.page.keyboard.type("pot-0")
            await expect(field).to_have_value("pot-0")
            await visitor.page.keyboard.press("Escape")
            await field.wait_for(state="detached")
        await visitor.page.keyboard.press("Control+k")
        await visitor.page.keyboard.type("pot-0")
        await visitor.page.get_by_role("option", name="DEPOT-07").wait_for()
        await visitor.check()
        await visitor.page.keyboard.press("Enter")
        await visitor.page.get_by_role("heading", name="DEPOT-07").wait_for()
        await visitor.page.locator("#content:focus").wait_for()


async def test_a_file_is_tried_before_it_is_brought_in(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK, "operator") as visitor:
        await visitor.opens("shell.imports")
        content = b"identity,access\nA-1,home\nA-2,moon\n"
        sheet: FilePayload = {"name": "stations.csv", "mimeType": "text/csv", "buffer": content}
        await visitor.page.locator("input[type=file]").set_input_files(sheet)
        await visitor.presses("people.tryIt")
        await visitor.reads("people.tried")
        await visitor.sees("A-2")
        await visitor.check()
        assert not await town.api.every("/stations")
        await visitor.presses("people.bring")
        await visitor.reads("people.brought")
        assert [one["identity"] for one in await town.api.every("/stations")] == ["A-1"]


async def test_the_first_admin_says_who_runs_this_and_lets_a_colleague_in(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK) as visitor:
        await visitor.reads("people.unfinished")
        await visitor.page.get_by_role("link", name=visitor.says("people.goOn")).click()
        await visitor.fills("people.companyName", "Example Charging AB")
        await visitor.fills("people.country", "SE")
        await visitor.fills("people.vat", "SE556000472201")
        await visitor.presses("people.save")
        await visitor.reads("people.done")
        await visitor.check()
        await visitor.page.get_by_role("link", name=visitor.says("people.toPeople")).click()
        await visitor.fills("people.name", "Bo Ek")
        await visitor.presses("people.add")
        await visitor.page.get_by_role("heading", name="Bo Ek").wait_for()
        await visitor.presses("people.link")
        await visitor.sees("/sign-in#wfl_")
        await visitor.check()
        assert (await town.api.get("/setup"))["company"]["name"] == "Example Charging AB"
