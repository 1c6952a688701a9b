"""Days and clocks as the reader writes them, by keys alone; lists that are scrolled, and read anew."""

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect
from tests.screens.browser import Language, Seat, Visitor, said, visiting
from tests.stories.town import Town, charged, running, told

PAGE = 200
LONG = 6 * PAGE + 60
ROW_PX = 36


async def speaks(visitor: Visitor, language: str) -> None:
    """The browser stays as it is; the person has chosen otherwise."""
    await visitor.page.evaluate("(chosen) => localStorage.setItem('wattfleet.language', chosen)", language)
    await visitor.page.reload()


async def test_a_day_is_written_as_the_person_chose_and_not_as_her_browser_is(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, Seat(language="en")) as visitor:
        await speaks(visitor, "de")
        await visitor.goes("/ledger/lock")
        day = visitor.page.get_by_role("textbox", name=said("ledger.lockDay", "de"))
        await expect(day).to_have_attribute("placeholder", "tt.mm.jjjj")
        await day.fill("31.1.2020")
        await day.blur()
        await expect(day).to_have_value("31.01.2020")
        await day.press("ArrowUp")
        await expect(day).to_have_value("01.02.2020")
        await day.fill("morgen")
        await day.blur()
        await visitor.sees("Schreiben Sie einen Tag als tt.mm.jjjj.")
        await day.fill("31.1.2020")
        await by_keys(visitor.page, day)
        await visitor.check()


async def by_keys(page: Page, day: Locator) -> None:
    """The calendar is opened, gone through and left by keys: a month on, a week on, a day back."""
    await day.press("Alt+ArrowDown")
    table = page.get_by_role("dialog").get_by_role("table")
    await expect(table.locator(":focus")).to_have_text("31")
    for key in ("PageDown", "ArrowDown", "ArrowLeft"):
        await page.keyboard.press(key)
    await page.keyboard.press("Enter")
    await expect(day).to_have_value("06.03.2020")
    await expect(table).to_have_count(0)


async def test_what_is_refused_is_said_in_the_readers_language(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, Seat(language="sv")) as visitor:
        visitor.expected.add("404 /api/v1/sessions/01234567-89ab-7cde-8f01-23456789abcd")
        await visitor.goes("/sessions/01234567-89ab-7cde-8f01-23456789abcd")
        await visitor.sees("Den laddsessionen finns inte.")


async def test_a_row_stands_whole_below_the_head_of_a_list(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        await cards(town, 60)
        async with visiting(town, Seat(language="en")) as visitor:
            box = await the_list(visitor)
            await box.evaluate("(box, to) => box.scrollTo({ top: to })", 5 * ROW_PX + 20)
            await visitor.page.wait_for_function(
                "([box, row]) => box.scrollTop > 0 && box.scrollTop % row === 0",
                arg=[await box.element_handle(), ROW_PX],
            )
            await visitor.check()


async def test_a_long_list_says_that_it_has_changed_and_is_read_anew(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        await cards(town, LONG)
        async with visiting(town, Seat(language="en")) as visitor:
            box = await the_list(visitor)
            foot = visitor.page.get_by_role("status").filter(has_text=re.compile(r"\d"))
            await visitor.page.wait_for_function(
                "([box, most]) => { box.scrollTo(0, box.scrollHeight); return box.scrollHeight > most }",
                arg=[await box.element_handle(), 5.5 * PAGE * ROW_PX],
            )
            await expect(foot).not_to_contain_text(visitor.says("common.changed"))
            await town.api.send("POST", "/tokens", {"uid": "AAAA000000"})
            await foot.get_by_text(visitor.says("common.changed")).wait_for()
            await visitor.check()
            await visitor.presses("common.anew")
            await expect(foot).not_to_contain_text(visitor.says("common.changed"))
            await expect(foot).to_contain_text(re.compile(r"^[24]00 \+"))


async def cards(town: Town, count: int) -> None:
    rows = "\n".join(f"BULK{number:06d}" for number in range(count))
    await town.api.client.post(
        "/import",
        params={"kind": "tokens"},
        content=f"uid\n{rows}\n".encode(),
        headers={"content-type": "text/csv"},
    )


async def the_list(visitor: Visitor) -> Locator:
    await visitor.goes("/tokens")
    table = visitor.page.get_by_role("table")
    await table.get_by_role("row").nth(5).wait_for()
    return table.locator("..")


async def test_every_figure_leads_down_to_what_it_is_made_of(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        station = await town.station("CP1")
        charged(station.station)
        await told(station)
        (session,) = await town.settled("CP1")
        async with visiting(town, Seat(language="en")) as visitor:
            board = visitor.page.locator("#content a[href^='/stations?'], #content a[href^='/sessions?']")
            await board.first.click()
            await visitor.page.wait_for_url(re.compile(r"/stations\?connected=true"))
            await visitor.page.get_by_role("heading", name=visitor.says("shell.stations"), level=1).wait_for()
            await visitor.goes(f"/sessions/{session['id']}")
            await visitor.page.locator("a[href='#price']").wait_for()
            parts = await visitor.page.locator("#content a[href^='#']").evaluate_all(
                "(all) => all.map((one) => [one.hash, document.querySelector(one.hash) !== null])"
            )
            assert {part for part, _ in parts} >= {"#evidence", "#price", "#ends"}
            assert all(stands for _, stands in parts), parts


@pytest.mark.parametrize("language", ["sv", "de"])
async def test_a_number_of_the_house_opens_to_how_it_is_counted(tmp_path: Path, language: Language) -> None:
    async with running(tmp_path) as town, visiting(town, Seat(language=language)) as visitor:
        await visitor.goes("/health")
        for name in ("unread", "unrated", "outbox"):
            label = visitor.page.locator("dt").get_by_text(visitor.says(f"health.{name}"), exact=True)
            await visitor.page.locator("dl > div").filter(has=label).get_by_role("button").click()
            await visitor.reads(f"health.{name}How")
            await visitor.check()
            await visitor.page.keyboard.press("Escape")
            await visitor.page.get_by_role("dialog").wait_for(state="detached")
        connected = visitor.page.locator("#content a[href='/stations?connected=true']")
        await connected.click()
        await visitor.page.get_by_role("heading", name=visitor.says("shell.stations"), level=1).wait_for()
