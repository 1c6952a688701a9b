"""What is issued and not paid yet, as bank files are matched with it."""

import msgspec
from sqlalchemy import select

from wattfleet.billing.bank.matching import OpenItem
from wattfleet.billing.invoice import DocumentKind, Invoice, InvoiceState
from wattfleet.kernel.money import Money
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.invoices import invoices

_decode = msgspec.json.Decoder(Invoice).decode


def of_invoices(reader: Reader, *, we_owe: bool = False) -> list[OpenItem]:
    """Invoices of which something is open, in the order in which they were issued.

    With `we_owe` it is what we owe: credit notes, and invoices that were paid too much.
    """
    owed = invoices.c.open_minor < 0 if we_owe else invoices.c.open_minor > 0
    statement = (
        select(invoices.c.body, invoices.c.open_minor)
        .where(
            invoices.c.tenant_id == reader.tenant,
            invoices.c.kind.in_(list(DocumentKind) if we_owe else [DocumentKind.INVOICE]),
            invoices.c.state == InvoiceState.ISSUED,
            owed,
        )
        .order_by(invoices.c.number)
    )
    out: list[OpenItem] = []
    for row in reader.connection.execute(statement).mappings():
        invoice = _decode(row["body"])
        out.append(
            OpenItem(
                id=invoice.id,
                number=invoice.number,
                reference=invoice.reference,
                open=Money(row["open_minor"], invoice.currency),
            )
        )
    return out
