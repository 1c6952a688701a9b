"""Invoices as they are kept: a draft may go, what is issued stays as it is for ever."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, RowMapping, bindparam, delete, func, insert, select, update

from wattfleet.billing.invoice import DocumentKind, Invoice, InvoiceState
from wattfleet.kernel.errors import missing
from wattfleet.kernel.money import Currency, Money
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.invoices import billed_items, invoices
from wattfleet.storage.to_bill import parts_of

_decode = msgspec.json.Decoder(Invoice).decode
_LIST = "`wattfleet invoices list` shows their numbers; what bears a number is issued."


class KeptInvoice(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice with what may change beside it: its state and what is open. `month` is 2026-11."""

    invoice: Invoice
    state: InvoiceState
    month: str
    open: Money
    run_id: UUID | None = None
    version: int = 1


class InvoiceRow(msgspec.Struct, frozen=True, kw_only=True):
    """An invoice as a list shows it."""

    id: UUID
    run_id: UUID | None
    account_id: UUID
    kind: DocumentKind
    state: InvoiceState
    number: str
    month: str
    issued_on: str
    due_on: str
    currency: Currency
    net_minor: int
    tax_minor: int
    payable_minor: int
    open_minor: int
    version: int


def add(writer: Writer, drafts: Sequence[KeptInvoice]) -> None:
    if drafts:
        rows = [{"tenant_id": writer.tenant, **_values(one)} for one in drafts]
        writer.connection.execute(insert(invoices), rows)


def get(reader: Reader, invoice_id: UUID) -> KeptInvoice | None:
    found = many(reader, [invoice_id])
    return found[0] if found else None


def demand(reader: Reader, invoice_id: UUID) -> KeptInvoice:
    """Raises: WattfleetError `invoice_unknown`."""
    found = get(reader, invoice_id)
    if found is None:
        raise missing("invoice_unknown", "There is no such invoice.", hint=_LIST)
    return found


def numbered(reader: Reader, number: str) -> KeptInvoice:
    """Raises: WattfleetError `invoice_unknown`."""
    statement = select(invoices).where(invoices.c.tenant_id == reader.tenant, invoices.c.number == number)
    row = reader.connection.execute(statement).mappings().first() if number else None
    if row is None:
        raise missing("invoice_unknown", f"There is no invoice {number[:60]}.", hint=_LIST)
    return _kept(row)


def many(reader: Reader, invoice_ids: Sequence[UUID]) -> list[KeptInvoice]:
    """In the order of their ids."""
    out: list[KeptInvoice] = []
    for part in parts_of(invoice_ids):
        statement = (
            select(invoices)
            .where(invoices.c.tenant_id == reader.tenant, invoices.c.id.in_(part))
            .order_by(invoices.c.id)
        )
        out += [_kept(row) for row in reader.connection.execute(statement).mappings()]
    return out


def page(reader: Reader, query: PageQuery) -> Page[InvoiceRow]:
    return list_page(reader, _LISTING, query, _row)


