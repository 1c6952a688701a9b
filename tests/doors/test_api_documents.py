"""The document of an invoice over HTTP: judged, kept, and the same bytes for ever; on both databases."""

import hashlib
from uuid import UUID

import msgspec
import pytest
from lxml import etree
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, issued, later, proposed, sold

from wattfleet.access.principal import ITSELF
from wattfleet.billing.profile import Profile
from wattfleet.clients.documents.making import OwnDocuments
from wattfleet.clients.documents.port import Finding, Format, Report, Severity
from wattfleet.kernel.errors import WattfleetError
from wattfleet.usecases.credit_invoice import credit_invoice
from wattfleet.usecases.make_document import make_document

PEPPOL = {"routing": "0007:5567037485", "buyer_reference": "Fordon 14", "syntax": "ubl"}
SELLER = {"routing": "0007:5560360793", "registration": "556036-0793", "email": "faktura@north.example"}


async def a_month(api: Api, **buyer: str) -> None:
    await sold(api)
    await a_buyer(api, "04A2", **buyer)
    await a_seller(api, **SELLER)
    await charge(api, "04A2", 5005)
    later(api)
    assert (await issued(api))["issued"] == 1


async def test_an_invoice_is_fetched_in_each_form_and_stays_the_same(api: Api) -> None:
    await a_month(api, **PEPPOL)
    try:
        for form in ("ubl", "cii", "factur-x", "pdf"):
            first = await api.ask("GET", f"/invoices/2026-00001/document?format={form}")
            assert first.status_code == 200, first.text
            again = await api.ask("GET", f"/invoices/2026-00001/document?format={form}")
            assert again.content == first.content
            assert first.headers["digest"] == f"sha-256={hashlib.sha256(first.content).hexdigest()}"
            ending = "xml" if form in {"ubl", "cii"} else "pdf"
            assert f'filename="2026-00001.{ending}"' in first.headers["content-disposition"]
        usual = await api.ask("GET", "/invoices/2026-00001/document")
        root = etree.fromstring(usual.content)
        assert etree.QName(root).localname == "Invoice"
        assert root.findtext("{*}ID") == "2026-00001"
        assert root.findtext("{*}LegalMonetaryTotal/{*}PayableAmount") == "20.84"
    finally:
        await api.parts.documents.close()


async def test_a_credit_note_has_its_document_too(api: Api) -> None:
    await a_month(api, **PEPPOL)
    note = await api.post("/invoices/2026-00001/credit", {"reason": "Wrong customer"})
    try:
        answer = await api.ask("GET", f"/invoices/{note['number']}/document")
        root = etree.fromstring(answer.content)
        assert etree.QName(root).localname == "CreditNote"
        assert root.findtext("{*}BillingReference/{*}InvoiceDocumentReference/{*}ID") == "2026-00001"
    finally:
        await api.parts.documents.close()


class Strict(OwnDocuments):
    """The rules of a day on which they have become stricter."""

    async def validate(self, xml: list[bytes], form: Format, profile: Profile) -> list[Report]:
        found = Finding("BR-NEW", Severity.FATAL, "Every credit note names its day of supply.", "/CreditNote")
        return [Report(("rules",), (found,)) for _ in xml]


async def test_a_credit_note_that_the_rules_refuse_is_not_issued(api: Api) -> None:
    """Refused before a number is taken: the invoice stands, and the next note has the first number."""
    await a_month(api, **PEPPOL)
    (invoice,) = (await api.get("/invoices"))["items"]
    strict = msgspec.structs.replace(api.parts, documents=Strict())
    with pytest.raises(WattfleetError, match="BR-NEW") as refused:
        await credit_invoice(strict, 1, UUID(invoice["id"]), "Wrong customer", None, by=ITSELF)
    assert refused.value.code == "document_refused"
    assert (await api.get("/invoices"))["items"] == [invoice]
    try:
        note = await api.post("/invoices/2026-00001/credit", {"reason": "Wrong customer"})
    finally:
        await api.parts.documents.close()
    assert note["number"].endswith("2026-00001")


async def test_what_the_rules_refuse_is_held_and_the_rest_goes_on(api: Api) -> None:
    await sold(api)
    await a_seller(api, **SELLER)
    for token, buyer in (
        ("04A2", {"name": "Good AB"} | PEPPOL),
        ("04A3", {"name": "Bad AB"} | PEPPOL | {"routing": "0007:12"}),
        ("04A4", {"name": "Silent AB"} | PEPPOL | {"buyer_reference": ""}),
        ("04A5", {"name": "Paper AB"}),
    ):
        await a_buyer(api, token, **buyer)
        await charge(api, token, 5005)
    later(api)
    try:
        run = await proposed(api)
    finally:
        await api.parts.documents.close()
    assert (run["invoices"], run["held"]) == (2, 2)
    holds = (await api.get(f"/invoice-runs/{run['id']}/holds"))["items"]
    told = {one["thing"].partition(" ")[2]: (one["code"], one["text"], one["hint"]) for one in holds}
    assert told["Bad AB"][0] == "document_refused"
    assert "PEPPOL-COMMON-R049" in told["Bad AB"][1]
    assert told["Silent AB"][0] == "document_incomplete"
    assert "buyer" in told["Silent AB"][1]
    assert all(hint.endswith(".") for _, _, hint in told.values())


async def test_what_is_missing_is_said(api: Api) -> None:
    await a_month(api)
    status, code = await api.refused("GET", "/invoices/2026-00001/document?format=ubl")
    assert (status, code) == (409, "document_incomplete")
    status, code = await api.refused("GET", "/invoices/2026-09999/document")
    assert (status, code) == (404, "invoice_unknown")


async def test_a_rule_that_refuses_is_named(api: Api) -> None:
    await a_month(api, **(PEPPOL | {"routing": "0007:12", "syntax": "pdf"}))
    try:
        answer = await api.ask("GET", "/invoices/2026-00001/document?format=ubl")
    finally:
        await api.parts.documents.close()
    told = answer.json()
    assert (answer.status_code, told["code"]) == (409, "document_refused")
    assert "PEPPOL-COMMON-R049" in told["detail"]
    assert "EndpointID" in told["hint"]


async def test_a_draft_has_no_document(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    await charge(api, "04A2")
    later(api)
    await proposed(api)
    (draft,) = (await api.get("/invoices"))["items"]
    status, code = await api.refused("GET", f"/invoices/{draft['id']}/document")
    assert (status, code) == (409, "invoice_draft")


async def test_nobody_sees_the_document_of_another_tenant(api: Api) -> None:
    await a_month(api)
    assert (await api.ask("GET", "/invoices/2026-00001/document", who="other")).status_code == 404
    try:
        invoice, made = await make_document(api.parts, 1, "2026-00001")
        assert made.invoice_id == invoice.id
    finally:
        await api.parts.documents.close()
