"""What others rely on, line by line, from outside: the real process, HTTP, and a bare WebSocket."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import websockets
from tests.stories.blackbox import Installation, Plug, plug, until

pytestmark = pytest.mark.xdist_group("contract")
SITE = {"name": "Depot", "country": "SE", "zone": "Europe/Stockholm", "currency": "SEK"}
ENERGY = {"type": "ENERGY", "price": "2.50", "step_size": 1, "vat": "25.0"}
IDLE = {"type": "PARKING_TIME", "price": "30.00", "step_size": 60, "vat": "25.0", "free_s": 900}
BOOT = {"chargePointVendor": "Acme", "chargePointModel": "A1"}
BOOT_2X = {"reason": "PowerUp", "chargingStation": {"vendorName": "Acme", "model": "A2"}}


@pytest.fixture
def api(house: Installation) -> Iterator[httpx.Client]:
    with house.client() as client:
        yield client


def made(answer: httpx.Response, status: int = 201) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def problem(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """A refusal: problem+json with a code, words and an end."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    said: dict[str, Any] = answer.json()
    assert said["code"] == code
    assert said["detail"]
    return said


def station(api: httpx.Client, identity: str, access: str = "public") -> str:
    """A station of that name; its password."""
    return str(made(api.post("/stations", json={"identity": identity, "access": access}))["ocpp_password"])


async def charged(
    place: Installation, identity: str, password: str, token: str, *, day: int, meter: tuple[int, int]
) -> None:
    """An hour's charge on a day of October, from one reading of the meter to another."""
    async with plug(place, identity, password) as one:
        await one.call("BootNotification", BOOT)
        at = f"2026-10-{day:02}T"
        start = {"connectorId": 1, "idTag": token, "meterStart": meter[0], "timestamp": at + "08:00:00Z"}
        number = (await one.call("StartTransaction", start))["transactionId"]
        stop = {"transactionId": number, "meterStop": meter[1], "timestamp": at + "09:00:00Z"}
        await one.call("StopTransaction", stop)


def test_without_a_key_nobody_sees_anything(house: Installation) -> None:
    bare = httpx.get(f"{house.http}/api/v1/sessions")
    problem(bare, 401, "key_required")
    assert bare.headers["www-authenticate"].startswith("Bearer")
    wrong = httpx.get(f"{house.http}/api/v1/sessions", headers={"Authorization": "Bearer wfk_000_000"})
    problem(wrong, 401, "key_invalid")


def test_a_key_has_a_role_and_an_end(house: Installation) -> None:
    viewer = house.make_key("viewer", "--expires", "2099-01-01")
    assert re.fullmatch(r"wfk_[0-9a-f]+_[0-9a-f]+", viewer)
    with house.client(viewer) as client:
        assert until(lambda: client.get("/sites").is_success)
        assert client.post("/sites", json=SITE).status_code == 403


def test_the_first_start_made_the_default_site(api: httpx.Client) -> None:
    first = made(api.get("/sites"), 200)["items"][0]
    assert (first["zone"], first["currency"], first["assumed"]) == ("Europe/Stockholm", "SEK", False)


def test_sites_are_made_changed_and_removed(api: httpx.Client) -> None:
    site = made(api.post("/sites", json=SITE))
    changed = made(api.patch(f"/sites/{site['id']}", json={"name": "Yard"}), 200)
    assert changed["name"] == "Yard"
    stale = api.patch(f"/sites/{site['id']}", json={"name": "Old"}, headers={"If-Match": 'W/"1"'})
    assert stale.status_code == 412
    assert api.delete(f"/sites/{site['id']}").status_code == 204
    assert api.get(f"/sites/{site['id']}").status_code == 404


