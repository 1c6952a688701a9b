"""Two people decide about the same money, and what one has not seen is not overwritten; on both databases.

Where the thing has a version, who looked at an older one is refused with 412. Where it changes once and never
again, its state refuses the second: of two who decide at once one is heard.
"""

import asyncio
from typing import Any

import httpx
import pytest
from tests.doors import test_api_collections as euro
from tests.doors.api import Api, problem
from tests.doors.api_billing import balances, invoices, later
from tests.doors.test_api_bank_files import a_month, file, sent
from tests.doors.test_api_disputes import charged, disputed
from tests.doors.test_api_movements import waiting
from tests.doors.test_api_reminders import DUNNING, books_hold, late

WHY = {"reason": "It is for another company."}
STALE = (412, "version_stale")


async def seen(api: Api, path: str) -> str:
    """The ETag of what somebody looks at."""
    return (await api.ask("GET", path)).headers["etag"]


async def at_once(
    api: Api, path: str, body: object, **headers: str
) -> tuple[httpx.Response, tuple[int, str]]:
    """Two people press the same button: the one who is heard, and how the other is refused."""
    both = await asyncio.gather(*(api.ask("POST", path, body, **headers) for _ in range(2)))
    heard, refused = sorted(both, key=lambda one: one.status_code)
    assert heard.is_success, heard.text
    return heard, problem(refused)


@pytest.mark.parametrize("verb", ["match", "aside"])
async def test_a_movement_that_somebody_matched_in_part_is_looked_at_again(api: Api, verb: str) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    (one,) = await waiting(api, file("99.00", "777"))
    path = f"/movements/{one['id']}"
    bo = await seen(api, path)
    wish = {"invoice_id": invoice["id"]}
    await api.post(f"{path}/match", wish | {"amount": "5.00"}, if_match=await seen(api, path))
    decision: dict[str, Any] = wish if verb == "match" else WHY
    assert problem(await api.ask("POST", f"{path}/{verb}", decision, if_match=bo)) == STALE
    assert (await api.get(path))["left"] == "94.00"
    await api.post(f"{path}/{verb}", decision, if_match=await seen(api, path))


async def test_payments_that_nobody_has_seen_are_not_taken_back_with_a_movement(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    (one,) = await waiting(api, file("99.00", "777"))
    path, wish = f"/movements/{one['id']}", {"invoice_id": invoice["id"]}
    await api.post(f"{path}/match", wish | {"amount": "5.00"})
    bo = await seen(api, path)
    await api.post(f"{path}/match", wish | {"amount": "6.00"})
    assert problem(await api.ask("POST", f"{path}/reopen", WHY, if_match=bo)) == STALE
    assert (await api.get(path))["left"] == "88.00"
    await books_hold(api)


async def test_a_mandate_that_somebody_lets_end_is_not_revoked_unseen(api: Api) -> None:
    mandate = await euro.mandated(api, await euro.a_month(api))
    path = f"/mandates/{mandate['id']}"
    bo = await seen(api, path)
    await api.post(f"{path}/end", {"reason": "moves away", "after_next": True}, if_match=bo)
    assert problem(await api.ask("POST", f"{path}/end", {"reason": "x"}, if_match=bo)) == STALE
    assert ((await api.get(path))["state"], (await api.get(path))["reason"]) == ("ending", "moves away")


@pytest.mark.parametrize(
    ("end", "more"), [("explain", {}), ("withdraw", {}), ("credit", {}), ("rerate", {"revision": 1})]
)
async def test_a_dispute_ends_only_at_the_version_that_was_seen(
    api: Api, end: str, more: dict[str, int]
) -> None:
    dispute = await disputed(api, session_id=await charged(api))
    path = f"/disputes/{dispute['id']}"
    assert await seen(api, path) == 'W/"1"'
    assert problem(await api.ask("POST", f"{path}/{end}", WHY | more, if_match='W/"2"')) == STALE
    assert (await api.get(path))["state"] == "open"


async def test_the_same_money_is_not_booked_twice(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    path = f"/invoices/{invoice['id']}"
    part = {"amount": "5.00", "paid_on": "2026-12-20"}
    bo = await seen(api, path)
    await api.post(f"{path}/payments", part, if_match=bo)
    assert problem(await api.ask("POST", f"{path}/payments", part, if_match=bo)) == STALE
    _, refused = await at_once(api, f"{path}/payments", part, if_match=await seen(api, path))
    assert refused in {STALE, (409, "version_conflict")}
    assert (await balances(api))["bank"] == "10.00"
    await books_hold(api)


async def test_of_two_who_say_at_once_that_all_was_paid_one_is_heard(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    whole = {"amount": invoice["payable"], "paid_on": "2026-12-20"}
    _, refused = await at_once(api, f"/invoices/{invoice['id']}/payments", whole)
    assert refused in {(409, "more_than_open"), (409, "version_conflict")}
    assert (await balances(api))["bank"] == invoice["payable"]


async def test_a_payment_is_taken_back_by_one(api: Api) -> None:
    await a_month(api)
    (invoice,) = await invoices(api)
    (movement,) = (await sent(api, file(invoice["payable"], "2026000014"))).json()["items"]
    _, refused = await at_once(api, f"/payments/{movement['id']}/undo", WHY)
    assert refused in {(409, "payment_undone"), (409, "payment_exists")}
    assert (await invoices(api))[0]["open"] == invoice["payable"]
    await books_hold(api)


async def test_a_reminder_is_waived_by_one(api: Api) -> None:
    await late(api)
    await api.ask("PUT", "/dunning", DUNNING)
    await api.post("/reminders", {})
    later(api, "2027-01-22T10:00:00Z")
    (reminder,) = (await api.post("/reminders", {}))["sent"]
    _, refused = await at_once(api, f"/reminders/{reminder}/waive", WHY)
    assert refused in {(409, "nothing_to_waive"), (409, "version_conflict")}
    assert (await api.get("/invoices/2026-00001"))["open"] == "416.75"
    assert len((await api.get("/acts?noun=reminder&verb=waive"))["items"]) == 1
    await books_hold(api)


async def test_a_collection_is_called_off_by_one(api: Api) -> None:
    account = await euro.a_month(api)
    await euro.mandated(api, account)
    made = (await api.post("/collections", euro.DEBIT))["collection"]
    heard, refused = await at_once(api, f"/collections/{made['id']}/cancel", {})
    assert heard.json()["state"] == "cancelled"
    assert refused in {(409, "collection_over"), (409, "version_conflict")}
    assert len((await api.get("/acts?noun=collection&verb=cancel"))["items"]) == 1
