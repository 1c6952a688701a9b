"""A closed session that learns more becomes the next revision, and the earlier one stays readable."""

from typing import Any

from tests.doors.api import Api
from tests.doors.api_charge import meters, plugged, starts, stops
from tests.doors.stage import Line
from tests.doors.test_api_doubts import WHY, orphaned

from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import HOUR_US
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.infer_ends import infer_ends
from wattfleet.usecases.settle_doubts import settle_doubts


async def closed(api: Api) -> tuple[Line, dict[str, Any]]:
    """A session of 2000 Wh at 2.00 a kWh, priced."""
    line, _, session = await orphaned(api)
    await stops(line, int(session["transaction"]), 3000, "2026-11-20T13:00:00Z")
    await close_sessions(api.parts)
    return line, session


async def revisions(api: Api, session: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await api.get(f"/sessions/{session['id']}/revisions"))["items"]
    return items


async def test_the_first_is_what_was_first_priced(api: Api) -> None:
    line, _, session = await orphaned(api)
    assert await revisions(api, session) == []
    await stops(line, int(session["transaction"]), 3000, "2026-11-20T13:00:00Z")
    assert await revisions(api, session) == [], "it is priced within a second"
    await close_sessions(api.parts)
    (one,) = await revisions(api, session)
    assert (one["number"], one["cause"], one["differs"]) == (1, "ended", [])
    assert (one["energy_wh"], one["cost"]["amount"], one["state"]) == ("2000", "4.00", "closed")
    assert one["final_from"] == one["ended_at"]


async def test_a_late_frame_makes_the_next_and_the_first_stays(api: Api) -> None:
    line, session = await closed(api)
    await stops(line, int(session["transaction"]), 4000, "2026-11-20T13:00:00Z")
    first, second = await revisions(api, session)
    assert (first["state"], first["cost"]["amount"]) == ("closed", "4.00")
    assert (second["cause"], second["differs"], second["state"]) == ("frame", ["state"], "review")
    assert second["frame"] is not None
    assert second["cost"] is None, "not priced yet"
    await close_sessions(api.parts)
    first, second = await revisions(api, session)
    assert (second["cost"]["final"], second["cost_reason"]) == (False, "in_review")


async def test_each_is_priced_line_by_line_as_it_was_then(api: Api) -> None:
    _, session = await closed(api)
    path = f"/sessions/{session['id']}"
    seen = (await api.get(path))["version"]
    wish = {"energy_wh": "1000", "revision": 1, **WHY}
    await api.ask("POST", f"{path}/amend", wish, if_match=f'W/"{seen}"')
    waits = await api.get(f"{path}/rating?revision=2")
    assert (waits["amount"], waits["cost_reason"], waits["lines"]) == (None, "not_rated", [])
    await close_sessions(api.parts)
    told = [await api.get(f"{path}/rating?revision={number}") for number in (1, 2)]
    assert [(one["amount"], one["lines"][0]["quantity"]) for one in told] == [("4.00", "2"), ("2.00", "1")]
    assert told[1] == await api.get(f"{path}/rating")
    assert await api.refused("GET", f"{path}/rating?revision=3") == (404, "revision_unknown")
    assert await api.refused("GET", f"{path}/rating?revision=0") == (422, "field_invalid")


async def test_what_changes_nothing_makes_none(api: Api) -> None:
    line, session = await closed(api)
    await stops(line, int(session["transaction"]), 3000, "2026-11-20T13:00:00Z")
    await close_sessions(api.parts)
    assert len(await revisions(api, session)) == 1


async def test_a_stop_that_was_never_priced_is_not_skipped(api: Api) -> None:
    line, _, session = await orphaned(api)
    number = int(session["transaction"])
    await stops(line, number, 4000, "2026-11-20T13:00:00Z")
    await stops(line, number, 3000, "2026-11-20T12:59:00Z")
    told = [(one["cause"], one["energy_wh"]) for one in await revisions(api, session)]
    assert told == [("ended", "3000"), ("frame", "2000")]


async def test_another_price_of_the_same_facts_is_a_revision(api: Api) -> None:
    """A home that sold nothing gets a tariff that holds for what has been charged before."""
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    line = await plugged(api, "CP1")
    await stops(line, await starts(line), 3000, "2026-11-20T13:00:00Z")
    await close_sessions(api.parts)
    (session,) = (await api.get("/sessions"))["items"]
    made = {"name": "Day", "currency": "SEK"}
    element = {"price_components": [{"type": "ENERGY", "price": "3.00"}]}
    tariff = await api.post("/tariffs", {**made, "elements": [element]})
    await api.ask("PUT", "/stations/CP1/tariff", {"tariff_id": tariff["id"]})
    await close_sessions(api.parts)
    first, second = await revisions(api, session)
    assert (first["cost"], first["cost_reason"]) == (None, "not_sold")
    assert (second["cause"], second["differs"], second["cost"]["amount"]) == ("price", [], "6.00")


