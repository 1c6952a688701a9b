"""How quick the screens are: `make measure` prints a table, which docs/benchmarks.md keeps with its date.

Three things: until the first screen can be used, on a browser that has seen nothing yet; how many frames are
late while 500 stations charge on the board; how many while a list of 100,000 cards is scrolled, and what a
row of it costs. Whatever else the machine does is measured with it: the load stands beside the table.
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
  const long = []
  new PerformanceObserver((list) => long.push(...list.getEntries().map((one) => one.duration)))
    .observe({ entryTypes: ['longtask'] })
  while (performance.now() < end) {
    await new Promise(requestAnimationFrame)
    gaps.push(performance.now() - last)
    last = performance.now()
  }
  return { gaps, long }
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
        print("| what | measured |\n|---|---:|")
        async with seated(browser, SEAT, town.server.http) as visitor:
            await _enter(town, visitor)
            cookies = await visitor.page.context.cookies()
            times = [await _first_screen(browser, town, cookies) for _ in range(5)]
            print(f"| first screen usable, 500 stations, median of 5 | {statistics.median(times):.2f} s |")
            await visitor.page.wait_for_timeout(2000)
            _tell("board of 500 stations that charge", await visitor.page.evaluate(FRAMES, WATCH_S))
            await visitor.goes("/tokens")
            await visitor.page.get_by_role("row").nth(20).wait_for()
            await visitor.page.wait_for_timeout(2000)
            cost = await _costs(visitor.page)
            shown = asyncio.create_task(_scroll(visitor.page))
            _tell("list of 100,000 cards, scrolled", await visitor.page.evaluate(FRAMES, WATCH_S))
            rows = await shown
            print(f"| rows that were scrolled through meanwhile | {rows:,} |")
            for name, seconds in (await cost()).items():
                print(f"| {name}, a row | {seconds * 1000 / rows:.2f} ms |")
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _costs(page: Page) -> Callable[[], Awaitable[dict[str, float]]]:
    """What the page does from now on, in seconds, when it is asked."""
    cdp = await page.context.new_cdp_session(page)
    await cdp.send("Performance.enable")

    async def read() -> dict[str, float]:
        told = await cdp.send("Performance.getMetrics")
        return {one["name"]: float(one["value"]) for one in told["metrics"]}

    before = await read()

    async def spent() -> dict[str, float]:
        after = await read()
        return {word: after[name] - before[name] for word, name in COSTS.items()}

    return spent


def _tell(what: str, told: dict[str, list[float]]) -> None:
    gaps = told["gaps"]
    late = sum(one > LATE_MS for one in gaps)
    line = (
        f"{len(gaps)} frames, {late} late, longest {max(gaps):.0f} ms, {len(told['long'])} tasks over 50 ms"
    )
    print(f"| {what}, {WATCH_S} s | {line} |")


async def _first_screen(browser: Browser, town: Town, cookies: list[Cookie]) -> float:
    """From nothing to a board that can be pressed, in seconds."""
    async with seated(browser, SEAT, town.server.http) as visitor:
        await visitor.page.context.add_cookies(cookies)  # type: ignore[arg-type]
        began = CLOCK.monotonic_us()
        await visitor.goes("/")
        await visitor.page.locator("a[data-state]").nth(40).wait_for()
        return (CLOCK.monotonic_us() - began) / SECOND_US


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
