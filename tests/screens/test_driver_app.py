"""The driver's app as an app: put on a home screen, opened without a network, and what is old says so."""

from pathlib import Path

from playwright.async_api import Page
from tests.screens.browser import Seat, driving
from tests.screens.test_journeys import TARIFF, station
from tests.stories.town import CARD, on_line, running

from wattfleet.simulator import car

PHONE = Seat(language="sv", phone=True)
OFFERS = """() => {
  const offer = new Event('beforeinstallprompt', { cancelable: true })
  offer.prompt = () => { window.wasAsked = true; return Promise.resolve() }
  window.dispatchEvent(offer)
  return offer.defaultPrevented
}"""
"""What Chromium does once somebody has used an app for a while."""


async def hindrances(page: Page) -> list[str]:
    """Why this Chromium would not install the page; a window in which nothing is kept is one of ours."""
    session = await page.context.new_cdp_session(page)
    found = (await session.send("Page.getInstallabilityErrors"))["installabilityErrors"]
    manifest = await session.send("Page.getAppManifest")
    assert manifest["url"].endswith("/driver/app.webmanifest")
    assert manifest["errors"] == []
    return [one["errorId"] for one in found if one["errorId"] != "in-incognito"]


async def test_the_app_is_installed_and_opens_without_a_network(tmp_path: Path) -> None:
    async with running(tmp_path) as town:
        link = await station(town, "PUBLIC-1")
        tariff = await town.api.send("POST", "/tariffs", TARIFF)
        await town.api.send("PUT", "/stations/PUBLIC-1/tariff", {"tariff_id": tariff["id"]})
        async with driving(town, PHONE) as visitor, on_line(link):
            link.station.plug_in(1, car.battery(car.FAMILY, 300), CARD)
            link.touch()
            await visitor.reads("driver.charging")
            await visitor.page.evaluate("navigator.serviceWorker.ready.then(() => null)")
            assert await hindrances(visitor.page) == []
            install = visitor.page.get_by_role("button", name=visitor.says("driver.install"))
            assert await install.count() == 0, "only where the browser can"
            assert await visitor.page.evaluate(OFFERS), "the browser's own bar stays away"
            await visitor.check()
            await install.click()
            await install.wait_for(state="hidden")
            assert await visitor.page.evaluate("window.wasAsked")

            await visitor.page.context.set_offline(True)
            await visitor.page.reload()
            await visitor.sees("PUBLIC-1")
            await visitor.page.get_by_text(visitor.says("driver.asOf").split(".")[0]).wait_for()
            await visitor.reads("driver.stopOffline")
            assert await visitor.page.get_by_role("button", name=visitor.says("driver.stop")).is_disabled()
            await visitor.check()
            await visitor.page.context.set_offline(False)
            await visitor.page.get_by_text(visitor.says("driver.stopOffline")).wait_for(state="hidden")
            await visitor.reads("driver.charging")
            visitor.expected.add("401 /api/v1/my")
            await visitor.presses("driver.signOut")
            await visitor.reads("driver.notSignedIn")
            kept = await visitor.page.evaluate("Object.keys(localStorage).join(' ')")
            assert ".driver." not in kept, "whoever opens this phone next is somebody else"
