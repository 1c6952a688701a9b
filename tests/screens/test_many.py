"""Something is done to many rows of a list, with each result; and what a screen says when it cannot work."""

from pathlib import Path

from tests.screens.browser import Seat, Visitor, visiting
from tests.screens.test_journeys import station
from tests.stories.town import CARD, charged, on_line, running, told

from wattfleet.simulator import car, faults

DESK, PHONE = Seat(), Seat(language="de", phone=True)


async def chooses_all(visitor: Visitor) -> None:
    await visitor.page.get_by_role("checkbox", name=visitor.says("many.pickAll")).check()


async def decides(visitor: Visitor, word: str, count: int, reason: str = "") -> None:
    """In the window that names the consequence."""
    dialog = visitor.page.get_by_role("dialog")
    if reason:
        await dialog.get_by_role("textbox", name=visitor.says("many.reason")).fill(reason)
    await visitor.check()
    await dialog.get_by_role("button", name=f"{visitor.says(word)} ({count})").click()
    through = visitor.says("many.progress", n=count, all=count)
    await dialog.get_by_role("status").get_by_text(through, exact=True).wait_for()


async def test_many_are_acted_upon_and_each_has_its_result(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK) as visitor:
        free, busy = await station(town, "FREE-1"), await station(town, "BUSY-1")
        liar = await town.station("LIAR-1", "1.6", *faults.chosen((32,)))
        charged(liar.station)
        await told(liar)
        async with on_line(free), on_line(busy):
            busy.station.plug_in(1, car.battery(car.FAMILY, 300), CARD)
            busy.touch()
            await visitor.goes("/stations")
            await visitor.page.get_by_role("row").filter(has_text="BUSY-1").get_by_text("charging").wait_for()
            await chooses_all(visitor)
            await visitor.presses("many.reset")
            await visitor.reads("many.leftOut", n=1, why=visitor.says("many.charging"))
            await visitor.reads("many.leftOut", n=1, why=visitor.says("many.offline"))
            await decides(visitor, "many.reset", 1)
            results = visitor.page.get_by_role("list", name=visitor.says("many.results"))
            await results.get_by_text(visitor.says("commands.accepted")).wait_for()
            await visitor.check()
        await visitor.goes("/doubts")
        await chooses_all(visitor)
        await visitor.presses("many.acceptMany")
        await decides(visitor, "many.acceptMany", 1, "The display was photographed.")
        await (
            visitor.page.get_by_role("dialog")
            .get_by_text(visitor.says("many.accepted"), exact=True)
            .wait_for()
        )
        await visitor.goes("/tokens")
        await chooses_all(visitor)
        await visitor.presses("many.block")
        cards = len(await town.api.every("/tokens"))
        await decides(visitor, "many.block", cards)
        assert {one["state"] for one in await town.api.every("/tokens")} == {"blocked"}
        assert {one["state"] for one in await town.settled("LIAR-1")} == {"closed"}


async def test_columns_and_views_are_kept(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK) as visitor:
        await town.api.send("POST", "/stations", {"identity": "HOME-1", "access": "home"})
        await visitor.goes("/stations?access=home")
        head = visitor.page.get_by_role("columnheader", name=visitor.says("stations.firmware"))
        await head.wait_for()
        await visitor.presses("many.columns")
        await visitor.page.get_by_role("checkbox", name=visitor.says("stations.firmware")).uncheck()
        await head.wait_for(state="hidden")
        await visitor.page.keyboard.press("Escape")
        await visitor.presses("many.views")
        await visitor.fills("many.viewName", "Homes")
        await visitor.presses("many.keepView")
        await visitor.page.get_by_role("button", name="Homes", exact=True).wait_for()
        await visitor.goes("/stations")
        await visitor.presses("many.views")
        await visitor.check()
        await visitor.page.get_by_role("button", name="Homes", exact=True).click()
        await visitor.page.wait_for_url("**/stations?access=home")
        await visitor.sees("HOME-1")
        assert await head.count() == 0
        assert await town.api.every("/views") == [], "what she keeps is hers"
        await visitor.presses("many.views")
        await visitor.page.get_by_role("checkbox", name=visitor.says("many.forEveryone")).check()
        await visitor.fills("many.viewName", "All homes")
        await visitor.presses("many.keepView")
        await visitor.page.get_by_role("button", name="All homes", exact=True).wait_for()
        await visitor.page.get_by_role("button", name=visitor.says("many.forgetView", name="Homes")).click()
        await visitor.page.get_by_role("button", name="Homes", exact=True).wait_for(state="hidden")
        async with visiting(town, PHONE, "viewer") as other:
            await other.goes("/stations")
            await other.presses("many.views")
            await other.page.get_by_role("button", name="All homes").wait_for()
            forget = other.says("many.forgetView", name="All homes")
            assert await other.page.get_by_role("button", name=forget).count() == 0, (
                "a viewer forgets it for nobody"
            )
            assert await other.page.get_by_role("checkbox").count() == 0
            await other.check()