def test_a_station_shows_its_password_once(api: httpx.Client) -> None:
    new = made(api.post("/stations", json={"identity": "ONCE-1", "access": "private"}))
    assert re.fullmatch(r"[0-9a-f]{32}", new["ocpp_password"])
    assert new["identity"] == "ONCE-1"
    assert "ocpp_password" not in made(api.get("/stations/once-1"), 200)
    problem(api.post("/stations", json={"identity": "once-1", "access": "home"}), 409, "identity_taken")
    moved = {"identity": "ONCE-2", "access": "home", "ocpp_password": "from-elsewhere-123"}
    assert made(api.post("/stations", json=moved))["ocpp_password"] == "from-elsewhere-123"
    assert api.delete("/stations/ONCE-2").status_code == 204


def test_a_repeated_post_is_one_and_hides_the_secret(api: httpx.Client) -> None:
    body = {"identity": "AGAIN-1", "access": "private"}
    key = {"Idempotency-Key": "order-4711"}
    first = made(api.post("/stations", json=body, headers=key))
    second = made(api.post("/stations", json=body, headers=key))
    assert second["id"] == first["id"]
    assert "ocpp_password" not in second or second["ocpp_password"] is None
    other = api.post("/stations", json={**body, "identity": "AGAIN-2"}, headers=key)
    assert other.status_code in {409, 422}


def test_groups_and_tokens(api: httpx.Client) -> None:
    station(api, "GROUPS-1", "home")
    assert made(api.put("/stations/GROUPS-1/groups", json={"groups": ["*"]}), 200)["groups"] == ["*"]
    past = {"uid": "OVER", "kind": "rfid", "group": "drivers", "expires_at": "2020-01-01T00:00:00Z"}
    assert made(api.post("/tokens", json=past))["expires_at"] == "2020-01-01T00:00:00Z"
    made(api.post("/tokens", json={"uid": "BLOCKED", "kind": "app", "state": "blocked"}))
    assert api.post("/tokens", json={"uid": "blocked", "kind": "app"}).status_code == 409
    assert made(api.patch("/tokens/BLOCKED", json={"state": "valid"}), 200)["state"] == "valid"
    assert api.delete("/tokens/BLOCKED").status_code == 204


def test_tariffs_have_the_shape_of_ocpi(api: httpx.Client) -> None:
    whole = {
        "name": "Whole",
        "currency": "SEK",
        "tax_included": False,
        "min_price": {"before_vat": "5.00"},
        "max_price": {"before_vat": "100.00", "with_vat": "125.00"},
        "elements": [
            {"price_components": [ENERGY], "restrictions": {"start_time": "07:00", "end_time": "19:00"}},
            {"price_components": [{**ENERGY, "price": "1.20"}, IDLE, {"type": "FLAT", "price": "1.00"}]},
            {"price_components": [{"type": "TIME", "price": "6.00", "step_size": 300}]},
        ],
    }
    tariff = made(api.post("/tariffs", json=whole))
    again = made(api.get(f"/tariffs/{tariff['id']}"), 200)
    assert again["elements"][0]["price_components"][0]["price"] == "2.50"
    reserved = {"price_components": [ENERGY], "restrictions": {"reservation": "RESERVATION"}}
    assert api.post("/tariffs", json={**whole, "elements": [reserved]}).status_code == 422
    station(api, "TARIFF-1")
    assert api.put("/stations/TARIFF-1/tariff", json={"tariff_id": tariff["id"]}).is_success
    assert api.delete(f"/tariffs/{tariff['id']}").status_code == 409


