"""Commands over HTTP: what a station answers is told in the order, and its no is no error of HTTP."""

from collections.abc import Awaitable, Callable

import pytest
from tests.doors.api import Api
from tests.doors.api_charge import plugged

from wattfleet.bus.port import Ask, StationKey, Told
from wattfleet.usecases.finding import named_station

Answer = Callable[[Ask], Awaitable[Told]]


async def connected(api: Api, answer: Told) -> list[Ask]:
    """CP1 is connected over 1.6 and gives this answer to everything; what it was asked."""
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await plugged(api, "CP1")
    station = await api.parts.database.read(1, lambda reader: named_station(reader, "CP1"))
    heard: list[Ask] = []

    async def reply(question: Ask) -> Told:
        heard.append(question)
        return answer

    api.parts.bus.serve(StationKey(1, station.id), reply)
    return heard


def answered(payload: bytes) -> Told:
    return Told(how="answered", payload=payload)


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (answered(b'{"status":"Accepted"}'), "accepted"),
        (answered(b'{"status":"Rejected"}'), "rejected"),
        (Told(how="refused", code="NotImplemented"), "not_supported"),
        (Told(how="timed_out"), "timed_out"),
        (Told(how="lost"), "failed"),
    ],
)
async def test_what_the_station_says_is_the_state(api: Api, told: Told, state: str) -> None:
    heard = await connected(api, told)
    answer = await api.ask("POST", "/stations/CP1/commands?wait=10", {"command": "reset", "type": "Soft"})
    assert answer.status_code == 201, answer.text
    order = answer.json()
    assert (order["state"], order["command"], order["station"]) == (state, "reset", "CP1")
    assert (heard[0].action, heard[0].payload) == ("Reset", b'{"type":"Soft"}')
    shown = await api.get(f"/stations/CP1/commands/{order['id']}")
    assert shown == order
    assert [one["id"] for one in (await api.get("/stations/CP1/commands"))["items"]] == [order["id"]]


async def test_a_station_that_is_away_is_told_apart(api: Api) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    answer = await api.ask("POST", "/stations/CP1/commands?wait=1", {"command": "clear_cache"})
    assert (answer.status_code, answer.json()["state"]) == (201, "not_connected")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"command": "reset", "type": "OnIdle"}, "word_of_another_version"),
        ({"command": "reset"}, "field_missing"),
        ({"command": "dance"}, "field_invalid"),
        ({"type": "Soft"}, "field_missing"),
        ({"command": "reset", "type": "Soft", "force": True}, "field_unknown"),
    ],
)
async def test_what_cannot_be_asked_is_refused(api: Api, body: dict[str, object], code: str) -> None:
    heard = await connected(api, answered(b"{}"))
    assert await api.refused("POST", "/stations/CP1/commands?wait=1", body) == (422, code)
    assert heard == []


async def test_waiting_has_an_end(api: Api) -> None:
    assert await api.refused("POST", "/stations/CP1/commands?wait=61", {"command": "clear_cache"}) == (
        422,
        "field_invalid",
    )


async def test_a_raw_call_is_checked_against_its_schema(api: Api) -> None:
    heard = await connected(api, answered(b'{"status":"Accepted"}'))
    call = {"action": "TriggerMessage", "payload": {"requestedMessage": "Heartbeat"}}
    answer = await api.post("/stations/CP1/ocpp?wait=5", call)
    assert (answer["state"], heard[0].action) == ("accepted", "TriggerMessage")
    for wrong, code in (
        ({"action": "TriggerMessage", "payload": {"requestedMessage": "Nonsense"}}, "ocpp_payload"),
        ({"action": "Dance", "payload": {}}, "ocpp_action_unknown"),
        ({"action": "Heartbeat", "payload": {}}, "ocpp_action_of_station"),
    ):
        assert await api.refused("POST", "/stations/CP1/ocpp", wrong) == (422, code)


async def test_a_password_in_a_command_is_shown_to_nobody(api: Api) -> None:
    await connected(api, answered(b'{"status":"Accepted"}'))
    secret = "00112233445566778899aabbccddeeff"
    body = {"command": "change_configuration", "key": "AuthorizationKey", "value": secret}
    answer = await api.ask("POST", "/stations/CP1/commands?wait=5", body)
    assert answer.status_code == 201
    listed = await api.ask("GET", "/stations/CP1/commands")
    frames = await api.ask("GET", "/stations/CP1/frames")
    assert secret not in answer.text + listed.text + frames.text
    assert answer.json()["request"]["value"] == "•••"


async def test_a_repeated_command_is_sent_once(api: Api) -> None:
    heard = await connected(api, answered(b'{"status":"Accepted"}'))
    first = await api.ask(
        "POST", "/stations/CP1/commands?wait=5", {"command": "clear_cache"}, idempotency_key="k"
    )
    again = await api.ask(
        "POST", "/stations/CP1/commands?wait=5", {"command": "clear_cache"}, idempotency_key="k"
    )
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert len(heard) == 1


async def test_a_reservation_is_a_command_with_a_record(api: Api) -> None:
    heard = await connected(api, answered(b'{"status":"Accepted"}'))
    body = {"station": "CP1", "token": "04A2", "connector": 1, "expires_at": "2026-11-20T18:00:00Z"}
    made = await api.post("/reservations?wait=5", body)
    assert (made["state"], made["token"], made["station"]) == ("reserved", "04A2", "CP1")
    assert heard[0].action == "ReserveNow"
    assert (await api.get("/reservations?state=reserved&station=CP1"))["items"] == [made]
    assert (await api.ask("DELETE", f"/reservations/{made['id']}")).status_code == 204
    await api.parts.errands.settle()
    assert heard[1].action == "CancelReservation"
    assert (await api.get(f"/reservations/{made['id']}"))["state"] == "cancelled"
    changed = await api.ask("PATCH", f"/reservations/{made['id']}", {"state": "used"})
    assert changed.json()["state"] == "used"
    assert (await api.ask("DELETE", f"/reservations/{made['id']}")).status_code == 204
    assert (await api.refused("GET", f"/reservations/{made['id']}"))[0] == 404


async def test_a_stored_profile_is_sent_by_its_id(api: Api) -> None:
    heard = await connected(api, answered(b'{"status":"Accepted"}'))
    stored = await api.post(
        "/charging-profiles",
        {
            "description": "six amperes",
            "profile": {
                "purpose": "tx_default",
                "kind": "absolute",
                "stack_level": 0,
                "unit": "A",
                "periods": [{"start_s": 0, "limit": "6"}],
            },
        },
    )
    body = {"command": "set_charging_profile", "profile_id": stored["id"], "connector": 1}
    order = await api.post("/stations/CP1/commands?wait=5", body)
    assert order["state"] == "accepted"
    assert heard[0].action == "SetChargingProfile"
    found = (await api.get("/charging-profiles?description=six"))["items"]
    assert [one["id"] for one in found] == [stored["id"]]
