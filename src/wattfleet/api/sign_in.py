"""Signing in with a one-time link: a small page reads it from behind the `#` and sends it here, once."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.api.about_us import asset
from wattfleet.api.app_links import CONSOLE, DRIVER_APP, SIGN_IN
from wattfleet.api.door import Door
from wattfleet.api.reception import check_same_site
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.sign_ins import set_cookie
from wattfleet.usecases.sign_in import sign_in


class SignInWish(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The text of the link, behind its `#`."""

    link: Annotated[str, Meta(max_length=200)]


class SignedInView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody is signed in; `go` is where her app is."""

    app: Literal["console", "driver"]
    name: str
    go: str


async def open_with_link(door: Door, asked: Asked[SignInWish, Nothing]) -> Answer:
    check_same_site(asked.headers)
    door.reception.check_link(asked.knock.address)
    opened = await sign_in(
        door.parts,
        asked.body.link,
        pepper=door.pepper,
        address=asked.knock.address,
        user_agent=asked.headers.get("user-agent", ""),
    )
    signed = opened.signed
    driver = signed.person is None
    view = SignedInView(
        app="driver" if driver else "console",
        name=signed.principal.name,
        go=DRIVER_APP if driver else CONSOLE,
    )
    cookie = set_cookie(signed, opened.cookie, door.parts.clock.now(), secure=asked.knock.secure)
    return json_answer(view, headers=(cookie,))


async def show_page(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return asset("sign_in.html", "text/html")


async def show_script(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return asset("sign_in.js", "text/javascript")


async def show_style(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return asset("sign_in.css", "text/css")


ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/api/v1/sign-in",
        open_with_link,
        deed=None,
        body=SignInWish,
        query=Nothing,
        about=About(
            summary="Sign in with a one-time link",
            description="Leaves a cookie that no script reads. A link opens once; ten tries, then wait.",
            answer=SignedInView,
            example='{"link": "wfl_000000000000_000000000000000000000000000000000000000000000000"}',
            refuses=(403, 429),
        ),
    ),
    route(
        "GET",
        SIGN_IN,
        show_page,
        deed=None,
        body=Nothing,
        query=Nothing,
        about=About(summary="The page that a one-time link opens", media="text/html"),
    ),
    route(
        "GET",
        f"{SIGN_IN}/sign_in.js",
        show_script,
        deed=None,
        body=Nothing,
        query=Nothing,
        about=About(summary="Its script", media="text/javascript"),
    ),
    route(
        "GET",
        f"{SIGN_IN}/sign_in.css",
        show_style,
        deed=None,
        body=Nothing,
        query=Nothing,
        about=About(summary="Its style", media="text/css"),
    ),
)
