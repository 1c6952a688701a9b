"""What needs no key: health, metrics, the documentation, which version."""

import contextlib
from collections.abc import Awaitable, Callable
from importlib.resources import files

import msgspec

from wattfleet.api import metrics
from wattfleet.api.door import Door
from wattfleet.api.gauges import refresh
from wattfleet.api.headers import PAGE_HEADERS
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage.database import Reader


class HealthView(msgspec.Struct, frozen=True):
    """Whether the process lives, or is ready to work."""

    status: str


class VersionView(msgspec.Struct, frozen=True):
    """Which Wattfleet this is, and where stations connect."""

    version: str
    api: str
    ocpp_url: str
    map_tiles: str = ""
    map_credit: str = ""


async def healthz(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return json_answer(HealthView("ok"))


async def readyz(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    """Raises: WattfleetError `storage_unavailable`."""
    await door.parts.database.read(0, _nothing)
    return json_answer(HealthView("ready"))


def _nothing(reader: Reader) -> None:
    """A transaction that only has to begin and end."""


async def show_metrics(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    """A database that is away leaves the fleet's gauges as they were."""
    with contextlib.suppress(WattfleetError):
        await refresh(door)
    return Answer(body=metrics.exposition(), media=metrics.MEDIA_TYPE)


async def show_version(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return json_answer(VersionView(door.version, "v1", door.ocpp_url, door.map_tiles, door.map_credit))


async def show_openapi(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return Answer(body=door.openapi())


async def show_docs(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return asset("docs.html", "text/html")


async def show_docs_script(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return asset("docs.js", "text/javascript")


async def show_docs_style(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return asset("docs.css", "text/css")


def asset(name: str, media: str) -> Answer:
    body = (files("wattfleet.api.assets") / name).read_bytes()
    return Answer(body=body, media=f"{media}; charset=utf-8", headers=PAGE_HEADERS)


def _open(
    path: str,
    handle: Callable[[Door, Asked[Nothing, Nothing]], Awaitable[Answer]],
    summary: str,
    answer: type = Nothing,
    media: str = "",
) -> Route:
    about = About(summary=summary, answer=answer, media=media or "application/json")
    return route("GET", path, handle, deed=None, body=Nothing, query=Nothing, about=about)


ROUTES: tuple[Route, ...] = (
    _open("/healthz", healthz, "Whether the process lives", HealthView),
    _open("/readyz", readyz, "Whether the process can work: its database answers", HealthView),
    _open("/metrics", show_metrics, "Counters and gauges for Prometheus", media="text/plain"),
    _open("/openapi.json", show_openapi, "This description"),
    _open("/docs", show_docs, "This description as a page", media="text/html"),
    _open("/docs/docs.js", show_docs_script, "The page's script", media="text/javascript"),
    _open("/docs/docs.css", show_docs_style, "The page's style", media="text/css"),
    _open("/api/v1/version", show_version, "Which Wattfleet this is", VersionView),
)
