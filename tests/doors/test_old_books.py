"""What is old beside the books: letters go, and names go from what the bank told; on both databases."""

from tests.doors.api import Api
from tests.doors.api_billing import balances, invoices, later
from tests.doors.api_mail import mail_set, queue, sent
from tests.doors.postbox import Postbox
from tests.doors.test_api_bank_files import a_month, file
from tests.doors.test_api_bank_files import sent as read
from tests.doors.test_api_collections import DEBIT
from tests.doors.test_api_collections import a_month as a_debit
from tests.doors.test_api_movements import WHY
from tests.doors.test_audit_of_money import told as audit

from wattfleet.operations.retention import Ages
from wattfleet.usecases.redact_old import redact_old

AGES = Ages(letters=30, bank=30)


async def done(api: Api) -> list[tuple[str, int]]:
    """What a run of retention does, by its lines."""
    before = {one["id"] for one in (await api.get("/archive/removals"))["items"]}
    await redact_old(api.parts, ages=AGES, step_pause_us=0)
    lines = (await api.get("/archive/removals"))["items"]
    return sorted((one["kind"], one["rows"]) for one in lines if one["id"] not in before)


async def test_a_movement_loses_its_names_after_its_time_and_still_counts(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    content = file(invoice["payable"], "2026000014")
    await read(api, content)
    await read(api, file("12.00", "777"))
    (waits,) = (await api.get("/movements?state=waiting"))["items"]
    later(api, "2027-01-15T10:00:00Z")
    assert await done(api) == []
    later(api, "2027-02-15T10:00:00Z")
    assert await done(api) == [("movements", 1)]
    assert await done(api) == []
    (one,) = (await api.get("/movements?state=matched"))["items"]
    assert (one["party"], one["party_account"], one["reference"], one["text"]) == ("", "", "", "")
    assert (one["amount"], one["left"], one["booked_on"]) == (invoice["payable"], "0.00", "2026-12-20")
    assert one["redacted_at"] == "2027-02-15T10:00:00Z"
    (payment,) = (await api.get("/payments"))["items"]
    assert (payment["reference"], payment["note"], payment["amount"]) == ("", "", invoice["payable"])
    assert (await api.get(f"/movements/{waits['id']}"))["party"] != ""
    assert (await read(api, content)).json()["known"] == 1
    assert (await api.post(f"/movements/{one['id']}/reopen", WHY))["left"] == invoice["payable"]
    assert await audit(api) == []


async def test_files_of_collections_and_mandates_lose_what_is_personal(api: Api) -> None:
    account = await a_debit(api, "WF-10001")
    made = (await api.post("/collections", DEBIT))["collection"]
    (act,) = (await api.get("/acts?noun=mandate"))["items"]
    assert "DE89370400440532013000" not in str(act)
    assert "DE89 … 3000" in str(act)
    later(api, "2027-02-15T10:00:00Z")
    assert await done(api) == [("collections", 1), ("mandates", 1)]
    assert await api.refused("GET", f"/collections/{made['id']}/file", None) == (404, "collection_redacted")
    kept = await api.get(f"/collections/{made['id']}")
    assert (kept["sha256"], kept["debits"], bool(kept["redacted_at"])) == (made["sha256"], 1, True)
    (mandate,) = (await api.get(f"/mandates?account={account['id']}"))["items"]
    assert (mandate["holder"], mandate["iban"], mandate["reference"]) == ("", "", "WF-10001")
    assert await audit(api) == []


async def test_letters_go_and_what_waits_stays(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_debit(api, sending="email")
    await sent(api)
    assert len(await queue(api)) == 1
    later(api, "2026-12-25T10:00:00Z")
    assert await done(api) == []
    await api.post("/invoices/2026-00001/send", {})
    later(api, "2027-01-10T10:00:00Z")
    assert await done(api) == [("mailings", 1)]
    assert [one["state"] for one in await queue(api)] == ["queued"]
    assert (await balances(api))["receivable"] == "20.84"
