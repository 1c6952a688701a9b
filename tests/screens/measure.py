"""How quick the screens are: `make measure` prints a table, which docs/benchmarks.md keeps with its date.

Three things: until the first screen can be used, on a browser that has seen nothing yet; how many frames are
late while 500 stations charge on the board; how many while a list of 100,000 cards is scrolled, and what a
row of it costs. Whatever else the machine does is measured with it: beside each stands what an empty page
lost of its frames by turns with it, scrolled the same way; the load stands below the table. What a page costs
is said in the processor time of its own thread, which others hardly move; pieces of work that are longer than
a frame are counted.
"""

import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from msgspec import structs
from playwright.async_api import Browser, Cookie, Page
from tests.screens.browser import Seat, Visitor, opened, seated
from tests.screens.tasks import Tasks, tasks_of
from tests.stories.town import CARD, CLOCK, Town, running

from wattfleet.access.tokens import RegisteredToken
from wattfleet.kernel.clock import pause
from wattfleet.kernel.ids import SystemIds
from wattfleet.kernel.timeline import SECOND_US, Zone
from wattfleet.simulator.fleet import Fleet, Size, planned
from wattfleet.storage import tokens
from wattfleet.storage.database import DEFAULT_TENANT, Writer
from wattfleet.storage.opening import open_database

STATIONS = 500
CARDS = 100_000
WATCH_S = 10
SEAT = Seat(moving=True)
LATE_MS = 34
"""A frame that comes after this has let another one pass, at 60 a second."""

TURNS = 2
EMPTY = """<div style="height: 700px; overflow: auto"><div role="table" style="height: 3600000px; background:
repeating-linear-gradient(#fff 0 35px, #ccc 35px 36px)"></div></div>"""
"""What frames are lost by is not ours where this page loses them too."""

COSTS = {
    "scripting": "ScriptDuration",
    "styles": "RecalcStyleDuration",
    "layout": "LayoutDuration",
    "all that the page does": "TaskDuration",
}
"""What it is called, and what Chromium calls it."""

FRAMES = """async (seconds) => {
  const gaps = []
  let last = performance.now()
  const end = last + seconds * 1000
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame)
    gaps.push(performance.now() - last)
    last = performance.now()
  }
  return { gaps }
}"""


async def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        await _cards(folder / "data")
        async with running(folder) as town, opened() as browser:
            await _measured(town, browser)
    load = os.getloadavg()[0]
    print(f"\nload of the machine at the end: {load:.1f} on {os.cpu_count()} cores")
    return 0


async def _measured(town: Town, browser: Browser) -> None:
    fleet = await _fleet(town)
    task = asyncio.create_task(fleet.run(town.server.stations_url, CLOCK))
    try:
        while fleet.online() < STATIONS:
            await pause(CLOCK, SECOND_US)
        print("| what | measured | an empty page, by turns with it |\n|---|---:|---:|")
        async with seated(browser, SEAT, town.server.http) as visitor:
            await _enter(town, visitor)
            cookies = await visitor.page.context.cookies()
            seen = [await _first_screen(browser, town, cookies) for _ in range(5)]
            times, costs, asked = zip(*seen, strict=True)
            print(f"| first screen usable, 500 stations, median of 5 | {statistics.median(times):.2f} s | |")
            print(f"| processor time of its page until then | {statistics.median(costs):.2f} s | |")
            print(f"| requests until then | {max(asked)} | |")
            await _board(visitor)
            await _list(visitor)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _board(visitor: Visitor) -> None:
    ours, empty, tasks = Seen(), Seen(), Tasks()
    spent = 0.0
    for _ in range(TURNS):
        await visitor.goes("/")
        await visitor.page.locator("a[data-state]").nth(40).wait_for()
        await visitor.page.wait_for_timeout(2000)
        cost = await _costs(visitor.page)
        ours.take(await visitor.page.evaluate(FRAMES, WATCH_S))
        spent += (await cost())["all that the page does"]
        async with tasks_of(visitor.page, tasks):
            await visitor.page.evaluate(FRAMES, WATCH_S)
        await visitor.page.goto("about:blank")
        empty.take(await visitor.page.evaluate(FRAMES, WATCH_S))
    seconds = TURNS * WATCH_S
    print(f"| board of 500 stations that charge, {seconds} s | {ours} | {empty} |")
    print(f"| processor time of that page, a second | {spent * 1000 / seconds:.0f} ms | |")
    print(f"| what it did in one piece, processor time, in {seconds} s more | {tasks} | |")


