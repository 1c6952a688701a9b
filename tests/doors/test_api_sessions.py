"""Sessions over HTTP: what they look like while they run and when they have ended, and what they cost."""

from tests.doors.api import Api
from tests.doors.api_charge import meters, plugged, starts, stops

from wattfleet.usecases.close_session import close_sessions

TARIFF = {
    "name": "Depot",
    "currency": "SEK",
    "elements": [{"price_components": [{"type": "ENERGY", "price": "2.50", "vat": "25.0"}]}],
}


async def furnish(api: Api, *, sold: bool = True) -> None:
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    if sold:
        tariff = await api.post("/tariffs", TARIFF)
        answer = await api.ask("PUT", "/stations/CP1/tariff", {"tariff_id": tariff["id"]})
        assert answer.status_code == 200


async def test_a_running_session_has_a_running_cost(api: Api) -> None:
    await furnish(api)
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    await meters(line, transaction, 5000, "2026-11-20T12:15:00Z")
    (session,) = (await api.get("/sessions?state=active"))["items"]
    assert {name: session[name] for name in ("station", "evse", "connector", "token", "state")} == {
        "station": "CP1",
        "evse": 1,
        "connector": 1,
        "token": "04A2",
        "state": "active",
    }
    assert (session["started_at"], session["ended_at"]) == ("2026-11-20T12:00:00Z", None)
    assert session["energy_wh"] == "4000"
    assert session["cost"] == {
        "amount": "12.50",
        "before_vat": "10.00",
        "vat": "2.50",
        "currency": "SEK",
        "final": False,
    }
    assert (session["cost_reason"], session["reason"], session["flags"]) == (None, None, [])


async def test_the_cost_of_a_running_session_follows_each_of_its_readings(api: Api) -> None:
    await furnish(api)
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    for register_wh, minute, amount in ((5000, 15, "12.50"), (6000, 30, "15.63"), (9000, 45, "25.00")):
        await meters(line, transaction, register_wh, f"2026-11-20T12:{minute}:00Z")
        (session,) = (await api.get("/sessions?state=active"))["items"]
        whole = await api.get(f"/sessions/{session['id']}")
        assert [one["cost"]["amount"] for one in (session, whole)] == [amount, amount]


async def test_an_ended_session_is_rated_and_says_why(api: Api) -> None:
    await furnish(api)
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    await stops(line, transaction, 11_000, "2026-11-20T13:00:00Z")
    before = (await api.get("/sessions"))["items"][0]["cost"]
    assert before["final"] is False
    assert await close_sessions(api.parts) == 1
    (session,) = (await api.get("/sessions?station=cp1&from=2026-11-20T12:00:00Z&to=2026-11-20T12:00:01Z"))[
        "items"
    ]
    assert session["cost"] == {
        "amount": "31.25",
        "before_vat": "25.00",
        "vat": "6.25",
        "currency": "SEK",
        "final": True,
    }
    rating = await api.get(f"/sessions/{session['id']}/rating")
    assert (rating["final"], rating["amount"], rating["lines"][0]["quantity"]) == (True, "31.25", "10")
    swedish = await api.get(f"/sessions/{session['id']}/rating", accept_language="sv-SE,en;q=0.5")
    assert swedish["language"] == "sv"
    assert swedish["lines"][0]["text"] != rating["lines"][0]["text"]


async def test_what_is_not_sold_is_complete_without_a_cost(api: Api) -> None:
    await furnish(api, sold=False)
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    (session,) = (await api.get("/sessions"))["items"]
    assert (session["cost"], session["cost_reason"]) == (None, "not_sold")
    await stops(line, transaction, 2000, "2026-11-20T13:00:00Z")
    await close_sessions(api.parts)
    shown = await api.get(f"/sessions/{session['id']}")
    assert (shown["cost"], shown["cost_reason"], shown["state"]) == (None, "not_sold", "closed")
    rating = await api.get(f"/sessions/{session['id']}/rating")
    assert (rating["amount"], rating["cost_reason"], rating["lines"]) == (None, "not_sold", [])


async def test_a_tariff_for_all_earlier_time_prices_what_was_not_sold(api: Api) -> None:
    await furnish(api, sold=False)
    line = await plugged(api, "CP1")
    await stops(line, await starts(line), 11_000, "2026-11-20T13:00:00Z")
    await close_sessions(api.parts)
    tariff = await api.post("/tariffs", TARIFF)
    await api.ask("PUT", "/stations/CP1/tariff", {"tariff_id": tariff["id"]})
    await close_sessions(api.parts)
    (session,) = (await api.get("/sessions"))["items"]
    assert session["cost"]["amount"] == "31.25"
    assert session["cost"]["final"] is True


async def test_readings_and_frames_stand_behind_a_session(api: Api) -> None:
    await furnish(api)
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    await meters(line, transaction, 5000, "2026-11-20T12:15:00Z")
    (session,) = (await api.get("/sessions"))["items"]
    readings = (await api.get(f"/sessions/{session['id']}/readings"))["items"]
    assert ("energy_import", "5000", "Wh") in {
        (value["measurand"], value["value"], value["unit"]) for one in readings for value in one["values"]
    }
    evidence = (await api.get(f"/sessions/{session['id']}/evidence"))["items"]
    assert [one["action"] for one in evidence] == ["StartTransaction", "MeterValues"]
    assert evidence[0]["frame"][2:] == [
        "StartTransaction",
        {"connectorId": 1, "idTag": "04A2", "meterStart": 1000, "timestamp": "2026-11-20T12:00:00Z"},
    ]
    assert evidence[0]["answer"][2]["transactionId"] == transaction
    frames = (await api.get("/stations/CP1/frames?sort=at&view=pairs"))["items"]
    assert [one["action"] for one in frames] == ["BootNotification", "StartTransaction", "MeterValues"]


async def test_filters_narrow(api: Api) -> None:
    await furnish(api)
    line = await plugged(api, "CP1")
    await starts(line)
    for query, count in (
        ("token=04a2", 1),
        ("token=other", 0),
        ("state=closed", 0),
        ("flag=unknown_token", 0),
        ("from=2026-11-20T12:00:01Z", 0),
        ("to=2026-11-20T12:00:00Z", 0),
        ("station=CP1&sort=energy", 1),
    ):
        assert len((await api.get(f"/sessions?{query}"))["items"]) == count, query
    assert await api.refused("GET", "/sessions?station=nowhere") == (404, "station_unknown")
    assert await api.refused("GET", "/sessions?sort=colour") == (422, "sort_unknown")
    assert await api.refused("GET", "/sessions?flag=nonsense") == (422, "field_invalid")


async def test_another_tenant_sees_nothing(api: Api) -> None:
    await furnish(api)
    line = await plugged(api, "CP1")
    await starts(line)
    (session,) = (await api.get("/sessions"))["items"]
    assert (await api.get("/sessions", who="other"))["items"] == []
    for path in ("", "/rating", "/readings", "/evidence"):
        answer = await api.refused("GET", f"/sessions/{session['id']}{path}", who="other")
        assert answer == (404, "session_unknown")