async def test_sessions_are_listed_filtered_and_paged(house: Installation, api: httpx.Client) -> None:
    password = station(api, "LIST-1")
    made(api.post("/tokens", json={"uid": "LISTER", "kind": "rfid"}))
    tariff = made(
        api.post(
            "/tariffs", json={"name": "A", "currency": "SEK", "elements": [{"price_components": [ENERGY]}]}
        )
    )
    assert api.put("/stations/LIST-1/tariff", json={"tariff_id": tariff["id"]}).is_success
    for day, meter in ((1, (0, 1000)), (2, (1000, 3000)), (3, (3000, 6000))):
        await charged(house, "LIST-1", password, "LISTER", day=day, meter=meter)
    query = {"station": "LIST-1", "state": "closed"}
    until(lambda: len(_priced(api, query)) == 3)
    window = {**query, "from": "2026-10-02T08:00:00Z", "to": "2026-10-03T08:00:00Z"}
    (only,) = _priced(api, window)
    assert (only["started_at"], only["ended_at"]) == ("2026-10-02T08:00:00Z", "2026-10-02T09:00:00Z")
    assert only["energy_wh"] == "2000"
    assert only["cost"] == {
        "amount": "6.25",
        "before_vat": "5.00",
        "vat": "1.25",
        "currency": "SEK",
        "final": True,
    }
    page = made(api.get("/sessions", params={**query, "limit": 2}), 200)
    rest = made(api.get("/sessions", params={**query, "limit": 2, "cursor": page["next"]}), 200)
    found = [one["id"] for one in page["items"] + rest["items"]]
    assert len(set(found)) == 3
    assert rest["next"] is None
    for limit in (0, 1001):
        assert api.get("/sessions", params={"limit": limit}).status_code == 422
    _whole(api, only["id"])


