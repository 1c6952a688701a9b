"""The screens: the built console at `/` and the driver's app at `/driver/`, files of ours and nothing else.

They stand in front of the API's routes: a path that is a file is answered with it; a path that is nobody's is
an address inside an app, and answered with its page. Files whose names carry their hash are kept by browsers
for a year; pages are asked for each time and answered with 304 when they have not changed.
"""

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from wattfleet.api.headers import PAGE_HEADERS, page_headers

YEAR = "public, max-age=31536000, immutable"
ASK = "no-cache"

MEDIA = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webmanifest": "application/manifest+json",
    "woff2": "font/woff2",
}
SQUEEZED = frozenset({"css", "html", "js", "json", "svg", "webmanifest"})
"""What becomes smaller by gzip; fonts and pictures are compressed already."""

OTHERS = ("/api", "/docs", "/openapi.json", "/metrics", "/healthz", "/readyz", "/ocpp", "/sign-in")
"""What is not an address of the console: there an unknown path is unknown."""
DRIVER = "/driver/"
READS = frozenset({"GET", "HEAD"})


class File(msgspec.Struct, frozen=True):
    """A file as it is answered; `squeezed` is its gzip, where that is smaller."""

    body: bytes
    squeezed: bytes | None
    media: str
    tag: str
    keep: str


class Screens:
    """The files of both apps in memory: about two megabytes."""

    def __init__(
        self, found: Mapping[str, File], headers: tuple[tuple[str, str], ...] = PAGE_HEADERS
    ) -> None:
        self._found = found
        self.headers = tuple((name.encode(), value.encode()) for name, value in headers)

    def file(self, path: str) -> File | None:
        """What is answered at a path; None = it is not ours."""
        known = self._found.get(path)
        if known is not None:
            return known
        if any(path == one or path.startswith(one + "/") for one in OTHERS):
            return None
        if "." in path.rsplit("/", 1)[-1] and path.startswith(("/assets/", "/driver/assets/")):
            return None
        return self._found.get(DRIVER if path.startswith(DRIVER) or path == "/driver" else "/")


def load_screens(map_tiles: str = "") -> Screens:
    """What was built into the package; nothing, where it was not built. Map tiles may come from elsewhere."""
    return Screens(_built(), page_headers(map_tiles))


@cache
def _built() -> dict[str, File]:
    """The files by their paths, read and squeezed once for all ports of a process."""
    root = files("wattfleet.api.assets")
    found: dict[str, File] = {}
    for folder, base in (("console", "/"), ("driver", DRIVER)):
        top = root / folder
        if top.is_dir():
            found |= {base + name: _file(name, body) for name, body in _walk(top, "")}
            found[base] = found[base + "index.html"]
    return found


def with_screens(app: ASGIApp, screens: Screens) -> ASGIApp:
    """The screens before an application."""

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] in READS:
            file = screens.file(scope["path"])
            if file is not None:
                await _answer(scope, file, screens.headers, send)
                return
        await app(scope, receive, send)

    return serve


async def _answer(
    scope: HTTPScope, file: File, page_headers: tuple[tuple[bytes, bytes], ...], send: Send
) -> None:
    asked = {
        name: value for name, value in scope["headers"] if name in {b"accept-encoding", b"if-none-match"}
    }
    same = file.tag.encode() in asked.get(b"if-none-match", b"")
    squeezed = file.squeezed if b"gzip" in asked.get(b"accept-encoding", b"") else None
    body = b"" if same else (squeezed or file.body)
    headers = [
        (b"content-type", file.media.encode()),
        (b"etag", file.tag.encode()),
        (b"cache-control", file.keep.encode()),
        (b"vary", b"accept-encoding"),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"no-referrer"),
        *page_headers,
    ]
    if not same:
        headers.append((b"content-length", str(len(body)).encode()))
        if squeezed is not None:
            headers.append((b"content-encoding", b"gzip"))
    await send({"type": "http.response.start", "status": 304 if same else 200, "headers": headers})
    shown = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": shown, "more_body": False})


def _walk(folder: Traversable, under: str) -> Iterable[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _walk(one, f"{under}{one.name}/")
        else:
            yield under + one.name, one.read_bytes()


def _file(name: str, body: bytes) -> File:
    kind = name.rsplit(".", 1)[-1]
    squeezed = gzip.compress(body, 6, mtime=0) if kind in SQUEEZED else None
    return File(
        body=body,
        squeezed=squeezed if squeezed is not None and len(squeezed) < len(body) else None,
        media=MEDIA.get(kind, "application/octet-stream"),
        tag=f'"{hashlib.sha256(body).hexdigest()[:20]}"',
        keep=YEAR if name.startswith("assets/") else ASK,
    )