async def test_energy_is_amended_with_a_reason_and_billed_so(api: Api) -> None:
    _, session = await closed(api)
    path = f"/sessions/{session['id']}"
    done = await api.post(f"{path}/amend", {**WHY, "revision": 1, "energy_wh": "1500"})
    assert (done["energy_wh"], done["revision"], done["state"]) == ("1500", 2, "closed")
    assert "amended" in done["flags"]
    await close_sessions(api.parts)
    assert (await api.get(f"{path}/rating"))["amount"] == "3.00"
    first, second = await revisions(api, session)
    assert (second["cause"], second["differs"], second["reason"]) == ("person", ["energy"], WHY["reason"])
    assert second["by"]["kind"] == "key"
    assert (first["energy_wh"], second["energy_wh"]) == ("2000", "1500")
    assert (await api.get(f"{path}/review"))["amended"]["energy_wh"] == "1500"
    (act,) = (await api.get("/acts?noun=session&verb=amend"))["items"]
    assert act["reason"] == WHY["reason"]
    told = await api.post(f"{path}/amend", {**WHY, "revision": 2, "energy_wh": None})
    assert (told["energy_wh"], told["flags"]) == ("2000", [])


async def test_start_end_card_and_driver_are_amended(api: Api) -> None:
    _, session = await closed(api)
    await api.post("/tokens", {"uid": "BEEF"})
    body = {
        **WHY,
        "revision": 1,
        "started_at": "2026-11-20T12:10:00Z",
        "ended_at": "2026-11-20T12:50:00+00:00",
        "token": "beef",
        "driver": "Kim",
    }
    done = await api.post(f"/sessions/{session['id']}/amend", body)
    assert (done["started_at"], done["ended_at"]) == ("2026-11-20T12:10:00Z", "2026-11-20T12:50:00Z")
    assert (done["token"], done["driver"]) == ("BEEF", "Kim")
    (listed,) = (await api.get("/sessions?token=BEEF"))["items"]
    assert listed["id"] == session["id"]
    assert (await revisions(api, session))[1]["differs"] == ["started_at", "ended_at", "token", "driver"]


async def test_an_amendment_is_bound_to_what_was_seen(api: Api) -> None:
    line, session = await closed(api)
    path = f"/sessions/{session['id']}/amend"
    body = {**WHY, "revision": 1, "energy_wh": "1500"}
    await stops(line, int(session["transaction"]), 2900, "2026-11-20T12:59:00Z")
    assert await api.refused("POST", path, body) == (409, "revision_stale")
    stale = await api.ask("POST", path, {**body, "revision": 2}, if_match='W/"1"')
    assert stale.json()["code"] == "version_stale"


async def test_what_cannot_be_is_refused(api: Api) -> None:
    _, session = await closed(api)
    path = f"/sessions/{session['id']}/amend"
    for body, code in (
        ({"ended_at": "2026-11-20T11:00:00Z"}, "amendment_impossible"),
        ({"ended_at": "2030-01-01T00:00:00Z"}, "amendment_impossible"),
        ({"energy_wh": "99999999"}, "amendment_impossible"),
        ({"token": "NOBODY"}, "token_unknown"),
    ):
        assert await api.refused("POST", path, {**WHY, "revision": 1, **body}) == (422, code)
    assert (await api.refused("POST", path, {**WHY, "revision": 1, "energy_wh": "-5"}))[0] == 422
    assert await api.refused("POST", path, {**WHY, "revision": 1}) == (409, "nothing_changes")


async def test_an_amended_energy_takes_a_session_out_of_review(api: Api) -> None:
    line, session = await closed(api)
    await stops(line, int(session["transaction"]), 4000, "2026-11-20T13:00:00Z")
    path = f"/sessions/{session['id']}"
    assert (await api.get(path))["state"] == "review"
    done = await api.post(f"{path}/amend", {**WHY, "revision": 2, "energy_wh": "2000"})
    assert done["state"] == "closed"
    await stops(line, int(session["transaction"]), 5000, "2026-11-20T12:58:00Z")
    assert (await api.get(path))["energy_wh"] == "2000", "a person has said it"