def _priced(api: httpx.Client, query: dict[str, str]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = made(api.get("/sessions", params=query), 200)["items"]
    return [one for one in items if one["cost"] and one["cost"]["final"]]


def _whole(api: httpx.Client, session: str) -> None:
    """One session with all that belongs to it."""
    one = made(api.get(f"/sessions/{session}"), 200)
    assert (one["token"], one["flags"]) == ("LISTER", [])
    (line,) = made(api.get(f"/sessions/{session}/rating"), 200)["lines"]
    assert (line["quantity"], line["price"], line["text"]) == ("2", "2.50", "2 kWh at 2.50 SEK per kWh")
    assert len(made(api.get(f"/sessions/{session}/readings"), 200)["items"]) == 2
    frames = made(api.get(f"/sessions/{session}/evidence"), 200)["items"]
    assert [frame["action"] for frame in frames] == ["StartTransaction", "StopTransaction"]


async def test_a_command_tells_what_the_station_answered(house: Installation, api: httpx.Client) -> None:
    password = station(api, "ASK-1")
    path = "/stations/ASK-1/commands"
    alone = made(api.post(path, params={"wait": 1}, json={"command": "clear_cache"}))
    assert alone["state"] == "not_connected"
    async with plug(house, "ASK-1", password) as one:
        await one.call("BootNotification", BOOT)
        asking = asyncio.to_thread(api.post, path, params={"wait": 20}, json={"command": "clear_cache"})
        answer = asyncio.create_task(asking)
        message_id, action, _ = await one.take()
        assert action == "ClearCache"
        await one.answer(message_id, {"status": "Rejected"})
        told = made(await answer)
        assert (told["state"], told["answer"]) == ("rejected", {"status": "Rejected"})
        assert made(api.get(f"{path}/{told['id']}"), 200)["state"] == "rejected"
        assert api.post(path, json={"command": "reset", "type": "OnIdle"}).status_code == 422
        await _raw(api, one)


async def _raw(api: httpx.Client, one: Plug) -> None:
    """Any call, checked against its schema."""
    path = "/stations/ASK-1/ocpp"
    wrong = {"action": "TriggerMessage", "payload": {"requestedMessage": "Everything"}}
    assert api.post(path, json=wrong).status_code == 422
    right = {"action": "TriggerMessage", "payload": {"requestedMessage": "Heartbeat"}}
    asking = asyncio.create_task(asyncio.to_thread(api.post, path, params={"wait": 20}, json=right))
    message_id, action, payload = await one.take()
    assert (action, payload) == ("TriggerMessage", {"requestedMessage": "Heartbeat"})
    await one.answer(message_id, {"status": "Accepted"})
    assert made(await asking)["state"] == "accepted"
    frames = made(api.get("/stations/ASK-1/frames"), 200)["items"]
    assert {frame["direction"] for frame in frames} == {"in", "out"}


async def test_a_remote_start_is_accepted_and_then_seen(house: Installation, api: httpx.Client) -> None:
    password = station(api, "REMOTE-1")
    made(api.post("/tokens", json={"uid": "REMOTE", "kind": "app"}))
    path = "/stations/REMOTE-1/commands"
    async with plug(house, "REMOTE-1", password) as one:
        await one.call("BootNotification", BOOT)
        asked = made(api.post(path, json={"command": "remote_start", "token": "REMOTE", "connector": 1}))
        message_id, action, payload = await one.take()
        assert (action, payload) == ("RemoteStartTransaction", {"idTag": "REMOTE", "connectorId": 1})
        await one.answer(message_id, {"status": "Accepted"})
        until(lambda: made(api.get(f"{path}/{asked['id']}"), 200)["state"] == "accepted")
        assert made(api.get(f"{path}/{asked['id']}"), 200)["effect"] == "waiting"
        start = {"connectorId": 1, "idTag": "REMOTE", "meterStart": 0, "timestamp": "2026-10-05T08:00:00Z"}
        await one.call("StartTransaction", start)
        until(lambda: made(api.get(f"{path}/{asked['id']}"), 200)["effect"] == "seen")


@pytest.mark.parametrize(
    ("protocol", "boot"), [("ocpp1.6", BOOT), ("ocpp2.0.1", BOOT_2X), ("ocpp2.1", BOOT_2X)]
)
async def test_every_version_is_let_in_also_by_its_tenant(
    house: Installation, api: httpx.Client, protocol: str, boot: dict[str, Any]
) -> None:
    identity = f"TENANT-{protocol[4:]}"
    password = station(api, identity)
    path = f"{house.ocpp}/default/{identity}"
    async with plug(house, identity, password, protocol=protocol, path=path) as one:
        assert (await one.call("BootNotification", boot))["status"] == "Accepted"
        shown = made(api.get(f"/stations/{identity}"), 200)
        assert (shown["connected"], shown["ocpp"]) == (True, protocol[4:])


async def test_who_knocks_stands_in_the_inbox_and_is_adopted(house: Installation, api: httpx.Client) -> None:
    with pytest.raises(websockets.InvalidStatus, match="401"):
        async with plug(house, "KNOCK-1", "its-own-password-77"):
            pass

    def knocked() -> list[Any]:
        return [one for one in made(api.get("/inbox"), 200)["items"] if one["identity"] == "KNOCK-1"]

    (entry,) = until(knocked)  # who knocks is written down a little later, together with others
    assert (entry["attempts"], entry["reason"]) == (1, "unknown")
    kept = {"access": "private", "keep_credential": True}
    adopted = made(api.post("/inbox/KNOCK-1/accept", json=kept))
    assert adopted["identity"] == "KNOCK-1"
    async with plug(house, "KNOCK-1", "its-own-password-77") as one:
        assert (await one.call("BootNotification", BOOT))["status"] == "Accepted"
    assert not knocked()


async def test_live_begins_with_what_is_there_and_tells_what_changes(
    house: Installation, api: httpx.Client
) -> None:
    password = station(api, "LIVE-1")
    headers = {"Authorization": f"Bearer {house.key}"}
    async with (
        asyncio.timeout(20),
        httpx.AsyncClient(base_url=f"{house.http}/api/v1", headers=headers, timeout=20) as client,
        client.stream("GET", "/live") as stream,
    ):
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = stream.aiter_lines()
        async for line in lines:
            if "LIVE-1" in line:
                break
        async with plug(house, "LIVE-1", password) as one:
            await one.call("BootNotification", BOOT)
            async for line in lines:
                if "LIVE-1" in line and '"connected":true' in line:
                    break


def test_health_metrics_and_the_description_are_open(house: Installation) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/docs"):
        assert httpx.get(house.http + path).is_success, path
    described = httpx.get(f"{house.http}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "wattfleet_ocpp_connections" in httpx.get(f"{house.http}/metrics").text


def test_it_stops_when_it_is_told_to_and_knows_all_afterwards(house: Installation) -> None:
    with house.client() as api:
        station(api, "LAST-1")
    assert house.stop() == 0
    house.start()
    with house.client() as api:
        assert made(api.get("/stations/LAST-1"), 200)["identity"] == "LAST-1"
