"""People of the house: links that open once, cookies that end, and what each role may do by them."""

import asyncio
from typing import Any

import httpx
import msgspec
import pytest
from sqlalchemy import text
from tests.doors.api import Api, problem
from tests.doors.api_charge import plugged, starts
from tests.places import PLAIN

from wattfleet.access.keys import Role
from wattfleet.access.roles import role_may
from wattfleet.api.routes import ROUTES
from wattfleet.kernel.timeline import DAY_US, HOUR_US
from wattfleet.storage.database import Reader


class Browser:
    """Somebody's browser: it keeps cookies, and what the page knows of its sign-in."""

    def __init__(self, api: Api) -> None:
        self.client = httpx.AsyncClient(base_url=str(api.client.base_url), timeout=30, verify=PLAIN)
        self.csrf = ""

    async def opens(self, link: str) -> httpx.Response:
        answer = await self.client.post("/api/v1/sign-in", json={"link": link.partition("#")[2]})
        if answer.status_code == 200:
            place = "/api/v1/my" if answer.json()["app"] == "driver" else "/api/v1/me"
            self.csrf = (await self.client.get(place)).json()["csrf"]
        return answer

    async def asks(self, method: str, path: str, body: object = None, **headers: str) -> httpx.Response:
        told = {"x-csrf-token": self.csrf} | {name.replace("_", "-"): one for name, one in headers.items()}
        return await self.client.request(
            method,
            f"/api/v1{path}",
            content=None if body is None else msgspec.json.encode(body),
            headers={**told, **({} if body is None else {"content-type": "application/json"})},
        )


async def made(api: Api, role: str = "operator", name: str = "Anna Lind", who: str = "admin") -> Any:
    return await api.post("/people", {"name": name, "role": role}, who=who)


async def linked(api: Api, person: Any, who: str = "admin") -> str:
    return str((await api.post(f"/people/{person['id']}/link", {}, who=who))["link"])


async def signed_in(api: Api, role: str = "operator", name: str = "Anna Lind") -> Browser:
    browser = Browser(api)
    answer = await browser.opens(await linked(api, await made(api, role, name)))
    assert answer.status_code == 200, answer.text
    return browser


async def test_a_link_opens_once_and_leaves_a_cookie_that_no_script_reads(api: Api) -> None:
    link = await linked(api, await made(api))
    assert "/sign-in#wfl_" in link
    browser = Browser(api)
    answer = await browser.opens(link)
    assert answer.json() == {"app": "console", "name": "Anna Lind", "go": "/"}
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie, "this listener has no TLS"
    me = (await browser.asks("GET", "/me")).json()
    assert (me["kind"], me["name"], me["role"], me["tenant"]) == (
        "person",
        "Anna Lind",
        "operator",
        "default",
    )
    assert "commands:write" in me["may"]
    assert not {"keys:read", "tariffs:write", "people:read", "own:read"} & set(me["may"])
    assert problem(await Browser(api).opens(link)) == (403, "link_invalid")


async def test_of_two_who_come_at_once_one_comes_in(api: Api) -> None:
    link = await linked(api, await made(api))
    answers = await asyncio.gather(*(Browser(api).opens(link) for _ in range(4)))
    assert sorted(one.status_code for one in answers) == [200, 403, 403, 403]


@pytest.mark.parametrize("wrong", ["", "wfl_", "wfl_000000000000_" + "0" * 48])
async def test_what_is_no_link_opens_nothing(api: Api, wrong: str) -> None:
    assert problem(await Browser(api).opens(f"#{wrong}")) == (403, "link_invalid")


async def test_a_link_ends_and_a_new_one_takes_the_place_of_the_old(api: Api) -> None:
    person = await made(api)
    old, new = await linked(api, person), await linked(api, person)
    assert problem(await Browser(api).opens(old)) == (403, "link_invalid")
    api.clock.advance(25 * HOUR_US)  # type: ignore[attr-defined]
    assert problem(await Browser(api).opens(new)) == (403, "link_invalid")


async def test_a_sign_in_ends_when_nobody_uses_it_and_after_thirty_days(api: Api) -> None:
    idle, busy = await signed_in(api), await signed_in(api, name="Bo Ek")
    for _ in range(4):
        api.clock.advance(6 * DAY_US)  # type: ignore[attr-defined]
        assert (await busy.asks("GET", "/me")).status_code == 200
    assert problem(await idle.asks("GET", "/me")) == (401, "sign_in_over")
    api.clock.advance(6 * DAY_US + HOUR_US)  # type: ignore[attr-defined]
    assert problem(await busy.asks("GET", "/me")) == (401, "sign_in_over")


