"""The entries of some days in one currency, as an export takes them."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from wattfleet.kernel.errors import invalid
from wattfleet.kernel.money import Currency, Money
from wattfleet.ledger.entry import Entry, Posting
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.ledger import ledger_entries, ledger_postings

MOST = 200_000
"""Postings of one export; it is written in memory."""


def between(reader: Reader, first: date, last: date, currency: Currency) -> list[Entry]:
    """By the day of the books, then in the order in which they were written; both days are inside.

    Raises: WattfleetError `export_too_large`.
    """
    statement = (
        select(
            ledger_entries,
            ledger_postings.c.account,
            ledger_postings.c.minor,
            ledger_postings.c.currency,
            ledger_postings.c.session_id,
        )
        .join(
            ledger_postings,
            (ledger_postings.c.tenant_id == ledger_entries.c.tenant_id)
            & (ledger_postings.c.entry_id == ledger_entries.c.id),
        )
        .where(
            ledger_entries.c.tenant_id == reader.tenant,
            ledger_entries.c.booked_on >= first.isoformat(),
            ledger_entries.c.booked_on <= last.isoformat(),
            ledger_postings.c.currency == currency,
        )
        .order_by(ledger_entries.c.booked_on, ledger_entries.c.id, ledger_postings.c.id)
        .limit(MOST + 1)
    )
    rows = reader.connection.execute(statement).mappings().all()
    if len(rows) > MOST:
        raise invalid(
            "export_too_large",
            f"These days have more than {MOST:,} postings.",
            hint="Export fewer days at once.",
            field="from",
        )
    postings: dict[UUID, list[Posting]] = {}
    heads = {row["id"]: row for row in rows}
    for row in rows:
        money = Money(row["minor"], row["currency"])
        postings.setdefault(row["id"], []).append(Posting(row["account"], money, row["session_id"]))
    return [
        Entry(
            id=entry_id,
            key=head["key"],
            at=head["at"],
            booked_on=date.fromisoformat(head["booked_on"]),
            source=head["source"],
            source_id=head["source_id"],
            text=head["text"],
            postings=tuple(postings[entry_id]),
        )
        for entry_id, head in heads.items()
    ]
