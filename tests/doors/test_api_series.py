"""Series over HTTP: told, corrected, looked at, and what that does to sessions that are priced by them."""

from typing import Any

import pytest
from tests.doors.api import Api
from tests.doors.api_charge import plugged, starts, stops

from wattfleet.usecases.close_session import close_sessions

SERIES = {"name": "SE3", "currency": "SEK", "note": "day-ahead"}
SPOT = {
    "name": "Spot",
    "currency": "SEK",
    "elements": [
        {"price_components": [{"type": "ENERGY", "vat": "25.0", "index": {"series": "SE3", "adder": "0.50"}}]}
    ],
}


def points(*values: str, start: int = 0, length_s: int = 3600) -> list[dict[str, Any]]:
    return [
        {"start": f"2026-11-20T{start + at:02}:00:00Z", "value": value, "length_s": length_s}
        for at, value in enumerate(values)
    ]


async def test_a_series_is_made_told_looked_at_and_removed(api: Api) -> None:
    made = await api.ask("POST", "/series", SERIES)
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/series/SE3")
    assert (await api.refused("POST", "/series", SERIES))[:2] == (409, "series_exists")
    told = await api.ask("PUT", "/series/SE3/points", {"points": points("0.83", "-0.02", "1")})
    assert told.json() == {"points": 3, "changed": 3, "sessions": 0}
    again = await api.ask("PUT", "/series/SE3/points", {"points": points("0.83", "-0.02")})
    assert again.json() == {"points": 2, "changed": 0, "sessions": 0}
    listed = await api.get("/series/SE3/points?limit=2")
    assert [one["value"] for one in listed["items"]] == ["0.83", "-0.02"]
    rest = await api.get(f"/series/SE3/points?limit=2&cursor={listed['next']}")
    assert ([one["value"] for one in rest["items"]], rest["next"]) == (["1"], None)
    late = await api.get("/series/SE3/points?from=2026-11-20T01:30:00Z&to=2026-11-20T02:00:00Z")
    assert [one["start"] for one in late["items"]] == ["2026-11-20T01:00:00Z"]
    assert (await api.ask("DELETE", "/series/SE3")).status_code == 204
    assert (await api.refused("GET", "/series/SE3"))[:2] == (404, "series_unknown")


async def test_a_known_value_is_corrected_only_when_that_is_asked_for(api: Api) -> None:
    await api.post("/series", SERIES)
    await api.ask("PUT", "/series/SE3/points", {"points": points("0.83")})
    status, code = (await api.refused("PUT", "/series/SE3/points", {"points": points("0.84")}))[:2]
    assert (status, code) == (409, "series_value_differs")
    told = await api.ask("PUT", "/series/SE3/points", {"points": points("0.84"), "replace": True})
    assert told.json()["changed"] == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"points": []}, "series_points_invalid"),
        ({"points": points("0.1234567")}, "series_points_invalid"),
        ({"points": points("1", length_s=0)}, "series_points_invalid"),
        ({"points": points("1", length_s=90_000)}, "series_points_invalid"),
    ],
)
async def test_bad_values_are_refused_in_words(api: Api, body: dict[str, Any], code: str) -> None:
    await api.post("/series", SERIES)
    assert (await api.refused("PUT", "/series/SE3/points", body))[1] == code


async def test_a_tariff_follows_only_a_series_that_exists_in_its_own_currency(api: Api) -> None:
    assert (await api.refused("POST", "/tariffs", SPOT))[1] == "series_unknown"
    await api.post("/series", SERIES | {"currency": "EUR"})
    assert (await api.refused("POST", "/tariffs", SPOT))[1] == "series_currency"
    await api.post("/series", {"name": "load"})
    window = {
        "price_components": [{"type": "ENERGY", "price": "1"}],
        "restrictions": {"series": "load", "min_value": "1"},
    }
    await api.post("/tariffs", SPOT | {"elements": [window]})
    assert (await api.refused("DELETE", "/series/load"))[:2] == (409, "series_in_use")


async def test_another_tenant_sees_nothing_of_it(api: Api) -> None:
    await api.post("/series", SERIES)
    assert (await api.refused("GET", "/series/SE3", who="other"))[0] == 404
    assert (await api.refused("PUT", "/series/SE3/points", {"points": points("1")}, who="other"))[0] == 404


async def sold_by_spot(api: Api) -> str:
    """A session of 4 kWh from 12:00 to 14:00 at a station that sells by the series; its path."""
    await api.post("/series", SERIES)
    tariff = (await api.post("/tariffs", SPOT))["id"]
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.post("/tokens", {"uid": "04A2"})
    await api.ask("PUT", "/stations/CP1/tariff", {"tariff_id": tariff})
    line = await plugged(api, "CP1")
    transaction = await starts(line)
    await stops(line, transaction, 5000, "2026-11-20T14:00:00Z")
    await close_sessions(api.parts)
    return f"/sessions/{(await api.get('/sessions'))['items'][0]['id']}"


async def test_a_session_waits_for_its_price_and_gets_it_when_the_values_come(api: Api) -> None:
    session = await sold_by_spot(api)
    waiting = await api.get(session)
    assert (waiting["cost"], waiting["cost_reason"]) == (None, "price_missing")
    told = await api.ask("PUT", "/series/SE3/points", {"points": points("1.00", "2.00", start=12)})
    assert told.json() == {"points": 2, "changed": 2, "sessions": 1}
    await close_sessions(api.parts)
    priced = (await api.get(session))["cost"]
    assert (priced["before_vat"], priced["amount"]) == ("8.00", "10.00")  # 2 kWh at 1.50 + 2 kWh at 2.50
    lines = (await api.get(f"{session}/rating"))["lines"]
    assert [(one["series"], one["series_value"], one["price"]) for one in lines] == [
        ("SE3", "1", "1.50"),
        ("SE3", "2", "2.50"),
    ]


async def test_a_corrected_value_prices_the_session_again(api: Api) -> None:
    session = await sold_by_spot(api)
    await api.ask("PUT", "/series/SE3/points", {"points": points("1.00", "2.00", start=12)})
    await close_sessions(api.parts)
    far = await api.ask("PUT", "/series/SE3/points", {"points": points("9", start=20)})
    assert far.json()["sessions"] == 0
    corrected = {"points": points("1.00", "3.00", start=12), "replace": True}
    assert (await api.ask("PUT", "/series/SE3/points", corrected)).json()["sessions"] == 1
    await close_sessions(api.parts)
    assert (await api.get(session))["cost"]["before_vat"] == "10.00"
