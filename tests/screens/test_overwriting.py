"""Two people at one form: what the quicker one has written is not overwritten unseen by the other."""

from pathlib import Path

import pytest
from tests.screens.browser import Seat, Visitor, visiting
from tests.selling import BUYER
from tests.stories.town import Town, running, until

SEATS = pytest.mark.parametrize(
    "seat", [Seat(language="sv"), Seat(language="de", phone=True)], ids=lambda one: one.name
)


async def is_told_and_reads_anew(visitor: Visitor) -> None:
    await visitor.reads("common.changedMeanwhile")
    await visitor.check()
    await visitor.presses("common.anew")


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
        await kept(town, "/dispute-clock", "answer_days", 11)
        await town.api.send("PUT", "/dispute-clock", {"answer_days": 20, "open_days": 90})
        await visitor.fills("disputes.answerDays", "12")
        await visitor.presses("disputes.clockSave")
        await is_told_and_reads_anew(visitor)
        days = visitor.page.get_by_role("textbox", name=visitor.says("disputes.answerDays"), exact=True)
        await days.wait_for()
        assert await days.input_value() == "20"
        await kept(town, "/dispute-clock", "answer_days", 20)


@SEATS
async def test_an_account_keeps_what_was_typed_until_it_is_read_anew(tmp_path: Path, seat: Seat) -> None:
    async with running(tmp_path) as town, visiting(town, seat) as visitor:
        account = await town.api.send("POST", "/accounts", BUYER)
        one = f"/accounts/{account['id']}"
        visitor.expected.add(f"412 /api/v1{one}")
        await visitor.goes(one)
        await visitor.presses("accounts.edit")
        await visitor.fills("accounts.name", "Mine AB")
        await town.api.send("PATCH", one, {"name": "Theirs AB"})
        await visitor.presses("accounts.save")
        name = visitor.page.get_by_role("textbox", name=visitor.says("accounts.name"), exact=True).first
        await visitor.reads("common.changedMeanwhile")
        assert await name.input_value() == "Mine AB"
        await is_told_and_reads_anew(visitor)
        await visitor.sees("Theirs AB")
        await kept(town, one, "name", "Theirs AB")


async def kept(town: Town, path: str, name: str, value: object) -> None:
    """Waits until it is so."""

    async def is_so() -> bool:
        return bool((await town.api.get(path))[name] == value)

    await until(is_so)
