"""What accounts owe, by its age: added up by the database, one row an account and currency."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, case, func, select

from wattfleet.billing.invoice import InvoiceState
from wattfleet.kernel.money import Money
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.accounts import accounts
from wattfleet.storage.tables.invoices import invoices

DAYS = (30, 60, 90)
"""Where an age ends: late by up to 30, 60, 90 days, and what is older."""


class Aged(msgspec.Struct, frozen=True, kw_only=True):
    """What is open of an account in one currency; `late` is what is overdue, youngest first.

    What is owed to the customer (credit notes, what was paid too much) is in `credit`, negative.
    """

    account_id: UUID
    number: str
    name: str
    items: int
    oldest_due_on: date | None
    not_due: Money
    late: tuple[Money, ...]
    credit: Money
    total: Money


def by_account(reader: Reader, today: date) -> list[Aged]:
    """Accounts with something open, what is overdue longest first."""
    own = invoices.c
    open_ = own.open_minor
    edges = [(today - timedelta(days=days)).isoformat() for days in DAYS]
    owed, due = open_ > 0, own.due_on
    late = (
        owed & (due < today.isoformat()) & (due >= edges[0]),
        *(owed & (due < newer) & (due >= older) for newer, older in pairwise(edges)),
        owed & (due < edges[-1]),
    )
    columns = (
        _sum(open_, owed & (due >= today.isoformat()), "not_due"),
        *(_sum(open_, one, f"late_{at}") for at, one in enumerate(late)),
        _sum(open_, open_ < 0, "credit"),
        func.sum(open_).label("total"),
        func.count().label("items"),
        func.min(case((owed, due))).label("oldest"),
    )
    statement = (
        select(own.account_id, own.currency, accounts.c.number, accounts.c.name, *columns)
        .join(accounts, (accounts.c.tenant_id == own.tenant_id) & (accounts.c.id == own.account_id))
        .where(own.tenant_id == reader.tenant, own.state != InvoiceState.DRAFT, open_ != 0)
        .group_by(own.account_id, own.currency, accounts.c.number, accounts.c.name)
        .order_by(func.coalesce(func.min(case((owed, due))), "9999"), accounts.c.number, own.currency)
    )
    rows = reader.connection.execute(statement).mappings()
    return [
        Aged(
            account_id=row["account_id"],
            number=row["number"],
            name=row["name"],
            items=row["items"],
            oldest_due_on=date.fromisoformat(row["oldest"]) if row["oldest"] else None,
            not_due=Money(int(row["not_due"]), row["currency"]),
            late=tuple(Money(int(row[f"late_{at}"]), row["currency"]) for at in range(len(late))),
            credit=Money(int(row["credit"]), row["currency"]),
            total=Money(int(row["total"]), row["currency"]),
        )
        for row in rows
    ]


def _sum(open_: ColumnElement[int], holds: ColumnElement[bool], name: str) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((holds, open_), else_=0)), 0).label(name)
