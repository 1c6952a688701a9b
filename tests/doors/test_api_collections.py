"""What is due is collected by direct debit, from the mandate to the bank's word; on both databases."""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
from lxml import etree
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, balances, charge, issued, later
from tests.doors.api_mail import SELLER, TO, mail_set, queue, sent
from tests.doors.postbox import Postbox, text_of
from tests.selling import SELLER as PLAIN

BANK = {"iban": "DE02120300000000202051", "bic": "BYLADEM1001", "creditor_id": "DE98ZZZ09999999999"}
DEBIT = {"due_on": "2026-12-31"}


async def a_month(api: Api, mandate: str = "", **buyer: Any) -> Any:
    """An invoice of 20.84 EUR, 2026-00001, due on 31 December; it is 1 December. Its account."""
    element = {"price_components": [{"type": "ENERGY", "price": "3.33", "vat": "25.0"}]}
    tariff = (await api.post("/tariffs", {"name": "Day", "currency": "EUR", "elements": [element]}))["id"]
    await api.post("/stations", {"identity": "CP1", "access": "public"})
    await api.ask("PUT", "/stations/CP1/tariff", {"tariff_id": tariff})
    account = await a_buyer(api, "04A2", **({"email": TO, "currency": "EUR"} | buyer))
    rates = {"EUR": {"rate": "11.2", "on": "2026-11-30", "source": "ECB"}}
    await a_seller(api, **(SELLER | {"bank": BANK, "rates": rates}))
    if mandate:
        await mandated(api, account, reference=mandate)
    await charge(api, "04A2", 5005)
    later(api)
    run = await issued(api)
    assert run["issued"] == 1, await api.get(f"/invoice-runs/{run['id']}/holds")
    return account


async def mandated(api: Api, account: Any, **rest: Any) -> Any:
    wish = {
        "account_id": account["id"],
        "reference": "WF-10001",
        "iban": "DE89370400440532013000",
        "signed_on": "2026-10-01",
    }
    return await api.post("/mandates", wish | rest)


def advice(debit: Any, amount: str, *, back: str = "") -> bytes:
    """A camt.054 with one debit that came in, or came back."""
    side = "DBIT" if back else "CRDT"
    returned = f"<RtrInf><Rsn><Cd>{back}</Cd></Rsn></RtrInf>" if back else ""
    end_to_end = debit["id"].replace("-", "")
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr/>'
        f"<Ntfctn><Id>N{back}</Id><Acct><Id><IBAN>{BANK['iban']}</IBAN></Id></Acct>"
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>2026-12-31</Dt></BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>{end_to_end}</EndToEndId>"
        f'</Refs><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{returned}</TxDtls></NtryDtls>'
        "</Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


