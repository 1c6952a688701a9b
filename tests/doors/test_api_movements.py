"""What bank files told is kept: it waits, is matched, put aside, and taken back; on both databases."""

from typing import Any

import pytest
from tests.doors import test_api_collections as euro
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, balances, charge, invoices, issued, later
from tests.doors.api_mail import TO
from tests.doors.test_api_bank_files import a_month, file, sent
from tests.doors.test_api_reminders import books_hold
from tests.doors.test_audit_of_money import told as audit
from tests.rooms.test_bank_files import entry, statement

WHY = {"reason": "It is for another company."}


async def waiting(api: Api, content: bytes, count: int = 1) -> list[Any]:
    """What waits once a file was read."""
    assert (await sent(api, content)).status_code == 200
    found = (await api.get("/movements?state=waiting"))["items"]
    assert len(found) == count
    return list(found)


async def test_what_fits_nothing_waits_until_a_person_has_matched_all_of_it(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    content = file("99.00", "777")
    assert (await sent(api, content, "?dry_run=true")).status_code == 200
    assert (await api.get("/movements"))["items"] == []  # it was only tried
    (one,) = await waiting(api, content)
    assert (one["why"], one["left"], one["party"]) == ("nothing", "99.00", "Bergslagens Frakt AB")
    await waiting(api, content)  # once, however often its file is read
    fitting = await api.get(f"/movements/{one['id']}/fitting")
    assert [(fit["number"], fit["by"]) for fit in fitting["invoices"]] == [(invoice["number"], "")]

    match = f"/movements/{one['id']}/match"
    wish = {"invoice_id": invoice["id"]}
    assert await api.refused("POST", match, wish | {"amount": "99.01"}) == (409, "more_than_left")
    assert await api.refused("POST", match, wish | {"amount": "30.00"}) == (409, "more_than_open")
    assert await api.refused("POST", match, {}) == (422, "match_invalid")
    part = await api.post(match, wish | {"amount": "5.00"})
    assert (part["state"], part["left"]) == ("waiting", "94.00")
    rest = await api.post(match, wish)
    assert (rest["state"], rest["left"]) == ("waiting", "78.16")
    assert (await api.get("/invoices/2026-00001"))["open"] == "0.00"
    over = await api.post(match, wish | {"more_than_open": True})
    assert (over["state"], over["left"]) == ("matched", "0.00")
    assert await api.refused("POST", match, wish) == (409, "movement_settled")
    assert (await balances(api))["bank"] == "99.00"
    await books_hold(api)

    again = await api.post(f"/movements/{one['id']}/reopen", WHY)
    assert (again["state"], again["left"]) == ("waiting", "99.00")
    assert (await api.get("/invoices/2026-00001"))["open"] == invoice["payable"]
    assert float((await balances(api)).get("bank", "0")) == 0
    assert await api.refused("POST", f"/movements/{one['id']}/reopen", WHY) == (409, "movement_untouched")
    assert (await api.post(match, wish))["left"] == "78.16"
    assert (await sent(api, content)).json()["known"] == 1
    await books_hold(api)


async def test_what_is_put_aside_waits_no_more_until_that_is_taken_back(api: Api) -> None:
    await a_month(api)
    content = statement(entry("30.00"), entry("5.00", side="DBIT"), last="125.00")
    one, fee = await waiting(api, content, 2)
    assert {one["why"], fee["why"]} == {"nothing", "out"}
    for each in (one, fee):
        aside = await api.post(f"/movements/{each['id']}/aside", WHY)
        assert (aside["state"], aside["note"]) == ("aside", WHY["reason"])
    assert await waiting(api, content, 0) == []  # its file is read again: it stays aside
    assert (await sent(api, content)).json()["known"] == 2
    assert (await api.get("/movements?state=aside&search=nobody"))["items"] == []
    assert (await api.post(f"/movements/{one['id']}/reopen", WHY))["state"] == "waiting"
    acts = (await api.get("/acts?noun=movement"))["items"]
    assert sorted(act["verb"] for act in acts) == ["put_aside", "put_aside", "reopen"]


async def test_a_payment_that_is_taken_back_leaves_its_movement_to_a_person(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    content = file(invoice["payable"], "2026000014")
    assert (await sent(api, content)).json()["booked"] == 1
    (one,) = (await api.get("/movements"))["items"]
    assert (one["state"], one["why"]) == ("matched", "reference")
    await api.post(f"/payments/{one['id']}/undo", WHY)
    (one,) = await waiting(api, content)
    assert one["left"] == invoice["payable"]
    fitting = await api.get(f"/movements/{one['id']}/fitting")
    assert [(fit["by"], fitting["payments"][0]["undone"]) for fit in fitting["invoices"]] == [
        ("reference", True)
    ]
    done = await api.post(f"/movements/{one['id']}/match", {"invoice_id": invoice["id"]})
    assert done["state"] == "matched"
    await books_hold(api)


async def test_what_was_matched_by_hand_as_a_movement_is_matched(api: Api) -> None:
    """The older way: `POST /invoices/{id}/payments` with the movement."""
    await a_month(api)
    (one,) = await waiting(api, file("12.00", "777"))
    paid = {"amount": "13.00", "paid_on": "2026-12-20", "movement": one["id"]}
    assert await api.refused("POST", "/invoices/2026-00001/payments", paid) == (409, "more_than_left")
    await api.post("/invoices/2026-00001/payments", paid | {"amount": "12.00"})
    assert (await api.get(f"/movements/{one['id']}"))["state"] == "matched"


def one_sum(amount: str, batch: str = "") -> bytes:
    """A camt.054 that tells a whole collection as one sum."""
    named = f"<NtryDtls><Btch><PmtInfId>{batch}</PmtInfId></Btch></NtryDtls>" if batch else ""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr/>'
        f"<Ntfctn><Id>N1</Id><Acct><Id><IBAN>{euro.BANK['iban']}</IBAN></Id></Acct>"
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
        f"<BookgDt><Dt>2026-12-31</Dt></BookgDt>{named}</Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    ).encode()


@pytest.mark.parametrize("named", [True, False])
async def test_one_sum_for_a_whole_collection_settles_each_of_its_debits(api: Api, *, named: bool) -> None:
    """By our name of it, if the bank tells that; else a person says which collection it is."""
    account = await euro.a_month(api)
    await euro.mandated(api, account)
    made = (await api.post("/collections", euro.DEBIT))["collection"]
    later(api, "2026-12-31T12:00:00Z")
    batch = f"{made['id'].replace('-', '')[:30]}-FRST" if named else ""
    told = (await sent(api, one_sum("20.84", batch))).json()
    (one,) = (await api.get("/movements"))["items"]
    if named:
        assert (told["booked"], told["items"][0]["reason"], one["state"]) == (1, "collection", "matched")
    else:
        assert (told["booked"], one["state"]) == (0, "waiting")
        fitting = await api.get(f"/movements/{one['id']}/fitting")
        assert [fit["collection_id"] for fit in fitting["collections"]] == [made["id"]]
        wish = {"collection_id": made["id"]}
        assert (await api.post(f"/movements/{one['id']}/match", wish))["state"] == "matched"
    (debit,) = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    assert debit["state"] == "booked"
    assert (await api.get("/invoices/2026-00001"))["open"] == "0.00"
    await books_hold(api)

    assert (await api.post(f"/movements/{one['id']}/reopen", WHY))["state"] == "waiting"
    (debit,) = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    assert debit["state"] == "waiting"
    again = await api.post(f"/movements/{one['id']}/match", {"collection_id": made["id"]})
    assert again["state"] == "matched"
    await books_hold(api)


async def test_each_sequence_of_a_collection_is_a_sum_of_its_own(api: Api) -> None:
    """First debits, and those of mandates for one debit, are two blocks of a file; one is told twice."""
    first = await euro.a_month(api)
    await euro.mandated(api, first)
    other = await a_buyer(api, "04B2", email=TO, currency="EUR")
    await euro.mandated(api, other, reference="WF-10002", once=True)
    await charge(api, "04B2", 5005, at="15")
    await issued(api)
    made = (await api.post("/collections", euro.DEBIT))["collection"]
    assert made["debits"] == 2
    later(api, "2026-12-31T12:00:00Z")
    name = made["id"].replace("-", "")[:30]
    files = [one_sum("20.84", f"{name}-{kind}").decode() for kind in ("FRST", "OOFF", "OOFF")]
    told = "".join(one[one.index("<Ntry>") : one.index("</Ntfctn>")] for one in files)
    whole = files[0][: files[0].index("<Ntry>")] + told + files[0][files[0].index("</Ntfctn>") :]
    assert (await sent(api, whole.encode())).json()["booked"] == 2
    debits = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    assert [one["state"] for one in debits] == ["booked", "booked"]
    await books_hold(api)


async def test_a_return_is_taken_back_whole_with_the_fee_of_the_bank(api: Api) -> None:
    account = await euro.a_month(api)
    await euro.mandated(api, account)
    made = (await api.post("/collections", euro.DEBIT))["collection"]
    (debit,) = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    later(api, "2026-12-31T12:00:00Z")
    await sent(api, euro.advice(debit, "20.84"))
    (came,) = (await api.get("/movements"))["items"]
    later(api, "2027-01-08T12:00:00Z")
    await sent(api, euro.advice(debit, "23.84", back="AC04"))
    back = next(one for one in (await api.get("/movements"))["items"] if one["id"] != came["id"])
    refused = await api.refused("POST", f"/payments/{came['id']}/undo", WHY)
    assert refused == (409, "debit_returned")
    assert await audit(api) == []

    again = await api.post(f"/movements/{back['id']}/reopen", WHY)
    assert (again["state"], again["left"]) == ("waiting", "-23.84")
    (debit,) = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    assert (debit["state"], (await api.get("/invoices/2026-00001"))["open"]) == ("booked", "0.00")
    (mandate,) = (await api.get("/mandates"))["items"]
    assert (mandate["sequence"], mandate["collected"]) == ("RCUR", 1)
    found = await balances(api)
    assert (found["bank"], "cost:bank" in found) == ("20.84", False)
    await books_hold(api)
    assert await audit(api) == []
    await api.post(f"/payments/{came['id']}/undo", WHY)
    assert await audit(api) == []


async def test_a_sum_that_differs_from_the_collection_is_nobodys(api: Api) -> None:
    account = await euro.a_month(api)
    await euro.mandated(api, account)
    made = (await api.post("/collections", euro.DEBIT))["collection"]
    later(api, "2026-12-31T12:00:00Z")
    (one,) = await waiting(api, one_sum("20.83", f"{made['id'].replace('-', '')[:30]}-FRST"))
    wish = {"collection_id": made["id"]}
    refused = await api.refused("POST", f"/movements/{one['id']}/match", wish)
    assert refused == (409, "collection_differs")


async def test_another_tenant_sees_none_of_it(api: Api) -> None:
    await a_month(api)
    (one,) = await waiting(api, file("12.00", "777"))
    assert (await api.get("/movements", who="other"))["items"] == []
    for path in (f"/movements/{one['id']}", f"/movements/{one['id']}/fitting"):
        assert (await api.ask("GET", path, who="other")).status_code == 404
    refused = await api.refused("POST", f"/movements/{one['id']}/aside", WHY, who="other")
    assert refused == (404, "movement_unknown")
