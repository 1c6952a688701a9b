"""The ways of whoever looks after money that is due: reminders, collections, the bank, disputes, reports.

All are gone in one house for each seat: at a desk in English, on a phone in German.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.async_api import FilePayload
from tests.screens.books import ZONE, bank_file
from tests.screens.browser import Seat, Visitor, visiting
from tests.screens.dues import THEIRS, Dues, owed
from tests.screens.test_billing_desk import proposes, section
from tests.stories.town import CLOCK, Town, running

from wattfleet.billing.mandate import next_bank_day

SEATS = pytest.mark.parametrize("seat", [Seat(), Seat(language="de", phone=True)], ids=lambda one: one.name)


@SEATS
async def test_what_is_due_is_looked_after(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town:
        dues = await owed(town)
        async with visiting(town, seat, "finance") as visitor:
            await a_reminder_is_sent_and_waived(town, visitor, dues)
            await a_collection_is_made_and_fetched(town, visitor, dues)
            await a_movement_of_the_bank_is_matched_and_put_aside(town, visitor, dues)
            await a_report_is_made_seen_and_taken_home(town, visitor)
        async with visiting(town, seat) as visitor:
            await an_invoice_is_credited_and_issued_anew(town, visitor, dues)
            await a_dispute_ends_credited(town, visitor, dues)
            await a_dispute_ends_rated_anew(town, visitor, dues)


LATE = {"en": re.compile("days? late"), "sv": re.compile("försenad"), "de": re.compile("überfällig")}


async def a_reminder_is_sent_and_waived(town: Town, visitor: Visitor, dues: Dues) -> None:
    """Its rule is written within the law, what is due is looked at, sent, explained, and its cost waived."""
    page, number = visitor.page, dues.invoices[0]["number"]
    await visitor.opens("shell.reminders")
    await visitor.reads("reminders.emptyTitle")
    await page.get_by_role("link", name=visitor.says("reminders.settings")).click()
    await visitor.presses("reminders.edit")
    await visitor.fills("reminders.country", "SE")
    await visitor.fills("reminders.currency", "EUR")
    await visitor.fills("reminders.points", "8")
    await visitor.fills("reminders.fee", "5")
    await page.get_by_role("checkbox", name=visitor.says("reminders.withInterest")).first.check()
    await visitor.presses("reminders.addRate")
    await page.get_by_role("textbox", name=visitor.says("reminders.from"), exact=True).fill("2020-01-01")
    await visitor.fills("reminders.percent", "2")
    await visitor.fills("reminders.rateSource", "the central bank")
    visitor.expected.add("422 /api/v1/dunning")
    await visitor.presses("reminders.save")
    await visitor.sees("fee_source_missing")
    await visitor.fills("reminders.source", "Our terms, § 5")
    await visitor.check()
    await visitor.presses("reminders.save")
    await page.get_by_text("Our terms, § 5").wait_for()
    await visitor.check()
    await visitor.goes("/open-items")
    await page.get_by_role("link", name=visitor.says("receivables.toReminders"), exact=True).click()
    await page.get_by_role("link", name=number).wait_for()
    await page.get_by_role("button", name=LATE[visitor.seat.language]).first.click()
    await page.get_by_role("dialog").get_by_text(visitor.says("reminders.dueOn")).wait_for()
    await visitor.check()
    await visitor.presses("common.close")
    await page.get_by_role("button", name="+").first.click()
    await page.get_by_role("dialog").get_by_text("the central bank").wait_for()
    await visitor.check()
    await visitor.presses("common.close")
    await page.locator("aside section").first.get_by_role("button").last.click()
    await visitor.reads("reminders.nothingDueTitle")
    await visitor.check()
    await visitor.goes(f"/invoices/{dues.invoices[0]['id']}")
    await page.get_by_role("link", name=visitor.says("reminders.levelOf", n=1)).click()
    await page.get_by_role("heading", name="Bergslagens Frakt AB").wait_for()
    await visitor.fills("reminders.reason", "The post was late.")
    await visitor.check()
    await visitor.presses("reminders.waive")
    await visitor.sees("The post was late.")
    await visitor.reads("reminders.waived")
    (kept,) = await town.api.every("/reminders")
    assert (kept["state"], kept["fee"]) == ("waived", "5.00")


async def a_collection_is_made_and_fetched(town: Town, visitor: Visitor, dues: Dues) -> None:
    """A mandate is kept, what it collects is looked at, the file is made, fetched, and called off."""
    page, (old, new) = visitor.page, dues.invoices
    await visitor.goes(f"/accounts/{dues.account}")
    await visitor.presses("collections.addMandate")
    await visitor.fills("collections.iban", "DE00 0000")
    visitor.expected.add("422 /api/v1/mandates")
    await visitor.presses("collections.keepMandate")
    await visitor.sees("iban_invalid")
    await visitor.fills("collections.iban", THEIRS)
    await visitor.check()
    await visitor.presses("collections.keepMandate")
    await visitor.sees("DE89 3704 0044 0532 0130 00")
    await visitor.check()
    await visitor.opens("shell.collections")
    await page.get_by_role("link", name=visitor.says("collections.make"), exact=True).first.click()
    await page.get_by_role("textbox", name=visitor.says("collections.day")).last.fill(bank_day().isoformat())
    await visitor.presses("collections.preview")
    for invoice in (old, new):
        await page.get_by_role("link", name=invoice["number"]).wait_for()
    await visitor.check()
    await page.locator("aside section").nth(1).get_by_role("button").last.click()
    await visitor.reads("collections.is_waiting")
    async with page.expect_download() as waiting:
        await visitor.presses("collections.download")
    content = (await (await waiting.value).path()).read_bytes()
    assert THEIRS.encode() in content
    await visitor.check()
    made = page.url
    await visitor.goes(f"/accounts/{dues.account}")
    await page.locator("a[href^='/collections?mandate=']").click()
    await visitor.reads("collections.ofMandate")
    await page.get_by_role("row").nth(1).click()
    await page.wait_for_url(made.partition("?")[0] + "**")
    await visitor.check()
    await page.get_by_role("checkbox", name=visitor.says("collections.cancelSure")).check()
    await visitor.presses("collections.cancel")
    await visitor.reads("collections.notGive")
    await visitor.check()
    (kept,) = await town.api.every("/collections")
    assert (kept["state"], kept["debits"]) == ("cancelled", 2)
    await visitor.goes(f"/accounts/{dues.account}")
    await visitor.presses("collections.end")
    await visitor.fills("collections.reason", "Revoked by letter.")
    await visitor.presses("collections.endDo")
    await visitor.reads("collections.m_revoked")


async def a_movement_of_the_bank_is_matched_and_put_aside(town: Town, visitor: Visitor, dues: Dues) -> None:
    """What fits nothing is kept, matched by a person, taken back, and put aside with a reason."""
    page, number = visitor.page, dues.invoices[0]["number"]
    await visitor.opens("shell.bank")
    await visitor.reads("movements.emptyTitle")
    await page.get_by_role("link", name=visitor.says("movements.readFile")).first.click()
    content = bank_file(("12.00", "thank you")).replace(b"SEK", b"EUR")
    sheet: FilePayload = {"name": "camt.xml", "mimeType": "text/xml", "buffer": content}
    await page.locator("input[type=file]").set_input_files(sheet)
    await visitor.presses("receivables.keepWaiting")
    await page.get_by_role("link", name=visitor.says("receivables.toInbox")).click()
    await page.get_by_role("row").filter(has_text="Bergslagens Frakt AB").click()
    await visitor.check()
    await visitor.presses("movements.takeOf", name=number)
    await visitor.reads("movements.reopenPaid")
    await visitor.check()
    await visitor.fills("movements.reason", "It was for another company.")
    await visitor.presses("movements.reopenDo")
    await visitor.reads("movements.takenBack")
    await visitor.fills("movements.reason", "It goes back to them.")
    await visitor.presses("movements.asideDo")
    await visitor.sees("It goes back to them.")
    await visitor.reads("movements.reopenAside")
    await visitor.check()
    (kept,) = await town.api.every("/movements")
    assert (kept["state"], kept["left"]) == ("aside", "12.00")


async def an_invoice_is_credited_and_issued_anew(town: Town, visitor: Visitor, dues: Dues) -> None:
    """What follows is said first; the month is proposed again and issued with the next number."""
    wrong = dues.invoices[1]
    await visitor.goes(f"/invoices/{wrong['id']}")
    await visitor.fills("invoices.creditReason", "The wrong address.")
    await visitor.check()
    await visitor.presses("invoices.creditDo")
    await visitor.page.get_by_role("heading", name=visitor.says("invoices.credit_note")).wait_for()
    await visitor.check()
    await proposes(visitor, dues.month)
    await section(visitor, "runs.issue").get_by_role("button", name=visitor.says("runs.issue")).first.click()
    heading = visitor.page.get_by_role("heading", name=visitor.says("runs.issuedOnes"), exact=True)
    await heading.wait_for()
    await visitor.check()
    found = await town.api.every("/invoices", month=dues.month, sort="id")
    assert [one["state"] for one in found if one["kind"] == "invoice"] == ["credited", "issued"]


async def a_dispute_ends_credited(town: Town, visitor: Visitor, dues: Dues) -> None:
    """On a session that stands on the new invoice: the credit note ends it."""
    await disputes(visitor, dues.sessions[1]["id"])
    await ends(visitor, "credit", "It was never charged.")
    await visitor.reads("disputes.is_credited")
    await visitor.check()
    (kept,) = await town.api.every("/disputes", session=dues.sessions[1]["id"])
    assert kept["state"] == "credited"
    assert len(await town.api.every("/invoices", kind="credit_note")) == 2


async def a_dispute_ends_rated_anew(town: Town, visitor: Visitor, dues: Dues) -> None:
    """On a session that was invoiced: less energy, and the next invoice brings the difference."""
    session = dues.sessions[0]
    await disputes(visitor, session["id"])
    await visitor.page.get_by_role("combobox", name=visitor.says("disputes.how")).select_option("rerate")
    await visitor.fills("disputes.kwh", "1,5")
    await ends(visitor, "rerate", "Read from the meter itself.")
    await visitor.reads("disputes.is_rerated")
    await visitor.check()
    kept = await town.api.get(f"/sessions/{session['id']}")
    assert float(kept["energy_wh"]) == 1500


async def disputes(visitor: Visitor, session: str) -> None:
    await visitor.goes(f"/sessions/{session}")
    await visitor.page.get_by_role("link", name=visitor.says("disputes.make")).click()
    await visitor.page.get_by_role("textbox", name=visitor.says("disputes.text")).fill("My car took less.")
    await visitor.presses("disputes.make")
    await visitor.reads("disputes.held")


async def ends(visitor: Visitor, how: str, reason: str) -> None:
    await visitor.page.get_by_role("combobox", name=visitor.says("disputes.how")).select_option(how)
    await visitor.page.get_by_role("textbox", name=visitor.says("disputes.reason")).fill(reason)
    await visitor.check()
    await visitor.presses("disputes.endDo")


def bank_day() -> date:
    """Far enough for the notice, and no holiday."""
    return next_bank_day(CLOCK.now().local(ZONE).date() + timedelta(days=20))


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
    await visitor.reads("refusals/deeds.email_invalid_2", a="no")
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
    await visitor.presses("reports.edit")
    await visitor.fills("reports.name", "Stations by month")
    await visitor.presses("reports.save")
    await page.get_by_role("heading", name="Stations by month").wait_for()
    (kept,) = await town.api.every("/reports")
    assert (kept["groups"], kept["every"]) == (["site", "station", "month"], "month")