async def test_nothing_is_changed_without_the_token_of_the_sign_in(api: Api) -> None:
    browser = await signed_in(api)
    wish = {"uid": "04AA"}
    assert (await browser.asks("POST", "/tokens", wish)).status_code == 201
    for headers in ({"x_csrf_token": ""}, {"x_csrf_token": "0" * 32}, {"sec_fetch_site": "cross-site"}):
        answer = await browser.asks("POST", "/tokens", {"uid": "04BB"}, **headers)
        assert problem(answer) == (403, "csrf_invalid"), headers
    other = await signed_in(api, name="Bo Ek")
    other.csrf = browser.csrf
    assert problem(await other.asks("DELETE", "/stations/CP1")) == (403, "csrf_invalid")


async def test_a_stranger_site_cannot_sign_anybody_in(api: Api) -> None:
    link = await linked(api, await made(api))
    answer = await api.client.post(
        "/api/v1/sign-in", json={"link": link.partition("#")[2]}, headers={"sec-fetch-site": "cross-site"}
    )
    assert problem(answer) == (403, "csrf_invalid")
    assert (await Browser(api).opens(link)).status_code == 200, "the link was not used up"


async def test_signing_out_ends_the_cookie_wherever_it_was_copied_to(api: Api) -> None:
    browser, copy = await signed_in(api), Browser(api)
    copy.client.cookies = httpx.Cookies(browser.client.cookies)
    assert (await copy.asks("GET", "/me")).status_code == 200
    assert (await browser.asks("POST", "/sign-out")).status_code == 204
    assert problem(await copy.asks("GET", "/me")) == (401, "sign_in_over")
    assert problem(await browser.asks("GET", "/me")) == (401, "key_required"), "the cookie is gone"


async def test_sign_ins_are_listed_and_ended(api: Api) -> None:
    person = await made(api)
    one, two = Browser(api), Browser(api)
    for browser in (one, two):
        await browser.opens(await linked(api, person))
    listed = (await one.asks("GET", "/me/sign-ins")).json()["items"]
    assert len(listed) == 2
    own = (await one.asks("GET", "/me")).json()["sign_in"]
    (other,) = [line["id"] for line in listed if line["id"] != own]
    assert (await one.asks("DELETE", f"/me/sign-ins/{other}")).status_code == 204
    assert problem(await two.asks("GET", "/me")) == (401, "sign_in_over")
    stranger = await signed_in(api, name="Bo Ek")
    assert problem(await stranger.asks("DELETE", f"/me/sign-ins/{own}")) == (404, "sign_in_unknown")
    assert len((await api.get("/sign-ins"))["items"]) == 2
    assert (await api.ask("DELETE", f"/people/{person['id']}/sign-ins")).status_code == 204
    assert problem(await one.asks("GET", "/me")) == (401, "sign_in_over")


async def test_whoever_is_blocked_or_removed_is_outside_at_once(api: Api) -> None:
    person = await made(api)
    browser = Browser(api)
    await browser.opens(await linked(api, person))
    waiting = await linked(api, person)
    assert (await api.ask("PATCH", f"/people/{person['id']}", {"blocked": True})).status_code == 200
    assert problem(await browser.asks("GET", "/me")) == (401, "sign_in_over")
    assert problem(await Browser(api).opens(waiting)) == (403, "link_invalid")
    assert await api.refused("POST", f"/people/{person['id']}/link", {}) == (409, "person_blocked")
    await api.ask("PATCH", f"/people/{person['id']}", {"blocked": False})
    assert problem(await browser.asks("GET", "/me")) == (401, "sign_in_over"), "she needs a new link"
    again = Browser(api)
    await again.opens(await linked(api, person))
    assert (await api.ask("DELETE", f"/people/{person['id']}")).status_code == 204
    assert problem(await again.asks("GET", "/me")) == (401, "sign_in_over")


async def test_a_new_role_holds_from_the_next_request_on(api: Api) -> None:
    person = await made(api, "viewer")
    browser = Browser(api)
    await browser.opens(await linked(api, person))
    assert problem(await browser.asks("POST", "/tokens", {"uid": "04AA"})) == (403, "role_insufficient")
    await api.ask("PATCH", f"/people/{person['id']}", {"role": "operator"})
    assert (await browser.asks("POST", "/tokens", {"uid": "04AA"})).status_code == 201


async def test_nobody_shuts_herself_out(api: Api) -> None:
    browser = await signed_in(api, "admin")
    me = (await browser.asks("GET", "/me")).json()["id"]
    for change in ({"blocked": True}, {"role": "viewer"}):
        assert problem(await browser.asks("PATCH", f"/people/{me}", change)) == (409, "person_self")
    assert problem(await browser.asks("DELETE", f"/people/{me}")) == (409, "person_self")
    assert (await browser.asks("PATCH", "/me", {"language": "sv"})).json()["language"] == "sv"
    assert (await browser.asks("GET", "/me")).json()["language"] == "sv"


