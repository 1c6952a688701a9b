"""What the official rules would refuse is held before it is issued, with what to do; the rest is issued."""

from typing import Any

from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, invoices, issued, later, sold

SELLER = {"routing": "0007:5560360793", "registration": "556036-0793", "email": "faktura@north.example"}
GOOD: dict[str, Any] = {"routing": "0007:5567037485", "buyer_reference": "Fordon 14", "syntax": "ubl"}


async def held(api: Api, run: Any) -> dict[str, str]:
    found = (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]
    return {one["code"]: one["hint"] for one in found}


async def test_what_the_rules_refuse_is_held_and_the_rest_is_issued(api: Api) -> None:
    await sold(api)
    await a_seller(api, **SELLER)
    await a_buyer(api, "04A1", **GOOD)
    account = await a_buyer(api, "04A2", **(GOOD | {"buyer_reference": ""}))
    await a_buyer(api, "04A3", routing="", syntax="ubl")
    for at, token in (("08", "04A1"), ("10", "04A2"), ("12", "04A3")):
        await charge(api, token, 5005, at=at)
    later(api)
    try:
        run = await issued(api)
        assert (run["issued"], run["held"]) == (1, 2)
        told = await held(api, run)
        assert set(told) == {"document_incomplete", "routing_missing"}
        assert all(told.values())
        (one,) = await invoices(api)
        answer = await api.ask("GET", f"/invoices/{one['number']}/document")
        assert answer.status_code == 200, answer.text
        await api.ask("PATCH", f"/accounts/{account['id']}", {"buyer_reference": "Kst 12"})
        assert (await issued(api))["issued"] == 1
    finally:
        await api.parts.documents.close()
