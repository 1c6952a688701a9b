"""A tariff is tried before it sells."""

import pytest
from tests.doors.api import Api

TARIFF = {
    "name": "Day",
    "currency": "SEK",
    "tax_included": True,
    "elements": [
        {"price_components": [{"type": "ENERGY", "price": "4.60", "vat": "25.0"}]},
        {"price_components": [{"type": "PARKING_TIME", "price": "60.00", "vat": "25.0", "free_s": 900}]},
    ],
}
PLAN = {
    "started_at": "2026-11-27T08:00:00Z",
    "charging_s": 7200,
    "energy_wh": "22000",
    "zone": "Europe/Stockholm",
}


@pytest.mark.parametrize(
    ("more", "amount", "kinds"),
    [
        ({}, "101.20", ["ENERGY"]),
        ({"energy_wh": "0.5"}, "0.00", ["ENERGY"]),
        ({"idle_s": 900}, "101.20", ["ENERGY", "PARKING_TIME"]),
        ({"idle_s": 1800}, "116.20", ["ENERGY", "PARKING_TIME"]),
    ],
)
async def test_what_a_planned_session_would_cost(
    api: Api, more: dict[str, object], amount: str, kinds: list[str]
) -> None:
    answer = await api.post("/tariffs/price", {"tariff": TARIFF, "session": PLAN | more})
    assert answer["amount"] == amount
    assert [one["type"] for one in answer["lines"]] == kinds
    assert (await api.get("/tariffs"))["items"] == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"zone": "Mars/Base"}, "zone_unknown"),
        ({"charging_s": 0}, "field_invalid"),
        ({"idle_s": -1}, "field_invalid"),
    ],
)
async def test_a_plan_that_cannot_be(api: Api, wrong: dict[str, object], code: str) -> None:
    answer = await api.ask("POST", "/tariffs/price", {"tariff": TARIFF, "session": PLAN | wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, code)
