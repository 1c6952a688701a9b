"""Two people at one form: nothing is overwritten unseen, and nothing that was typed is lost."""

from pathlib import Path

import pytest
from playwright.async_api import Locator
from tests.screens.books import bank_file, billed
from tests.screens.browser import Seat, Visitor, visiting
from tests.selling import BUYER
from tests.stories.town import Town, running, until

SEATS = pytest.mark.parametrize(
    "seat", [Seat(language="sv"), Seat(language="de", phone=True)], ids=lambda one: one.name
)


def field(visitor: Visitor, key: str) -> Locator:
    return visitor.page.get_by_role("textbox", name=visitor.says(key), exact=True).first


@SEATS
async def test_one_types_while_another_saves(tmp_path: Path, seat: Seat) -> None:
    async with (
        running(tmp_path) as town,
        visiting(town, seat) as anna,
        visiting(town, Seat(language="en"), "operator", "Bo Ek") as bo,
    ):
        site = await town.api.send(
            "POST",
            "/sites",
            {"name": "Depot", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"},
        )
        one = f"/sites/{site['id']}"
        await anna.goes(one)
        await anna.fills("setup.name", "Depot Nord")
        await bo.goes(one)
        await bo.fills("setup.address", "Hamngatan 1")
        await bo.fills("setup.name", "Depot Syd")
        await bo.presses("setup.save")
        await bo.reads("setup.saved")
        # She is told who it was and of what; hers stays, and what she did not touch is the newest.
        await anna.sees(anna.says("common.changedBy", who="Bo Ek"))
        await anna.reads("common.newIs", fields=anna.says("setup.address"))
        await anna.reads("common.bothChangedTo", field=anna.says("setup.name"), value="Depot Syd")
        assert await field(anna, "setup.name").input_value() == "Depot Nord"
        assert await field(anna, "setup.address").input_value() == "Hamngatan 1"
        await anna.check()
        # Saved without an answer to that, nothing is.
        anna.expected.add(f"412 /api/v1{one}")
        await anna.presses("setup.save")
        await anna.reads("common.notSaved")
        assert (await town.api.get(one))["name"] == "Depot Syd"
        await anna.presses("common.keepMine")
        await anna.presses("setup.save")
        await anna.reads("setup.saved")
        await kept(town, one, "name", "Depot Nord")
        await kept(town, one, "address", "Hamngatan 1")
        # Who has typed nothing follows, and is told nothing.
        await bo.page.get_by_role("heading", name="Depot Nord").wait_for()
        assert await field(bo, "setup.name").input_value() == "Depot Nord"
        assert await bo.page.get_by_text(bo.says("common.typedStays")).count() == 0


@SEATS
async def test_a_choice_is_not_overwritten_unseen(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat) as visitor:
        visitor.expected.add("412 /api/v1/dispute-clock")
        await visitor.goes("/disputes/clock")
        await visitor.fills("disputes.answerDays", "10")
        await visitor.presses("disputes.clockSave")
        await visitor.reads("disputes.clockSaved")
        await visitor.fills("disputes.answerDays", "11")
        await visitor.presses("disputes.clockSave")  # by the version that it has made itself
        await visitor.reads("disputes.clockSaved")
        await kept(town, "/dispute-clock", "answer_days", 11)
        await town.api.send("PUT", "/dispute-clock", {"answer_days": 20, "open_days": 90})
        await visitor.fills("disputes.answerDays", "12")
        await visitor.presses("disputes.clockSave")
        await visitor.reads("common.notSaved")
        await visitor.check()
        await visitor.presses("common.takeNew")
        assert await field(visitor, "disputes.answerDays").input_value() == "20"
        await kept(town, "/dispute-clock", "answer_days", 20)


@SEATS
async def test_an_account_keeps_what_was_typed(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat) as visitor:
        account = await town.api.send("POST", "/accounts", BUYER)
        one = f"/accounts/{account['id']}"
        visitor.expected.add(f"412 /api/v1{one}")
        await visitor.goes(one)
        await visitor.presses("accounts.edit")
        await visitor.fills("accounts.name", "Mine AB")
        await town.api.send("PATCH", one, {"name": "Theirs AB"})
        await visitor.presses("accounts.save")
        name = visitor.says("accounts.name")
        await visitor.reads("common.bothChangedTo", field=name, value="Theirs AB")
        assert await field(visitor, "accounts.name").input_value() == "Mine AB"
        await visitor.check()
        await visitor.presses("common.takeNew")
        assert await field(visitor, "accounts.name").input_value() == "Theirs AB"
        await kept(town, one, "name", "Theirs AB")


@SEATS
async def test_a_movement_that_another_matched_is_looked_at_again(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat, "finance") as visitor:
        books = await billed(town)
        sent = await town.api.client.post(
            "/payments/bank-file",
            content=bank_file(("12.00", "thank you")),
            headers={"content-type": "application/xml"},
        )
        assert sent.is_success, sent.text
        (movement,) = await town.api.every("/movements", state="waiting")
        one = f"/movements/{movement['id']}"
        visitor.expected.add(f"412 /api/v1{one}/aside")
        await visitor.goes(one)
        await visitor.fills("movements.reason", "It is for another company.")
        wish = {"invoice_id": books.invoices[0]["id"], "amount": "5.00"}
        await town.api.send("POST", f"{one}/match", wish)
        await visitor.presses("movements.asideDo")
        await visitor.reads("common.notSaved")
        await visitor.reads("common.lookAgain")
        await visitor.check()
        await kept(town, one, "state", "waiting")
        await visitor.presses("common.seenIt")
        await visitor.presses("movements.asideDo")
        await visitor.sees("It is for another company.")
        await kept(town, one, "state", "aside")


async def kept(town: Town, path: str, name: str, value: object) -> None:
    """Waits until it is so."""

    async def is_so() -> bool:
        return bool((await town.api.get(path))[name] == value)

    await until(is_so)
