"""What was paid for invoices."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.invoices import payments
from wattfleet.storage.to_bill import parts_of

_TAKEN = conflict("payment_exists", "This payment is already there.")


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """Money for an invoice; `via` says how we know: hand, bank, or undo."""

    id: UUID
    invoice_id: UUID
    account_id: UUID
    money: Money
    paid_on: date
    via: str
    reference: str
    note: str
    made_at: Instant


def add(writer: Writer, one: Payment) -> None:
    values = {
        "id": one.id,
        "invoice_id": one.invoice_id,
        "account_id": one.account_id,
        "minor": one.money.minor,
        "currency": one.money.currency,
        "paid_on": one.paid_on.isoformat(),
        "via": one.via,
        "reference": one.reference,
        "note": one.note,
        "made_at": one.made_at,
    }
    writing.insert(writer, payments, values, taken=_TAKEN)


def demand(reader: Reader, payment_id: UUID) -> Payment:
    """Raises: WattfleetError `payment_unknown`."""
    statement = select(payments).where(payments.c.tenant_id == reader.tenant, payments.c.id == payment_id)
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise missing("payment_unknown", "There is no such payment.", hint="GET /api/v1/payments lists all.")
    return _payment(row)


def page(reader: Reader, query: PageQuery) -> Page[Payment]:
    return list_page(reader, _LISTING, query, _payment)


def _payment(row: RowMapping) -> Payment:
    return Payment(
        id=row["id"],
        invoice_id=row["invoice_id"],
        account_id=row["account_id"],
        money=Money(row["minor"], row["currency"]),
        paid_on=date.fromisoformat(row["paid_on"]),
        via=row["via"],
        reference=row["reference"],
        note=row["note"],
        made_at=row["made_at"],
    )


_LISTING = Listing(
    select=select(payments),
    tenant=payments.c.tenant_id,
    id=payments.c.id,
    sorts={"id": payments.c.id, "paid_on": payments.c.paid_on},
    sort="id",
    filters={
        "invoice": lambda value: payments.c.invoice_id == value,
        "account": lambda value: payments.c.account_id == value,
        "from": lambda value: payments.c.paid_on >= value,
        "to": lambda value: payments.c.paid_on <= value,
    },
)


def known(reader: Reader, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these payments are there already."""
    found: set[UUID] = set()
    for part in parts_of(ids):
        statement = select(payments.c.id).where(
            payments.c.tenant_id == reader.tenant, payments.c.id.in_(part)
        )
        found.update(reader.connection.execute(statement).scalars())
    return found
