"""By law a session is held until its meter's key is approved; then it is billed, and a line of its invoice
leads down to the session, to the reading of its register, and to the message in which that came.
"""

from pathlib import Path
from typing import Any

import pytest
from tests.screens.books import ZONE, issued, last_month
from tests.screens.browser import Seat, Visitor, visiting
from tests.screens.measured import a_meter, charges_signed
from tests.selling import BUYER, SELLER
from tests.signing import public
from tests.stories.town import CARD, Town, running, until

from wattfleet.kernel.timeline import DAY_US, local_midnight
from wattfleet.metrology.check import Result, check_values
from wattfleet.metrology.transparency import read_values

SEATS = pytest.mark.parametrize(
    "seat", [Seat(language="de"), Seat(language="sv", phone=True)], ids=lambda one: one.name
)
STATION = "DEPOT-07"
TARIFF = {
    "name": "By day",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "4.60", "vat": "25.0"}]}],
}


@SEATS
async def test_a_session_is_held_until_its_key_is_approved_and_then_followed_to_the_frame(
    tmp_path: Path, seat: Seat
) -> None:
    async with running(tmp_path) as town:
        site, password = await a_depot(town)
        async with visiting(town, seat) as visitor:
            await the_site_asks_for_signed_values(visitor, site)
            start = local_midnight(last_month(), ZONE) + 10 * DAY_US
            await charges_signed(town.server.stations_url, STATION, password, start=start, card=CARD)
            session = (await town.settled(STATION))[0]["id"]
            await until(lambda: town.api.every("/meter-keys", state="seen"))
            await it_is_held(visitor, session)
            await its_key_is_approved(visitor)
            await it_may_be_billed(visitor, session)
            (invoice,) = await issued(town, f"{last_month():%Y-%m}")
            await a_line_leads_to_the_frame(visitor, invoice)
            await numbers_and_days_are_said(town, visitor)


async def a_depot(town: Town) -> tuple[str, str]:
    """A station with a meter that signs, a price, a seller, and who pays; the site and the password."""
    api = town.api
    site = str((await api.every("/sites"))[0]["id"])
    await api.send(
        "PATCH", f"/sites/{site}", {"country": "SE", "zone": ZONE.name, "currency": "SEK", "name": "Depot"}
    )
    tariff = (await api.send("POST", "/tariffs", TARIFF))["id"]
    password = await a_meter(api, STATION)
    assigned = {"tariff_id": tariff, "valid_from": "2020-01-01T00:00:00Z"}
    await api.send("PUT", f"/stations/{STATION}/tariff", assigned)
    await api.send("PUT", "/seller", SELLER)
    account = (await api.send("POST", "/accounts", BUYER))["id"]
    await api.send("POST", "/payers", {"account_id": account, "by": "token", "value": CARD})
    return site, password


async def the_site_asks_for_signed_values(visitor: Visitor, site: str) -> None:
    """What would be held is told before it is said; a kWh's cost is said beside it."""
    page = visitor.page
    await visitor.goes(f"/sites/{site}")
    await visitor.reads("measuring.notAsked")
    await visitor.presses("measuring.changeIt")
    await page.get_by_role("combobox", name=visitor.says("measuring.use")).select_option("public")
    await visitor.reads("measuring.ifSo")
    await visitor.check()
    await page.get_by_role("textbox", name=visitor.says("measuring.note")).fill("the contract asks for it")
    panel = page.locator("section").filter(has_text=visitor.says("measuring.siteTitle"))
    await panel.get_by_role("button", name=visitor.says("measuring.say"), exact=True).click()
    await visitor.reads("measuring.askedSite")
    await visitor.reads("measuring.saidRules")
    await visitor.presses("costs.add")
    await page.get_by_role("textbox", name=visitor.says("costs.from")).fill(last_month().isoformat())
    await page.get_by_role("textbox", name=visitor.says("costs.price", currency="SEK")).fill("0,85")
    await visitor.check()
    await visitor.presses("costs.add")
    await visitor.page.get_by_text(visitor.says("costs.notYet")).wait_for(state="detached")
    await page.get_by_role("button", name=visitor.says("costs.remove").split("{")[0]).wait_for()
    await visitor.check()