async def told(api: Api, content: bytes) -> Any:
    answer: httpx.Response = await api.client.post(
        "/api/v1/payments/bank-file",
        content=content,
        headers={"authorization": f"Bearer {api.keys['admin']}", "content-type": "application/xml"},
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_from_the_mandate_to_the_bank_and_back(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    account = await a_month(api, language="en")
    assert (await mandated(api, account))["sequence"] == "FRST"
    tried = await api.post("/collections?dry_run=true", DEBIT)
    assert [(one["amount"], one["sequence"]) for one in tried["planned"]] == [("20.84", "FRST")]
    assert (tried["collection"], (await api.get("/collections"))["items"]) == (None, [])

    made = (await api.post("/collections", DEBIT))["collection"]
    assert (made["debits"], made["total"]) == (1, "20.84")
    file = await api.ask("GET", f"/collections/{made['id']}/file")
    assert made["sha256"] == hashlib.sha256(file.content).hexdigest()
    checked_by_schema(file.content)
    (debit,) = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    for by, those in ((debit["mandate_id"], [made["id"]]), (account["id"], [])):
        listed = (await api.get(f"/collections?mandate={by}&state=made"))["items"]
        assert [one["id"] for one in listed] == those
    assert debit["id"].replace("-", "").encode() in file.content
    await sent(api)
    (mail,) = box.mails
    assert mail["Subject"] == "Direct debit on 31 Dec 2026: 2026-00001 from Northern Charging AB"
    assert "we collect 20.84 EUR from your account DE89 … 3000 on 31 Dec 2026." in text_of(mail)
    assert {"Mandate: WF-10001", "Creditor id: DE98ZZZ09999999999"} <= set(text_of(mail).splitlines())

    held = (await api.post("/collections?dry_run=true", DEBIT))["held"]
    assert [one["code"] for one in held] == ["collected"]
    assert await api.refused("POST", "/collections", DEBIT) == (409, "nothing_to_collect")

    later(api, "2026-12-31T12:00:00Z")
    came = await told(api, advice(debit, "20.84"))
    assert (came["booked"], came["items"][0]["why"]) == (1, "our own debit")
    assert (await told(api, advice(debit, "20.84")))["known"] == 1
    assert (await api.get("/invoices/2026-00001"))["open"] == "0.00"

    later(api, "2027-01-08T12:00:00Z")
    back = await told(api, advice(debit, "23.84", back="AC04"))
    assert (back["booked"], back["items"][0]["returned"]) == (1, "AC04")
    assert (await api.get("/invoices/2026-00001"))["open"] == "20.84"
    (debit,) = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    assert (debit["state"], debit["reason"]) == ("returned", "AC04")
    found = await balances(api)
    assert (found["receivable"], found["bank"], found["cost:bank"]) == ("20.84", "-3.00", "3.00")
    (mandate,) = (await api.get(f"/mandates?account={account['id']}"))["items"]
    assert (mandate["sequence"], mandate["collected"]) == ("FRST", 0)
    again = await api.post("/collections", {"due_on": "2027-01-25"})
    assert again["collection"]["debits"] == 1


def checked_by_schema(content: bytes) -> None:
    spec = find_spec("sepaxml")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    schema = etree.XMLSchema(
        etree.parse(str(Path(spec.submodule_search_locations[0]) / "schemas/pain.008.001.08.xsd"))
    )
    schema.assertValid(etree.fromstring(content))


async def test_an_invoice_says_that_it_is_collected(api: Api) -> None:
    """In each form, by the official rules: who reads it pays nothing by himself."""
    peppol = {"routing": "0007:5567037485", "buyer_reference": "Fordon 14", "syntax": "ubl"}
    try:
        await a_month(api, mandate="WF-10001", **peppol)
        content = (await api.ask("GET", "/invoices/2026-00001/document")).content
        means = etree.fromstring(content).find("{*}PaymentMeans")
        assert means is not None
        assert means.findtext("{*}PaymentMeansCode") == "59"
        assert means.findtext("{*}PaymentMandate/{*}ID") == "WF-10001"
        await api.post("/invoices/2026-00001/send", {"language": "de"})
        (mailing,) = await queue(api)
        assert "Wir ziehen den Betrag am 31.12.2026 von DE89 … 3000 ein." in mailing["text"]
        assert "IBAN" not in mailing["text"]
        note = await api.post("/invoices/2026-00001/credit", {"reason": "Wrong customer"})
        content = (await api.ask("GET", f"/invoices/{note['number']}/document")).content
        assert etree.fromstring(content).findtext("{*}PaymentMeans/{*}PaymentMeansCode") != "59"
    finally:
        await api.parts.documents.close()


async def test_a_collection_is_called_off(api: Api) -> None:
    account = await a_month(api)
    await mandated(api, account, once=True)
    made = (await api.post("/collections", DEBIT))["collection"]
    (mandate,) = (await api.get("/mandates"))["items"]
    assert mandate["state"] == "ended"
    assert (await api.post(f"/collections/{made['id']}/cancel", {}))["state"] == "cancelled"
    assert await api.refused("POST", f"/collections/{made['id']}/cancel", {}) == (409, "collection_over")
    (mandate,) = (await api.get("/mandates"))["items"]
    assert (mandate["state"], mandate["sequence"]) == ("active", "OOFF")
    assert (await api.post("/collections?dry_run=true", DEBIT))["planned"][0]["sequence"] == "OOFF"


async def test_what_the_bank_says_otherwise_waits_for_a_person(api: Api) -> None:
    account = await a_month(api)
    await mandated(api, account)
    made = (await api.post("/collections", DEBIT))["collection"]
    (debit,) = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    later(api, "2026-12-31T12:00:00Z")
    for content in (advice(debit, "20.83"), advice(debit, "20.84", back="MD06")):
        assert (await told(api, content))["booked"] == 0
    assert (await api.get("/invoices/2026-00001"))["open"] == "20.84"
    later(api, "2027-01-12T12:00:00Z")
    late = await api.post("/reminders?dry_run=true", {})
    assert [one["code"] for one in late["holds"]] == ["collected"]


async def test_bad_wishes_say_what_to_do(api: Api) -> None:
    account = await a_month(api)
    for wish, code in (
        ({"due_on": "2026-12-26"}, "due_day_invalid"),
        ({"due_on": "2026-12-10"}, "notice_too_short"),
    ):
        assert (await api.refused("POST", "/collections", wish))[1] == code
    mandate = await mandated(api, account)
    assert (await api.ask("POST", "/mandates", {})).status_code == 422
    end = f"/mandates/{mandate['id']}/end"
    assert (await api.post(end, {"reason": "x", "after_next": True}))["sequence"] == "FNAL"
    assert (await api.post(end, {"reason": "x"}))["state"] == "revoked"
    assert await api.refused("POST", end, {"reason": "x"}) == (409, "mandate_over")
    held = (await api.post("/collections?dry_run=true", DEBIT))["held"]
    assert [one["code"] for one in held] == ["no_mandate"]
    await a_seller(api, **(SELLER | {"bank": {"iban": BANK["iban"]}}))
    assert await api.refused("POST", "/collections", DEBIT) == (409, "creditor_missing")
    wrong = {"bank": BANK | {"creditor_id": "DE99ZZZ09999999999"}}
    assert await api.refused("PUT", "/seller", PLAIN | wrong) == (422, "creditor_id_invalid")
    assert (await api.get("/mandates", who="other"))["items"] == []
    assert (await api.ask("GET", f"/mandates/{mandate['id']}", who="other")).status_code == 404
    assert await queue(api) == []
