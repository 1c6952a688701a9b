"""Documents stand before the official rules: schemas, EN 16931, Peppol BIS 3, XRechnung, Factur-X."""

import os
from pathlib import Path

import pytest
from tests.paper import a_document, examples

from wattfleet.billing.document import Document
from wattfleet.billing.problems import problems_of
from wattfleet.billing.profile import Profile
from wattfleet.clients.documents.judging import judge, where
from wattfleet.clients.documents.making import OwnDocuments, written
from wattfleet.clients.documents.port import Format, Report, Severity

GOLDEN = Path(__file__).parents[1] / "golden" / "documents"
EXAMPLES = examples()
SAID = [
    (Format.UBL, Profile.PEPPOL),
    (Format.UBL, Profile.XRECHNUNG),
    (Format.CII, Profile.EN16931),
    (Format.CII, Profile.XRECHNUNG),
]


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize(("form", "profile"), SAID, ids=["ubl-peppol", "ubl-xr", "cii", "cii-xr"])
def test_what_has_no_problem_is_accepted(name: str, form: Format, profile: Profile) -> None:
    document = EXAMPLES[name]
    if problems_of(document, profile):
        assert name in {"correction", "self-billed", "outside"}, problems_of(document, profile)
        return
    report = judge(written(document, form, profile), form, profile)
    assert [one for one in report.findings if one.severity is Severity.FATAL] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_golden_documents_are_as_they_were(name: str) -> None:
    for form in (Format.UBL, Format.CII):
        path = GOLDEN / f"{name}.{form.value}.xml"
        told = written(EXAMPLES[name], form, Profile.EN16931).replace(b"><", b">\n<")
        if os.environ.get("GOLDEN") == "1":
            path.write_bytes(told)
        assert path.read_bytes() == told, "GOLDEN=1 writes them anew; read the diff"
        assert judge(told, form, Profile.EN16931).accepted


GERMAN = a_document()
REFERENCE = b"<cbc:BuyerReference>04011000-1234512345-06</cbc:BuyerReference>"
BROKEN = [
    ("BR-CL-23", Format.UBL, b'unitCode="KWH"', b'unitCode="KILOWATT"'),
    ("BR-CO-15", Format.UBL, b">572.96</cbc:TaxInclusive", b">573.96</cbc:TaxInclusive"),
    ("BR-CO-17", Format.CII, b"CalculatedAmount>91.48<", b"CalculatedAmount>95.48<"),
    (
        "PEPPOL-EN16931-R003",
        Format.UBL,
        b"<cbc:BuyerReference>04011000-1234512345-06</cbc:BuyerReference>",
        b"",
    ),
    ("XSD", Format.UBL, b"<cbc:ID>2026-000117</cbc:ID>", b""),
    ("XML", Format.UBL, b"</cac:Party>", b"</cac:Partie>"),
]


@pytest.mark.parametrize(("rule", "form", "good", "bad"), BROKEN, ids=[one[0] for one in BROKEN])
def test_a_broken_rule_is_named_with_its_text_and_place(
    rule: str, form: Format, good: bytes, bad: bytes
) -> None:
    profile = Profile.PEPPOL if form is Format.UBL else Profile.EN16931
    xml = written(GERMAN, form, profile)
    assert good in xml
    report = judge(xml.replace(good, bad), form, profile)
    assert not report.accepted
    found = next(one for one in report.findings if one.rule == rule)
    assert found.text
    if rule.startswith(("BR-", "PEPPOL")):
        assert found.where.startswith(("/Invoice", "/CrossIndustryInvoice"))
        assert "http" not in found.where
        assert "urn:" not in found.where


def test_a_place_is_a_path_without_namespaces() -> None:
    assert where("/*:Invoice[namespace-uri()='urn:x'][1]/*:TaxTotal[namespace-uri()='urn:y'][2]") == (
        "/Invoice[1]/TaxTotal[2]"
    )
    assert where("/Q{urn:x}Invoice[1]/Q{urn:y}EndpointID[1]") == "/Invoice[1]/EndpointID[1]"


def test_no_entity_is_resolved() -> None:
    xml = written(GERMAN, Format.UBL, Profile.PEPPOL)
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    told = judge(xml.replace(b'<?xml version="1.0" encoding="UTF-8"?>', bomb), Format.UBL, Profile.PEPPOL)
    assert [one.rule for one in told.findings] == ["XML"]


async def test_workers_answer_in_order_and_many_at_once() -> None:
    documents = OwnDocuments(2)
    good = written(GERMAN, Format.UBL, Profile.PEPPOL)
    bad = good.replace(b'unitCode="KWH"', b'unitCode="KILOWATT"')
    try:
        reports = await documents.validate([good, bad] * 60, Format.UBL, Profile.PEPPOL)
    finally:
        await documents.close()
    assert [one.accepted for one in reports] == [True, False] * 60
    assert reports[0] == Report(("XSD", "EN 16931 UBL 1.3.16", "Peppol BIS Billing 3.0.17"))


def accepted_everywhere(document: Document) -> None:
    for form, profile in SAID:
        if not problems_of(document, profile):
            report = judge(written(document, form, profile), form, profile)
            assert report.accepted, (form, profile, report.findings)
