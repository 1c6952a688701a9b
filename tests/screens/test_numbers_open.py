"""Numbers lead down: a report's to its sessions, a revision's to its price line by line, what a choice
would bring to what that is made of, a count of held sessions to those.
"""

import re
from pathlib import Path

from playwright.async_api import Locator, expect
from tests.screens.books import ZONE, last_month
from tests.screens.browser import Seat, Visitor, visiting
from tests.screens.dialogue import call, dialled
from tests.screens.measured import charges_signed
from tests.screens.test_journeys import DESK
from tests.screens.test_measured_journey import STATION, a_depot
from tests.stories.town import CARD, Town, charged, running, told, until

from wattfleet.kernel.timeline import DAY_US, local_midnight
from wattfleet.simulator import faults

REPORT = {"name": "Stations", "groups": ["station", "day"], "columns": ["sessions", "energy_kwh"]}


async def settled(town: Town, identity: str) -> str:
    """A session that has ended."""
    link = await town.station(identity)
    charged(link.station)
    await told(link)
    (session,) = await town.settled(identity)
    return str(session["id"])


async def stations_listed(visitor: Visitor, *identities: str) -> None:
    rows = visitor.page.locator("[data-rows] [role=row]")
    await expect(rows).to_have_count(len(identities))
    for identity in identities:
        await expect(rows.filter(has_text=identity)).to_have_count(1)


