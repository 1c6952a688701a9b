"""Numbers of lists lead down: a report's to its sessions, a revision's to what differs."""

import re
from pathlib import Path

from playwright.async_api import expect
from tests.screens.browser import Seat, Visitor, visiting
from tests.screens.test_journeys import DESK
from tests.stories.town import Town, charged, running, told, until

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


async def test_a_revisions_amounts_open_to_what_differs(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        session = await settled(town, "CP1")
        await until(lambda: town.api.every(f"/sessions/{session}/revisions"))
        decision = {"reason": "A trial of ours.", "revision": 1}
        await town.api.send("POST", f"/sessions/{session}/write-off", decision)
        async with visiting(town, Seat(language="de")) as visitor:
            await visitor.goes(f"/sessions/{session}")
            line = visitor.page.locator("section").filter(has_text=visitor.says("sessions.revisions"))
            await line.get_by_role("button").nth(1).click()
            sheet = visitor.page.get_by_role("dialog", name=visitor.says("sessions.revision", n=2))
            await expect(sheet).to_contain_text(visitor.says("states.written_off"))
            await expect(sheet).to_contain_text("→")
            await visitor.check()
