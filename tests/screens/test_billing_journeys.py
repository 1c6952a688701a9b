"""The ways of a bookkeeper through the console: why this tariff, another price, a bank file, the books.

All are gone in one house for each seat: at a desk in English, on a phone in Swedish.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.async_api import FilePayload
from tests.screens.books import Books, bank_file, billed
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
            await a_bank_file_is_matched(town, visitor, books)
            await a_balance_is_followed_to_the_frame(visitor, books)
            await a_dispute_is_answered(town, visitor, books)
            await the_books_are_closed_and_taken_home(visitor)
        async with visiting(town, seat, "viewer") as viewer:
            await who_may_not_sees_nothing(viewer)


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
    await visitor.reads("refusals/tariffs.rule_unreached", a=1)  # the second would never hold
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
    await page.reload()  # an address that a colleague sent starts by itself
    await visitor.reads("comparison.mostLess")
    await page.get_by_role("textbox", name=visitor.says("comparison.month")).fill("2020-01")
    await visitor.presses("comparison.start")
    await visitor.reads("comparison.noneTitle")


async def a_bank_file_is_matched(town: Town, visitor: Visitor, books: Books) -> None:
    """What is sure is booked, the rest waits with its reason and is matched by hand; one is taken back."""
    page, (invoice,) = visitor.page, books.invoices
    reference = (await town.api.get(f"/invoices/{invoice['id']}"))["reference"]
    rest = Decimal(invoice["payable"]) - 12
    content = bank_file((str(rest), reference), ("12.00", "thank you"))
    await visitor.opens("shell.bank")
    await page.get_by_role("link", name=visitor.says("movements.readFile")).first.click()
    sheet: FilePayload = {"name": "camt.xml", "mimeType": "text/xml", "buffer": content}
    await page.locator("input[type=file]").set_input_files(sheet)
    await visitor.reads("receivables.why_reference")
    await visitor.reads("receivables.why_nothing")
    await visitor.check()
    await visitor.presses("receivables.bookSure")
    await visitor.reads("receivables.bookedNow", n=1)
    await page.get_by_role("button", name=visitor.says("receivables.match")).last.click()
    await visitor.check()
    await visitor.presses("receivables.matchDo")
    await visitor.reads("receivables.knownBefore", n=2)
    await visitor.opens("shell.openItems")
    await visitor.reads("receivables.emptyTitle")
    await visitor.goes(f"/open-items/{books.account}")
    await visitor.reads("receivables.nothingOpen")
    await visitor.presses("receivables.undo")
    await visitor.fills("receivables.reason", "It was for another invoice.")
    await visitor.presses("receivables.undo")
    await visitor.reads("receivables.wasUndone")
    await page.get_by_role("link", name=invoice["number"]).wait_for()
    await visitor.check()
    assert sorted(one["via"] for one in await town.api.every("/payments")) == ["bank", "bank", "undo"]


async def a_balance_is_followed_to_the_frame(visitor: Visitor, books: Books) -> None:
    """Balance, posting, entry, invoice, rating line, session, frame: each a press from the one before."""
    page, (invoice,) = visitor.page, books.invoices
    await visitor.opens("shell.ledger")
    await page.get_by_role("row").filter(has_text="Bergslagens Frakt AB").first.click()
    await visitor.reads("ledger.postings")
    await visitor.check()
    posting = page.get_by_role("link", name=invoice["number"])
    await page.get_by_role("button", name=money(invoice["payable"], visitor)).last.click()
    await visitor.reads("ledger.bothSides")
    await visitor.check()
    await visitor.presses("common.close")
    await posting.last.click()
    await page.get_by_role("heading", name=invoice["number"]).wait_for()
    await page.get_by_text("PUBLIC-1").first.wait_for()
    await page.get_by_role("button", name=visitor.says("common.why"), exact=True).last.click()
    await page.get_by_role("dialog").get_by_role("link", name=visitor.says("invoices.toSession")).click()
    await page.get_by_role("heading", name=visitor.says("sessions.evidence")).wait_for()
    await page.get_by_role("button", name="StartTransaction").first.click()
    await page.get_by_role("dialog").get_by_text("meterStart").wait_for()
    await visitor.check()
    await visitor.presses("common.close")


async def a_dispute_is_answered(town: Town, visitor: Visitor, books: Books) -> None:
    """Opened at the session, held, talked about with the same evidence for both, and explained."""
    session = books.sessions[-1]["id"]
    await visitor.goes(f"/sessions/{session}")
    await visitor.page.get_by_role("link", name=visitor.says("disputes.make")).click()
    await visitor.page.get_by_role("textbox", name=visitor.says("disputes.text")).fill("My car took less.")
    await visitor.check()
    await visitor.presses("disputes.make")
    await visitor.reads("disputes.held")
    await visitor.reads("disputes.holds")
    await visitor.page.get_by_role("textbox", name=visitor.says("disputes.toThem")).fill("Which car was it?")
    await visitor.presses("disputes.say")
    await visitor.sees("Anna Lind ·")
    await visitor.check()
    await visitor.page.get_by_role("textbox", name=visitor.says("disputes.reason")).fill(
        "The meter was read."
    )
    await visitor.presses("disputes.endDo")
    await visitor.reads("disputes.is_explained")
    await visitor.check()
    (kept,) = await town.api.every("/disputes", session=session)
    assert (kept["state"], kept["answer"]) == ("explained", "The meter was read.")


async def the_books_are_closed_and_taken_home(visitor: Visitor) -> None:
    """Closing says first what follows from it; the books of the month before are a file."""
    page = visitor.page
    await visitor.goes("/ledger/lock")
    await page.get_by_role("textbox", name=visitor.says("ledger.lockDay")).fill("2020-01-31")
    await page.get_by_role("checkbox").check()
    await visitor.check()
    await visitor.presses("ledger.lock")
    await page.locator("aside time[datetime='2020-01-31']").wait_for()
    await visitor.goes("/ledger/export")
    async with page.expect_download() as waiting:
        await visitor.presses("ledger.download")
    assert (await waiting.value).suggested_filename.endswith(".si")


async def who_may_not_sees_nothing(viewer: Visitor) -> None:
    """Books are no place for her, and an address that she was sent says why it shows nothing."""
    for path, name in (
        ("/open-items", "open-items"),
        ("/ledger", "ledger/balances"),
        ("/disputes", "disputes"),
        ("/reports", "reports"),
        ("/reminders", "reminders"),
        ("/collections", "collections"),
        ("/movements", "movements"),
    ):
        viewer.expected |= {f"403 /api/v1/{name}", "403 /api/v1/ledger/lock", "403 /api/v1/accounts"}
        await viewer.goes(path)
        await viewer.reads("common.notAllowed")
    await viewer.check()
    assert await viewer.page.get_by_role("link", name=viewer.says("shell.ledger"), exact=True).count() == 0


def money(amount: str, visitor: Visitor) -> str:
    """As it stands on her screen, without its currency."""
    return amount if visitor.seat.language == "en" else amount.replace(".", ",")
