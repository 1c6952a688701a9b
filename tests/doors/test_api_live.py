"""The live stream: a snapshot, then what changes; it goes on where it broke, and tells each only its own."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from tests.doors.api import Api
from tests.doors.api_charge import meters, plugged, starts, stops

from wattfleet.api.live import AREAS
from wattfleet.usecases.close_session import close_sessions


class Events:
    """The events of one stream, as they come."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()
        self.last_id = ""

    async def next(self) -> tuple[str, Any]:
        """Its name and data; comments and bare fields are passed over."""
        name = ""
        async with asyncio.timeout(10):
            async for line in self._lines:
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("id: "):
                    self.last_id = line.removeprefix("id: ")
                elif line.startswith("data: "):
                    return name, msgspec.json.decode(line.removeprefix("data: "))
        raise AssertionError("the stream ended")

    async def until(self, wanted: str) -> Any:
        """The data of the next event of that name."""
        while True:
            name, data = await self.next()
            if name == wanted:
                return data

    async def snapshot(self, name: str = "snapshot") -> dict[str, Any]:
        """All its pieces together."""
        whole: dict[str, Any] = {"stations": [], "sessions": []}
        while True:
            data = await self.until(name)
            whole["stations"] += data["stations"]
            whole["sessions"] += data["sessions"]
            if not data["more"]:
                return whole


@asynccontextmanager
async def listening(
    api: Api, query: str = "", *, who: str = "viewer", last: str = ""
) -> AsyncIterator[Events]:
    headers = {"authorization": f"Bearer {api.keys[who]}"}
    if last:
        headers["last-event-id"] = last
    async with api.client.stream("GET", f"/api/v1/live{query}", headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield Events(answer)


async def test_a_snapshot_and_then_what_changes(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    async with listening(api) as events:
        shown = await events.snapshot()
        assert [one["identity"] for one in shown["stations"]] == ["CP1"]
        (before,) = shown["sessions"]
        await meters(line, transaction, 5000, "2026-11-20T12:15:00Z")
        told = await events.until("session")
        assert told["id"] == before["id"]
        assert told["body"]["energy_wh"] == "4000"
        assert told["version"] > before["version"]
        await api.ask("PATCH", "/stations/CP1", {"name": "Bay 7"})
        assert (await events.until("station"))["body"]["name"] == "Bay 7"
        await api.ask("DELETE", "/tokens/04A2")
        assert (await events.until("token"))["body"] is None


async def test_a_stream_goes_on_where_it_broke(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    async with listening(api) as events:
        await events.snapshot()
        last = events.last_id
    await stops(line, transaction, 9000, "2026-11-20T13:00:00Z")
    await close_sessions(api.parts)
    async with listening(api, last=last) as events:
        resumed = await events.snapshot("resumed")
        states = {one["state"] for one in resumed["sessions"]}
        assert "active" not in states
        assert len(resumed["sessions"]) == 1
    async with listening(api) as events:
        assert (await events.snapshot())["sessions"] == []


async def test_an_old_or_broken_place_begins_anew(api: Api) -> None:
    for last in ("1", "nonsense", "99999999999999999"):
        async with listening(api, last=last) as events:
            assert await events.snapshot() == {"stations": [], "sessions": []}


async def test_only_the_kinds_that_are_asked_for(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    async with listening(api, "?kinds=token") as events:
        assert await events.snapshot() == {"stations": [], "sessions": []}
        await api.ask("PATCH", "/stations/CP1", {"name": "not told"})
        await api.post("/tokens", {"uid": "told"})
        name, told = await events.next()
        assert (name, told["body"]["uid"]) == ("token", "told")


@pytest.mark.parametrize(
    ("who", "kinds", "status", "code"),
    [("viewer", "colour", 422, "kind_unknown"), ("viewer", "", 422, "kind_unknown")],
)
async def test_what_cannot_be_heard_is_refused(
    api: Api, who: str, kinds: str, status: int, code: str
) -> None:
    assert await api.refused("GET", f"/live?kinds={kinds}", who=who) == (status, code)


async def test_scopes_narrow_what_is_heard(api: Api) -> None:
    made = await api.post("/keys", {"name": "screen", "role": "viewer", "scopes": ["sessions:read"]})
    api.keys["screen"] = made["key"]
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    assert await api.refused("GET", "/live?kinds=station", who="screen") == (403, "scope_insufficient")
    async with listening(api, who="screen") as events:
        assert (await events.snapshot())["stations"] == []


async def test_another_tenant_hears_nothing(api: Api) -> None:
    await api.post("/stations", {"identity": "CANARY", "access": "public"})
    async with listening(api, who="other") as events:
        assert await events.snapshot() == {"stations": [], "sessions": []}
        await api.ask("PATCH", "/stations/CANARY", {"name": "CANARY"})
        await api.post("/tokens", {"uid": "mine"}, who="other")
        name, told = await events.next()
        assert (name, told["body"]["uid"]) == ("token", "mine")


async def test_streams_end_with_the_server(api: Api) -> None:
    async with listening(api) as events:
        await events.snapshot()
        api.listener.stop()
        with pytest.raises(AssertionError, match="the stream ended"):
            await events.until("nothing")


def test_the_console_knows_each_kind_that_is_told() -> None:
    """A kind that is missing there would stop what it does with the others."""
    web = Path(__file__).resolve().parents[2] / "web"
    gate = (web / "apps/console/src/shell/Gate.tsx").read_text("utf-8")
    routes = re.search(r"const ROUTES: [^=]*= \{\n(.*?)\n\}", gate, re.DOTALL)
    assert routes is not None
    assert set(re.findall(r"^  (\w+): \[", routes[1], re.MULTILINE)) == AREAS.keys()