@pytest.mark.parametrize("role", ["driver", "boss"])
async def test_a_person_has_a_role_of_the_house(api: Api, role: str) -> None:
    assert (await api.refused("POST", "/people", {"name": "X", "role": role}))[0] == 422
    assert (await api.refused("POST", "/keys", {"name": "X", "role": role}))[0] == 422


async def test_what_she_orders_names_her(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    browser = await signed_in(api)
    order = (await browser.asks("POST", "/stations/CP1/commands", {"command": "clear_cache"})).json()
    me = (await browser.asks("GET", "/me")).json()["id"]
    assert order["asked_by"] == f"person:{me} (Anna Lind)"


CHANGES_NOTHING = {
    "tariff_trial_price",
    "tariff_comparison_price",
    "tariff_comparison_compare_two",
    "seller_picture",
}
"""Asked by POST because the question is long; nothing is changed."""


async def test_every_route_has_been_decided_for_every_role_by_cookie(api: Api) -> None:
    """A viewer changes nothing, and whoever may not is refused before anything is looked up."""
    browsers = {
        role: await signed_in(api, role.value, role.value)
        for role in (Role.VIEWER, Role.OPERATOR, Role.FINANCE)
    }
    undecided = {one.name for one in ROUTES if one.deed is None and one.path.startswith("/api/")}
    assert undecided == {"about_us_show_version", "sign_in_open_with_link"}
    for one in ROUTES:
        if one.deed is None or one.about.media == "text/event-stream":
            continue
        path = one.path.removeprefix("/api/v1").replace("{identity}", "nobody")
        path = path.replace("{id}", "01970000-0000-7000-8000-000000000000")
        for role, browser in browsers.items():
            if role_may(role, one.deed):
                continue
            answer = await browser.asks(one.method, path, {"any": "thing"} if one.method != "GET" else None)
            assert problem(answer) == (403, "role_insufficient"), f"{one.method} {path} as {role.value}"
        if one.deed.area is not None and one.method != "GET" and one.name not in CHANGES_NOTHING:
            assert one.deed.write, f"{one.name} changes something"
            assert not role_may(Role.VIEWER, one.deed), one.name


async def test_only_hashes_are_kept(api: Api) -> None:
    browser = Browser(api)
    link = await linked(api, await made(api))
    await browser.opens(link)
    secrets = [link.rsplit("_", 1)[1], *(one.rsplit(".", 1)[-1] for one in browser.client.cookies.values())]
    assert len(secrets) == 2

    def look(reader: Reader) -> str:
        rows = [
            [bytes(one) if isinstance(one, memoryview) else one for one in row]
            for table in ("links", "sign_ins", "idempotency")
            for row in reader.connection.execute(text(f"SELECT * FROM {table}"))
        ]
        return repr(rows)

    kept = await api.parts.database.read(1, look)
    for secret in secrets:
        assert secret not in kept
        assert bytes.fromhex(secret) not in kept.encode("unicode_escape")


async def test_another_tenant_has_its_own_people(api: Api) -> None:
    person = await made(api)
    await signed_in(api, name="Bo Ek")
    assert (await api.get("/people", who="other"))["items"] == []
    assert (await api.get("/sign-ins", who="other"))["items"] == []
    for method, path in (
        ("GET", f"/people/{person['id']}"),
        ("POST", f"/people/{person['id']}/link"),
        ("DELETE", f"/people/{person['id']}"),
        ("GET", f"/people/{person['id']}/sign-ins"),
    ):
        body: object = {} if method == "POST" else None
        assert await api.refused(method, path, body, who="other") == (404, "person_unknown")
    (sign_in,) = (await api.get("/sign-ins"))["items"]
    assert await api.refused("DELETE", f"/sign-ins/{sign_in['id']}", who="other") == (404, "sign_in_unknown")


async def test_whoever_guesses_is_slowed_down_and_whoever_knows_comes_in(api: Api) -> None:
    browser = await signed_in(api)
    codes = [(await Browser(api).opens("#wfl_000000000000_" + "0" * 48)).status_code for _ in range(12)]
    assert codes[-1] == 429
    strangers = [
        (await api.client.get("/api/v1/me", headers={"authorization": f"Bearer wfk_{n:012x}_{'0' * 48}"}))
        for n in range(70)
    ]
    assert {one.status_code for one in strangers} == {401, 429}
    assert strangers[-1].headers["retry-after"]
    assert (await browser.asks("GET", "/me")).status_code == 200
    assert (await api.ask("GET", "/me")).status_code == 200


async def test_pages_load_nothing_but_ours(api: Api) -> None:
    for path in ("/sign-in", "/sign-in/sign_in.js", "/sign-in/sign_in.css"):
        answer = await api.client.get(path)
        assert answer.status_code == 200
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] == "no-referrer"


