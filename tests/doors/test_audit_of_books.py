"""What an audit says of the books: nothing of a month that was billed, and each row written by hand."""

import pytest
from sqlalchemy import text
from tests.doors.api import Api
from tests.doors.api_billing import a_buyer, a_seller, charge, invoices, issued, later, sold

from wattfleet.usecases.run_audit import run_audit

BY_HAND = [
    ("UPDATE invoices SET payable_minor = payable_minor + 1 WHERE kind = 'invoice'", "is booked with"),
    ("UPDATE invoices SET kind = 'credit_note' WHERE kind = 'invoice'", "is booked with 0"),
    ("UPDATE invoices SET number = '' WHERE kind = 'invoice'", "that was never issued"),
    ("UPDATE invoices SET number = '' WHERE kind = 'credit_note'", "1 numbers of the series credit_note"),
]


async def billed(api: Api) -> None:
    """An invoice and its credit note."""
    await sold(api)
    await a_seller(api)
    await a_buyer(api, "T1")
    await charge(api, "T1")
    later(api)
    await issued(api)
    (invoice,) = await invoices(api)
    await api.post(f"/invoices/{invoice['id']}/credit", {"reason": "Agreed."})


async def books(api: Api) -> list[str]:
    found = await run_audit(api.parts.database, api.parts.clock, 1, whole=True)
    assert {one.id for one in found.checked if one.violations} <= {"I7"}
    return [told.words for one in found.checked if one.id == "I7" for told in one.evidence]


async def test_a_billed_and_credited_month_is_clean(api: Api) -> None:
    await billed(api)
    assert await books(api) == []


@pytest.mark.parametrize(("deed", "words"), BY_HAND, ids=["amount", "kind", "number", "gap"])
async def test_a_document_changed_by_hand_is_named(api: Api, deed: str, words: str) -> None:
    await billed(api)
    await api.parts.database.write(1, lambda writer: writer.connection.execute(text(deed)))
    assert any(words in one for one in await books(api))
