"""The ways of a bookkeeper through the console: why this tariff, another price, a bank file, the books.

All are gone in one house for each seat: at a desk in English, on a phone in Swedish.
"""

from pathlib import Path

import pytest
from tests.screens.books import Books, billed
from tests.screens.browser import Seat, Visitor, visiting
from tests.stories.town import CARD, Town, running

SEATS = pytest.mark.parametrize("seat", [Seat(), Seat(language="sv", phone=True)], ids=lambda one: one.name)


@SEATS
async def test_a_month_is_looked_through(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town:
        books = await billed(town)
        async with visiting(town, seat) as visitor:
            await a_group_is_made_and_asked_why(town, visitor, books)
            await two_tariffs_are_compared(visitor, books)


async def a_group_is_made_and_asked_why(town: Town, visitor: Visitor, books: Books) -> None:
    """Staff pay less: rules are written, put in order, given to a station, and answer why."""
    page = visitor.page
    await visitor.opens("shell.tariffGroups")
    await page.get_by_role("link", name=visitor.says("groups.make")).first.click()
    await visitor.fills("groups.name", "Depot")
    await page.get_by_role("combobox", name=visitor.says("groups.sells")).select_option(label="By day")
    await visitor.presses("groups.addRule")
    await page.get_by_role("combobox", name=visitor.says("groups.sells")).nth(1).select_option(label="Staff")
    await page.get_by_role("textbox", name=visitor.says("groups.tokens"), exact=True).nth(1).fill(CARD)
    visitor.expected.add("422 /api/v1/tariff-groups")
    await visitor.presses("groups.save")
    await visitor.sees("Rule 1 has no conditions")  # the second would never hold
    await visitor.presses("groups.moveUp", n=2)
    await visitor.check()
    await visitor.presses("groups.save")
    await page.get_by_role("heading", name="Depot").wait_for()
    await page.get_by_role("combobox", name=visitor.says("groups.assign")).fill("PUBLIC-1")
    await page.get_by_role("option", name="PUBLIC-1").click()
    await visitor.presses("groups.assignDo")
    await visitor.reads("groups.assigned", station="PUBLIC-1")
    for card, rule, tariff in ((CARD, 1, "Staff"), ("OTHER", 2, "By day")):
        await visitor.fills("groups.card", card)
        await visitor.presses("groups.askDo")
        await visitor.reads("groups.whyRule", n=rule, group="Depot", tariff=tariff)
    await visitor.check()
    assert len(await town.api.every("/tariff-groups")) == 1
    await visitor.goes(f"/sessions/{books.sessions[0]['id']}")
    await visitor.presses("groups.whySession")
    await visitor.reads("groups.whyAssigned", tariff="By day", where=visitor.says("groups.byStation"))
    await visitor.check()
    await visitor.presses("common.close")


async def two_tariffs_are_compared(visitor: Visitor, books: Books) -> None:
    """What last month would have earned by the staff's price; a session opens to its lines under both."""
    page = visitor.page
    await visitor.opens("shell.comparison")
    await page.get_by_role("combobox", name=visitor.says("comparison.b"), exact=True).select_option(
        label="Staff"
    )
    await page.get_by_role("textbox", name=visitor.says("comparison.month")).fill(books.month)
    await visitor.presses("comparison.start")
    await visitor.reads("comparison.mostLess")
    await visitor.reads("comparison.by_kept", n=2)
    await visitor.reads("comparison.by_bulk", n=2)
    await visitor.check()
    await page.get_by_role("row").filter(has_text="PUBLIC-1").first.get_by_role("button").click()
    await page.get_by_role("dialog").get_by_text(visitor.says("sessions.total")).nth(1).wait_for()
    await visitor.check()
    await visitor.presses("common.close")
    await page.get_by_role("textbox", name=visitor.says("comparison.month")).fill("2020-01")
    await visitor.presses("comparison.start")
    await visitor.reads("comparison.noneTitle")
