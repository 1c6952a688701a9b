"""What the thread of a page did in one piece, in its own processor time: a piece longer than a frame makes
one come late by us, whatever else the machine does.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from playwright.async_api import Page

FRAME_MS = 16
_CATEGORIES = ["devtools.timeline", "disabled-by-default-devtools.timeline"]
_CHUNK = 4_000_000


class Tasks:
    """Those of the thread that had most to do while it was looked at, in milliseconds."""

    def __init__(self) -> None:
        self.spent: list[float] = []

    def __str__(self) -> str:
        long = sum(one > FRAME_MS for one in self.spent)
        return f"{long} tasks over {FRAME_MS} ms, longest {max(self.spent, default=0):.0f} ms"


@asynccontextmanager
async def tasks_of(page: Page, into: Tasks) -> AsyncIterator[None]:
    """Chromium writes down every task meanwhile; nothing else of the browser is looked at."""
    browser = page.context.browser
    assert browser is not None, "a page of ours has a browser"
    cdp = await browser.new_browser_cdp_session()
    written: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    cdp.on("Tracing.tracingComplete", lambda told: written.set_result(told["stream"]))
    config = {"includedCategories": _CATEGORIES, "recordMode": "recordAsMuchAsPossible"}
    await cdp.send("Tracing.start", {"traceConfig": config, "transferMode": "ReturnAsStream"})
    yield
    await cdp.send("Tracing.end")
    handle = await written
    text = ""
    while True:
        part = await cdp.send("IO.read", {"handle": handle, "size": _CHUNK})
        text += part["data"]
        if part.get("eof"):
            break
    await cdp.detach()
    into.spent += busiest(msgspec.json.decode(text)["traceEvents"])


def busiest(events: list[dict[str, Any]]) -> list[float]:
    """The tasks of the page's main thread that had most to do."""
    named = [one for one in events if one["name"] == "thread_name"]
    mains = {(one["pid"], one["tid"]) for one in named if one["args"]["name"] == "CrRendererMain"}
    by_thread: dict[tuple[int, int], list[float]] = defaultdict(list)
    for one in events:
        thread = (one["pid"], one["tid"])
        if one["name"] == "RunTask" and thread in mains:
            by_thread[thread].append(one.get("tdur", 0) / 1000)
    return max(by_thread.values(), key=sum, default=[])
