"""Bank files over HTTP: what is sure is booked once, the rest waits with its reason; on both databases."""

import httpx
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, balances, charge, invoices, issued, later, sold
from tests.rooms.test_bank_files import DETAIL, entry, statement


async def a_month(api: Api) -> None:
    await sold(api)
    await a_buyer(api, "04A2")
    await a_seller(api)
    await charge(api, "04A2", 5005)
    later(api, "2026-12-21T10:00:00Z")
    assert (await issued(api))["issued"] == 1


async def sent(api: Api, content: bytes, query: str = "") -> httpx.Response:
    return await api.client.post(
        f"/api/v1/payments/bank-file{query}",
        content=content,
        headers={"authorization": f"Bearer {api.keys['admin']}", "content-type": "application/xml"},
    )


def file(amount: str, reference: str) -> bytes:
    detail = DETAIL.format(amount=amount, reference=reference)
    return statement(entry(amount, details=detail), first="100.00", last=f"{float(amount) + 100:.2f}")


async def test_a_payment_is_booked_once_however_often_its_file_is_sent(api: Api) -> None:
    await a_month(api)
    (listed,) = await invoices(api)
    content = file(listed["payable"], "2026000014")
    tried = (await sent(api, content, "?dry_run=true")).json()
    assert (tried["booked"], tried["waiting"], tried["items"][0]["why"]) == (0, 0, "its reference")
    first = (await sent(api, content)).json()
    assert (first["booked"], first["known"], first["waiting"]) == (1, 0, 0)
    assert first["items"][0]["invoice"] == listed["number"]
    again = (await sent(api, content)).json()
    assert (again["booked"], again["known"], again["waiting"]) == (0, 1, 0)
    (paid,) = await invoices(api)
    assert paid["open"] == "0.00"
    assert (await balances(api))["bank"] == listed["payable"]
    (payment,) = (await api.get("/payments"))["items"]
    assert (payment["via"], payment["amount"], payment["paid_on"]) == (
        "bank",
        listed["payable"],
        "2026-12-20",
    )


async def test_what_is_not_sure_waits_with_its_reason(api: Api) -> None:
    await a_month(api)
    told = (await sent(api, file("99.00", "2026000014"))).json()
    assert (told["booked"], told["waiting"]) == (0, 1)
    assert told["items"][0]["difference"] == "78.16"
    other = (await sent(api, file("12.00", "777"))).json()
    assert other["items"][0]["why"] == "nothing fits"
    assert "bank" not in await balances(api)


async def test_what_is_no_bank_file_is_refused(api: Api) -> None:
    assert (await sent(api, b"nonsense")).json()["code"] == "bank_file_invalid"
    assert (await sent(api, b"")).json()["code"] == "file_empty"
    gap = statement(entry("30.00"), last="131.00")
    assert (await sent(api, gap)).json()["code"] == "bank_file_gap"