async def test_all_that_match_are_acted_upon_also_those_that_were_never_drawn(tmp_path: Path) -> None:
    async with running(tmp_path) as town, visiting(town, DESK) as visitor:
        lines = "".join(f"MANY{n:04},valid\n" for n in range(450))
        report = await town.api.client.post("/import?kind=tokens", content="uid,state\n" + lines)
        assert report.is_success, report.text
        await visitor.goes("/tokens?search=MANY")
        await chooses_all(visitor)
        await visitor.presses("many.allMatching")
        await visitor.reads("many.allPicked", n=450)
        await visitor.presses("many.block")
        await decides(visitor, "many.block", 450)
        await visitor.reads("many.tally", good=450, bad=0)
        await visitor.check()
        assert await visitor.page.get_by_role("dialog").get_by_role("listitem").count() < 60
        cards = await town.api.every("/tokens")
        assert {one["state"] for one in cards if one["uid"].startswith("MANY")} == {"blocked"}
        assert {one["state"] for one in cards if not one["uid"].startswith("MANY")} == {"valid"}


async def test_a_screen_says_what_it_cannot_do(tmp_path: Path) -> None:
    """A role that may not, a thing that is not there, a server that is away and comes back."""
    async with running(tmp_path) as town, visiting(town, PHONE, "viewer") as visitor:
        await town.api.send("POST", "/stations", {"identity": "CP1", "access": "public"})
        visitor.expected |= {"403 /api/v1/keys", "404 /api/v1/stations/NOBODY"}
        await visitor.goes("/keys")
        await visitor.reads("common.notAllowed")
        await visitor.check()
        await visitor.goes("/stations/NOBODY")
        await visitor.reads("common.failed")
        await visitor.check()
        await visitor.goes("/stations")
        await visitor.sees("CP1")
        assert await visitor.page.get_by_role("checkbox").count() == 0, "a viewer has nothing to do to many"
        await visitor.page.context.set_offline(True)
        await visitor.page.get_by_text(visitor.says("common.stale").split(" {when}")[0]).first.wait_for()
        await visitor.sees("CP1")
        await visitor.check()
        await visitor.opens("shell.tariffs")
        await visitor.reads("common.unreachable")
        assert all("Unreachable" in one for one in visitor.complaints), (
            "the browser tells of it, and of no more"
        )
        visitor.complaints.clear()
        await visitor.check()
        await visitor.page.context.set_offline(False)
        await visitor.presses("common.again")
        await visitor.reads("tariffs.emptyTitle")
        await visitor.opens("shell.stations")
        await visitor.sees("CP1")
        await visitor.page.get_by_text(visitor.says("common.stale").split(" {when}")[0]).first.wait_for(
            state="hidden"
        )
        await visitor.page.route("**/api/v1/sites*", lambda route: route.abort())
        await visitor.opens("shell.sites")
        await visitor.reads("common.unreachable")
        await visitor.check()
        await visitor.page.unroute("**/api/v1/sites*")
        await visitor.presses("common.again")
        name = (await town.api.every("/sites"))[0]["name"]
        await visitor.page.get_by_role("row").filter(has_text=name).wait_for()
        await visitor.check()
