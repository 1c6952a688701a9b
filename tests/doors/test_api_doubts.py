"""The desk: an orphan stop is explained, matched or written off; a session in review is accepted."""

from typing import Any

from tests.doors.api import Api
from tests.doors.api_charge import meters, plugged, starts, stops
from tests.doors.stage import Line

from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import DAY_US
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.settle_doubts import settle_doubts

WHY = {"reason": "The driver sent a photo."}


async def orphaned(api: Api) -> tuple[Line, dict[str, Any], dict[str, Any]]:
    """A running session of 1500 Wh so far, and a stop at 3000 Wh with a number that nobody gave."""
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    tariff = {
        "name": "Day",
        "currency": "SEK",
        "elements": [{"price_components": [{"type": "ENERGY", "price": "2.00"}]}],
    }
    made = await api.post("/tariffs", tariff)
    await api.ask("PUT", "/stations/CP1/tariff", {"tariff_id": made["id"]})
    line = await plugged(api, "CP1")
    number = await starts(line)
    await meters(line, number, 2500, "2026-11-20T12:30:00Z")
    await stops(line, 1 + number % 1000, 3000, "2026-11-20T13:00:00Z")
    (doubt,) = (await api.get("/doubts?state=open"))["items"]
    (session,) = (await api.get("/sessions"))["items"]
    return line, doubt, session


async def test_it_is_explained_with_what_each_choice_would_change(api: Api) -> None:
    _, doubt, session = await orphaned(api)
    told = await api.get(f"/doubts/{doubt['id']}/explanation")
    assert told["frame"] is not None
    assert told["why"]
    (one,) = told["candidates"]
    assert one["session"] == session["id"]
    assert one["effect"]["energy_after_wh"] == "2000"
    assert one["effect"]["amount_after"] == "4.00"
    after = one["effect"]["after"]
    assert (after["begin_register_wh"], after["end_register_wh"]) == ("1000", "3000")
    assert (after["ended_at"], after["rating"]["amount"]) == ("2026-11-20T13:00:00Z", "4.00")
    assert [(line["quantity"], line["unit"]) for line in after["rating"]["lines"]] == [("2", "kWh")]
    assert (await api.get(f"/sessions/{session['id']}"))["state"] == "active", "nothing was written"
    rules = {one["rule"]: one for one in (await api.get("/doubt-rules"))["rules"]}
    assert rules["unknown_tx"]["open"] == 1


async def test_a_match_folds_it_in_and_is_audited(api: Api) -> None:
    _, doubt, session = await orphaned(api)
    body = {**WHY, "session": session["id"]}
    path = f"/doubts/{doubt['id']}/match"
    stale = await api.ask("POST", path, body, if_match='W/"7"')
    assert stale.json()["code"] == "version_stale"
    first = await api.ask("POST", path, body, if_match='W/"1"', idempotency_key="k1")
    again = await api.ask("POST", path, body, if_match='W/"1"', idempotency_key="k1")
    assert first.json() == again.json()
    assert first.json()["state"] == "resolved"
    after = await api.get(f"/sessions/{session['id']}")
    assert (after["state"], after["energy_wh"]) == ("closed", "2000")
    await close_sessions(api.parts)
    rated = await api.get(f"/sessions/{session['id']}/rating")
    assert (rated["amount"], rated["final"]) == ("4.00", True)
    (act,) = (await api.get("/acts?noun=doubt"))["items"]
    assert (act["verb"], act["reason"]) == ("match", WHY["reason"])
    assert await api.refused("POST", path, body) == (409, "doubt_decided")


async def test_a_matched_session_is_the_same_when_it_is_read_again(api: Api) -> None:
    line, doubt, session = await orphaned(api)
    await api.post(f"/doubts/{doubt['id']}/match", {**WHY, "session": session["id"]})
    readings = (await api.get(f"/sessions/{session['id']}/readings"))["items"]
    assert len(readings) == 3, "begin, sample and the end that was matched"
    second = await line.stage.connect()
    await stops(second, int(session["transaction"]), 3000, "2026-11-20T13:00:00Z")
    assert (await api.get(f"/sessions/{session['id']}"))["energy_wh"] == "2000"


async def test_what_is_written_off_can_be_reopened(api: Api) -> None:
    _, doubt, session = await orphaned(api)
    path = f"/doubts/{doubt['id']}"
    assert (await api.post(f"{path}/write-off", WHY))["state"] == "dismissed"
    assert (await api.get(f"/sessions/{session['id']}"))["state"] == "active"
    assert (await api.post(f"{path}/reopen", WHY))["state"] == "open"
    verbs = [one["verb"] for one in (await api.get("/acts?noun=doubt"))["items"]]
    assert verbs == ["reopen", "write_off"]
    assert await api.refused("POST", f"{path}/reopen", WHY) == (409, "doubt_not_written_off")
    assert (await api.refused("POST", f"{path}/write-off", {"reason": ""}))[0] == 422


async def test_nobody_decides_and_it_ends_unbilled(api: Api) -> None:
    _, doubt, session = await orphaned(api)
    assert await settle_doubts(api.parts) == 0
    assert isinstance(api.parts.clock, ManualClock)
    api.parts.clock.advance(31 * DAY_US)
    assert await settle_doubts(api.parts) == 1
    assert await settle_doubts(api.parts) == 0
    assert (await api.get(f"/doubts/{doubt['id']}"))["state"] == "dismissed"
    assert (await api.get(f"/sessions/{session['id']}"))["state"] == "active"
    (act,) = (await api.get("/acts?noun=doubt"))["items"]
    assert (act["verb"], act["who"]["kind"]) == ("expire", "system")


async def test_a_stop_without_a_number_heals_when_its_start_arrives(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    line = await plugged(api, "CP1")
    await stops(line, -1, 3000, "2026-11-20T13:00:00Z")
    await starts(line)
    await settle_doubts(api.parts)
    (session,) = (await api.get("/sessions"))["items"]
    assert (session["state"], session["energy_wh"]) == ("closed", "2000")
    (doubt,) = (await api.get("/doubts"))["items"]
    assert (doubt["state"], doubt["session"]) == ("resolved", session["id"])


async def test_an_orphan_never_ends_the_next_car(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    line = await plugged(api, "CP1")
    await stops(line, -1, 3000, "2026-11-20T11:59:00Z")
    await starts(line)
    await settle_doubts(api.parts)
    (session,) = (await api.get("/sessions"))["items"]
    assert session["state"] == "active"


async def test_a_session_in_review_is_accepted_and_taken_back(api: Api) -> None:
    line, _, session = await orphaned(api)
    number = int(session["transaction"])
    await stops(line, number, 3000, "2026-11-20T13:00:00Z")
    await stops(line, number, 4000, "2026-11-20T13:00:00Z")
    path = f"/sessions/{session['id']}"
    told = await api.get(f"{path}/review")
    assert [one["rule"] for one in told["held"]] == ["conflicting_stop"]
    assert told["accept"]["state_after"] == "closed"
    await close_sessions(api.parts)
    assert (await api.get(f"{path}/rating"))["final"] is False
    done = await api.ask("POST", f"{path}/accept", WHY, if_match=f'W/"{told["version"]}"')
    assert done.json()["state"] == "closed"
    await close_sessions(api.parts)
    assert (await api.get(f"{path}/rating"))["final"] is True
    assert await api.refused("POST", f"{path}/accept", WHY) == (409, "session_not_in_review")
    assert (await api.post(f"{path}/unaccept", WHY))["state"] == "review"
    assert [one["verb"] for one in (await api.get("/acts?noun=session"))["items"]] == ["unaccept", "accept"]
