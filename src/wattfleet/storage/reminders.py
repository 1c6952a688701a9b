"""Reminders as they are kept, and what is overdue with what was said of it before."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, exists, select

from wattfleet.billing.invoice import DocumentKind, InvoiceState
from wattfleet.billing.reminder import Letter, Overdue, ReminderState
from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.invoices import invoices
from wattfleet.storage.tables.reminders import reminder_items, reminders
from wattfleet.storage.to_bill import parts_of

_decode = msgspec.json.Decoder(Letter).decode
_TAKEN = conflict("reminded_already", "One of these invoices was reminded of at this level.")


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """A letter that went out. `reason` says why it was waived."""

    id: UUID
    letter: Letter
    state: ReminderState
    made_on: date
    made_at: Instant
    made_by: str
    reason: str = ""
    version: int = 1


class Said(msgspec.Struct, frozen=True):
    """What was said of an invoice before."""

    level: int
    made_on: date
    charged: int
    interest_until: date | None


def add(writer: Writer, one: Reminder, items: Sequence[tuple[UUID, UUID, int, bool]]) -> None:
    """`items`: an id, the invoice, what it was charged, and whether interest counts up to that day.

    Raises: WattfleetError `reminded_already`.
    """
    writing.insert(writer, reminders, _values(one), taken=_TAKEN)
    levels = {item.invoice_id: item.level for item in one.letter.items}
    day = one.made_on.isoformat()
    for item_id, invoice_id, minor, with_interest in items:
        values = {
            "id": item_id,
            "reminder_id": one.id,
            "invoice_id": invoice_id,
            "level": levels[invoice_id],
            "made_on": day,
            "minor": minor,
            "interest_until": day if with_interest else "",
        }
        writing.insert(writer, reminder_items, values, taken=_TAKEN)


def demand(reader: Reader, reminder_id: UUID) -> Reminder:
    """Raises: WattfleetError `reminder_unknown`."""
    statement = select(reminders).where(reminders.c.tenant_id == reader.tenant, reminders.c.id == reminder_id)
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise missing("reminder_unknown", "There is no such reminder.")
    return _reminder(row)


def change(writer: Writer, one: Reminder, expected: int) -> Reminder:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, reminders, _values(one), expected, taken=_TAKEN)
    return demand(writer, one.id)


def page(reader: Reader, query: PageQuery) -> Page[Reminder]:
    """Newest first. Filters: account, state, invoice."""
    return list_page(reader, _LISTING, query, _reminder)


def overdue(
    reader: Reader, day: date, account_ids: Iterable[UUID] | None = None
) -> dict[UUID, list[Overdue]]:
    """What is due before a day and not settled, by account."""
    statement = select(
        *(invoices.c[name] for name in ("id", "account_id", "number", "issued_on", "due_on", "currency")),
        invoices.c.open_minor,
    ).where(
        invoices.c.tenant_id == reader.tenant,
        invoices.c.kind == DocumentKind.INVOICE,
        invoices.c.state == InvoiceState.ISSUED,
        invoices.c.open_minor > 0,
        invoices.c.due_on != "",
        invoices.c.due_on < day.isoformat(),
    )
    if account_ids is not None:
        statement = statement.where(invoices.c.account_id.in_(list(account_ids)))
    rows = list(reader.connection.execute(statement.order_by(invoices.c.account_id)).mappings())
    said = _said(reader, [row["id"] for row in rows])
    out: dict[UUID, list[Overdue]] = {}
    for row in rows:
        out.setdefault(row["account_id"], []).append(_overdue(row, said.get(row["id"])))
    return out


def _overdue(row: RowMapping, said: Said | None) -> Overdue:
    return Overdue(
        invoice_id=row["id"],
        account_id=row["account_id"],
        number=row["number"],
        issued_on=date.fromisoformat(row["issued_on"]),
        due_on=date.fromisoformat(row["due_on"]),
        open=Money(row["open_minor"], row["currency"]),
        charged=0 if said is None else said.charged,
        level=0 if said is None else said.level,
        reminded_on=None if said is None else said.made_on,
        interest_until=None if said is None else said.interest_until,
    )


def _said(reader: Reader, invoice_ids: Sequence[UUID]) -> dict[UUID, Said]:
    found: dict[UUID, Said] = {}
    for part in parts_of(invoice_ids):
        statement = (
            select(reminder_items, reminders.c.state)
            .join(
                reminders,
                (reminders.c.tenant_id == reminder_items.c.tenant_id)
                & (reminders.c.id == reminder_items.c.reminder_id),
            )
            .where(reminder_items.c.tenant_id == reader.tenant, reminder_items.c.invoice_id.in_(part))
            .order_by(reminder_items.c.level)
        )
        for row in reader.connection.execute(statement).mappings():
            found[row["invoice_id"]] = _more(found.get(row["invoice_id"]), row)
    return found


def _more(before: Said | None, row: RowMapping) -> Said:
    standing = row["state"] is ReminderState.STANDING
    until = date.fromisoformat(row["interest_until"]) if row["interest_until"] else None
    return Said(
        level=row["level"],
        made_on=date.fromisoformat(row["made_on"]),
        charged=(before.charged if before else 0) + (row["minor"] if standing else 0),
        interest_until=until or (before.interest_until if before else None),
    )


def charged(reader: Reader, reminder_id: UUID) -> list[tuple[UUID, int]]:
    """What a reminder put on which invoice."""
    statement = select(reminder_items.c.invoice_id, reminder_items.c.minor).where(
        reminder_items.c.tenant_id == reader.tenant, reminder_items.c.reminder_id == reminder_id
    )
    return [(row[0], row[1]) for row in reader.connection.execute(statement)]


def _values(one: Reminder) -> dict[str, Any]:
    letter = one.letter
    return {
        "id": one.id,
        "account_id": letter.account_id,
        "state": one.state,
        "level": letter.level,
        "made_on": one.made_on.isoformat(),
        "made_at": one.made_at,
        "currency": letter.total.currency,
        "fee_minor": letter.fee.minor,
        "interest_minor": letter.interest.minor,
        "total_minor": letter.total.minor,
        "made_by": one.made_by,
        "reason": one.reason,
        "body": msgspec.json.encode(letter).decode(),
        "version": one.version,
    }


def _reminder(row: RowMapping) -> Reminder:
    return Reminder(
        id=row["id"],
        letter=_decode(row["body"]),
        state=row["state"],
        made_on=date.fromisoformat(row["made_on"]),
        made_at=row["made_at"],
        made_by=row["made_by"],
        reason=row["reason"],
        version=row["version"],
    )


_LISTING = Listing(
    select=select(reminders),
    tenant=reminders.c.tenant_id,
    id=reminders.c.id,
    sorts={"made_at": reminders.c.id},
    sort="made_at",
    descending=True,
    filters={
        "account": lambda value: reminders.c.account_id == value,
        "state": lambda value: reminders.c.state == value,
        "invoice": lambda value: exists().where(
            reminder_items.c.tenant_id == reminders.c.tenant_id,
            reminder_items.c.reminder_id == reminders.c.id,
            reminder_items.c.invoice_id == value,
        ),
    },
)
