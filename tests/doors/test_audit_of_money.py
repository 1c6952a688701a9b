"""What an audit says of collections, reminders and mailings: nothing as they are, and each row by hand."""

import pytest
from sqlalchemy import text
from tests.doors.api import Api
from tests.doors.api_billing import later
from tests.doors.api_mail import mail_set
from tests.doors.postbox import Postbox
from tests.doors.test_api_collections import DEBIT, a_month, advice
from tests.doors.test_api_collections import told as bank
from tests.doors.test_api_reminders import DUNNING, late

from wattfleet.usecases.run_audit import run_audit

AGAIN = (
    "INSERT INTO debits (tenant_id, id, collection_id, invoice_id, account_id, mandate_id, number, mandate,"
    " sequence, minor, state, reason, settled_on) SELECT tenant_id, invoice_id, collection_id, invoice_id,"
    " account_id, mandate_id, number, mandate, sequence, minor, 'booked', reason, settled_on FROM debits"
)
EARLY = "UPDATE invoices SET due_on = '2099-01-01'"
REMINDED = [
    (EARLY, "due on 2099-01-01, was reminded of on 2027-01-08"),
    ("UPDATE reminders SET fee_minor = fee_minor + 1", "fee and interest of 1 "),
]
COLLECTED = [
    (AGAIN, "2026-00001 is collected by 2 debits over 4168"),
    ("UPDATE collections SET minor = minor + 1", "1 debits over 2085"),
    ("UPDATE invoices SET number = ''", "never issued went into the mail"),
]
PAID = [
    ("UPDATE debits SET state = 'waiting'", "The debit of 2026-00001 is waiting, and 2084 "),
    ("UPDATE movements SET left_minor = 4", "of 2026-12-31 has 4 left, its payments leave 0"),
    ("UPDATE payments SET minor = 2000", "has 0 left, its payments leave 84"),
]


async def told(api: Api) -> list[str]:
    found = await run_audit(api.parts.database, api.parts.clock, 1, whole=True)
    return [each.words for one in found.checked if one.id == "I8" for each in one.evidence]


async def by_hand(api: Api, deed: str) -> list[str]:
    assert await told(api) == []
    await api.parts.database.write(1, lambda writer: writer.connection.execute(text(deed)))
    return await told(api)


@pytest.mark.parametrize(("deed", "words"), REMINDED, ids=["early", "fee"])
async def test_a_reminder_changed_by_hand_is_named(api: Api, box: Postbox, deed: str, words: str) -> None:
    await mail_set(api, box)
    await late(api)
    await api.ask("PUT", "/dunning", DUNNING)
    assert (await api.post("/reminders", {}))["sent"]
    assert any(words in one for one in await by_hand(api, deed))


@pytest.mark.parametrize(("deed", "words"), COLLECTED, ids=["twice", "sum", "draft"])
async def test_a_collection_or_a_mailing_changed_by_hand_is_named(
    api: Api, box: Postbox, deed: str, words: str
) -> None:
    await mail_set(api, box)
    await a_month(api, "WF-10001", sending="email")
    await api.post("/collections", DEBIT)
    assert any(words in one for one in await by_hand(api, deed))


@pytest.mark.parametrize(("deed", "words"), PAID, ids=["debit", "left", "payment"])
async def test_what_a_bank_booked_is_held_against_its_payments(api: Api, deed: str, words: str) -> None:
    await a_month(api, "WF-10001")
    made = (await api.post("/collections", DEBIT))["collection"]
    (debit,) = (await api.get(f"/collections/{made['id']}/debits"))["items"]
    later(api, "2026-12-31T12:00:00Z")
    assert (await bank(api, advice(debit, "20.84")))["booked"] == 1
    assert any(words in one for one in await by_hand(api, deed))
