"""The main job from outside: a station charges, its session is priced, and a kill -9 changes nothing."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.stories.blackbox import Installation, plug, until

TARIFF = {
    "name": "Depot day",
    "currency": "SEK",
    "elements": [
        {"price_components": [{"type": "ENERGY", "price": "2.50", "step_size": 1, "vat": "25.0"}]},
        {"price_components": [{"type": "FLAT", "price": "1.00", "vat": "25.0"}]},
    ],
}


@pytest.fixture
def place(tmp_path: Path, database_url: str | None) -> Iterator[Installation]:
    installation = Installation(tmp_path / "data", database_url)
    installation.start()
    yield installation
    if installation.process is not None and installation.process.poll() is None:
        installation.kill()


def furnish(api: httpx.Client) -> str:
    """A site, a station with a tariff, a card; returns the station's password."""
    site = api.post(
        "/sites",
        json={"name": "Depot", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"},
    )
    assert site.status_code == 201, site.text
    station = api.post(
        "/stations",
        json={"identity": "DEPOT-07", "access": "public", "site": site.json()["id"], "max_power_w": 22000},
    )
    assert station.status_code == 201, station.text
    assert api.post("/tokens", json={"uid": "04AABBCC", "kind": "rfid"}).status_code == 201
    tariff = api.post("/tariffs", json=TARIFF)
    assert tariff.status_code == 201, tariff.text
    assigned = api.put("/stations/DEPOT-07/tariff", json={"tariff_id": tariff.json()["id"]})
    assert assigned.is_success, assigned.text
    password = station.json()["ocpp_password"]
    assert isinstance(password, str)
    return password


def meter(transaction: int, at: str, wh: int) -> dict[str, Any]:
    value = {"value": str(wh), "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
    return {
        "connectorId": 1,
        "transactionId": transaction,
        "meterValue": [{"timestamp": at, "sampledValue": [value]}],
    }


START = {"connectorId": 1, "idTag": "04aabbcc", "meterStart": 1000, "timestamp": "2026-11-20T08:00:00Z"}
BOOT = {"chargePointVendor": "Acme", "chargePointModel": "A1"}


async def test_a_kill_in_the_middle_leaves_one_session_with_exact_energy_and_cost(
    place: Installation,
) -> None:
    api = place.client()
    password = furnish(api)
    async with plug(place, "DEPOT-07", password) as station:
        assert (await station.call("BootNotification", BOOT))["status"] == "Accepted"
        started = await station.call("StartTransaction", START)
        assert started["idTagInfo"]["status"] == "Accepted"
        transaction = started["transactionId"]
        assert await station.call("MeterValues", meter(transaction, "2026-11-20T08:15:00Z", 2500)) == {}
        active = until(lambda: api.get("/sessions?state=active").json()["items"])
        assert active[0]["energy_wh"] == "1500"
        assert active[0]["cost"]["final"] is False
        place.kill()
    place.start()
    async with plug(place, "depot-07", password) as station:
        again = await station.call("StartTransaction", START)
        assert again["transactionId"] == transaction
        await station.call("MeterValues", meter(transaction, "2026-11-20T08:15:00Z", 2500))
        await station.call("MeterValues", meter(transaction, "2026-11-20T08:30:00Z", 4250))
        stop = {"transactionId": transaction, "meterStop": 5234, "timestamp": "2026-11-20T09:00:00Z"}
        stopped = await station.call("StopTransaction", {**stop, "idTag": "04AABBCC", "reason": "Local"})
        assert stopped.get("idTagInfo", {}).get("status", "Accepted") == "Accepted"
        await station.call("StopTransaction", {**stop, "idTag": "04AABBCC", "reason": "Local"})

    def priced() -> Any:
        items = api.get("/sessions").json()["items"]
        return items if items and items[0]["cost"] and items[0]["cost"]["final"] else None

    sessions = until(priced)
    assert len(sessions) == 1
    one = sessions[0]
    assert one["state"] == "closed"
    assert one["station"] == "DEPOT-07"
    assert one["token"].lower() == "04aabbcc"
    assert (one["started_at"], one["ended_at"]) == ("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z")
    assert one["energy_wh"] == "4234"
    assert one["cost"] == {
        "amount": "14.49",  # 4.234 kWh · 2.50 + 1.00 = 11.585 → 11.59, VAT 2.90
        "before_vat": "11.59",
        "vat": "2.90",
        "currency": "SEK",
        "final": True,
    }
    rating = api.get(f"/sessions/{one['id']}/rating").json()
    assert len(rating["lines"]) == 2
    readings = api.get(f"/sessions/{one['id']}/readings").json()
    assert len(readings["items"]) >= 2
    frames = api.get("/stations/DEPOT-07/frames").json()
    assert any(frame["action"] == "StopTransaction" for frame in frames["items"])
    api.close()


def event(kind: str, sequence: int, at: str, wh: int) -> dict[str, Any]:
    """A TransactionEvent of 2.x with one reading of the register."""
    reason = {"Started": "Authorized", "Updated": "MeterValuePeriodic", "Ended": "EVDeparted"}[kind]
    context = {"Started": "Transaction.Begin", "Updated": "Sample.Periodic", "Ended": "Transaction.End"}[kind]
    sampled = {"value": wh, "context": context, "measurand": "Energy.Active.Import.Register"}
    told: dict[str, Any] = {
        "eventType": kind,
        "timestamp": at,
        "triggerReason": reason,
        "seqNo": sequence,
        "transactionInfo": {"transactionId": "a-b-c"},
        "evse": {"id": 1, "connectorId": 1},
        "meterValue": [{"timestamp": at, "sampledValue": [sampled]}],
    }
    if kind == "Started":
        told["idToken"] = {"idToken": "04AABBCC", "type": "ISO14443"}
    return told


@pytest.mark.parametrize("protocol", ["ocpp2.0.1", "ocpp2.1"])
async def test_a_kill_in_the_middle_of_a_transaction_of_2x_changes_nothing(
    place: Installation, protocol: str
) -> None:
    api = place.client()
    password = furnish(api)
    boot = {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "A2"}}
    told = [
        event("Started", 0, "2026-11-20T08:00:00Z", 1000),
        event("Updated", 1, "2026-11-20T08:30:00Z", 3500),
        event("Ended", 2, "2026-11-20T09:00:00Z", 5234),
    ]
    async with plug(place, "DEPOT-07", password, protocol=protocol) as station:
        assert (await station.call("BootNotification", boot))["status"] == "Accepted"
        started = await station.call("TransactionEvent", told[0])
        assert started["idTokenInfo"]["status"] == "Accepted"
        await station.call("TransactionEvent", told[1])
        place.kill()
    place.start()
    async with plug(place, "DEPOT-07", password, protocol=protocol) as station:
        await station.call("BootNotification", boot)
        for one in (*told, told[2], told[1]):
            await station.call("TransactionEvent", one)

    def priced() -> Any:
        items = api.get("/sessions").json()["items"]
        return items if items and items[0]["cost"] and items[0]["cost"]["final"] else None

    (one,) = until(priced)
    assert (one["state"], one["energy_wh"], one["cost"]["amount"]) == ("closed", "4234", "14.49")
    assert (one["started_at"], one["ended_at"]) == ("2026-11-20T08:00:00Z", "2026-11-20T09:00:00Z")
    api.close()


async def test_a_station_without_a_tariff_gives_a_whole_session_that_is_not_sold(place: Installation) -> None:
    api = place.client()
    made = api.post("/stations", json={"identity": "HOME-1", "access": "home"})
    api.put("/stations/HOME-1/groups", json={"groups": ["*"]})
    api.post("/tokens", json={"uid": "CARD", "kind": "rfid"})
    async with plug(place, "HOME-1", made.json()["ocpp_password"]) as station:
        start = await station.call("StartTransaction", {**START, "idTag": "CARD"})
        stop = {"meterStop": 2000, "timestamp": "2026-11-20T09:00:00Z"}
        await station.call("StopTransaction", {**stop, "transactionId": start["transactionId"]})
    one = until(lambda: api.get("/sessions?state=closed").json()["items"])[0]
    assert one["cost"] is None
    assert one["cost_reason"] == "not_sold"
    assert one["energy_wh"] == "1000"
    api.close()
