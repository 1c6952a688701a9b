"""Finance bills a month in the browser, from preview to documents; a session that is amended then comes as a
correction with the next invoice. A real server, the real wire, real documents judged by the official rules.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator
from tests.doors.postbox import Postbox, files_of
from tests.screens.browser import Seat, Visitor, visiting
from tests.selling import BUYER, SELLER
from tests.stories.town import CARD, CLOCK, Town, running, told

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, Instant, parse_instant
from wattfleet.simulator import car
from wattfleet.simulator.station import Station, StationPlan

SEATS = pytest.mark.parametrize(
    "seat", [Seat(language="de"), Seat(language="sv", phone=True)], ids=lambda one: one.name
)
STRANGER = "04STRANGER"
TO = "faktura@frakt.example"
PEPPOL = {"email": TO, "routing": "0007:5567037485", "buyer_reference": "Fordon 14", "syntax": "ubl"}
ELECTRONIC = {"routing": "0007:5560360793", "registration": "556036-0793", "email": "faktura@north.example"}
TARIFF = {
    "name": "By day",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "3.20", "vat": "25.0"}]}],
}


def months() -> tuple[str, str]:
    """The month before the last, and the last: both are over, whatever day it is."""
    first = date.fromisoformat(CLOCK.now().rfc3339()[:10]).replace(day=1)
    last = first - timedelta(days=1)
    before = last.replace(day=1) - timedelta(days=1)
    return f"{before:%Y-%m}", f"{last:%Y-%m}"


def midday(month: str) -> Instant:
    return parse_instant(f"{month}-15T11:00:00Z")


async def sold(town: Town, identity: str, start: Instant, card: str = CARD) -> Any:
    """A station that sold one charge of an hour then; the session."""
    plan = StationPlan(identity=identity, register=Energy.from_wh(909_948))
    link = await town.station(identity, "1.6", start=start, plan=plan)
    tariff = await town.api.send("POST", "/tariffs", TARIFF)
    assigned = {"tariff_id": tariff["id"], "valid_from": "2020-01-01T00:00:00Z"}
    await town.api.send("PUT", f"/stations/{identity}/tariff", assigned)
    charges(link.station, card)
    await told(link)
    (session,) = await town.settled(identity)
    return session


def charges(station: Station, card: str) -> None:
    """A car charges for an hour and leaves."""
    station.plug_in(1, car.battery(car.FAMILY, 300), card)
    station.advance(station.now + HOUR_US)
    station.unplug(1)
    station.advance(station.now + MINUTE_US)


async def a_customer(town: Town) -> None:
    site = (await town.api.every("/sites"))[0]
    await town.api.send("PATCH", f"/sites/{site['id']}", {"country": "SE"})
    await town.api.send("PUT", "/seller", SELLER | ELECTRONIC)
    account = await town.api.send("POST", "/accounts", BUYER | PEPPOL)
    await town.api.send("POST", "/payers", {"account_id": account["id"], "by": "token", "value": CARD})


@asynccontextmanager
async def posted(town: Town) -> AsyncIterator[Postbox]:
    """A mail server that the town sends by."""
    box = Postbox()
    await box.open()
    try:
        wish = {"host": "127.0.0.1", "port": box.port, "security": "none", "sender": "csms@north.example"}
        await town.api.send("PUT", "/mail", wish)
        yield box
    finally:
        await box.close()


@SEATS
async def test_a_month_is_billed_and_an_amended_session_comes_as_a_correction(
    tmp_path: Path, seat: Seat
) -> None:
    first, second = months()
    async with running(tmp_path) as town, posted(town) as box:
        session = await sold(town, "DEPOT-1", midday(first))
        await sold(town, "DEPOT-2", midday(first), STRANGER)
        await a_customer(town)
        async with visiting(town, seat, "finance") as visitor:
            await proposes(visitor, first)
            await visitor.reads("runs.no_payer")
            await visitor.check()
            await says_who_pays(visitor)
            await looks_at_the_draft(visitor)
            await issues(visitor)
            await opens_documents(visitor)
            await sends(visitor, box)
            await amends(visitor, session["id"])
            await proposes(visitor, second)
            await sees_the_correction(visitor)
        invoices = await town.api.every("/invoices", sort="id")
        assert [one["state"] for one in invoices] == ["issued", "draft"]
        assert invoices[0]["month"] == first


async def proposes(visitor: Visitor, month: str) -> None:
    await visitor.goes(f"/invoice-runs?month={month}")
    await visitor.presses("runs.startDo")
    await visitor.reads("states.proposed")


async def says_who_pays(visitor: Visitor) -> None:
    """For the card of the stranger, where it is missed; his session comes with the next run."""
    await visitor.presses("runs.toPayers")
    payer = visitor.page.get_by_role("combobox", name=visitor.says("runs.payer"))
    await payer.select_option(label=f"{BUYER['name']} · 10001")
    await visitor.presses("runs.payerDo")
    await visitor.reads("runs.payerDone", name=BUYER["name"])
    await closes(visitor)


async def looks_at_the_draft(visitor: Visitor) -> None:
    """Its lines with their reasons, down to the rating of a session; its page; what the rules say."""
    await visitor.page.get_by_role("link", name=BUYER["name"]).click()
    await visitor.reads("states.draft")
    await visitor.sees("DEPOT-1")
    panel = section(visitor, "invoices.behind")
    await panel.get_by_role("button", name=visitor.says("common.why")).first.click()
    await visitor.page.get_by_role("dialog").get_by_text(visitor.says("sessions.total")).wait_for()
    await closes(visitor)
    await visitor.presses("invoices.judge")
    await visitor.reads("invoices.accepted")
    await visitor.presses("invoices.look")
    await visitor.page.get_by_role("dialog").get_by_role("img").wait_for()
    await closes(visitor)


async def issues(visitor: Visitor) -> None:
    await visitor.page.get_by_role("link", name=visitor.says("invoices.toRun")).click()
    button = visitor.says("runs.issue")
    await section(visitor, "runs.issue").get_by_role("button", name=button).first.click()
    await visitor.page.get_by_role("heading", name=visitor.says("runs.issuedOnes"), exact=True).wait_for()
    await visitor.reads("states.issued")
    await visitor.check()
    await visitor.page.get_by_role("link", name=BUYER["name"]).click()


async def opens_documents(visitor: Visitor) -> None:
    """The PDF is kept, the XML is read."""
    await visitor.reads("states.open")
    async with visitor.page.expect_download() as kept:
        await visitor.presses("invoices.downloadOf", name="PDF")
    content = (await (await kept.value).path()).read_bytes()
    assert content.startswith(b"%PDF")
    await visitor.page.get_by_text("SHA-256").wait_for()
    await visitor.presses("invoices.lookAt", name=visitor.says("invoices.ubl"))
    xml = visitor.page.get_by_role("dialog").get_by_text("CustomizationID")
    await xml.wait_for()
    await visitor.check()
    await closes(visitor)


async def sends(visitor: Visitor, box: Postbox) -> None:
    """To the address of the account, in the form that it gets."""
    await visitor.reads("invoices.noMail")
    await visitor.presses("invoices.send")
    await section(visitor, "invoices.mail").get_by_text(visitor.says("states.sent"), exact=True).wait_for()
    await visitor.check()
    (mail,) = box.mails
    ((name, (_, content)),) = files_of(mail).items()
    assert mail["To"] == TO
    assert name.removesuffix(".xml") in mail["Subject"]
    assert b"CustomizationID" in content


async def amends(visitor: Visitor, session: str) -> None:
    """What was charged was less than the station said."""
    await visitor.goes(f"/doubts/sessions/{session}")
    await visitor.fills("doubts.energy", "1,5")
    await visitor.fills("doubts.whyAmended", "Read from the meter itself.")
    await visitor.presses("doubts.amendDo")
    await visitor.page.get_by_role("button", name=visitor.says("doubts.amendBack")).wait_for()


async def sees_the_correction(visitor: Visitor) -> None:
    """A line with the difference, that names the invoice, beside what is new."""
    await visitor.page.get_by_role("link", name=BUYER["name"]).click()
    lines = section(visitor, "invoices.lines")
    await lines.get_by_text(visitor.says("invoices.correction")).first.wait_for()
    await lines.get_by_role("button", name=visitor.says("common.why")).first.click()
    await visitor.reads("invoices.correctionWhy")
    await visitor.check()
    await closes(visitor)
    await visitor.page.get_by_role("link", name="-00001").first.click()
    await visitor.reads("states.open")


async def closes(visitor: Visitor) -> None:
    dialog = visitor.page.get_by_role("dialog")
    await dialog.get_by_role("button", name=visitor.says("common.close")).click()
    await dialog.wait_for(state="detached")


def section(visitor: Visitor, title: str) -> Locator:
    """A part of the screen, by its heading."""
    heading = visitor.page.get_by_role("heading", name=visitor.says(title), exact=True)
    return visitor.page.locator("section").filter(has=heading)


async def test_who_may_only_look_changes_nothing_and_who_may_not_sees_nothing(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        await a_customer(town)
        account = (await town.api.every("/accounts"))[0]["id"]
        async with visiting(town, Seat(), "operator") as visitor:
            await visitor.opens("shell.accounts")
            await visitor.goes(f"/accounts/{account}")
            await visitor.reads("accounts.payers")
            for button in ("accounts.edit", "accounts.hold", "accounts.addPayer", "accounts.make"):
                assert await visitor.page.get_by_text(visitor.says(button), exact=True).count() == 0
            await visitor.goes("/seller")
            await visitor.sees(SELLER["vat_number"])
            assert await visitor.page.get_by_role("textbox").count() == 0
        async with visiting(town, Seat(), "viewer") as visitor:
            menu = visitor.page.get_by_role("navigation", name=visitor.says("shell.main"))
            assert await menu.get_by_text(visitor.says("shell.billing"), exact=True).count() == 0
            visitor.expected |= {"403 /api/v1/invoices"}
            await visitor.goes("/invoices")
            await visitor.reads("common.notAllowed")
            await visitor.check()
