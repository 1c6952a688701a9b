"""From a charge to an invoice and its entries, over HTTP, on both databases."""

from tests.doors.api import Api
from tests.doors.api_billing import (
    a_buyer,
    a_seller,
    balances,
    charge,
    invoices,
    issued,
    later,
    proposed,
    sold,
)


async def test_a_charge_becomes_an_invoice_with_its_number_and_entries(api: Api) -> None:
    await sold(api)
    account = await a_buyer(api, "04A2")
    await a_seller(api)
    session = await charge(api, "04A2", 5005)
    assert await balances(api) == {"accrued": "16.67", "revenue:charging": "-16.67"}
    later(api)
    run = await issued(api)
    assert (run["state"], run["invoices"], run["issued"], run["held"]) == ("issued", 1, 1, 0)
    assert run["nets"] == {"SEK": "16.67"}
    (listed,) = await invoices(api)
    assert (listed["number"], listed["state"], listed["payable"], listed["open"]) == (
        "2026-00001",
        "issued",
        "20.84",
        "20.84",
    )
    invoice = await api.get("/invoices/2026-00001")
    (line,) = invoice["lines"]
    assert (line["quantity"], line["unit"], line["price"], line["net"]) == ("5.005", "KWH", "3.33", "16.67")
    assert (line["group"], line["vat"]["category"], line["vat"]["rate"]) == ("Depot", "S", "25")
    assert (invoice["issued_on"], invoice["due_on"], invoice["reference"]) == (
        "2026-12-01",
        "2026-12-31",
        "2026000014",
    )
    (item,) = (await api.get(f"/invoices/{listed['id']}/items"))["items"]
    assert (item["session_id"], item["net"]) == (session, "16.67")
    assert await balances(api) == {
        "receivable": "20.84",
        "revenue:charging": "-16.67",
        "vat:SE": "-4.17",
    }
    (posting,) = (await api.get(f"/ledger/postings?account=receivable:{account['id']}"))["items"]
    entry = await api.get(f"/ledger/entries/{posting['entry_id']}")
    assert (entry["source"], entry["source_id"], entry["text"]) == ("invoice", listed["id"], "2026-00001")
    assert sum(round(float(one["amount"]) * 100) for one in entry["postings"]) == 0


async def test_a_second_run_does_nothing(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    await charge(api, "04A2")
    later(api)
    await issued(api)
    before = await invoices(api), await balances(api)
    again = await issued(api)
    assert (again["state"], again["invoices"]) == ("issued", 0)
    assert (await invoices(api), await balances(api)) == before


async def test_what_nobody_pays_is_held_with_what_to_do(api: Api) -> None:
    await sold(api)
    await a_seller(api)
    await a_buyer(api, "04A2")
    await charge(api, "04A2")
    await charge(api, "04FF", 2000, at="14")
    await charge(api, "04FF", 3000, at="16")
    later(api)
    run = await issued(api)
    assert (run["issued"], run["held"]) == (1, 1)
    (hold,) = (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]
    assert (hold["code"], hold["thing"], hold["sessions"]) == ("no_payer", "token 04FF", 2)
    assert hold["nets"] == {"SEK": "16.65"}
    assert "wattfleet payers add" in hold["hint"]


async def test_sessions_of_one_price_are_one_line_and_add_up(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    for at, wh in (("08", 1001), ("10", 1002), ("12", 1003)):
        await charge(api, "04A2", wh, at=at)
    later(api)
    await issued(api)
    invoice = await api.get("/invoices/2026-00001")
    # People saw 3.33 + 3.34 + 3.34 = 10.01; 3.006 kWh × 3.33 kr is 10.00998.
    assert [(one["kind"], one["quantity"], one["net"]) for one in invoice["lines"]] == [
        ("energy", "3.006", "10.01")
    ]
    assert invoice["net"] == "10.01"


async def test_a_credit_note_undoes_an_invoice_and_the_next_run_bills_it_again(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    await charge(api, "04A2")
    later(api)
    await issued(api)
    note = await api.post("/invoices/2026-00001/credit", {"reason": "Wrong address"})
    assert (note["number"], note["kind"], note["payable"]) == ("C2026-00001", "credit_note", "20.81")
    assert note["about"][0]["number"] == "2026-00001"
    assert await balances(api) == {"accrued": "16.65", "revenue:charging": "-16.65"}
    assert [one["open"] for one in await invoices(api)] == ["0.00", "0.00"]
    assert await api.refused("POST", "/invoices/2026-00001/credit", {"reason": "x"}) == (
        409,
        "not_creditable",
    )
    run = await issued(api)
    assert run["issued"] == 1
    assert (await api.get("/invoices/2026-00002"))["payable"] == "20.81"


async def test_a_payment_settles_an_invoice(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    await charge(api, "04A2")
    later(api)
    await issued(api)
    path = "/invoices/2026-00001/payments"
    await api.post(path, {"amount": "10.00", "paid_on": "2026-12-01"})
    assert (await invoices(api, "open=true"))[0]["open"] == "10.81"
    assert await api.refused("POST", path, {"amount": "10.82", "paid_on": "2026-12-01"}) == (
        409,
        "more_than_open",
    )
    await api.post(path, {"amount": "10.81", "paid_on": "2026-12-01", "reference": "2026000014"})
    assert await invoices(api, "open=true") == []
    assert (await balances(api))["bank"] == "20.81"
    assert len((await api.get("/payments"))["items"]) == 2


async def test_a_run_is_looked_at_before_it_is_issued(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    assert await api.refused("POST", "/invoice-runs", {"month": "2026-11"}) == (404, "seller_not_set")
    await a_seller(api)
    await charge(api, "04A2")
    run = await proposed(api)
    assert (run["state"], run["invoices"], run["nets"]) == ("draft", 1, {"SEK": "16.65"})
    (draft,) = await invoices(api, f"run={run['id']}&state=draft")
    assert (draft["number"], draft["open"]) == ("", "0.00")
    assert await api.refused("POST", f"/invoice-runs/{run['id']}/issue", {}) == (409, "month_not_over")
    assert await api.refused("POST", "/invoice-runs", {"month": "2026-10"}) == (409, "run_open")
    discarded = await api.post(f"/invoice-runs/{run['id']}/discard", {})
    assert discarded["state"] == "discarded"
    assert await invoices(api) == []
    assert (await proposed(api))["invoices"] == 1
