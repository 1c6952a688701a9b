"""The server as the command line sees it: an HTTP client, and words for what can go wrong.

Exit codes: 0 done, 1 the server refused, 2 the command line is off, 3 no server, 4 the key is not taken.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

import httpx

DEFAULT_URL = "http://127.0.0.1:8080"
WAIT_S = 75
"""Longer than the longest `wait` of a command."""

REFUSED, USAGE, UNREACHABLE, UNAUTHORISED = 1, 2, 3, 4


class Remote:
    """One server with one key."""

    def __init__(self, url: str, key: str) -> None:
        self.url = url.rstrip("/")
        self._client = httpx.Client(
            base_url=f"{self.url}/api/v1", headers={"Authorization": f"Bearer {key}"}, timeout=WAIT_S
        )

    def call(
        self,
        method: str,
        path: str,
        *,
        body: object = None,
        query: Mapping[str, str | int] | None = None,
        content: bytes | None = None,
        kind: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The answer's JSON (None when there is none). Ends the program with words when it is refused."""
        told = {**(headers or {}), **({"Content-Type": kind} if kind else {})}
        try:
            response = self._client.request(
                method, path, json=body, params=query, content=content, headers=told
            )
        except httpx.TransportError as error:
            fail(
                f"No answer from {self.url}: {error}.",
                hint="Start it with `wattfleet serve`, or name another with --url or WATTFLEET_URL.",
                code=UNREACHABLE,
            )
        if not response.is_success:
            _refused(response)
        return response.json() if response.content else None

    def download(self, path: str, query: Mapping[str, str | int]) -> tuple[bytes, Mapping[str, str]]:
        """A file, with the headers that tell of it."""
        try:
            response = self._client.get(path, params=query, timeout=600)
        except httpx.TransportError as error:
            fail(f"No answer from {self.url}: {error}.", code=UNREACHABLE)
        if not response.is_success:
            _refused(response)
        return response.content, response.headers

    def maybe(self, path: str) -> Any:
        """The answer's JSON, or None where there is nothing yet."""
        response = self._client.get(path)
        return None if response.status_code == 404 else self.call("GET", path)

    def everything(self, path: str, query: Mapping[str, str | int], limit: int) -> Iterator[dict[str, Any]]:
        """The items of a list, page by page, up to `limit` (0 = all)."""
        left = limit or sys.maxsize
        cursor = ""
        while left > 0:
            page = self.call(
                "GET",
                path,
                query={**query, "limit": min(left, 1000), **({"cursor": cursor} if cursor else {})},
            )
            yield from page["items"]
            left -= len(page["items"])
            cursor = page["next"] or ""
            if not cursor:
                return

    def stream(self, path: str) -> Iterator[tuple[str, str]]:
        """Server-sent events as (event, data) until the server or the person ends it."""
        event, data = "message", ""
        with self._client.stream("GET", path, timeout=None) as response:
            if not response.is_success:
                response.read()
                _refused(response)
            for line in response.iter_lines():
                if not line:
                    if data:
                        yield event, data
                    event, data = "message", ""
                elif line.startswith("event:"):
                    event = line[6:].strip()
                elif line.startswith("data:"):
                    data += line[5:].strip()


def remote_of(url: str | None, key: str | None) -> Remote:
    """From the options, else WATTFLEET_URL and WATTFLEET_KEY."""
    key = key or os.environ.get("WATTFLEET_KEY", "")
    if not key:
        fail(
            "No key.",
            hint="Give --key or WATTFLEET_KEY; `wattfleet key create --role admin --name me` makes one.",
            code=UNAUTHORISED,
        )
    return Remote(url or os.environ.get("WATTFLEET_URL", DEFAULT_URL), key)


def fail(message: str, *, hint: str = "", code: int = REFUSED) -> NoReturn:
    """Say it on stderr and end."""
    print(message + (f"\n{hint}" if hint else ""), file=sys.stderr)
    raise SystemExit(code)


def _refused(response: httpx.Response) -> NoReturn:
    try:
        problem = response.json()
    except ValueError:
        fail(f"{response.url} answered {response.status_code}, and not as Wattfleet does.", code=UNREACHABLE)
    words = problem.get("detail") or problem.get("title") or f"HTTP {response.status_code}"
    hint = problem.get("hint") or ""
    text = f"{words} [{problem.get('code', response.status_code)}]"
    fail(text, hint=hint, code=UNAUTHORISED if response.status_code == 401 else REFUSED)
