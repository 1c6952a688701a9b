"""A person at a real browser: Chromium on a screen of some size, in one of the three languages.

What the browser complains about (a broken script, a style that the page forbids, a failed request) is kept,
and is a failure of the test that saw it.
"""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec
from playwright.async_api import Browser, ConsoleMessage, Page, Response, async_playwright
from tests.stories.town import Town

ROOT = Path(__file__).parents[2]
BOOKS = ROOT / "web" / "packages" / "words" / "src"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
LANGUAGES = ("en", "sv", "de")
LIMIT_MS = 30_000
_PHRASE = re.compile(r"(\w+): \[\s*(['\"`])(.*?)\2,\s*(['\"`])(.*?)\4,\s*(['\"`])(.*?)\6,?\s*\]", re.DOTALL)
_NUMBERED = re.compile(r"\{(\w+)\|([^|}]*)\|([^|}]*)\}")
"""A word that follows a number: `{n|day|days}`."""

Language = Literal["en", "sv", "de"]
Scheme = Literal["light", "dark"]


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Where a person sits: how large her screen is, what she reads."""

    language: Language = "en"
    phone: bool = False
    scheme: Scheme = "light"
    moving: bool = False
    """Whether she likes things to move. Tests look at a page that stands still."""

    @property
    def name(self) -> str:
        return f"{'phone' if self.phone else 'desktop'}-{self.language}-{self.scheme}"

    @property
    def width(self) -> int:
        return 390 if self.phone else 1440

    @property
    def height(self) -> int:
        return 844 if self.phone else 900


class Visitor:
    """A person who is signed in, at her page."""

    def __init__(self, page: Page, seat: Seat, base: str) -> None:
        self.page = page
        self.seat = seat
        self.base = base
        self.complaints: list[str] = []
        self.expected: set[str] = set()
        page.set_default_timeout(LIMIT_MS)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        page.on("console", self._heard)
        page.on("response", self._answered)

    def says(self, key: str, **values: object) -> str:
        """The words of a book in her language, `book.key`."""
        return said(key, self.seat.language, **values)

    async def goes(self, path: str) -> None:
        await self.page.goto(self.base + path)

    async def opens(self, name: str) -> None:
        """A place of the menu, by its word."""
        if self.seat.phone:
            await self.page.get_by_role("button", name=self.says("shell.menu")).click()
        menu = self.page.get_by_role("navigation", name=self.says("shell.main"))
        await menu.get_by_role("link", name=self.says(name), exact=True).click()

    async def presses(self, key: str, **values: object) -> None:
        await self.page.get_by_role("button", name=self.says(key, **values), exact=True).first.click()

    async def fills(self, key: str, text: str) -> None:
        await self.page.get_by_role("textbox", name=self.says(key), exact=True).first.fill(text)

    async def sees(self, text: str) -> None:
        await self.page.get_by_text(text).first.wait_for()

    async def reads(self, key: str, **values: object) -> None:
        """Some words of ours are on the screen."""
        await self.sees(self.says(key, **values))

    async def check(self) -> None:
        """Nothing of WCAG 2.2 AA that a program can find, and nothing that the browser complains about."""
        found = await violations(self.page)
        assert not found, "\n".join(found)
        assert not self.complaints, "\n".join(self.complaints)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"console: {message.text}")

    def _answered(self, response: Response) -> None:
        refused = f"{response.status} {urlsplit(response.url).path}"
        if response.status >= 400 and refused not in self.expected:
            self.complaints.append(f"{response.request.method} {response.url}: {response.status}")


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found is not None, "Chromium is needed: python tools/need.py chromium"
    return found


@asynccontextmanager
async def opened() -> AsyncIterator[Browser]:
    """A browser of our own, which looks up nothing elsewhere."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"],
        )
        try:
            yield browser
        finally:
            await browser.close()


class Shared:
    """One browser for all tests of a loop: starting it takes longer than most of them. Who visits gets a
    context of her own, without cookies, files or workers of anybody else.
    """

    def __init__(self) -> None:
        self._until_closed = AsyncExitStack()
        self._browser: Browser | None = None

    async def browser(self) -> Browser:
        """Opened for the first who visits, and again after one that died."""
        if self._browser is None or not self._browser.is_connected():
            self._browser = await self._until_closed.enter_async_context(opened())
        return self._browser

    async def close(self) -> None:
        self._browser = None
        await self._until_closed.aclose()


SHARED = Shared()


@asynccontextmanager
async def visiting(
    town: Town, seat: Seat, role: str = "admin", name: str = "Anna Lind"
) -> AsyncIterator[Visitor]:
    """Somebody of that role who has opened her link."""
    made = await town.api.send("POST", "/people", {"name": name, "role": role})
    link = (await town.api.send("POST", f"/people/{made['id']}/link", {}))["link"]
    async with seated(await SHARED.browser(), seat, town.server.http) as visitor:
        await visitor.page.goto(link)
        await visitor.page.locator("#content h1").wait_for()
        yield visitor
        assert not visitor.complaints, "\n".join(visitor.complaints)


@asynccontextmanager
async def driving(town: Town, seat: Seat) -> AsyncIterator[Visitor]:
    """The driver of the town's card, who has opened her link on her phone."""
    card = (await town.api.every("/tokens"))[0]
    link = (await town.api.send("POST", f"/tokens/{card['id']}/link", {}))["link"]
    async with seated(await SHARED.browser(), seat, town.server.http) as visitor:
        await visitor.page.goto(link)
        await visitor.page.get_by_role("heading", name=visitor.says("driver.title"), exact=True).wait_for()
        yield visitor
        assert not visitor.complaints, "\n".join(visitor.complaints)


@asynccontextmanager
async def seated(browser: Browser, seat: Seat, base: str) -> AsyncIterator[Visitor]:
    """A page of that size, language and colours, in which nobody is signed in."""
    locale = {"en": "en-GB", "sv": "sv-SE", "de": "de-DE"}[seat.language]
    context = await browser.new_context(
        viewport={"width": seat.width, "height": seat.height},
        locale=locale,
        timezone_id="Europe/Stockholm",
        color_scheme=seat.scheme,
        has_touch=seat.phone,
        is_mobile=seat.phone,
        reduced_motion="no-preference" if seat.moving else "reduce",
    )
    try:
        yield Visitor(await context.new_page(), seat, base)
    finally:
        await context.close()


async def violations(page: Page) -> list[str]:
    """What axe finds, one line for each place."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())
    found = await page.evaluate(
        """async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
          const runOnly = { type: 'tag', values: tags }
          const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'] })
          return violations.flatMap((one) => one.nodes.map((node) =>
            `${location.pathname} ${one.id}: ${node.target} ${node.failureSummary}`))
        }"""
    )
    return [str(one) for one in found]


@cache
def _axe() -> str:
    assert AXE.exists(), "axe-core is not installed: python tools/web.py install"
    return AXE.read_text(encoding="utf-8")


def said(key: str, language: Language, **values: object) -> str:
    """A phrase as the screens say it."""
    book, name = key.split(".")
    text = _book(book)[name][LANGUAGES.index(language)]
    text = _NUMBERED.sub(lambda one: one[2] if str(values.get(one[1])) == "1" else one[3], text)
    for given, value in values.items():
        text = text.replace(f"{{{given}}}", str(value))
    return text


@cache
def _book(name: str) -> dict[str, tuple[str, str, str]]:
    text = (BOOKS / f"{name}.ts").read_text(encoding="utf-8")
    return {one[0]: (one[2], one[4], one[6]) for one in _PHRASE.findall(text)}
