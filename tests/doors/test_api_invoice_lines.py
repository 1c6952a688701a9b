"""From a line of an invoice down to the sessions behind it, and from a session up to its lines."""

from decimal import Decimal
from typing import Any

from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, issued, later, sold
from tests.doors.test_api_corrections import amended

FLAT = {"type": "FLAT", "price": "1.00", "vat": "25.0"}
ENERGY = {"type": "ENERGY", "price": "3.333", "vat": "25.0"}


async def invoiced(api: Api, *, contract: bool = False) -> list[str]:
    """Two sessions of energy and a start fee on 2026-00001; their ids."""
    await sold(api, elements=[{"price_components": [FLAT, ENERGY]}])
    account = await a_buyer(api, "04A2")
    await a_seller(api)
    if contract:
        fee = {"kind": "monthly", "text": "Places", "price": "99.00"}
        body = {"account_id": account["id"], "name": "P", "valid_from": "2026-11-01", "fees": [fee]}
        await api.post("/contracts", body)
    sessions = [await charge(api, "04A2", 5001), await charge(api, "04A2", 7002, at="15")]
    later(api)
    await issued(api)
    return sessions


async def shares(api: Api, number: str, line: int, query: str = "") -> list[Any]:
    found = await api.get(f"/invoices/{number}/lines/{line}/sessions?{query}")
    return list(found["items"])


async def lines(api: Api, number: str) -> list[Any]:
    return list((await api.get(f"/invoices/{number}"))["lines"])


async def test_each_line_is_what_its_sessions_add_up_to(api: Api) -> None:
    sessions = await invoiced(api, contract=True)
    told = await lines(api, "2026-00001")
    kinds = [one["kind"] for one in told]
    assert kinds[:2] == ["energy", "start"]
    for at, line in enumerate(told):
        found = await shares(api, "2026-00001", at)
        if line["kind"] == "fee":
            assert found == []
            continue
        assert {one["session_id"] for one in found} <= set(sessions)
        quantity = sum(Decimal(one["quantity"]) for one in found)
        assert line["kind"] == "rounding" or quantity == Decimal(line["quantity"])
        exact = sum(Decimal(one["before_vat"]) for one in found)
        assert abs(exact - Decimal(line["net"])) < Decimal("0.01")
    first = (await shares(api, "2026-00001", 0))[0]
    assert (first["station"], first["energy_wh"], first["quantity"]) == ("CP1", "5001", "5.001")
    (part,) = first["rated"]
    assert (part["kind"], part["quantity"], part["unit"], part["price"]) == (
        "ENERGY",
        5001000,
        "mWh",
        "3.333",
    )
    assert part["before_vat"] == first["before_vat"] == "16.668333"


async def test_they_come_in_pages_and_a_line_that_is_not_there_is_said_so(api: Api) -> None:
    sessions = await invoiced(api)
    page = await api.get("/invoices/2026-00001/lines/0/sessions?limit=1")
    rest = await api.get(f"/invoices/2026-00001/lines/0/sessions?limit=1&cursor={page['next']}")
    assert [one["session_id"] for one in (*page["items"], *rest["items"])] == sessions
    assert rest["next"] is None
    for line in ("99", "-1", "x"):
        path = f"/invoices/2026-00001/lines/{line}/sessions"
        assert await api.refused("GET", path) == (404, "line_unknown")


async def test_a_session_leads_up_to_its_lines(api: Api) -> None:
    sessions = await invoiced(api)
    up = (await api.get(f"/sessions/{sessions[0]}/invoice-lines"))["items"]
    told = [(one["number"], one["stands"], one["line"], one["line_kind"], one["quantity"]) for one in up]
    assert told[:2] == [
        ("2026-00001", True, 0, "energy", "5.001"),
        ("2026-00001", True, 1, "start", "1"),
    ]
    unknown = "/sessions/01970000-0000-7000-8000-000000000001/invoice-lines"
    assert await api.refused("GET", unknown) == (404, "session_unknown")


async def test_a_correction_leads_to_its_session_and_back(api: Api) -> None:
    sessions = await invoiced(api)
    await amended(api, sessions[0], energy_wh="4001")
    later(api, "2027-01-02T10:00:00Z")
    await issued(api, "2026-12")
    (line,) = await lines(api, "C2027-00001")
    (share,) = await shares(api, "C2027-00001", 0)
    assert (line["kind"], share["session_id"], share["revision"]) == ("correction", sessions[0], 2)
    assert share["before_vat"] == line["net"]
    up = (await api.get(f"/sessions/{sessions[0]}/invoice-lines"))["items"]
    assert {(one["number"], one["stands"]) for one in up} == {("2026-00001", False), ("C2027-00001", True)}
    down = await shares(api, "2026-00001", 0)
    assert down[0]["quantity"] == "5.001"  # as it was billed then


async def test_a_credit_note_leads_to_what_it_undid(api: Api) -> None:
    sessions = await invoiced(api)
    note = await api.post("/invoices/2026-00001/credit", {"reason": "the wrong buyer"})
    found = await shares(api, note["number"], 0)
    assert [one["session_id"] for one in found] == sessions