async def _list(visitor: Visitor) -> None:
    ours, empty, tasks = Seen(), Seen(), Tasks()
    rows = 0
    spent = dict.fromkeys(COSTS, 0.0)
    for _ in range(TURNS):
        await visitor.goes("/tokens")
        await visitor.page.get_by_role("row").nth(20).wait_for()
        await visitor.page.wait_for_timeout(2000)
        cost = await _costs(visitor.page)
        rows += await _scrolled(visitor.page, ours)
        for name, seconds in (await cost()).items():
            spent[name] += seconds
        async with tasks_of(visitor.page, tasks):
            await _scrolled(visitor.page, Seen())
        await visitor.page.goto("about:blank")
        await visitor.page.set_content(EMPTY)
        await _scrolled(visitor.page, empty)
    print(f"| list of 100,000 cards, {rows:,} rows scrolled in {TURNS * WATCH_S} s | {ours} | {empty} |")
    for name, seconds in spent.items():
        print(f"| {name}, processor time a row | {seconds * 1000 / rows:.2f} ms | |")
    print(f"| what it did in one piece, processor time, scrolled on | {tasks} | |")


async def _scrolled(page: Page, seen: "Seen") -> int:
    shown = asyncio.create_task(_scroll(page))
    seen.take(await page.evaluate(FRAMES, WATCH_S))
    return await shown


class Seen:
    """Frames, as the page itself saw them come."""

    def __init__(self) -> None:
        self.gaps: list[float] = []

    def take(self, told: dict[str, list[float]]) -> None:
        self.gaps += told["gaps"]

    def __str__(self) -> str:
        late = sum(one > LATE_MS for one in self.gaps)
        return f"{len(self.gaps)} frames, {late} late, longest {max(self.gaps):.0f} ms"


async def _costs(page: Page) -> Callable[[], Awaitable[dict[str, float]]]:
    """What the page does from now on, in seconds of its thread, when it is asked."""
    cdp = await page.context.new_cdp_session(page)
    await cdp.send("Performance.enable", {"timeDomain": "threadTicks"})

    async def read() -> dict[str, float]:
        told = await cdp.send("Performance.getMetrics")
        return {one["name"]: float(one["value"]) for one in told["metrics"]}

    before = await read()

    async def spent() -> dict[str, float]:
        after = await read()
        return {word: after[name] - before[name] for word, name in COSTS.items()}

    return spent


async def _first_screen(browser: Browser, town: Town, cookies: list[Cookie]) -> tuple[float, float, int]:
    """From nothing to a board that can be pressed: seconds, those of its thread, and requests."""
    async with seated(browser, SEAT, town.server.http) as visitor:
        await visitor.page.context.add_cookies(cookies)  # type: ignore[arg-type]
        cost = await _costs(visitor.page)
        asked: list[object] = []

        def count(one: object) -> None:
            asked.append(one)

        visitor.page.on("request", count)
        began = CLOCK.monotonic_us()
        await visitor.goes("/")
        await visitor.page.locator("a[data-state]").nth(40).wait_for()
        seconds = (CLOCK.monotonic_us() - began) / SECOND_US
        return seconds, (await cost())["all that the page does"], len(asked)


async def _enter(town: Town, visitor: Visitor) -> None:
    made = await town.api.send("POST", "/people", {"name": "Anna Lind", "role": "admin"})
    link = (await town.api.send("POST", f"/people/{made['id']}/link", {}))["link"]
    await visitor.page.goto(link)
    await visitor.page.locator("a[data-state]").first.wait_for()


async def _scroll(page: Page) -> int:
    """With the wheel, as quickly as a hand does; how many rows have passed."""
    box = page.get_by_role("table").locator("..")
    await box.hover()
    for _ in range(WATCH_S * 15):
        await page.mouse.wheel(0, 720)
        await page.wait_for_timeout(60)
    return int(await box.evaluate("(box) => Math.round(box.scrollTop / 36)"))


async def _fleet(town: Town) -> Fleet:
    """Stations at a depot, of which every one gets a car and tells a reading every five seconds."""
    members = planned(Size(depot_ac=STATIONS, depot_dc=0, homes=0, public=0, fast=0), 1, Zone("UTC"))
    ready = []
    for one in members:
        made = await town.api.send("POST", "/stations", {"identity": one.identity, "access": "public"})
        ready.append(structs.replace(one, password=made["ocpp_password"], tokens=(CARD,)))
    fleet = Fleet(tuple(ready), CLOCK.now(), 1)
    fleet.sample_every(5)
    fleet.arrive(fleet.lives, CLOCK.now(), within_s=20)
    return fleet


async def _cards(folder: Path) -> None:
    """A hundred thousand cards, put there before the server starts."""
    database = await open_database(folder, None)
    ids = SystemIds()

    def fill(writer: Writer) -> None:
        for number in range(CARDS):
            tokens.add(writer, RegisteredToken(id=ids.uuid(CLOCK.now()), uid=f"BULK{number:06d}"))

    await database.write(DEFAULT_TENANT, fill)
    await database.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
