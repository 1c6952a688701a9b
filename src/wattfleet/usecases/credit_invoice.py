"""An invoice is undone by a credit note of all its lines; what it billed can be invoiced again.

The note is judged by the official rules before it is issued, as an invoice is.
"""

from datetime import date
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.as_document import as_document, numbered
from wattfleet.billing.draft import complete
from wattfleet.billing.invoice import DocumentKind, Invoice, InvoiceState, Reference
from wattfleet.fleet.account import Syntax
from wattfleet.kernel.errors import WattfleetError, conflict
from wattfleet.kernel.money import Money
from wattfleet.storage import billed, invoices
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.invoices import KeptInvoice
from wattfleet.usecases.acting import act
from wattfleet.usecases.make_document import FORMS, check, profile_in
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import today
from wattfleet.usecases.start_invoice_run import check_day
from wattfleet.usecases.then import Then, nothing
from wattfleet.usecases.work_invoice_runs import issue_documents


async def credit_invoice(
    parts: Parts,
    tenant: int,
    invoice_id: UUID,
    reason: str,
    issue_on: date | None,
    then: Then[Invoice] = nothing,
    *,
    by: Principal,
) -> Invoice:
    """The credit note, issued. Its sessions and fees are proposed again by the next run.

    Raises: WattfleetError `invoice_unknown`, `not_creditable`, `corrected_later`; of `check_day` and
    `make_document.check`.
    """
    now = parts.clock.now()
    note_id = parts.ids.uuid(now)
    await _judge(parts, tenant, invoice_id, note_id, reason, issue_on)

    def credit(writer: Writer) -> Invoice:
        kept = invoices.demand(writer, invoice_id)
        _check(writer, kept)
        day = issue_on or today(writer, now)
        check_day(writer, day, today(writer, now))
        note = credit_note(kept.invoice, note_id, reason)
        draft = KeptInvoice(
            invoice=note, state=InvoiceState.DRAFT, month=kept.month, open=Money(0, note.currency)
        )
        invoices.add(writer, [draft])
        (issued,) = issue_documents(writer, parts, [draft], day, now)
        billed.fall(writer, invoice_id)
        invoices.credited(writer, invoice_id)
        _set_off(writer, kept, issued)
        deed = ("credit", "invoice")
        act(writer, parts, by, deed, invoice_id, name=kept.invoice.number, reason=reason)
        then(writer, issued)
        return issued

    return await parts.database.write(tenant, credit)


async def _judge(
    parts: Parts, tenant: int, invoice_id: UUID, note_id: UUID, reason: str, issue_on: date | None
) -> None:
    """Raises: WattfleetError of `make_document.check`, and where it cannot be credited anyway."""

    def look(reader: Reader) -> tuple[KeptInvoice, date]:
        kept = invoices.demand(reader, invoice_id)
        _check(reader, kept)
        return kept, issue_on or today(reader, parts.clock.now())

    kept, day = await parts.database.read(tenant, look)
    buyer = kept.invoice.buyer
    if buyer.syntax is not Syntax.PDF:
        note = numbered(credit_note(kept.invoice, note_id, reason), day)
        form = FORMS[buyer.syntax]
        await check(parts, as_document(note), form, profile_in(form, note))


def credit_note(invoice: Invoice, note_id: UUID, reason: str) -> Invoice:
    """All of it the other way round, with a reference to it."""
    assert invoice.issued_on is not None, "what is credited was issued"
    about = (Reference(invoice.number, invoice.issued_on, invoice.id),)
    note = msgspec.structs.replace(
        invoice,
        id=note_id,
        kind=DocumentKind.CREDIT_NOTE,
        number="",
        issued_on=None,
        due_on=None,
        reference="",
        about=about,
        debit=None,
    )
    note = complete(note)
    return msgspec.structs.replace(note, notes=(reason, *note.notes)) if reason else note


def _check(reader: Reader, kept: KeptInvoice) -> None:
    if kept.state is not InvoiceState.ISSUED or kept.invoice.kind is not DocumentKind.INVOICE:
        raise conflict(
            "not_creditable",
            f"It is {_words(kept)}.",
            hint="Only an issued invoice that was not credited yet can be credited.",
        )
    later = billed.replaced_on(reader, kept.invoice.id)
    if later:
        raise _corrected_later(later)


def _words(kept: KeptInvoice) -> str:
    if kept.invoice.kind is DocumentKind.CREDIT_NOTE:
        return "a credit note"
    return "a draft" if kept.state is InvoiceState.DRAFT else "credited already"


def _corrected_later(numbers: list[str]) -> WattfleetError:
    return conflict(
        "corrected_later",
        f"Sessions of it were corrected on {', '.join(numbers)}.",
        hint="Credit that document first.",
    )


def _set_off(writer: Writer, kept: KeptInvoice, note: Invoice) -> None:
    """What the customer still owes of the invoice is set off against the credit note at once."""
    owed = min(max(0, kept.open.minor), note.payable.minor)
    if owed:
        invoices.settle(writer, kept.invoice.id, -owed)
        invoices.settle(writer, note.id, owed)
