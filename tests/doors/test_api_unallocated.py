"""Energy between sessions is booked, healed by a session that comes late, and accepted by a person."""

from typing import Any

from tests.doors.api import Api
from tests.doors.api_charge import plugged
from tests.doors.stage import Line

from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.keep_alarms import keep_tenant

WHY = {"reason": "The technician tried the plug."}


async def charged(api: Api, line: Line, hours: tuple[int, int], registers: tuple[int, int]) -> None:
    """A whole charge at connector 1."""
    began, ended = (f"2026-11-20T{hour:02}:00:00Z" for hour in hours)
    start = {"connectorId": 1, "idTag": "04A2", "meterStart": registers[0], "timestamp": began}
    number = (await line.call("StartTransaction", start))["transactionId"]
    stop = {"transactionId": number, "meterStop": registers[1], "timestamp": ended, "reason": "Local"}
    await line.call("StopTransaction", stop)
    await close_sessions(api.parts)


async def leaking(api: Api) -> Line:
    """Two charges, with 2 kWh between them."""
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    line = await plugged(api, "CP1")
    await charged(api, line, (6, 7), (1000, 3000))
    await charged(api, line, (10, 11), (5000, 6000))
    return line


async def rows(api: Api, query: str = "") -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await api.get(f"/unallocated{query}"))["items"]
    return items


async def test_what_flowed_between_two_sessions_is_booked_and_alarmed(api: Api) -> None:
    await leaking(api)
    (row,) = await rows(api, "?station=CP1&state=open")
    assert (row["energy_wh"], row["evse"], row["state"]) == ("2000", 1, "open")
    assert (row["from_at"], row["to_at"]) == ("2026-11-20T07:00:00Z", "2026-11-20T10:00:00Z")
    await keep_tenant(api.parts, 1, ())
    (alarm,) = (await api.get("/alarms?code=energy_unallocated"))["items"]
    assert "2.0 kWh flowed at CP1" in alarm["words"]


async def test_a_session_that_comes_late_heals_it(api: Api) -> None:
    line = await leaking(api)
    await keep_tenant(api.parts, 1, ())
    await charged(api, line, (8, 9), (3000, 4500))
    (part,) = await rows(api)
    assert (part["energy_wh"], part["from_at"], part["state"]) == ("500", "2026-11-20T09:00:00Z", "open")
    await charged(api, line, (9, 10), (4500, 5000))
    assert await rows(api, "?state=open") == []
    assert {one["state"] for one in await rows(api)} == {"explained"}
    await keep_tenant(api.parts, 1, ())
    (alarm,) = (await api.get("/alarms?code=energy_unallocated"))["items"]
    assert alarm["state"] == "closed"


async def test_a_person_says_what_it_was_and_takes_it_back(api: Api) -> None:
    await leaking(api)
    (row,) = await rows(api)
    path = f"/unallocated/{row['id']}"
    assert (await api.post(f"{path}/accept", WHY))["state"] == "accepted"
    assert (await api.get(path))["note"] == WHY["reason"]
    assert await api.refused("POST", f"{path}/accept", WHY) == (409, "unallocated_decided")
    assert await rows(api, "?state=open") == []
    assert (await api.post(f"{path}/reopen", WHY))["state"] == "open"
    verbs = [one["verb"] for one in (await api.get("/acts?noun=unallocated"))["items"]]
    assert verbs == ["reopen", "accept"]


async def test_what_was_accepted_and_becomes_smaller_stays_accepted(api: Api) -> None:
    line = await leaking(api)
    (row,) = await rows(api)
    await api.post(f"/unallocated/{row['id']}/accept", WHY)
    await charged(api, line, (8, 9), (3000, 3100))
    (part,) = await rows(api)
    assert (part["state"], part["energy_wh"]) == ("accepted", "1900")


async def test_nothing_between_is_nothing_booked(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    line = await plugged(api, "CP1")
    await charged(api, line, (6, 7), (1000, 3000))
    await charged(api, line, (10, 11), (3000, 6000))
    assert await rows(api) == []
    assert await api.refused("GET", "/unallocated/nothing") == (404, "unallocated_unknown")
