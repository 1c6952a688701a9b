"""What a car does is told by its session: a 2.x plug says only that it is occupied."""

from typing import Any

import pytest
from tests.doors.api import Api
from tests.doors.api_charge import plugged
from tests.doors.stage import Line

START = "2026-11-20T12:00:00Z"
OCCUPIED = {"timestamp": START, "connectorStatus": "Occupied", "evseId": 1, "connectorId": 1}


async def tells(line: Line, number: int, doing: str = "", kind: str = "Updated", wh: int = 1000) -> None:
    info: dict[str, Any] = {"transactionId": "T1"}
    sampled = {"value": wh, "measurand": "Energy.Active.Import.Register"}
    at = f"2026-11-20T12:{number:02}:00Z"
    await line.call(
        "TransactionEvent",
        {
            "eventType": kind,
            "timestamp": at,
            "triggerReason": "ChargingStateChanged" if doing else "MeterValuePeriodic",
            "seqNo": number,
            "transactionInfo": info | ({"chargingState": doing} if doing else {}),
            "evse": {"id": 1, "connectorId": 1},
            "meterValue": [{"timestamp": at, "sampledValue": [sampled]}],
        },
    )


async def shown(api: Api) -> tuple[str | None, dict[str, int]]:
    (session,) = (await api.get("/sessions"))["items"]
    detail = await api.get(f"/sessions/{session['id']}")
    assert detail["charging"] == session["charging"]
    (site,) = (await api.get("/board"))["sites"]
    return session["charging"], site["plugs"]


@pytest.mark.parametrize(
    ("doing", "charging", "plug"),
    [
        ("", None, "occupied"),
        ("EVConnected", "ev_connected", "preparing"),
        ("Charging", "charging", "charging"),
        ("SuspendedEV", "suspended_ev", "suspended_ev"),
        ("SuspendedEVSE", "suspended_evse", "suspended_evse"),
        ("Idle", "idle", "finishing"),
    ],
)
async def test_the_plug_is_what_its_car_does(api: Api, doing: str, charging: str | None, plug: str) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    line = await plugged(api, "CP1", "2.0.1")
    await line.call("StatusNotification", OCCUPIED)
    await tells(line, 0, doing, "Started")
    await tells(line, 1, wh=1500)  # a sample without the state changes nothing of it
    assert await shown(api) == (charging, {plug: 1})


async def test_every_change_of_it_is_seen_and_the_end_frees_the_plug(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    line = await plugged(api, "CP1", "2.0.1")
    await line.call("StatusNotification", OCCUPIED)
    seen = []
    for number, doing in enumerate(("EVConnected", "Charging", "SuspendedEV", "Charging")):
        await tells(line, number, doing, "Updated" if number else "Started", 1000 + 100 * number)
        seen.append((await shown(api))[0])
    assert seen == ["ev_connected", "charging", "suspended_ev", "charging"]
    await tells(line, 4, kind="Ended", wh=2000)
    assert (await shown(api))[1] == {"occupied": 1}, "no session runs: the plug's own word counts"
