"""What is wrong is answered in words, and nothing is lost: on the real process and both databases."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import websockets
from tests.stories.blackbox import Installation, plug, until
from tests.stories.test_contract import BOOT, BOOT_2X, ENERGY, made, problem, station

pytestmark = pytest.mark.xdist_group("bad-input")


@pytest.fixture
def api(house: Installation) -> Iterator[httpx.Client]:
    with house.client() as client:
        yield client


async def refused(place: Installation, identity: str, password: str) -> int:
    """The status of the handshake."""
    with pytest.raises(websockets.InvalidStatus) as caught:
        async with plug(place, identity, password):
            pass
    return caught.value.response.status_code


async def test_an_unknown_station_and_a_wrong_password_look_alike(
    house: Installation, api: httpx.Client
) -> None:
    password = station(api, "KNOWN-1")
    assert await refused(house, "KNOWN-1", "wrong-password-000") == 401
    assert await refused(house, "NOBODY-1", password) == 401
    found = {one["identity"]: one["reason"] for one in made(api.get("/inbox"), 200)["items"]}
    assert found["NOBODY-1"] == "unknown"
    async with plug(house, "KNOWN-1", password) as one:
        assert (await one.call("BootNotification", BOOT))["status"] == "Accepted"


async def test_broken_json_costs_neither_the_connection_nor_what_comes_after(
    house: Installation, api: httpx.Client
) -> None:
    password = station(api, "BROKEN-1")
    async with plug(house, "BROKEN-1", password) as one:
        for text in ('[2,"1","Heartbeat",{', "hello", '{"a":1}', "[]", "[2]", '[9,"1",{}]', '[2,"","X",{}]'):
            await one.socket.send(text)
        assert "currentTime" in await one.call("Heartbeat", {})
        unknown = await one.call("MakeCoffee", {})
        assert unknown[0] in {"NotImplemented", "NotSupported"}
        broken = await one.call("StatusNotification", {"connectorId": "one", "status": "Available"})
        assert broken == {} or isinstance(broken[0], str)
    frames = until(lambda: made(api.get("/stations/BROKEN-1/frames"), 200)["items"])
    assert any(frame["error"] for frame in frames), "what could not be read is kept, with the reason"


async def test_a_frame_beyond_every_size_ends_the_connection_and_nothing_else(
    house: Installation, api: httpx.Client
) -> None:
    password = station(api, "HUGE-1")
    async with plug(house, "HUGE-1", password) as one:
        await one.call("BootNotification", BOOT)
        data = {"vendorId": "v", "data": "x" * 20_000_000}
        with pytest.raises(websockets.ConnectionClosed):
            await one.call("DataTransfer", data)
    async with plug(house, "HUGE-1", password) as one:
        assert (await one.call("BootNotification", BOOT))["status"] == "Accepted"


async def test_a_foreign_transaction_is_answered_kept_and_billed_to_nobody(
    house: Installation, api: httpx.Client
) -> None:
    mine, other = station(api, "MINE-1"), station(api, "OTHER-1")
    made(api.post("/tokens", json={"uid": "FOREIGN", "kind": "rfid"}))
    start = {"connectorId": 1, "idTag": "FOREIGN", "meterStart": 0, "timestamp": "2026-10-07T08:00:00Z"}
    async with plug(house, "MINE-1", mine) as one:
        number = (await one.call("StartTransaction", start))["transactionId"]
        async with plug(house, "OTHER-1", other) as stranger:
            stop = {"transactionId": number, "meterStop": 9999, "timestamp": "2026-10-07T08:30:00Z"}
            assert isinstance(await stranger.call("StopTransaction", stop), dict), "it is answered"
        right = {"transactionId": number, "meterStop": 4000, "timestamp": "2026-10-07T09:00:00Z"}
        await one.call("StopTransaction", right)
    (session,) = until(lambda: _of(api, "MINE-1", "closed"))
    assert session["energy_wh"] == "4000"
    assert [one for one in _of(api, "OTHER-1") if one["state"] == "closed"] == []
    doubts = made(api.get("/doubts", params={"station": "OTHER-1"}), 200)["items"]
    assert doubts or _of(api, "OTHER-1", "review"), "the stranger's stop waits for a person"


def _of(api: httpx.Client, identity: str, state: str = "") -> list[dict[str, Any]]:
    query = {"station": identity, **({"state": state} if state else {})}
    items: list[dict[str, Any]] = made(api.get("/sessions", params=query), 200)["items"]
    return items


@pytest.mark.parametrize(
    ("elements", "field"),
    [
        ([], "elements"),
        ([{"price_components": []}], "elements[0].price_components"),
        (
            [{"price_components": [{"type": "ENERGY", "step_size": 1}]}],
            "elements[0].price_components[0].price",
        ),
        ([{"price_components": [{**ENERGY, "price": "two"}]}], "elements[0].price_components[0].price"),
        ([{"price_components": [{**ENERGY, "price": "-1"}]}], "elements[0].price_components[0].price"),
    ],
)
def test_a_tariff_without_a_price_is_refused_by_the_field(
    api: httpx.Client, elements: list[Any], field: str
) -> None:
    answer = api.post("/tariffs", json={"name": "Bad", "currency": "SEK", "elements": elements})
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"] == field, answer.text


async def test_a_clock_in_1970_is_put_right_or_held_back(house: Installation, api: httpx.Client) -> None:
    password = station(api, "EPOCH-1")
    made(api.post("/tokens", json={"uid": "EPOCH", "kind": "rfid"}))
    start = {"connectorId": 1, "idTag": "EPOCH", "meterStart": 100, "timestamp": "1970-01-01T00:00:10Z"}
    async with plug(house, "EPOCH-1", password) as one:
        await one.call("BootNotification", BOOT)
        number = (await one.call("StartTransaction", start))["transactionId"]
        stop = {"transactionId": number, "meterStop": 2100, "timestamp": "1970-01-01T00:00:40Z"}
        await one.call("StopTransaction", stop)
    (session,) = until(lambda: [found for found in _of(api, "EPOCH-1") if found["state"] != "active"])
    assert session["started_at"] >= "2026", "nobody charged in 1970"
    assert session["flags"], "and it is told that the clock was wrong"


async def test_a_transaction_event_with_a_broken_part_loses_only_that_part(
    house: Installation, api: httpx.Client
) -> None:
    password = station(api, "PART-1")
    made(api.post("/tokens", json={"uid": "PART", "kind": "rfid"}))
    values = [{"value": 7000.0}, {"value": "much", "measurand": "Nonsense.Of.Somebody"}]
    event = {
        "eventType": "Started",
        "timestamp": "2026-10-08T08:00:00Z",
        "triggerReason": "Whatever",
        "seqNo": 0,
        "transactionInfo": {"transactionId": "tx-part", "chargingState": "Levitating"},
        "evse": {"id": 1, "connectorId": 1},
        "idToken": {"idToken": "PART", "type": "ISO14443"},
        "meterValue": [{"timestamp": "2026-10-08T08:00:00Z", "sampledValue": values}],
    }
    async with plug(house, "PART-1", password, protocol="ocpp2.0.1") as one:
        await one.call("BootNotification", BOOT_2X)
        answer = await one.call("TransactionEvent", event)
        assert answer["idTokenInfo"]["status"] == "Accepted"
    (session,) = until(lambda: _of(api, "PART-1"))
    assert session["token"] == "PART"


def test_a_body_is_refused_by_its_field_in_words(api: httpx.Client) -> None:
    site = {"name": "X", "country": "SE", "zone": "Europe/Atlantis", "currency": "SEK"}
    problem(api.post("/sites", json=site), 422, "zone_unknown")
    problem(api.post("/stations", json={"identity": "a/b", "access": "public"}), 422, "identity_invalid")
    unknown = problem(api.post("/tokens", json={"uid": "U", "colour": "red"}), 422, "field_unknown")
    assert unknown["field"] == "colour"
    broken = api.post("/tokens", content=b"{", headers={"Content-Type": "application/json"})
    problem(broken, 422, "body_malformed")
    problem(api.get("/sessions", params={"cursor": "nonsense"}), 422, "cursor_invalid")
    problem(api.get("/nothing"), 404, "route_unknown")
