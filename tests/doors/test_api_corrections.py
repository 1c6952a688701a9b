"""A session that was invoiced and changes becomes a correction on the next invoice, once."""

from typing import Any

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
    settled,
    sold,
)
from tests.selling import facts

from wattfleet.usecases.work_invoice_runs import work_invoice_runs


async def amended(api: Api, session: str, **facts: Any) -> None:
    review = await api.get(f"/sessions/{session}/review")
    body = {"reason": "the meter was read", "revision": review["revision"], **facts}
    await api.post(f"/sessions/{session}/amend", body)
    await settled(api)


async def invoiced(api: Api) -> str:
    """A session of 16.65 kr that stands on invoice 2026-00001."""
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    session = await charge(api, "04A2")
    later(api)
    await issued(api)
    assert (await api.get("/invoices/2026-00001"))["net"] == "16.65"
    return session


async def test_a_session_that_becomes_dearer_is_billed_with_the_difference(api: Api) -> None:
    session = await invoiced(api)
    await amended(api, session, energy_wh="6000")
    later(api, "2027-01-02T10:00:00Z")
    run = await issued(api, "2026-12")
    assert run["nets"] == {"SEK": "3.33"}
    invoice = await api.get("/invoices/2027-00001")
    (line,) = invoice["lines"]
    assert (line["kind"], line["net"], line["quantity"]) == ("correction", "3.33", "1")
    assert "2026-00001" in line["text"]
    assert [one["number"] for one in invoice["about"]] == ["2026-00001"]
    assert (await issued(api, "2026-12"))["invoices"] == 0
    assert (await balances(api))["revenue:charging"] == "-19.98"
    assert "accrued" not in await balances(api)
    (item,) = (await api.get("/invoices/2027-00001/items"))["items"]
    assert (item["session_id"], item["revision"], item["net"]) == (session, 2, "19.98")


async def test_a_session_that_becomes_cheaper_is_a_credit_note(api: Api) -> None:
    session = await invoiced(api)
    await amended(api, session, energy_wh="4000")
    await issued(api)
    note = await api.get("/invoices/C2026-00001")
    assert (note["kind"], note["net"], note["payable"]) == ("credit_note", "3.33", "4.16")
    assert (await invoices(api, "kind=credit_note"))[0]["open"] == "-4.16"
    assert (await balances(api))["receivable"] == "16.65"
    refused = await api.refused("POST", "/invoices/2026-00001/credit", {"reason": "x"})
    assert refused == (409, "corrected_later")


async def test_a_session_that_is_written_off_is_given_back(api: Api) -> None:
    session = await invoiced(api)
    review = await api.get(f"/sessions/{session}/review")
    body = {"reason": "a test charge", "revision": review["revision"]}
    await api.post(f"/sessions/{session}/write-off", body)
    await settled(api)
    await issued(api)
    assert (await api.get("/invoices/C2026-00001"))["net"] == "16.65"
    assert await balances(api) == {}
    assert (await issued(api))["invoices"] == 0


async def test_a_session_that_another_account_pays_moves_there(api: Api) -> None:
    session = await invoiced(api)
    await a_buyer(api, "04FF", name="Other Frakt AB")
    await amended(api, session, token="04FF")
    run = await issued(api)
    assert (run["issued"], run["held"]) == (2, 0)
    assert (await api.get("/invoices/C2026-00001"))["net"] == "16.65"
    assert (await api.get("/invoices/2026-00002"))["net"] == "16.65"
    assert (await issued(api))["invoices"] == 0


async def test_a_session_that_is_amended_between_proposing_and_issuing_is_held(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    session = await charge(api, "04A2")
    later(api)
    run = await proposed(api)
    await amended(api, session, energy_wh="6000")
    await api.post(f"/invoice-runs/{run['id']}/issue", {})
    await work_invoice_runs(api.parts, vat=facts())
    done = await api.get(f"/invoice-runs/{run['id']}")
    assert (done["state"], done["issued"], done["held"]) == ("issued", 0, 1)
    (hold,) = (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]
    assert hold["code"] == "changed_since"
    assert (await issued(api))["issued"] == 1
    assert (await api.get("/invoices/2026-00001"))["net"] == "19.98"
