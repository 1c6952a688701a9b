"""An invoice is looked at before anybody gets it: judged, and its page seen; on both databases."""

import struct

import pytest
from tests import selling
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, invoices, issued, later, proposed, sold

PEPPOL = {"routing": "0007:5567037485", "buyer_reference": "Fordon 14", "syntax": "ubl"}
SELLER = {"routing": "0007:5560360793", "registration": "556036-0793", "email": "faktura@north.example"}
PNG = b"\x89PNG\r\n\x1a\n"


async def a_draft(api: Api, **buyer: str) -> str:
    await sold(api)
    await a_buyer(api, "04A2", **buyer)
    await a_seller(api, **SELLER)
    await charge(api, "04A2", 5005)
    later(api)
    await proposed(api)
    (draft,) = await invoices(api)
    return str(draft["id"])


async def test_a_draft_is_judged_in_the_form_of_its_customer(api: Api) -> None:
    draft = await a_draft(api, **PEPPOL)
    try:
        judged = await api.get(f"/invoices/{draft}/judged")
    finally:
        await api.parts.documents.close()
    assert (judged["form"], judged["accepted"], judged["findings"]) == ("ubl", True, [])
    assert any("EN 16931" in one or "EN16931" in one for one in judged["checked"])
    assert any("Peppol" in one or "PEPPOL" in one for one in judged["checked"])


async def test_what_an_issued_invoice_lacks_is_said(api: Api) -> None:
    await a_draft(api)
    (run,) = (await api.get("/invoice-runs"))["items"]
    assert run["state"] == "draft"
    await api.ask("POST", f"/invoice-runs/{run['id']}/discard", {})
    (account,) = (await api.get("/accounts"))["items"]
    await issued(api)
    judged = await api.get("/invoices/2026-00001/judged")
    assert (judged["form"], judged["accepted"]) == ("pdf", True)
    assert account["syntax"] == "pdf"
    assert await api.refused("GET", "/invoices/2026-99999/judged", None) == (404, "invoice_unknown")


async def test_the_page_of_a_draft_is_seen_and_there_is_no_second(api: Api) -> None:
    draft = await a_draft(api)
    try:
        seen = await api.ask("GET", f"/invoices/{draft}/picture")
        assert await api.refused("GET", f"/invoices/{draft}/picture?page=2", None) == (404, "page_unknown")
    finally:
        await api.parts.documents.close()
    assert (seen.status_code, seen.headers["content-type"], seen.headers["pages"]) == (200, "image/png", "1")
    assert seen.content.startswith(PNG)
    width, height = struct.unpack(">II", seen.content[16:24])
    assert (width, height) == (992, 1403), "A4 at 120 dots an inch"


async def test_a_list_names_who_pays_and_items_say_what_was_charged(api: Api) -> None:
    draft = await a_draft(api)
    (listed,) = await invoices(api)
    assert listed["account"] == "Bergslagens Frakt AB"
    (item,) = (await api.get(f"/invoices/{draft}/items"))["items"]
    assert (item["station"], item["started_at"], item["energy_wh"]) == (
        "CP1",
        "2026-11-20T12:00:00Z",
        "5005",
    )
    buyer = (await api.get(f"/invoices/{draft}"))["buyer"]
    assert (buyer["language"], buyer["syntax"]) == ("en", "pdf")


@pytest.mark.parametrize("language", ["en", "sv", "de"])
async def test_a_seller_sees_a_page_before_there_is_an_invoice(api: Api, language: str) -> None:
    columns = ["group", "sessions", "quantity", "price"]
    body = selling.SELLER | {"colour": "#7a1f5c", "texts": {language: {"intro": "Hello"}}, "columns": columns}
    try:
        seen = await api.ask("POST", f"/seller/picture?language={language}", body)
        wrong = await api.refused("POST", "/seller/picture", body | {"vat_number": "SE1"})
        bare = await api.refused("PUT", "/seller", body | {"columns": ["vat"]})
    finally:
        await api.parts.documents.close()
    assert (seen.status_code, seen.headers["content-type"]) == (200, "image/png"), seen.text
    assert seen.content.startswith(PNG)
    assert (wrong, bare) == ((422, "vat_number_invalid"), (422, "columns_invalid"))
    assert await api.refused("GET", "/seller") == (404, "seller_not_set")
