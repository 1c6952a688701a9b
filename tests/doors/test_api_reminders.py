"""Late payers are reminded: looked at, sent, booked, waived; on both databases."""

from typing import Any

import pytest
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, balances, charge, issued, later, sold
from tests.doors.api_mail import SELLER, TO, mail_set, queue, sent
from tests.doors.postbox import Postbox, text_of

from wattfleet.storage.database import Reader
from wattfleet.storage.ledger import unbalanced

DUNNING: dict[str, Any] = {
    "policies": [
        {
            "who": "business",
            "country": "SE",
            "currency": "SEK",
            "points": "8",
            "levels": [{"after_days": 7}, {"after_days": 21, "fee": "60", "interest": True}],
        }
    ],
    "rates": [{"country": "SE", "since": "2026-07-01", "percent": "2.00", "source": "the central bank"}],
}


async def late(api: Api, **buyer: Any) -> Any:
    """An invoice of 416.75 SEK, 2026-00001, that was due on 31 December; it is 8 January. The account."""
    await sold(api)
    account = await a_buyer(api, "04A2", **({"email": TO} | buyer))
    await a_seller(api, **SELLER)
    await charge(api, "04A2", 100_120)
    later(api)
    assert (await issued(api))["issued"] == 1
    later(api, "2027-01-08T10:00:00Z")
    return account


async def books_hold(api: Api) -> None:
    """Everything balances, and what is open of invoices is what customers owe in the ledger."""

    def look(reader: Reader) -> list[Any]:
        return list(unbalanced(reader))

    assert await api.parts.database.read(1, look) == []
    owed = (await api.get("/ledger/balances?account=receivable:*"))["items"]
    open_ = (await api.get("/invoices?open=true"))["items"]
    assert sum(float(one["balance"]) for one in owed) == pytest.approx(sum(float(o["open"]) for o in open_))


async def test_a_late_payer_is_reminded_twice_and_pays_what_it_costs(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    account = await late(api, language="en")
    assert (await api.ask("PUT", "/dunning", DUNNING)).status_code == 200
    tried = await api.post("/reminders?dry_run=true", {})
    assert [(one["level"], one["fee"], one["total"]) for one in tried["letters"]] == [(1, "0.00", "416.75")]
    assert (tried["sent"], (await api.get("/reminders"))["items"], await queue(api)) == ([], [], [])

    first = await api.post("/reminders", {})
    assert first["letters"] == tried["letters"]
    assert (await api.post("/reminders", {}))["letters"] == []
    later(api, "2027-01-22T10:00:00Z")
    second = await api.post("/reminders", {})
    (letter,) = second["letters"]
    assert (letter["level"], letter["fee"], letter["interest"], letter["total"]) == (
        2,
        "60.00",
        "2.40",
        "479.15",
    )
    assert (await api.get("/invoices/2026-00001"))["open"] == "479.15"
    await books_hold(api)
    found = await balances(api)
    assert (found["revenue:reminders"], found["revenue:interest"]) == ("-60.00", "-2.40")

    await sent(api)
    told = {str(one["Subject"]): text_of(one).splitlines() for one in box.mails}
    assert sorted(told) == [
        "Reminder 1 from Northern Charging AB: 2026-00001",
        "Reminder 2 from Northern Charging AB: 2026-00001",
    ]
    assert told["Reminder 2 from Northern Charging AB: 2026-00001"] == [
        "Hello,",
        "",
        "We have written about the following before. It is still not paid.",
        "",
        "Invoice 2026-00001, payable by 31 Dec 2026: 416.75 SEK (Reference: 2026000014)",
        "Reminder fee: 60.00 SEK",
        "Interest on late payment: 2.40 SEK",
        "To pay: 479.15 SEK",
        "",
        "Bankgiro: 5805-6201",
        "",
        "If you have paid in the meantime, please take this as settled.",
        "",
        "If something is not as you expect it, please reply to this message.",
        "",
        "Kind regards",
        "Northern Charging AB",
        "+46 8 123 45 · billing@north.example",
    ]
    (one, other) = (await api.get(f"/reminders?account={account['id']}"))["items"]
    assert sorted((one["level"], other["level"])) == [1, 2]
    assert [m["state"] for m in (await api.get(f"/mailings?about={one['id']}"))["items"]] == ["sent"]
    await api.post("/invoices/2026-00001/payments", {"amount": "479.15", "paid_on": "2027-01-22"})
    await books_hold(api)
    later(api, "2027-03-22T10:00:00Z")
    assert await api.post("/reminders", {}) == {"letters": [], "holds": [], "sent": []}


async def test_what_it_cost_is_waived_with_a_reason(api: Api) -> None:
    await late(api)
    await api.ask("PUT", "/dunning", DUNNING)
    await api.post("/reminders", {})
    later(api, "2027-01-22T10:00:00Z")
    (reminder,) = (await api.post("/reminders", {}))["sent"]
    path = f"/reminders/{reminder}/waive"
    assert await api.refused("POST", path, {"reason": ""}) == (422, "field_invalid")
    waived = await api.post(path, {"reason": "The post was late"})
    assert (waived["state"], waived["reason"]) == ("waived", "The post was late")
    assert await api.refused("POST", path, {"reason": "x"}) == (409, "nothing_to_waive")
    assert (await api.get("/invoices/2026-00001"))["open"] == "416.75"
    assert "revenue:reminders" not in await balances(api)
    await books_hold(api)
    acts = (await api.get("/acts?noun=reminder"))["items"]
    assert [one["verb"] for one in acts] == ["waive", "send", "send"]


async def test_who_disputes_or_was_left_out_is_not_reminded(api: Api) -> None:
    account = await late(api)
    told = await api.post("/reminders", {"leave_out": [account["id"]]})
    assert [one["code"] for one in told["holds"]] == ["excepted"]
    (invoice,) = (await api.get("/invoices"))["items"]
    wish = {"invoice_id": invoice["id"], "about": "price", "text": "I was told another price."}
    opened = await api.ask("POST", "/disputes", wish)
    assert opened.status_code == 201, opened.text
    told = await api.post("/reminders", {})
    assert [(one["code"], one["invoices"]) for one in told["holds"]] == [("disputed", ["2026-00001"])]
    assert (told["letters"], told["sent"]) == ([], [])


async def test_limits_and_tenants(api: Api) -> None:
    usual = await api.get("/dunning")
    assert [one["fee"] for one in usual["policies"][0]["levels"]] == ["0", "0", "0"]
    much = {
        "policies": [DUNNING["policies"][0] | {"who": "consumer", "levels": [{"after_days": 7, "fee": "61"}]}]
    }
    assert await api.refused("PUT", "/dunning", much) == (422, "fee_above_limit")
    await late(api)
    (reminder,) = (await api.post("/reminders", {}))["sent"]
    assert (await api.ask("GET", f"/reminders/{reminder}", who="other")).status_code == 404
    assert (await api.get("/reminders", who="other"))["items"] == []
    assert (await api.post("/reminders", {}, who="other"))["letters"] == []


async def test_reminders_are_asked_for_by_the_invoice_they_remind_of(api: Api) -> None:
    nobody = "01a22862-d997-76eb-a569-e8c30381dd93"
    assert (await api.get(f"/reminders?limit=6&invoice={nobody}"))["items"] == []
    assert await api.refused("GET", "/reminders?invoice=mine") == (422, "field_invalid")
