"""Pictures of every screen into docs/screens, on a town whose evening is always the same one.

make screens                  all of them, light and dark, at a desk and on a phone
make screens ARGS=doubt,site  those with `doubt` or `site` in their name
"""

import argparse
import asyncio
import io
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import Browser, Page
from tests.screens.billed import bill, books, dues
from tests.screens.browser import Seat, Visitor, opened, seated
from tests.screens.measured import measured
from tests.screens.troubled import trouble

from wattfleet.cli import demo_town
from wattfleet.cli.demo_links import links
from wattfleet.cli.demo_server import Server
from wattfleet.cli.demo_town import Api, Kept
from wattfleet.kernel.clock import SystemClock, pause
from wattfleet.kernel.timeline import DAY_US, SECOND_US, Instant
from wattfleet.simulator.fleet import Fleet

INTO = Path(__file__).parents[2] / "docs" / "screens"
CLOCK = SystemClock()
DAYS = 6
QUALITY = 62
SEATS = tuple(Seat(phone=phone, scheme=scheme) for phone in (False, True) for scheme in ("light", "dark"))


async def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="?", default="", help="only pictures with one of these in their name")
    parts = parser.parse_args().part.split(",")
    if "WATTFLEET_SHIFT_US" not in os.environ:
        print("run it by `make screens`: it sets the clock", file=sys.stderr)
        return 1
    INTO.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder)) as (api, base, fleet), opened() as browser:
            driver = (await links(api, fleet))[1]
            places = await _places(api)
            for seat in SEATS:
                wanted = {name: path for name, path in places.items() if any(one in name for one in parts)}
                await _console(browser, seat, api, base, wanted)
                if seat.phone and any(one in "driver" for one in parts):
                    driver = await _driver(browser, seat, api, base, driver)
    size = sum(one.stat().st_size for one in INTO.glob("*.webp"))
    print(f"{len(list(INTO.glob('*.webp')))} pictures, {size / 1e6:.1f} MB")
    return 0


@asynccontextmanager
async def town(folder: Path) -> AsyncIterator[tuple[Api, str, Fleet]]:
    """The demo's town after some days, on line, with cars that charge and a few troubles."""
    server = Server(folder, CLOCK, lan=False, http_port=0, ocpp_port=0)
    await server.start()
    kept = Kept(seed=1, first_us=(CLOCK.now() + -DAYS * DAY_US).us, key=await server.key())
    kept.passwords = demo_town.passwords(kept)
    api = Api(server.http, kept.key)
    await demo_town.build(api, kept)
    fleet = Fleet(demo_town.members(kept), Instant(kept.first_us), kept.seed)
    await fleet.past(CLOCK.now(), CLOCK)
    running = asyncio.create_task(fleet.run(server.stations_url, CLOCK))
    try:
        while not fleet.links:
            await pause(CLOCK, SECOND_US // 10)
        await fleet.drained(CLOCK)
        fleet.sample_every(5)
        fleet.arrive(fleet.lives[::2], CLOCK.now(), within_s=3)
        await trouble(api, server)
        yield api, server.http, fleet
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await api.client.aclose()
        await server.stop()


async def _places(api: Api) -> dict[str, str]:
    """What is looked at: the name of its picture, and its address."""
    closed = await api.every("/sessions", state="closed", sort="-started_at")
    long = max(closed[:80], key=lambda one: float((one["cost"] or {}).get("amount", 0)))
    held = (await api.every("/sessions", state="review"))[0]["id"]
    active = await api.every("/sessions", state="active")
    busy = next((one["station"] for one in active if one["station"].startswith("FAST")), active[0]["station"])
    doubts = await api.every("/doubts", state="open")
    alarms = await api.every("/alarms", state="open")
    tariff = (await api.every("/tariffs"))[0]["id"]
    site = (await api.every("/sites"))[0]["id"]
    billing = await bill(api)
    person = (await api.every("/people"))[0]["id"]
    return {
        "overview": "/",
        "map": "/map",
        "stations": "/stations",
        "station": f"/stations/{busy}",
        "station-messages": f"/stations/{busy}?tab=messages",
        "station-profiles": f"/stations/{busy}?tab=profiles",
        "station-connections": f"/stations/{busy}?tab=history&of=connections",
        "sessions": "/sessions",
        "session": f"/sessions/{long['id']}",
        "doubts": f"/doubts/sessions/{held}",
        "doubt": f"/doubts/{doubts[0]['id']}?what=facts",
        "alarms": f"/alarms/{alarms[0]['id']}",
        "channels": "/channels",
        "inbox": "/inbox/KNOCK-17",
        "messages": "/messages",
        "sites": f"/sites/{site}",
        "cards": "/tokens",
        "tariffs": f"/tariffs/{tariff}",
        "tariff-new": "/tariffs/new",
        "import": "/import",
        "setup": "/setup",
        "health": "/health",
        "acts": "/acts",
        "people": f"/people/{person}",
        "keys": "/keys",
        **billing,
        **await books(api),
        **await measured(api),
        **await dues(api),
    }


async def _console(browser: Browser, seat: Seat, api: Api, base: str, places: dict[str, str]) -> None:
    person = await _admin(api)
    link = (await api.send("POST", f"/people/{person['id']}/link", {}))["link"]
    async with seated(browser, seat, base) as visitor:
        await _at_its_moment(visitor)
        await visitor.page.goto(link)
        await visitor.page.locator("#content h1").first.wait_for()
        for name, path in places.items():
            await visitor.goes(path)
            await visitor.page.locator("#content h1").last.wait_for()
            await _drawn(visitor)
            await _keep(visitor.page, name, seat)
        if visitor.complaints:
            print("\n".join(f"{seat.name}: {one}" for one in visitor.complaints), file=sys.stderr)


async def _admin(api: Api) -> Any:
    known = [one for one in await api.every("/people") if one["role"] == "admin"]
    return known[0] if known else await api.send("POST", "/people", {"name": "Anna Lind", "role": "admin"})


async def _driver(browser: Browser, seat: Seat, api: Api, base: str, link: str) -> str:
    """The driver's app; hands back another link to the same card."""
    async with seated(browser, seat, base) as visitor:
        await _at_its_moment(visitor)
        await visitor.page.goto(link)
        await visitor.page.get_by_role("heading", level=1).wait_for()
        await _keep(visitor.page, "driver", seat)
    card = next(one for one in await api.every("/tokens") if one["uid"] == "DRIVER0001")
    return str((await api.send("POST", f"/tokens/{card['id']}/link", {}))["link"])


async def _at_its_moment(visitor: Visitor) -> None:
    """The browser's clock stands where the server's is."""
    await visitor.page.clock.set_fixed_time(CLOCK.now().us / SECOND_US)


async def _drawn(visitor: Visitor) -> None:
    """Nothing of it still loads: no part, and no button."""
    parts = f"output[aria-label='{visitor.says('common.loading')}'], #content button[data-loading]"
    await visitor.page.locator(parts).first.wait_for(state="detached")


async def _keep(page: Page, name: str, seat: Seat) -> None:
    """Small enough to stand in a repository."""
    await page.wait_for_timeout(2000 if name == "map" else 700)
    taken = Image.open(io.BytesIO(await page.screenshot()))
    suffix = f"{'-phone' if seat.phone else ''}{'-dark' if seat.scheme == 'dark' else ''}"
    taken.convert("RGB").save(INTO / f"{name}{suffix}.webp", quality=QUALITY, method=6)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