async def test_a_session_that_never_ends_is_ended_by_a_person(api: Api) -> None:
    _, _, session = await orphaned(api)
    path = f"/sessions/{session['id']}"
    body = {**WHY, "revision": 0, "ended_at": "2026-11-20T12:40:00Z"}
    done = await api.post(f"{path}/amend", body)
    assert (done["state"], done["energy_wh"]) == ("closed", "1500")
    back = await api.post(f"{path}/amend", {**WHY, "revision": done["revision"], "ended_at": None})
    assert back["state"] == "active"


async def test_a_session_is_written_off_and_reinstated(api: Api) -> None:
    _, session = await closed(api)
    path = f"/sessions/{session['id']}"
    done = await api.post(f"{path}/write-off", {**WHY, "revision": 1})
    assert (done["state"], done["revision"]) == ("written_off", 2)
    await close_sessions(api.parts)
    priced = await api.get(f"{path}/rating")
    assert (priced["amount"], priced["cost_reason"], priced["final"]) == (None, "written_off", False)
    (listed,) = (await api.get("/sessions?state=written_off"))["items"]
    assert (listed["cost"], listed["cost_reason"]) == (None, "written_off")
    assert await api.refused("POST", f"{path}/write-off", {**WHY, "revision": 2}) == (
        409,
        "session_written_off",
    )
    assert (await api.post(f"{path}/reinstate", {**WHY, "revision": 2}))["state"] == "closed"
    await close_sessions(api.parts)
    costs = [one["cost"] and one["cost"]["amount"] for one in await revisions(api, session)]
    assert costs == ["4.00", None, "4.00"]
    verbs = [one["verb"] for one in (await api.get("/acts?noun=session"))["items"]]
    assert verbs == ["reinstate", "write_off"]


async def test_a_running_session_is_not_written_off(api: Api) -> None:
    _, _, session = await orphaned(api)
    path = f"/sessions/{session['id']}/write-off"
    assert await api.refused("POST", path, {**WHY, "revision": 0}) == (409, "session_runs")


async def test_a_match_is_undone_and_what_came_since_stays(api: Api) -> None:
    line, doubt, session = await orphaned(api)
    path = f"/doubts/{doubt['id']}"
    await api.post(f"{path}/match", {**WHY, "session": session["id"]})
    await close_sessions(api.parts)
    await meters(line, int(session["transaction"]), 2200, "2026-11-20T12:20:00Z")
    assert (await api.post(f"{path}/unmatch", WHY))["state"] == "open"
    now = await api.get(f"/sessions/{session['id']}")
    assert (now["state"], now["energy_wh"], now["ended_at"]) == ("active", "1500", None)
    assert len((await api.get(f"/sessions/{session['id']}/readings"))["items"]) == 3
    told = [(one["cause"], one["state"]) for one in await revisions(api, session)]
    assert told == [("ended", "closed"), ("person", "active")]
    assert await api.refused("POST", f"{path}/unmatch", WHY) == (409, "doubt_not_matched")
    await stops(line, int(session["transaction"]), 3500, "2026-11-20T13:10:00Z")
    await close_sessions(api.parts)
    assert (await api.get(f"/sessions/{session['id']}"))["energy_wh"] == "2500"
    assert [one["state"] for one in await revisions(api, session)] == ["closed", "active", "closed"]


async def test_what_healed_and_was_undone_does_not_heal_again(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    line = await plugged(api, "CP1")
    await stops(line, -1, 3000, "2026-11-20T13:00:00Z")
    await starts(line)
    assert await settle_doubts(api.parts) == 1
    (doubt,) = (await api.get("/doubts"))["items"]
    await api.post(f"/doubts/{doubt['id']}/unmatch", WHY)
    assert await settle_doubts(api.parts) == 0
    (session,) = (await api.get("/sessions"))["items"]
    assert session["state"] == "active"


async def test_an_inferred_end_is_shown_as_final_only_after_72_hours(api: Api) -> None:
    line, _, session = await orphaned(api)
    free = {
        "connectorId": 1,
        "errorCode": "NoError",
        "status": "Available",
        "timestamp": "2026-11-20T13:00:00Z",
    }
    await line.call("StatusNotification", free)
    assert isinstance(api.clock, ManualClock)
    api.clock.advance(2 * HOUR_US)
    assert await infer_ends(api.parts) == 1
    await close_sessions(api.parts)
    for passed_us, shown in ((0, (False, "provisional")), (73 * HOUR_US, (True, None))):
        api.clock.advance(passed_us)
        (listed,) = (await api.get("/sessions"))["items"]
        one = await api.get(f"/sessions/{session['id']}")
        rating = await api.get(f"/sessions/{session['id']}/rating")
        newest = (await revisions(api, session))[-1]
        for told in (listed, one, newest):
            assert (told["cost"]["final"], told["cost_reason"]) == shown
        assert (rating["final"], rating["cost_reason"]) == shown