# ── drivers ───────────────────────────────────────────────────────────────────


async def driver(api: Api, uid: str) -> tuple[Browser, Any]:
    token = await api.post("/tokens", {"uid": uid})
    link = (await api.post(f"/tokens/{token['id']}/link", {}))["link"]
    browser = Browser(api)
    assert (await browser.opens(link)).json()["go"] == "/driver/"
    return browser, token


async def test_a_driver_sees_her_own_sessions_and_nothing_else(api: Api) -> None:
    mine, token = await driver(api, "04AA")
    theirs, _ = await driver(api, "04BB")
    for station, uid in (("CP1", "04aa"), ("CP2", "04BB")):
        await api.post("/stations", {"identity": station, "access": "public"})
        await starts(await plugged(api, station), token=uid)
    sessions = (await api.get("/sessions"))["items"]
    own = next(one["id"] for one in sessions if one["token"] == "04aa")
    other = next(one["id"] for one in sessions if one["token"] == "04BB")
    assert [one["id"] for one in (await mine.asks("GET", "/my/sessions")).json()["items"]] == [own]
    assert [one["id"] for one in (await theirs.asks("GET", "/my/sessions")).json()["items"]] == [other]
    assert (await mine.asks("GET", f"/my/sessions/{own}")).json()["token"] == "04aa"
    assert problem(await mine.asks("GET", f"/my/sessions/{other}")) == (404, "session_unknown")
    assert problem(await mine.asks("GET", "/my/sessions?token=04BB")) == (422, "field_unknown")
    me = (await mine.asks("GET", "/my")).json()
    assert (me["kind"], me["token"], me["role"]) == ("driver", "04AA", "driver")
    assert set(me["may"]) == {"own:read", "own:write"}
    assert (await api.ask("DELETE", f"/tokens/{token['id']}/sign-ins")).status_code == 204
    assert problem(await mine.asks("GET", "/my")) == (401, "sign_in_over")


async def test_every_other_route_is_closed_to_a_driver(api: Api) -> None:
    browser, _ = await driver(api, "04AA")
    for one in ROUTES:
        if one.deed is None or role_may(Role.DRIVER, one.deed):
            continue
        path = one.path.removeprefix("/api/v1").replace("{identity}", "CP1")
        path = path.replace("{id}", "01970000-0000-7000-8000-000000000000")
        answer = await browser.asks(one.method, path, {} if one.method != "GET" else None)
        assert problem(answer) == (403, "role_insufficient"), f"{one.method} {path}"
    may = {f"{one.method} {one.path}" for one in ROUTES if one.deed and role_may(Role.DRIVER, one.deed)}
    assert may == {
        "GET /api/v1/me",
        "POST /api/v1/sign-out",
        "GET /api/v1/my",
        "POST /api/v1/my/sign-out",
        "GET /api/v1/my/sessions",
        "GET /api/v1/my/sessions/{id}",
        "POST /api/v1/my/sessions/{id}/stop",
        "GET /api/v1/my/commands/{id}",
        "GET /api/v1/my/live",
        "GET /api/v1/my/sessions/{id}/transparency",
        "GET /api/v1/my/disputes",
        "POST /api/v1/my/disputes",
        "GET /api/v1/my/disputes/{id}",
        "GET /api/v1/my/disputes/{id}/evidence",
        "POST /api/v1/my/disputes/{id}/messages",
        "POST /api/v1/my/disputes/{id}/withdraw",
    }


async def test_a_driver_hears_live_only_of_her_own(api: Api) -> None:
    browser, _ = await driver(api, "04AA")
    for station in ("CP1", "CP2"):
        await api.post("/stations", {"identity": station, "access": "public"})
    lines = [await plugged(api, "CP1"), await plugged(api, "CP2")]
    heard = ""
    async with browser.client.stream("GET", "/api/v1/my/live") as answer:
        assert answer.status_code == 200
        texts = answer.aiter_text()
        async with asyncio.timeout(10):
            while '"more":false' not in heard:
                heard += await anext(texts)
            await starts(lines[1], token="04BB")
            await starts(lines[0], token="04AA")
            while "event: session" not in heard:
                heard += await anext(texts)
    assert "CP1" in heard
    assert "04BB" not in heard
    assert "CP2" not in heard
