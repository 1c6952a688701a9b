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

COMPANY = {"name": "x", "kind": "company", "currency": "SEK"}


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


async def test_an_account_that_lacks_something_is_held_with_what_waits_for_it(api: Api) -> None:
    await sold(api)
    await a_seller(api)
    await a_buyer(api, "04A2")
    await a_buyer(api, "04B3", name="Nowhere AB", number="2", address={}, syntax="ubl", routing="")
    await charge(api, "04A2")
    await charge(api, "04B3", 2000, at="14")
    await charge(api, "04B3", 3000, at="16")
    later(api)
    run = await issued(api)
    assert (run["issued"], run["held"]) == (1, 2)
    holds = {one["code"]: one for one in (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]}
    assert set(holds) == {"address_missing", "routing_missing"}
    assert (holds["address_missing"]["sessions"], holds["address_missing"]["nets"]) == (2, {"SEK": "16.65"})
    assert (holds["routing_missing"]["sessions"], holds["routing_missing"]["nets"]) == (0, {})
    assert all(one["hint"] for one in holds.values())


async def test_a_price_whose_vat_nobody_said_is_held_with_what_to_do(api: Api) -> None:
    await sold(api, elements=[{"price_components": [{"type": "ENERGY", "price": "3.33"}]}])
    await a_seller(api)
    await a_buyer(api, "04A2")
    await charge(api, "04A2")
    later(api)
    run = await issued(api)
    assert (run["issued"], run["held"]) == (0, 1)
    (hold,) = (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]
    assert (hold["code"], hold["sessions"], hold["nets"]) == ("vat_unknown", 1, {"SEK": "16.65"})
    assert hold["hint"]


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


async def test_an_invoice_in_another_currency_tells_its_vat_in_both(api: Api) -> None:
    await sold(api, currency="EUR")
    await a_buyer(api, "04A2")
    await a_seller(api)
    await charge(api, "04A2")
    later(api)
    run = await issued(api)
    (hold,) = (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]
    assert (hold["code"], hold["nets"]) == ("exchange_rate_missing", {"EUR": "16.65"})
    rate = {"rate": "11.2345", "on": "2026-11-30", "source": "ECB"}
    await a_seller(api, rates={"EUR": rate})
    assert (await issued(api))["issued"] == 1
    invoice = await api.get("/invoices/2026-00001")
    assert (invoice["currency"], invoice["vat"], invoice["vat_in"]) == ("EUR", "4.16", "46.74 SEK")
    assert {one["currency"] for one in (await api.get("/ledger/balances"))["items"]} == {"EUR"}


async def test_fees_and_charging_stand_on_one_invoice_and_a_month_is_billed_once(api: Api) -> None:
    await sold(api)
    account = await a_buyer(api, "04A2")
    await a_seller(api)
    fees = [
        {"kind": "connector", "text": "Charging place", "price": "99.00", "quantity": 2},
        {"kind": "discount", "text": "Frame agreement", "price": "10"},
    ]
    body = {"account_id": account["id"], "name": "Places", "valid_from": "2026-11-16", "fees": fees}
    await api.post("/contracts", body)
    await charge(api, "04A2")
    later(api)
    await issued(api)
    invoice = await api.get("/invoices/2026-00001")
    told = [(one["kind"], one["text"], one["quantity"], one["unit"], one["net"]) for one in invoice["lines"]]
    assert told == [
        ("energy", "Energy", "5", "KWH", "16.65"),
        ("fee", "Charging place, 15 of 30 days", "30", "DAY", "99.00"),
        ("discount", "Frame agreement, 10 %", "-1", "C62", "-1.67"),
    ]
    assert (await issued(api))["invoices"] == 0
    later(api, "2027-01-02T10:00:00Z")
    await issued(api, "2026-12")
    (line,) = (await api.get("/invoices/2027-00001"))["lines"]
    assert (line["quantity"], line["unit"], line["net"]) == ("2", "MON", "198.00")


async def test_bad_input_is_told_with_its_field(api: Api) -> None:
    account = await a_buyer(api, "04A2")
    rule = {"account_id": account["id"], "by": "token", "value": "04a2"}
    assert await api.refused("POST", "/payers", rule) == (409, "payer_taken")
    for path, body, code in (
        ("/accounts", COMPANY | {"currency": "kr"}, "currency_invalid"),
        (
            "/accounts",
            {"name": "x", "kind": "company", "currency": "SEK", "language": "fi"},
            "language_unknown",
        ),
        ("/accounts", COMPANY | {"email": "x"}, "email_invalid"),
        ("/accounts", COMPANY | {"routing": "x"}, "routing_invalid"),
        (
            "/accounts",
            COMPANY | {"vat_number": "SE123"},
            "vat_number_invalid",
        ),
        ("/payers", rule | {"by": "station", "value": "nowhere"}, "station_unknown"),
        ("/payers", rule | {"by": "evse", "value": "CP1"}, "evse_invalid"),
        ("/payers", rule | {"by": "site", "value": "x"}, "site_unknown"),
        ("/invoice-runs", {"month": "2026-13"}, "month_invalid"),
    ):
        assert await api.refused("POST", path, body) == (422, code), path
    assert await api.refused("PUT", "/seller", {"name": "x", "address": {}}) == (422, "seller_address")
    assert await api.refused("DELETE", f"/accounts/{account['id']}") == (409, "account_in_use")
