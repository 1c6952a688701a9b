"""What an invoice's lines follow from, looked up for those who go down from a line to its sessions."""

from uuid import UUID

import msgspec

from wattfleet.billing.invoice import Invoice
from wattfleet.billing.trace import Traced
from wattfleet.storage import billed, invoices, to_bill
from wattfleet.storage.database import Reader
from wattfleet.storage.invoices import KeptInvoice


class Evidence(msgspec.Struct, frozen=True):
    """An invoice, and the sessions on it as they were rated when it was made."""

    invoice: Invoice
    sessions: tuple[Traced, ...]


def evidence_of(reader: Reader, kept: KeptInvoice) -> Evidence:
    """A credit note that undoes an invoice as a whole has that one's lines, and its sessions."""
    invoice = kept.invoice
    placed = billed.of_invoice(reader, invoice.id)
    if not placed and len(invoice.about) == 1:
        invoice = invoices.demand(reader, invoice.about[0].invoice_id).invoice
        placed = billed.of_invoice(reader, invoice.id)
    items = [one.item for one in placed if one.item.session_id is not None]
    rated = to_bill.ratings_of(reader, [one.rating_id for one in items if one.rating_id is not None])
    before = billed.nets(reader, [one.replaces for one in items if one.replaces is not None])
    return Evidence(
        invoice,
        tuple(
            Traced(
                item=one,
                rating=None if one.rating_id is None else rated.get(one.rating_id),
                before=() if one.replaces is None else before.get(one.replaces, ()),
            )
            for one in items
        ),
    )


def documents_of(reader: Reader, invoice_ids: list[UUID]) -> list[Evidence]:
    """Several that are known to be there, in the order of their ids."""
    found = {one.invoice.id: one for one in invoices.many(reader, invoice_ids)}
    return [evidence_of(reader, found[one]) for one in invoice_ids]
