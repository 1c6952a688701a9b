"""A driver stops her own running charge; the station's answer is shown to her, and to nobody else."""

import pytest
from tests.doors.api import Api, problem
from tests.doors.api_charge import plugged, starts, stops
from tests.doors.test_api_commands import answered
from tests.doors.test_people import Browser, driver

from wattfleet.bus.port import Ask, StationKey, Told
from wattfleet.usecases.finding import named_station


async def charging(api: Api, uid: str) -> tuple[str, int]:
    """CP1 charges for that card; the session's id and its transaction."""
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    line = await plugged(api, "CP1")
    number = await starts(line, token=uid)
    (session,) = (await api.get("/sessions"))["items"]
    return session["id"], number


async def answers(api: Api, told: Told) -> list[Ask]:
    station = await api.parts.database.read(1, lambda reader: named_station(reader, "CP1"))
    heard: list[Ask] = []

    async def reply(question: Ask) -> Told:
        heard.append(question)
        return told

    api.parts.bus.serve(StationKey(1, station.id), reply)
    return heard


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (answered(b'{"status":"Accepted"}'), "accepted"),
        (answered(b'{"status":"Rejected"}'), "rejected"),
        (Told(how="timed_out"), "timed_out"),
    ],
)
async def test_the_stations_own_answer_is_hers(api: Api, told: Told, state: str) -> None:
    mine, token = await driver(api, "04AA")
    session, number = await charging(api, "04aa")
    heard = await answers(api, told)
    order = await mine.asks("POST", f"/my/sessions/{session}/stop?wait=10")
    assert (order.status_code, order.json()["state"]) == (201, state)
    assert (heard[0].action, heard[0].payload) == (
        "RemoteStopTransaction",
        f'{{"transactionId":{number}}}'.encode(),
    )
    path = f"/my/commands/{order.json()['id']}"
    assert (await mine.asks("GET", path)).json() == order.json()
    (act,) = (await api.get("/acts?noun=station"))["items"][:1]
    assert (act["who"]["kind"], act["who"]["id"]) == ("driver", token["id"])


async def test_a_station_that_is_away_says_so(api: Api) -> None:
    mine, _ = await driver(api, "04AA")
    session, _ = await charging(api, "04AA")
    order = (await mine.asks("POST", f"/my/sessions/{session}/stop?wait=1")).json()
    assert order["state"] == "not_connected"


async def test_nobody_stops_anothers_charge_nor_reads_of_it(api: Api) -> None:
    mine, _ = await driver(api, "04AA")
    theirs, _ = await driver(api, "04BB")
    session, _ = await charging(api, "04AA")
    heard = await answers(api, answered(b'{"status":"Accepted"}'))
    assert problem(await theirs.asks("POST", f"/my/sessions/{session}/stop")) == (404, "session_unknown")
    assert problem(await theirs.asks("POST", "/my/sessions/nothing/stop")) == (404, "session_unknown")
    assert problem(await Browser(api).asks("POST", f"/my/sessions/{session}/stop"))[0] == 401
    assert heard == []
    order = (await mine.asks("POST", f"/my/sessions/{session}/stop?wait=10")).json()
    assert problem(await theirs.asks("GET", f"/my/commands/{order['id']}")) == (404, "order_unknown")


async def test_without_the_pages_own_word_nothing_is_stopped(api: Api) -> None:
    mine, _ = await driver(api, "04AA")
    session, _ = await charging(api, "04AA")
    heard = await answers(api, answered(b'{"status":"Accepted"}'))
    mine.csrf = ""
    assert problem(await mine.asks("POST", f"/my/sessions/{session}/stop"))[0] == 403
    assert heard == []


async def test_what_has_ended_cannot_be_stopped(api: Api) -> None:
    mine, _ = await driver(api, "04AA")
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    line = await plugged(api, "CP1")
    number = await starts(line, token="04AA")
    await stops(line, number, 5_000, "2026-11-20T13:00:00Z")
    (session,) = (await api.get("/sessions"))["items"]
    assert problem(await mine.asks("POST", f"/my/sessions/{session['id']}/stop")) == (409, "session_over")


async def test_a_stop_that_is_sent_again_asks_the_station_once(api: Api) -> None:
    mine, _ = await driver(api, "04AA")
    session, _ = await charging(api, "04AA")
    heard = await answers(api, answered(b'{"status":"Accepted"}'))
    path = f"/my/sessions/{session}/stop?wait=10"
    first = (await mine.asks("POST", path, idempotency_key="k1")).json()
    again = (await mine.asks("POST", path, idempotency_key="k1")).json()
    assert (first["id"], len(heard)) == (again["id"], 1)
