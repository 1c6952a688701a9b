"""Invoices are put into the queue of what goes to customers by mail: once issued, or when somebody asks.

A request makes one mailing for each address, in the transaction of the request: asked again with its
Idempotency-Key it makes none.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.billing.invoice import Invoice, InvoiceState
from wattfleet.billing.look import Language
from wattfleet.billing.mail_text import text_of_invoice
from wattfleet.billing.mailing import Mailing, MailingKind, MailingState, anew
from wattfleet.clients.documents.titles import titles
from wattfleet.fleet.account import Account, Sending
from wattfleet.fleet.account_wishes import MOST_ADDRESSES, checked_email
from wattfleet.kernel.errors import conflict, invalid
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import accounts, invoices, mailings
from wattfleet.storage.database import Writer
from wattfleet.storage.invoices import KeptInvoice
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


class SendWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To whom, where not to the addresses of the account; in which language, where not in its own."""

    to: Annotated[
        tuple[Annotated[str, Meta(min_length=3, max_length=254)], ...], Meta(max_length=MOST_ADDRESSES)
    ] = ()
    language: Annotated[str, Meta(pattern="^(en|sv|de)?$", examples=["sv"])] = ""


async def send_invoice(
    parts: Parts,
    tenant: int,
    invoice_id: UUID,
    wish: SendWish,
    then: Then[list[Mailing]] = nothing,
    *,
    by: Principal,
) -> list[Mailing]:
    """The mailings that it makes.

    Raises: WattfleetError `invoice_unknown`, `invoice_draft`, `email_missing`, `email_invalid`.
    """
    now = parts.clock.now()

    def put(writer: Writer) -> list[Mailing]:
        kept = invoices.demand(writer, invoice_id)
        if kept.state is InvoiceState.DRAFT:
            raise conflict(
                "invoice_draft", "A draft cannot be sent.", hint="Issue its run: then it goes by itself."
            )
        account = accounts.demand(writer, kept.invoice.account_id)
        language = wish.language or account.language
        made = [
            _mailing(parts, kept.invoice, kept.open, to, language, now, by=by.text)
            for to in _addresses(wish, account)
        ]
        mailings.add(writer, made)
        told = {"to": [one.target for one in made]}
        act(writer, parts, by, ("send", "invoice"), invoice_id, after=told, name=kept.invoice.number)
        then(writer, made)
        return made

    return await parts.database.write(tenant, put)


async def retry_mailing(
    parts: Parts, tenant: int, mailing_id: UUID, then: Then[Mailing] = nothing, *, by: Principal
) -> Mailing:
    """What had failed goes into the queue again. Raises: WattfleetError `mailing_unknown`, `not_failed`."""
    now = parts.clock.now()

    def put(writer: Writer) -> Mailing:
        one = mailings.demand(writer, mailing_id)
        again = anew(one, now)
        if one.state is not MailingState.FAILED or not mailings.settle(writer, again, MailingState.FAILED):
            raise conflict(
                "not_failed",
                f"It is {one.state.value}.",
                hint="Only what failed is tried again; an invoice that arrived can be sent anew.",
            )
        act(writer, parts, by, ("retry", "mailing"), mailing_id, name=f"{one.subject} → {one.target}")
        then(writer, again)
        return again

    return await parts.database.write(tenant, put)


def queue_issued(writer: Writer, parts: Parts, issued: Sequence[KeptInvoice], now: Instant) -> None:
    """What was issued in this transaction goes to those who get their invoices by mail."""
    known = accounts.many(writer, {one.invoice.account_id for one in issued})
    mailings.add(
        writer,
        [
            _mailing(parts, one.invoice, one.open, to, account.language, now)
            for one in issued
            if (account := known[one.invoice.account_id]).sending is Sending.EMAIL
            for to in account.addresses
        ],
    )


def _addresses(wish: SendWish, account: Account) -> tuple[str, ...]:
    told = tuple(dict.fromkeys(checked_email(one, field="to") for one in wish.to))
    found = tuple(one for one in told if one) or account.addresses
    if not found:
        raise invalid(
            "email_missing",
            f"{account.name} has no address.",
            hint="Name one with `to`, or give the account its `email` or `send_to`.",
            field="to",
        )
    return found


def _mailing(
    parts: Parts, invoice: Invoice, open_: Money, to: str, language: str, now: Instant, *, by: str = ""
) -> Mailing:
    told = text_of_invoice(invoice, open_, Language(language), titles())
    return Mailing(
        id=parts.ids.uuid(now),
        kind=MailingKind.INVOICE,
        account_id=invoice.account_id,
        invoice_id=invoice.id,
        target=to,
        language=language,
        subject=told.subject,
        body=told.text,
        asked_by=by,
        made_at=now,
        next_at=now,
    )
