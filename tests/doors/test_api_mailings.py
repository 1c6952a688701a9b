"""Invoices go to customers by mail, over a real mail server; on both databases."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
from lxml import etree
from tests.doors.api import Api
from tests.doors.api_billing import invoices
from tests.doors.api_mail import TO, a_month, mail_set, queue, sent
from tests.doors.postbox import PDF, Postbox, files_of, text_of

from wattfleet.billing.mailing import INTERRUPTED, NO_MAIL
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US
from wattfleet.storage import mailings
from wattfleet.storage.database import Writer
from wattfleet.storage.tables.invoices import invoices as tables

PEPPOL = {"routing": "0007:5567037485", "buyer_reference": "Fordon 14", "syntax": "ubl"}


@pytest.fixture(autouse=True)
async def documents_closed(api: Api) -> AsyncIterator[None]:
    yield
    await api.parts.documents.close()


async def test_what_is_issued_goes_out_by_itself_once(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api, sending="email", language="sv", send_to=[TO, "arkiv@frakt.example"])
    for _ in range(3):
        await sent(api, MINUTE_US)
    assert sorted(str(one["To"]) for one in box.mails) == ["arkiv@frakt.example", TO]
    mail = next(one for one in box.mails if one["To"] == TO)
    assert mail["From"] == "Northern Charging AB <csms@north.example>"
    assert mail["Reply-To"] == "billing@north.example"
    assert mail["Subject"] == "Faktura 2026-00001 från Northern Charging AB"
    assert text_of(mail).splitlines() == [
        "Hej,",
        "",
        "Faktura 2026-00001 av den 2026-12-01, för perioden 2026-11-01 till 2026-11-30, finns i bilagan.",
        "",
        "Att betala: 20,84 SEK",
        "Förfallodag: 2026-12-31",
        "Bankgiro: 5805-6201",
        "OCR: 2026000014",
        "",
        "Om något inte stämmer, svara på det här meddelandet.",
        "",
        "Med vänlig hälsning",
        "Northern Charging AB",
        "+46 8 123 45 · billing@north.example",
    ]
    document = await api.ask("GET", "/invoices/2026-00001/document")
    assert files_of(mail) == {"2026-00001.pdf": (PDF, document.content)}
    shown = await api.get("/invoices/2026-00001")
    assert [one["state"] for one in shown["mailings"]] == ["sent", "sent"]
    assert {one["file"] for one in shown["mailings"]} == {"2026-00001.pdf"}
    assert all(document.headers["digest"].endswith(one["sha256"]) for one in shown["mailings"])


async def test_nothing_goes_out_by_itself_where_nobody_asked(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api)
    await sent(api)
    assert (box.mails, await queue(api)) == ([], [])


async def test_a_customer_gets_its_one_form(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api, sending="email", **PEPPOL)
    await sent(api)
    ((name, (media, content)),) = files_of(box.mails[0]).items()
    assert (name, media) == ("2026-00001.xml", "application/xml")
    assert etree.fromstring(content).findtext("{*}ID") == "2026-00001"


async def test_a_credit_note_goes_out_too(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api, sending="email", language="de")
    note = await api.post("/invoices/2026-00001/credit", {"reason": "Falscher Kunde"})
    await sent(api)
    mail = next(one for one in box.mails if note["number"] in str(one["Subject"]))
    assert mail["Subject"] == f"Rechnungskorrektur {note['number']} von Northern Charging AB"
    assert "Sie betrifft 2026-00001." in text_of(mail)
    assert "20,84 SEK stehen Ihnen zu. Es ist nichts zu zahlen." in text_of(mail)
    assert list(files_of(mail)) == [f"{note['number']}.pdf"]


async def test_a_request_sends_once_and_another_sends_again(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api)
    wish = {"to": ["ny@frakt.example"], "language": "en"}
    first = await api.post("/invoices/2026-00001/send", wish, idempotency_key="k1")
    again = await api.post("/invoices/2026-00001/send", wish, idempotency_key="k1")
    assert again == first
    await sent(api)
    await sent(api, HOUR_US)
    assert [str(one["To"]) for one in box.mails] == ["ny@frakt.example"]
    assert "Payable by: 31 Dec 2026" in text_of(box.mails[0])
    await api.post("/invoices/2026-00001/send", {})
    await sent(api)
    assert [str(one["To"]) for one in box.mails] == ["ny@frakt.example", TO]
    acts = (await api.get("/acts?noun=invoice"))["items"]
    assert [one["verb"] for one in acts] == ["send", "send"]
    assert "ny@frakt.example" in str([one["after"] for one in acts])
    assert (await queue(api))[0]["asked_by"].startswith("key:")


async def test_what_is_paid_asks_for_no_money(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api)
    await api.post("/invoices/2026-00001/payments", {"amount": "20.00", "paid_on": "2026-12-01"})
    await api.post("/invoices/2026-00001/send", {})
    await sent(api)
    await api.post("/invoices/2026-00001/payments", {"amount": "0.84", "paid_on": "2026-12-01"})
    await api.post("/invoices/2026-00001/send", {})
    await sent(api)
    partly, paid = map(text_of, box.mails)
    assert "Left to pay: 0.84 SEK" in partly
    assert "It is settled: there is nothing left to pay." in paid
    assert "Bankgiro" not in paid


async def test_a_server_that_is_away_is_tried_again(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api, sending="email")
    await box.close()
    await sent(api)
    (one,) = await queue(api)
    assert (one["state"], one["tries"]) == ("queued", 1)
    assert one["problem"]
    assert one["next_at"] == "2026-12-01T10:00:05Z"
    await box.open()
    await sent(api)
    assert box.mails == []
    await sent(api, MINUTE_US)
    (one,) = await queue(api)
    assert (one["state"], one["tries"], one["problem"], len(box.mails)) == ("sent", 2, "", 1)


@pytest.mark.parametrize("answer", ["451 Not now", "421 Too many"])
async def test_a_server_that_takes_nothing_is_given_up(api: Api, box: Postbox, answer: str) -> None:
    await mail_set(api, box)
    await a_month(api, sending="email")
    box.data = answer
    for _ in range(10):
        await sent(api, 11 * HOUR_US)
    (one,) = await queue(api, "state=failed")
    assert (one["tries"], one["next_at"]) == (7, None)
    assert answer[4:] in one["problem"]
    box.data = ""
    await api.post(f"/mailings/{one['id']}/retry", {})
    await sent(api)
    (one,) = await queue(api)
    assert (one["state"], one["tries"], len(box.mails)) == ("sent", 1, 1)
    assert await api.refused("POST", f"/mailings/{one['id']}/retry", {}) == (409, "not_failed")


@pytest.mark.parametrize(("rcpt", "data"), [("550 Nobody here", ""), ("", "552 Too large")])
async def test_what_is_refused_for_good_fails_at_once(api: Api, box: Postbox, rcpt: str, data: str) -> None:
    await mail_set(api, box)
    await a_month(api, sending="email")
    box.rcpt, box.data = rcpt, data
    await sent(api)
    (one,) = await queue(api, "state=failed")
    assert one["tries"] == 1
    assert (rcpt + data)[4:] in one["problem"]


async def test_what_may_have_arrived_is_not_sent_again(api: Api, box: Postbox) -> None:
    """The server took the message and died before it said so."""
    await mail_set(api, box)
    await a_month(api, sending="email")
    box.silent = True
    for _ in range(3):
        await sent(api, HOUR_US)
    (one,) = await queue(api, "state=failed")
    assert one["problem"].startswith(INTERRUPTED)
    assert len(box.mails) == 1


async def test_a_process_that_died_while_sending_sends_nothing_twice(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api, sending="email")
    (one,) = await queue(api)

    def claim(writer: Writer) -> bool:
        kept = mailings.demand(writer, UUID(one["id"]))
        return mailings.claim(writer, kept, api.parts.clock.now())

    assert await api.parts.database.write(1, claim)
    assert not await api.parts.database.write(1, claim)
    await sent(api, 9 * MINUTE_US)
    assert [found["state"] for found in await queue(api)] == ["sending"]
    await sent(api, MINUTE_US)
    (found,) = await queue(api, "state=failed")
    assert (found["problem"], box.mails) == (INTERRUPTED, [])


async def test_without_a_mail_server_it_waits_and_says_so(api: Api, box: Postbox) -> None:
    await a_month(api, sending="email")
    await sent(api, HOUR_US)
    (one,) = await queue(api, "state=queued")
    assert (one["problem"], one["tries"]) == (NO_MAIL, 0)
    await mail_set(api, box)
    await sent(api)
    assert [found["state"] for found in await queue(api)] == ["sent"]


async def test_a_document_that_cannot_be_made_is_said(api: Api, box: Postbox) -> None:
    """A customer who changed to a form for which something is missing: what was issued cannot be written."""
    await mail_set(api, box)
    await a_month(api, sending="email", **(PEPPOL | {"routing": "0007:12", "syntax": "pdf"}))
    (found,) = await invoices(api)

    def change(writer: Writer) -> None:
        row = writer.connection.execute(tables.select()).mappings().one()
        body = row["body"].replace('"syntax":"pdf"', '"syntax":"ubl"')
        writer.connection.execute(tables.update().values(body=body))

    await api.parts.database.write(1, change)
    await sent(api)
    (one,) = await queue(api, f"invoice={found['id']}&state=failed")
    assert "PEPPOL-COMMON-R049" in one["problem"]
    assert box.mails == []


async def test_bad_wishes_say_what_to_do(api: Api) -> None:
    await a_month(api, email="")
    assert await api.refused("POST", "/invoices/2026-00001/send", {}) == (422, "email_missing")
    wish = {"to": ["frakt.example"]}
    assert await api.refused("POST", "/invoices/2026-00001/send", wish) == (422, "email_invalid")
    evil = {"to": ["a@b.example\r\nBcc: c@d.example"]}
    assert await api.refused("POST", "/invoices/2026-00001/send", evil) == (422, "email_invalid")
    assert await api.refused("POST", "/invoices/2026-9/send", {}) == (404, "invoice_unknown")
    account = {"name": "X", "kind": "person", "currency": "SEK", "sending": "email"}
    assert await api.refused("POST", "/accounts", account) == (422, "email_missing")
    assert await queue(api) == []


async def test_nobody_sends_the_invoice_of_another_tenant(api: Api, box: Postbox) -> None:
    await mail_set(api, box)
    await a_month(api, sending="email")
    (one,) = await queue(api)
    (found,) = await invoices(api)
    for path in (f"/invoices/{found['id']}/send", f"/mailings/{one['id']}/retry"):
        assert (await api.ask("POST", path, {}, who="other")).status_code == 404
    assert (await api.get("/mailings", who="other"))["items"] == []