async def test_a_report_leads_to_its_sessions_and_their_list_is_narrowed_further(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        for identity in ("CP1", "CP2"):
            await settled(town, identity)
        report = await town.api.send("POST", "/reports", {**REPORT, "period": "this_month"})
        async with visiting(town, DESK) as visitor:
            page = visitor.page
            await visitor.goes(f"/reports/{report['id']}")
            await page.get_by_role("row").filter(has_text="CP2").click()
            await page.get_by_role("dialog").get_by_role("link").first.wait_for()
            await visitor.check()
            await page.get_by_role("dialog").get_by_role("link", name="1", exact=True).click()
            await page.wait_for_url(re.compile(r"/sessions\?station=CP2&ended_from=.*&ended_to="))
            await stations_listed(visitor, "CP2")
            await visitor.check()
            chip = page.get_by_role("button", name=re.compile("CP2 · " + visitor.says("sessions.ended")))
            await chip.click()
            await visitor.fills("sessions.station", "CP1")
            await visitor.check()
            await visitor.presses("sessions.narrowDo")
            await stations_listed(visitor, "CP1")
            await page.get_by_role("button", name=re.compile("CP1 · ")).click()
            for field in ("sessions.endedFrom", "sessions.endedLast"):
                await page.get_by_role("textbox", name=visitor.says(field)).fill("31/12/2019")
            await visitor.presses("sessions.narrowDo")
            await visitor.reads("sessions.emptyTitle")
            await visitor.presses("common.clear")
            await stations_listed(visitor, "CP1", "CP2")
            await page.go_back()
            await page.get_by_role("link", name="2", exact=True).click()
            await stations_listed(visitor, "CP1", "CP2")
            await visitor.check()


async def priced(town: Town, identity: str) -> None:
    """What a station sells costs 4.60 a kWh from now on."""
    element = {"price_components": [{"type": "ENERGY", "price": "4.60", "vat": "25.0"}]}
    tariff = {"name": "By day", "currency": "SEK", "elements": [element]}
    made = await town.api.send("POST", "/tariffs", tariff)
    assigned = {"tariff_id": made["id"], "valid_from": "2020-01-01T00:00:00Z"}
    await town.api.send("PUT", f"/stations/{identity}/tariff", assigned)


async def opens_its_first_line(visitor: Visitor, sheet: Locator) -> None:
    """A line of a price opens upon the sheet it stands in; Escape leaves that sheet open."""
    await sheet.get_by_role("button", name=visitor.says("common.why"), exact=True).first.click()
    upper = visitor.page.get_by_role("dialog").filter(has_text=visitor.says("sessions.unitPrice"))
    await upper.wait_for()
    await visitor.check()
    await visitor.page.keyboard.press("Escape")
    await expect(upper).to_have_count(0)
    await expect(sheet).to_be_visible()


async def test_a_revisions_amounts_open_to_what_differs_and_to_its_price(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        link = await town.station("CP1")
        await priced(town, "CP1")
        charged(link.station)
        await told(link)
        session = (await town.settled("CP1"))[0]["id"]
        (first,) = await until(lambda: town.api.every(f"/sessions/{session}/revisions"))
        decision = {"reason": "A trial of ours.", "revision": 1}
        await town.api.send("POST", f"/sessions/{session}/amend", {**decision, "energy_wh": "1000"})
        second = await until(lambda: revision(town, session, 2))
        decision["revision"] = 2
        await town.api.send("POST", f"/sessions/{session}/write-off", decision)
        async with visiting(town, Seat(language="de")) as visitor:
            await visitor.goes(f"/sessions/{session}")
            line = visitor.page.locator("section").filter(has_text=visitor.says("sessions.revisions"))
            await line.get_by_role("button").nth(2).click()
            sheet = visitor.page.get_by_role("dialog", name=visitor.says("sessions.revision", n=3))
            await expect(sheet).to_contain_text(visitor.says("states.written_off"))
            await expect(sheet).to_contain_text("→")
            await visitor.check()
            await visitor.page.keyboard.press("Escape")
            for number, cost in ((1, first["cost"]["amount"]), (2, second["cost"]["amount"])):
                await line.get_by_role("button").nth(number - 1).click()
                sheet = visitor.page.get_by_role("dialog", name=visitor.says("sessions.revision", n=number))
                total = sheet.locator("div").filter(has_text=re.compile(f"^{visitor.says('sessions.total')}"))
                await expect(total.last).to_contain_text(cost.replace(".", ","))
                await opens_its_first_line(visitor, sheet)
                await visitor.page.keyboard.press("Escape")
                await expect(sheet).to_have_count(0)


async def revision(town: Town, session: str, number: int) -> dict[str, dict[str, str]]:
    """One that is priced; empty until then."""
    found = await town.api.every(f"/sessions/{session}/revisions")
    return next((one for one in found if one["number"] == number and one["cost"]), {})


async def test_what_accepting_would_bring_opens_to_what_it_is_made_of(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, Seat(language="sv", phone=True)) as visitor:
        liar = await town.station("LIAR-1", "1.6", *faults.chosen((32,)))
        await priced(town, "LIAR-1")
        charged(liar.station)
        await told(liar)
        (held,) = await town.settled("LIAR-1")
        await visitor.goes(f"/doubts/sessions/{held['id']}")
        effect = visitor.page.get_by_role("table").filter(has_text=visitor.says("doubts.after"))
        await effect.get_by_role("button").first.click()
        sheet = visitor.page.get_by_role("dialog", name=visitor.says("doubts.energyThen"))
        await expect(sheet).to_contain_text(visitor.says("doubts.registers"))
        await expect(sheet).to_contain_text(visitor.says("doubts.notDifference"))
        await visitor.check()
        await visitor.page.keyboard.press("Escape")
        await effect.get_by_role("button").nth(1).click()
        sheet = visitor.page.get_by_role("dialog", name=visitor.says("doubts.priceThen"))
        await opens_its_first_line(visitor, sheet)
        await visitor.page.keyboard.press("Escape")
        await effect.get_by_role("link").first.click()
        await visitor.page.wait_for_url(f"**/sessions/{held['id']}#evidence")


async def test_what_a_match_would_bring_opens_to_the_message_that_told_it(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK) as visitor:
        made = await town.api.send("POST", "/stations", {"identity": "CP1", "access": "public"})
        await priced(town, "CP1")
        start = {"connectorId": 1, "idTag": CARD, "meterStart": 1000, "timestamp": "2026-11-01T12:00:00Z"}
        async with dialled(town.server.stations_url, "CP1", made["ocpp_password"]) as socket:
            await call(socket, "BootNotification", {"chargePointVendor": "Acme", "chargePointModel": "A1"})
            given = int((await call(socket, "StartTransaction", start))["transactionId"])
            stop = {"transactionId": given + 1, "meterStop": 3000, "timestamp": "2026-11-01T13:00:00Z"}
            await call(socket, "StopTransaction", stop)
        (doubt,) = await until(lambda: town.api.every("/doubts", state="open"))
        await visitor.goes(f"/doubts/{doubt['id']}?what=facts")
        effect = visitor.page.get_by_role("table").filter(has_text=visitor.says("doubts.after"))
        await effect.get_by_role("button").first.click()
        sheet = visitor.page.get_by_role("dialog", name=visitor.says("doubts.energyThen"))
        await expect(sheet).to_contain_text("StopTransaction")
        await expect(sheet).to_contain_text("3000")
        await expect(sheet).not_to_contain_text(visitor.says("doubts.notDifference"))
        await visitor.check()
        await visitor.page.keyboard.press("Escape")
        await effect.get_by_role("button").nth(1).click()
        sheet = visitor.page.get_by_role("dialog", name=visitor.says("doubts.priceThen"))
        await expect(sheet).to_contain_text("11.50")


async def test_what_the_electricity_cost_opens_to_its_rate(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, Seat(language="sv")) as visitor:
        link = await town.station("CP1")
        await priced(town, "CP1")
        (site,) = await town.api.every("/sites")
        rate = {"site_id": site["id"], "valid_from": "2020-01-01", "price": "0.85", "monthly": "0"}
        await town.api.send("POST", "/cost-rates", rate)
        charged(link.station)
        await told(link)
        (session,) = await town.settled("CP1")
        await visitor.goes(f"/sessions/{session['id']}")
        panel = visitor.page.locator("section").filter(has_text=visitor.says("measuring.margin"))
        await panel.get_by_role("button").click()
        sheet = visitor.page.get_by_role("dialog", name=visitor.says("measuring.costWhy"))
        await expect(sheet).to_contain_text("0,85")
        await opens_its_first_line(visitor, sheet)


async def test_how_many_are_held_at_a_site_opens_to_which(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, Seat(language="de")) as visitor:
        site, password = await a_depot(town)
        rule = {"site_id": site, "gate": "required", "note": "As in Germany."}
        await town.api.send("PUT", "/metrology", {"sites": [rule]})
        start = local_midnight(last_month(), ZONE) + 10 * DAY_US
        await charges_signed(town.server.stations_url, STATION, password, start=start, card=CARD)
        (session,) = await town.settled(STATION)
        held = f"/sites/{site}/metrology"
        await until(lambda: counted(town, held))
        await visitor.goes(f"/sites/{site}")
        await visitor.page.get_by_role("button", name="1 ×").click()
        sheet = visitor.page.get_by_role("dialog", name=visitor.says("runs.meter_key_missing"))
        await visitor.check()
        await sheet.get_by_role("link", name=STATION).click()
        await visitor.page.wait_for_url(f"**/sessions/{session['id']}")


async def counted(town: Town, held: str) -> int:
    return len((await town.api.get(held))["held"])


async def test_a_count_of_the_board_leads_to_its_stations_and_back(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        made = [
            await town.api.send("POST", "/stations", {"identity": one, "access": "public"})
            for one in ("CP1", "CP2", "CP3")
        ]
        async with (
            dialled(town.server.stations_url, "CP1", made[0]["ocpp_password"]) as socket,
            visiting(town, DESK) as visitor,
        ):
            boot = {"chargePointVendor": "Example", "chargePointModel": "One"}
            await call(socket, "BootNotification", boot)
            page = visitor.page
            tiles = page.locator("#content a[data-state]")
            await expect(tiles).to_have_count(3)
            await page.get_by_role("link", name="2 " + visitor.says("states.offline")).click()
            await page.wait_for_url(re.compile("only=offline"))
            await expect(tiles).to_have_text(["CP2", "CP3"])
            await visitor.check()
            await visitor.presses("overview.onlyOf", state=visitor.says("states.offline"))
            await expect(tiles).to_have_count(3)
            await page.locator("a[href='/?only=faulted']").click()
            await visitor.reads("overview.noneNow")
            await visitor.check()