async def it_is_held(visitor: Visitor, session: str) -> None:
    await visitor.goes(f"/sessions/{session}")
    await visitor.reads("measuring.held")
    await visitor.reads("measuring.wholeOnly")
    await visitor.reads("measuring.noKey")
    await visitor.check()
    await visitor.page.get_by_role("link", name=visitor.says("measuring.toKeys")).click()


async def its_key_is_approved(visitor: Visitor) -> None:
    """Who approves it says what it was compared with; the deed stands in its history."""
    page = visitor.page
    await page.get_by_role("row").filter(has_text=visitor.says("meters.is_waits")).click()
    await visitor.reads("meters.waitsTitle")
    await visitor.reads("meters.deed_seen")
    await visitor.check()
    await page.get_by_role("textbox", name=visitor.says("meters.compared")).fill("the plate, on the spot")
    await visitor.presses("meters.approve")
    await visitor.reads("meters.deed_approved")
    await page.get_by_text("the plate, on the spot").last.wait_for()
    await visitor.check()


async def it_may_be_billed(visitor: Visitor, session: str) -> None:
    """Its proof can be taken home and checked by whoever wants to; and there is what is left of its sale."""
    page = visitor.page
    await visitor.goes(f"/sessions/{session}")
    await visitor.reads("measuring.passed")
    point = "," if visitor.seat.language != "en" else "."
    await visitor.sees(f"18{point}75")
    await visitor.check()
    async with page.expect_download() as kept:
        await visitor.presses("measuring.file")
    content = (await (await kept.value).path()).read_bytes()
    (checked,) = check_values(read_values(content), public())
    assert checked.result is Result.VALID


async def a_line_leads_to_the_frame(visitor: Visitor, invoice: Any) -> None:
    """Line, session, register reading, message: each a press from the one before; and back by its number."""
    page = visitor.page
    await visitor.goes(f"/invoices/{invoice['id']}")
    await page.get_by_text(STATION).first.wait_for()
    lines = page.locator("section").filter(has_text=visitor.says("invoices.lines"))
    await lines.get_by_role("button", name=visitor.says("common.why"), exact=True).first.click()
    await visitor.reads("invoices.lineSessions")
    await visitor.check()
    await page.get_by_role("dialog").get_by_role("link", name=STATION).click()
    await visitor.reads("measuring.passed")
    await page.get_by_role("link", name=invoice["number"]).wait_for()
    await page.get_by_role("button", name="→").first.click()
    await visitor.reads("measuring.registersWhy")
    readings = page.get_by_role("dialog").locator("button[aria-expanded]")
    await readings.first.click()
    await page.get_by_role("dialog").get_by_text("meterStart").wait_for()
    await visitor.check()
    await visitor.presses("common.close")
    await page.get_by_role("link", name=invoice["number"]).click()
    await page.get_by_role("heading", name=invoice["number"]).wait_for()


async def numbers_and_days_are_said(town: Town, visitor: Visitor) -> None:
    """The chart of accounts is saved once its numbers can be written; disputes get another clock."""
    page = visitor.page
    visitor.expected |= {"404 /api/v1/ledger/chart", "422 /api/v1/ledger/chart"}
    await visitor.goes("/ledger/chart")
    await visitor.reads("ledger.chartWhole")
    bank = visitor.says("ledger.chartNumberOf", account=visitor.says("ledger.of_bank"))
    await page.get_by_role("textbox", name=bank, exact=True).fill("19 40")
    await visitor.presses("ledger.chartSave")
    await visitor.sees(visitor.says("refusals/ledger.chart_invalid_2", a="19 40").split("{")[0].strip())
    await page.get_by_role("textbox", name=bank, exact=True).fill("1940")
    await visitor.presses("ledger.chartSave")
    await visitor.reads("ledger.chartSaved")
    await visitor.check()
    assert (await town.api.get("/ledger/chart"))["accounts"]["bank"]["number"] == "1940"
    await visitor.goes("/disputes/clock")
    await visitor.fills("disputes.answerDays", "10")
    await visitor.presses("disputes.clockSave")
    await visitor.reads("disputes.clockSaved")
    await visitor.check()
    assert (await town.api.get("/dispute-clock"))["answer_days"] == 10
