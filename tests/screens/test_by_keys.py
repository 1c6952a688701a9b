"""The console by keys alone: a list is one stop of the Tab key, and a day's way needs no mouse."""

from pathlib import Path

from playwright.async_api import Locator, expect
from tests.screens.browser import Visitor, visiting
from tests.screens.test_fields_and_lists import cards
from tests.screens.test_journeys import DESK, TARIFF, knocking, station
from tests.stories.town import CARD, running

from wattfleet.simulator import car


async def tabs(visitor: Visitor, to: Locator, most: int) -> None:
    """The Tab key comes to what is there by now, and not after more stops than that."""
    await to.first.wait_for()
    for _ in range(most):
        await visitor.page.keyboard.press("Tab")
        if await to.evaluate_all("(all) => all.includes(document.activeElement)"):
            return
    at = await visitor.page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    raise AssertionError(f"{most} Tabs do not come to {to}; they came to {at}")


async def keys(visitor: Visitor, *names: str) -> None:
    for name in names:
        await visitor.page.keyboard.press(name)


async def test_a_list_is_one_stop_and_keys_lead_through_it(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        await cards(town, 150)
        async with visiting(town, DESK) as visitor:
            await visitor.goes("/tokens")
            rows = visitor.page.locator("[data-rows] [role=row]")
            await rows.nth(5).wait_for()
            await expect(visitor.page.locator("[data-rows] [role=row][tabindex='0']")).to_have_count(1)
            await tabs(visitor, rows, 60)
            await visitor.page.get_by_text(visitor.says("common.listKeys")).wait_for()
            on = visitor.page.locator("[data-rows] [role=row]:focus")
            steps = {"ArrowDown": 1, "j": 2, "ArrowUp": 1, "Home": 0, "End": 150, "k": 149}
            for key, row in steps.items():
                await keys(visitor, key)
                await expect(on).to_have_attribute("data-at", str(row))
            await keys(visitor, "Home", "PageDown")
            paged = str(await rows_at_once(visitor))
            await expect(on).to_have_attribute("data-at", paged)
            await expect(on).to_be_in_viewport(ratio=1)
            await visitor.check()
            await keys(visitor, " ")
            await visitor.page.wait_for_url("**/tokens/*")
            await visitor.page.locator("aside:focus").wait_for()
            opened = visitor.page.locator("[data-rows] [aria-selected=true]")
            await expect(opened).to_have_attribute("data-at", paged)
            close = visitor.page.locator("aside").get_by_role("link", name=visitor.says("common.close"))
            await tabs(visitor, close, 12)
            await keys(visitor, "Enter")
            await expect(on).to_have_attribute("data-at", paged)
            for _ in range(8):
                await keys(visitor, "Tab")
                if await visitor.page.locator("[data-rows] :focus, [data-rows]:focus").count() == 0:
                    return
            raise AssertionError("the Tab key does not leave the list")


async def rows_at_once(visitor: Visitor) -> int:
    return int(
        await visitor.page.locator("[data-rows]").evaluate(
            "(rows) => Math.floor((rows.parentElement.parentElement.clientHeight - 32) / 36)"
        )
    )


async def test_a_charger_is_adopted_started_and_priced_by_keys_alone(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK, "operator") as visitor:
        link = await station(town, "KNOCK-1")
        await town.api.send("DELETE", "/stations/KNOCK-1", None)
        tariff = await town.api.send("POST", "/tariffs", TARIFF)
        page = visitor.page
        link.station.plug_in(1, car.battery(car.FAMILY, 300))
        async with knocking(link):
            await finds(visitor, visitor.says("shell.inbox"))
            row = page.get_by_role("row").filter(has_text="KNOCK-1")
            await row.wait_for()
            await tabs(visitor, row, 6)
            await keys(visitor, "Enter")
            name = page.get_by_role("textbox", name=visitor.says("inbox.name"))
            await name.wait_for()
            await tabs(visitor, name, 4)
            await page.keyboard.type("By the gate")
            visitor.expected.add("404 /api/v1/inbox/KNOCK-1")
            await keys(visitor, "Enter")
            await expect(page.get_by_role("link", name=visitor.says("inbox.toStation"))).to_be_focused()
            await visitor.check()
            await town.api.send("PUT", "/stations/KNOCK-1/tariff", {"tariff_id": tariff["id"]})
            await keys(visitor, "Enter")
            await page.get_by_role("heading", name="By the gate").wait_for()
            await visitor.reads("states.preparing")
            await finds(visitor, visitor.says("shell.stations"))
            row = page.get_by_role("row").filter(has_text="KNOCK-1")
            await row.wait_for()
            await tabs(visitor, row, 14)
            await keys(visitor, "Enter")
            start = page.get_by_role("button", name=visitor.says("commands.remote_start"), exact=True)
            await start.wait_for()
            await expect(page.locator("#content")).to_be_focused()
            await tabs(visitor, start, 6)
            await keys(visitor, "Enter")
            await expect(page.get_by_role("textbox", name=visitor.says("commands.token"))).to_be_focused()
            await page.keyboard.type(CARD)
            await keys(visitor, "Enter")
            await visitor.reads("commands.effect_seen")
            await keys(visitor, "Escape")
            await expect(start).to_be_focused()
            session = page.get_by_role("link", name="kWh").first
            await session.wait_for()
            await tabs(visitor, session, 20)
            await keys(visitor, "Enter")
            stop = page.get_by_role("button", name=visitor.says("station.stop"), exact=True)
            await stop.wait_for()
            await tabs(visitor, stop, 40)
            await keys(visitor, "Enter")
            await visitor.reads("states.closed")
            await tabs(visitor, page.locator("a[href='#price']"), 12)
            await keys(visitor, "Enter")
            await expect(page.locator("#price")).to_be_in_viewport()
            await visitor.sees("25")
            await visitor.check()


async def test_a_command_is_found_by_its_name(tmp_path: Path) -> None:
    """From anywhere by way of the list, and on a station's page straight to its form."""
    async with running(tmp_path) as town, visiting(town, DESK, "operator") as visitor:
        page, reset = visitor.page, visitor.says("commands.reset")
        await station(town, "DEPOT-07")
        form = page.get_by_role("dialog", name=f"{reset} · DEPOT-07")
        await asks_for(visitor, reset.lower())
        await page.get_by_role("option", name=reset, selected=True).wait_for()
        await visitor.check()
        await keys(visitor, "Enter")
        await visitor.reads("stations.chooseFor", command=reset)
        row = page.get_by_role("row").filter(has_text="DEPOT-07")
        await row.wait_for()
        await visitor.check()
        await tabs(visitor, row, 16)
        await keys(visitor, "Enter")
        await form.wait_for()
        await visitor.check()
        await keys(visitor, "Escape")
        await form.wait_for(state="detached")
        await page.wait_for_url("**/stations/DEPOT-07")
        await asks_for(visitor, reset.lower())
        await page.get_by_role("option", name="DEPOT-07", selected=True).wait_for()
        await keys(visitor, "Enter")
        await form.wait_for()
    async with running(tmp_path / "viewer") as town, visiting(town, DESK, "viewer") as visitor:
        await asks_for(visitor, reset.lower())
        await visitor.reads("shell.nothingFound")


async def asks_for(visitor: Visitor, text: str) -> None:
    """By Ctrl-K, wherever one is."""
    await keys(visitor, "Control+k")
    field = visitor.page.get_by_role("textbox", name=visitor.says("shell.find"))
    await expect(field).to_be_focused()
    await visitor.page.keyboard.type(text)
    await expect(field).to_have_value(text)


async def finds(visitor: Visitor, name: str) -> None:
    """A place by its name, wherever one is."""
    await asks_for(visitor, name)
    await visitor.page.get_by_role("option", name=name, selected=True).wait_for()
    await keys(visitor, "Enter")
    await visitor.page.get_by_role("heading", name=name, level=1).wait_for()
    await expect(visitor.page.locator("#content")).to_be_focused()
