"""A car that we paused by a profile pays no idle fee, whatever its station calls the pause."""

import pytest
from tests.doors.api import Api
from tests.doors.api_charge import meters, plugged, starts, stops
from tests.doors.test_api_commands import connected

from wattfleet.bus.port import Told
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import parse_instant
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.run_audit import run_audit

TWO = parse_instant("2026-11-20T14:00:00Z")
PARKING = {"price_components": [{"type": "PARKING_TIME", "price": "6.00", "vat": "25.0"}]}
PAUSE = {"purpose": "tx_default", "kind": "relative", "stack_level": 0, "unit": "A"}


@pytest.mark.parametrize(
    ("limit", "said", "idle_before_vat"),
    [("0", "Accepted", "6.00"), ("0", "Rejected", "12.00"), ("16", "Accepted", "12.00")],
)
async def test_a_pause_of_ours_is_never_idle(api: Api, limit: str, said: str, idle_before_vat: str) -> None:
    """It stops to draw at 13:00 and leaves at 15:00; at 14:00 the station is told a limit."""
    told = f'{{"status":"{said}"}}'.encode()
    await connected(api, Told("answered", told, sent_at=TWO, answered_at=TWO))
    tariff = (await api.post("/tariffs", {"name": "Idle", "currency": "SEK", "elements": [PARKING]}))["id"]
    await api.ask("PUT", "/stations/CP1/tariff", {"tariff_id": tariff})
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    for at, wh in (("12:30", 4000), ("13:00", 7000), ("13:15", 7000), ("13:30", 7000), ("14:30", 7000)):
        await meters(line, transaction, wh, f"2026-11-20T{at}:00Z")
    clock = api.parts.clock
    assert isinstance(clock, ManualClock)
    clock.advance(TWO - clock.now())
    profile = {**PAUSE, "periods": [{"start_s": 0, "limit": limit}]}
    order = {"command": "set_charging_profile", "connector": 1, "profile": profile}
    answer = await api.ask("POST", "/stations/CP1/commands?wait=10", order)
    assert answer.json()["state"] == said.lower()
    clock.advance(parse_instant("2026-11-20T16:00:00Z") - clock.now())
    await stops(line, transaction, 7000, "2026-11-20T15:00:00Z")
    await close_sessions(api.parts)
    (session,) = (await api.get("/sessions"))["items"]
    assert session["cost"]["before_vat"] == idle_before_vat
    audit = await run_audit(api.parts.database, clock, 1, whole=True)
    broken = {one.id: one.evidence for one in audit.checked if one.violations}
    assert "I4" not in broken, "rated again with the same evidence it costs the same"
