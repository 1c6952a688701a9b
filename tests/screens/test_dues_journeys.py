"""The ways of whoever looks after money that is due, in the browser: a report made, seen and taken home.

All are gone in one house for each seat: at a desk in English, on a phone in German.
"""

from pathlib import Path

import pytest
from tests.screens.books import billed
from tests.screens.browser import Seat, Visitor, visiting
from tests.stories.town import Town, running

SEATS = pytest.mark.parametrize("seat", [Seat(), Seat(language="de", phone=True)], ids=lambda one: one.name)


@SEATS
async def test_what_is_due_is_looked_after(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town:
        await billed(town)
        async with visiting(town, seat, "finance") as visitor:
            await a_report_is_made_seen_and_taken_home(town, visitor)


async def a_report_is_made_seen_and_taken_home(town: Town, visitor: Visitor) -> None:
    """Chosen groups and columns, its rows with their sum, as a file, and by mail each month."""
    page = visitor.page
    await visitor.opens("shell.reports")
    await visitor.reads("reports.emptyTitle")
    await page.get_by_role("link", name=visitor.says("reports.make")).first.click()
    await visitor.fills("reports.name", "Stations")
    for name in ("reports.by_station", "reports.by_month", "reports.of_margin"):
        await page.get_by_role("button", name=visitor.says(name)).click()
    every = page.get_by_role("combobox", name=visitor.says("reports.every"))
    await every.select_option(label=visitor.says("reports.everyOf_month"))
    await visitor.fills("reports.to", "no address")
    visitor.expected.add("422 /api/v1/reports")
    await visitor.check()
    await visitor.presses("reports.save")
    await page.get_by_text("“no” ").first.wait_for()
    await visitor.fills("reports.to", "boss@example.org")
    await visitor.presses("reports.save")
    await page.get_by_role("heading", name="Stations").wait_for()
    await page.get_by_role("row").filter(has_text=visitor.says("reports.sum")).wait_for()
    await visitor.check()
    await page.get_by_role("row").nth(1).click()
    await page.get_by_role("dialog").get_by_text("PUBLIC-1").wait_for()
    await visitor.check()
    await visitor.presses("common.close")
    await visitor.presses("reports.form")
    async with page.expect_download() as waiting:
        await page.get_by_role("menuitem", name="CSV").click()
    content = (await (await waiting.value).path()).read_bytes().decode()
    assert "PUBLIC-1" in content
    (kept,) = await town.api.every("/reports")
    assert (kept["groups"], kept["every"]) == (["site", "station", "month"], "month")
