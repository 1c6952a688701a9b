"""The screens as a browser gets them: one process, files of ours alone, kept as long as they may be."""

import re

import httpx
import pytest
from tests.doors.api import Api
from tests.places import PLAIN

from wattfleet.api.headers import PAGE_HEADERS, page_headers
from wattfleet.kernel.errors import WattfleetError
from wattfleet.settings import read_tiles

PAGES = ["/", "/stations/DEPOT-01", "/sessions?state=active", "/driver/", "/driver/sessions/7"]
NOT_OURS = ["/api/v1/nothing", "/api", "/docs/nothing", "/assets/gone-1234.js", "/driver/assets/gone.js"]


@pytest.fixture
async def browser(api: Api) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"http://127.0.0.1:{api.listener.port}", verify=PLAIN)


async def test_every_address_of_an_app_is_its_page(browser: httpx.AsyncClient) -> None:
    async with browser:
        for path in PAGES:
            answer = await browser.get(path)
            assert (answer.status_code, answer.headers["content-type"]) == (
                200,
                "text/html; charset=utf-8",
            ), path
            assert answer.headers["cache-control"] == "no-cache"
            assert "unsafe" not in answer.headers["content-security-policy"]
            assert ("/driver/assets/" in answer.text) == path.startswith("/driver")


async def test_what_is_no_address_of_an_app_is_unknown_as_before(browser: httpx.AsyncClient) -> None:
    async with browser:
        for path in NOT_OURS:
            answer = await browser.get(path)
            assert (answer.status_code, answer.json()["code"]) == (404, "route_unknown"), path


async def test_hashed_files_are_kept_for_a_year_and_pages_are_asked_for(browser: httpx.AsyncClient) -> None:
    async with browser:
        page = await browser.get("/")
        again = await browser.get("/", headers={"if-none-match": page.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        script = re.search(r'src="(/assets/[^"]+\.js)"', page.text)
        assert script is not None
        squeezed = await browser.get(script[1], headers={"accept-encoding": "gzip"})
        plain = await browser.get(script[1], headers={"accept-encoding": "identity"})
        assert squeezed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert squeezed.content == plain.content
        assert "immutable" in plain.headers["cache-control"]


async def test_a_page_loads_nothing_from_elsewhere_and_runs_nothing_inside_it(
    browser: httpx.AsyncClient,
) -> None:
    async with browser:
        for path in ("/", "/driver/"):
            text = (await browser.get(path)).text
            assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
            assert not re.findall(r"<script(?![^>]*src=)|<style|style=|\son\w+=", text)


async def test_a_post_is_never_a_page(browser: httpx.AsyncClient) -> None:
    async with browser:
        assert (await browser.post("/stations/X")).status_code == 404


def test_pictures_come_from_a_tile_server_only_where_one_is_configured() -> None:
    assert page_headers("") == PAGE_HEADERS
    (name, policy), *rest = page_headers("https://tiles.example.org/{z}/{x}/{y}.png")
    assert (name, rest) == ("content-security-policy", list(PAGE_HEADERS[1:]))
    assert "img-src 'self' https://tiles.example.org data:;" in policy
    assert policy.count("tiles.example.org") == 1


@pytest.mark.parametrize(
    "text", ["http://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org/", "tiles"]
)
def test_a_tile_address_that_no_browser_would_take_is_refused(text: str) -> None:
    with pytest.raises(WattfleetError, match="no address of map tiles"):
        read_tiles(text)
    assert read_tiles("") == ""