def drafts_of(reader: Reader, run_id: UUID, limit: int, *, after: UUID | None = None) -> list[KeptInvoice]:
    """The next drafts of a run, in the order of their making."""
    statement = (
        select(invoices)
        .where(
            invoices.c.tenant_id == reader.tenant,
            invoices.c.run_id == run_id,
            invoices.c.state == InvoiceState.DRAFT,
        )
        .order_by(invoices.c.id)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(invoices.c.id > after)
    return [_kept(row) for row in reader.connection.execute(statement).mappings()]


def issue(writer: Writer, issued: Sequence[KeptInvoice]) -> None:
    """Drafts become what they are for ever."""
    values = [_values(one) for one in issued]
    changed: dict[str, Any] = {name: bindparam(f"new_{name}") for name in values[0] if name != "id"}
    statement = (
        update(invoices)
        .where(
            invoices.c.tenant_id == writer.tenant,
            invoices.c.id == bindparam("row_id"),
            invoices.c.state == InvoiceState.DRAFT,
        )
        .values(changed)
    )
    rows = [
        {"row_id": one["id"]} | {f"new_{name}": value for name, value in one.items() if name != "id"}
        for one in values
    ]
    writer.connection.execute(statement, rows)


def settle(writer: Writer, invoice_id: UUID, minor: int) -> int:
    """What is open changes by `minor`; what is open now."""
    statement = (
        update(invoices)
        .where(invoices.c.tenant_id == writer.tenant, invoices.c.id == invoice_id)
        .values(open_minor=invoices.c.open_minor + minor, version=invoices.c.version + 1)
        .returning(invoices.c.open_minor)
    )
    left: int = writer.connection.execute(statement).scalar_one()
    return left


def credited(writer: Writer, invoice_id: UUID) -> bool:
    """Mark that a credit note has undone it; False where one had already."""
    statement = (
        update(invoices)
        .where(
            invoices.c.tenant_id == writer.tenant,
            invoices.c.id == invoice_id,
            invoices.c.state == InvoiceState.ISSUED,
        )
        .values(state=InvoiceState.CREDITED, version=invoices.c.version + 1)
    )
    return writer.connection.execute(statement).rowcount > 0


def drop_drafts(writer: Writer, run_id: UUID) -> int:
    """Throw the drafts of a run away; how many there were."""
    drafts = (
        invoices.c.tenant_id == writer.tenant,
        invoices.c.run_id == run_id,
        invoices.c.state == InvoiceState.DRAFT,
    )
    items = select(invoices.c.id).where(*drafts)
    writer.connection.execute(
        delete(billed_items).where(
            billed_items.c.tenant_id == writer.tenant, billed_items.c.invoice_id.in_(items)
        )
    )
    return writer.connection.execute(delete(invoices).where(*drafts)).rowcount


def sums(reader: Reader, month: str, states: Iterable[InvoiceState]) -> dict[str, int]:
    """Nets of a month's invoices less its credit notes, by currency, in minor units."""
    return _sums(reader, invoices.c.month == month, invoices.c.state.in_(list(states)))


def sums_of_run(reader: Reader, run_id: UUID) -> dict[str, int]:
    """The same of what a run has proposed and issued."""
    return _sums(reader, invoices.c.run_id == run_id)


def _sums(reader: Reader, *which: ColumnElement[bool]) -> dict[str, int]:
    statement = (
        select(invoices.c.currency, invoices.c.kind, func.sum(invoices.c.net_minor))
        .where(invoices.c.tenant_id == reader.tenant, *which)
        .group_by(invoices.c.currency, invoices.c.kind)
    )
    out: dict[str, int] = {}
    for currency, kind, minor in reader.connection.execute(statement):
        sign = -1 if kind is DocumentKind.CREDIT_NOTE else 1
        out[currency.code] = out.get(currency.code, 0) + sign * int(minor)
    return out


def latest_day(reader: Reader, kind: DocumentKind) -> date | None:
    """The day of the newest document of a kind."""
    statement = select(func.max(invoices.c.issued_on)).where(
        invoices.c.tenant_id == reader.tenant, invoices.c.kind == kind
    )
    found: str | None = reader.connection.execute(statement).scalar()
    return date.fromisoformat(found) if found else None


def _values(one: KeptInvoice) -> dict[str, Any]:
    invoice = one.invoice
    return {
        "id": invoice.id,
        "run_id": one.run_id,
        "account_id": invoice.account_id,
        "kind": invoice.kind,
        "state": one.state,
        "number": invoice.number,
        "month": one.month,
        "issued_on": _day(invoice.issued_on),
        "due_on": _day(invoice.due_on),
        "currency": invoice.currency,
        "net_minor": invoice.net.minor,
        "tax_minor": invoice.tax.minor,
        "payable_minor": invoice.payable.minor,
        "open_minor": one.open.minor,
        "body": msgspec.json.encode(invoice).decode(),
        "version": one.version,
    }


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _kept(row: RowMapping) -> KeptInvoice:
    return KeptInvoice(
        invoice=_decode(row["body"]),
        state=row["state"],
        month=row["month"],
        open=Money(row["open_minor"], row["currency"]),
        run_id=row["run_id"],
        version=row["version"],
    )


def _row(row: RowMapping) -> InvoiceRow:
    return InvoiceRow(**{name: row[name] for name in InvoiceRow.__struct_fields__})


_LISTING = Listing(
    select=select(*(invoices.c[name] for name in InvoiceRow.__struct_fields__)),
    tenant=invoices.c.tenant_id,
    id=invoices.c.id,
    sorts={
        "id": invoices.c.id,
        "number": invoices.c.number,
        "issued_on": invoices.c.issued_on,
        "due_on": invoices.c.due_on,
        "payable": invoices.c.payable_minor,
    },
    sort="id",
    filters={
        "run": lambda value: invoices.c.run_id == value,
        "account": lambda value: invoices.c.account_id == value,
        "state": lambda value: invoices.c.state == value,
        "kind": lambda value: invoices.c.kind == value,
        "month": lambda value: invoices.c.month == value,
        "number": lambda value: invoices.c.number == value,
        "open": lambda value: (invoices.c.open_minor != 0) == value,
        "due_before": lambda value: invoices.c.due_on < value,
    },
)
