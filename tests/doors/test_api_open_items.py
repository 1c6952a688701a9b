"""What accounts owe by its age, a movement that a person books, and a payment that is taken back."""

import pytest
from tests.doors.api import Api
from tests.doors.api_billing import balances, invoices, later
from tests.doors.test_api_bank_files import a_month, file, sent


async def test_nothing_is_open_before_anything_is_issued(api: Api) -> None:
    assert (await api.get("/open-items"))["items"] == []


@pytest.mark.parametrize(
    ("now", "column"),
    [
        ("2026-12-22T10:00:00Z", "not_due"),
        ("2027-01-20T20:00:00Z", "not_due"),
        ("2027-01-21T10:00:00Z", "late_30"),
        ("2027-02-19T10:00:00Z", "late_30"),
        ("2027-02-20T10:00:00Z", "late_60"),
        ("2027-03-22T10:00:00Z", "late_90"),
        ("2027-04-21T10:00:00Z", "late_more"),
    ],
)
async def test_an_item_grows_old(api: Api, now: str, column: str) -> None:
    """It is due on 20 January: on that day it is not late, and 30 days later it is late by 30."""
    await a_month(api)
    (invoice,) = await invoices(api)
    assert invoice["due_on"] == "2027-01-20"
    later(api, now)
    (row,) = (await api.get("/open-items"))["items"]
    columns = ("not_due", "late_30", "late_60", "late_90", "late_more")
    assert {name: row[name] for name in columns} == dict.fromkeys(columns, "0.00") | {
        column: invoice["payable"]
    }
    assert (row["total"], row["items"], row["oldest_due_on"]) == (invoice["payable"], 1, "2027-01-20")
    assert (row["name"], row["credit"]) == ("Bergslagens Frakt AB", "0.00")


async def test_what_was_paid_is_open_no_more_and_too_much_is_a_credit(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    paid = {"amount": invoice["payable"], "paid_on": "2026-12-21"}
    await api.post(f"/invoices/{invoice['id']}/payments", paid)
    assert (await api.get("/open-items"))["items"] == []
    more = {"amount": "5.00", "paid_on": "2026-12-21", "more_than_open": True}
    await api.post(f"/invoices/{invoice['id']}/payments", more)
    (row,) = (await api.get("/open-items"))["items"]
    assert (row["credit"], row["total"], row["oldest_due_on"]) == ("-5.00", "-5.00", None)


async def test_a_movement_that_fits_nothing_is_booked_once_by_a_person(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    content = file("12.00", "777")
    (movement,) = (await sent(api, content)).json()["items"]
    wish = {"amount": "12.00", "paid_on": movement["booked_on"], "movement": movement["id"]}
    made = await api.post(f"/invoices/{invoice['id']}/payments", wish)
    assert (made["id"], made["via"]) == (movement["id"], "bank")
    again = await api.ask("POST", f"/invoices/{invoice['id']}/payments", wish)
    assert (again.status_code, again.json()["code"]) == (409, "payment_exists")
    told = (await sent(api, content)).json()
    assert (told["known"], told["booked"], told["waiting"]) == (1, 0, 0)


async def test_a_payment_is_taken_back_once(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    content = file(invoice["payable"], "2026000014")
    (movement,) = (await sent(api, content)).json()["items"]
    assert (await balances(api))["bank"] == invoice["payable"]
    why = {"reason": "It was for another invoice."}
    back = await api.post(f"/payments/{movement['id']}/undo", why)
    assert (back["amount"], back["via"], back["note"]) == (f"-{invoice['payable']}", "undo", why["reason"])
    assert "bank" not in await balances(api)
    (open_again,) = await invoices(api)
    assert open_again["open"] == invoice["payable"]
    listed = {one["id"]: one["undone"] for one in (await api.get("/payments"))["items"]}
    assert listed == {movement["id"]: True, back["id"]: False}
    for payment, code in ((movement["id"], "payment_undone"), (back["id"], "payment_is_undo")):
        assert await api.refused("POST", f"/payments/{payment}/undo", why) == (409, code)
    unknown = "01970000-0000-7000-8000-000000000000"
    assert await api.refused("POST", f"/payments/{unknown}/undo", why) == (404, "payment_unknown")
    told = (await sent(api, content)).json()
    assert (told["known"], told["booked"]) == (1, 0), "what a person took back is not booked by itself"
    (act,) = (await api.get("/acts?verb=undo"))["items"]
    assert (act["noun"], act["reason"]) == ("payment", why["reason"])
