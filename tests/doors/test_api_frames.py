"""The message archive: both directions, pairs, search over all stations, pages that end."""

from typing import Any

import pytest
from tests.doors.api import Api
from tests.doors.api_charge import meters, plugged, starts, stops

from wattfleet.storage import frame_search


async def charged(api: Api, identity: str, token: str = "04A2") -> str:
    """A station with one whole charge; its session's id."""
    await api.post("/stations", {"identity": identity, "access": "public"})
    line = await plugged(api, identity)
    transaction = await starts(line, token)
    await meters(line, transaction, 2000, "2026-11-20T12:30:00Z")
    await stops(line, transaction, 3000, "2026-11-20T13:00:00Z")
    (session,) = (await api.get(f"/sessions?station={identity}"))["items"]
    return str(session["id"])


def told(page: Any) -> list[tuple[str, str, str]]:
    return [(one["direction"], one["kind"], one["action"]) for one in page["items"]]


CHARGE = ("BootNotification", "StartTransaction", "MeterValues", "StopTransaction")


async def test_both_directions_stand_as_items_and_calls_beside_their_answers(api: Api) -> None:
    await charged(api, "CP1")
    both = [(way, kind, one) for one in CHARGE for way, kind in (("in", "call"), ("out", "result"))]
    assert told(await api.get("/stations/CP1/frames?sort=at")) == both
    assert told(await api.get("/stations/CP1/frames")) == both[::-1]
    assert told(await api.get("/stations/CP1/frames?direction=out")) == both[1::2][::-1]
    assert told(await api.get("/frames?kind=result")) == both[1::2][::-1]
    pairs = (await api.get("/stations/CP1/frames?view=pairs&sort=at"))["items"]
    assert [one["action"] for one in pairs] == list(CHARGE)
    assert all(one["frame"][0] == 2 and one["answer"][0] == 3 for one in pairs)
    one = await api.get(f"/frames/{pairs[1]['id']}")
    assert one == pairs[1]
    assert await api.refused("GET", "/frames/999999") == (404, "frame_unknown")
    assert await api.refused("GET", "/frames/x") == (404, "frame_unknown")


async def test_the_archive_is_searched_over_all_stations(api: Api) -> None:
    session = await charged(api, "CP1")
    await charged(api, "CP2", "04B7")
    pairs = "view=pairs&sort=at&limit=100"
    assert len((await api.get(f"/frames?{pairs}"))["items"]) == 8
    for asked, count in (
        ("station=CP2", 4),
        ("action=StartTransaction", 2),
        (f"session={session}", 3),
        (f"session={session}&action=MeterValues", 1),
        ("text=04B7", 1),
        ("text=04b7", 0),
        ("failed=true", 0),
        ("message_id=nowhere", 0),
        ("from=2099-01-01T00:00:00Z", 0),
        ("to=2020-01-01T00:00:00Z", 0),
    ):
        found = (await api.get(f"/frames?{pairs}&{asked}"))["items"]
        assert len(found) == count, asked
    assert await api.refused("GET", "/frames?station=NOBODY") == (404, "station_unknown")
    assert await api.refused("GET", "/frames?text=") == (422, "field_invalid")
    evidence = (await api.get(f"/sessions/{session}/evidence"))["items"]
    assert [one["action"] for one in evidence] == list(CHARGE[1:])


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
@pytest.mark.parametrize(
    "query", ["sort=at", "sort=-at", "view=pairs", "direction=out", "text=transactionId"]
)
async def test_pages_show_everything_once_whatever_their_size(api: Api, query: str, limit: int) -> None:
    await charged(api, "CP1")
    whole = (await api.get(f"/frames?{query}&limit=100"))["items"]
    assert len(whole) >= 3
    for path in ("/frames", "/stations/CP1/frames"):
        seen: list[Any] = []
        cursor = ""
        while True:
            page = await api.get(f"{path}?{query}&limit={limit}{cursor}")
            assert len(page["items"]) <= limit
            seen += page["items"]
            if page["next"] is None:
                break
            cursor = f"&cursor={page['next']}"
        assert seen == whole


async def test_a_rare_action_is_found_however_much_lies_before_it(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame_search, "LOOKED", 3)
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    line = await plugged(api, "CP1")
    for _ in range(9):
        await line.call("Heartbeat", {})
    for action, count in (("BootNotification", 1), ("StopTransaction", 0), ("Nothing", 0)):
        found = await api.get(f"/frames?view=pairs&action={action}")
        assert (len(found["items"]), found["next"]) == (count, None), action
    usual = await api.get("/frames?view=pairs&action=StatusNotification")
    assert usual["items"] == []
    assert usual["next"] is not None, "what comes most is looked for row by row, and a page says how far"
    assert len((await api.get("/frames?view=pairs&action=Heartbeat&limit=100"))["items"]) == 3
