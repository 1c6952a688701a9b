"""Mailings as they are kept: a queue that a restart does not empty, and the record of what went out."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select, update

from wattfleet.billing.mailing import CLAIM_US, Mailing, MailingState
from wattfleet.kernel.errors import missing
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.mailings import mailings
from wattfleet.storage.writing import loaded, values_of


def add(writer: Writer, some: Sequence[Mailing]) -> None:
    if some:
        rows = [{"tenant_id": writer.tenant, **values_of(one)} for one in some]
        writer.connection.execute(insert(mailings), rows)


def demand(reader: Reader, mailing_id: UUID) -> Mailing:
    """Raises: WattfleetError `mailing_unknown`."""
    found = writing.get(reader, mailings, Mailing, mailing_id)
    if found is None:
        raise missing("mailing_unknown", "There is no such mailing.")
    return found


def due(reader: Reader, now: Instant, most: int) -> list[Mailing]:
    """What may be sent now, what waits longest first."""
    return _some(
        reader,
        mailings.c.state == MailingState.QUEUED,
        mailings.c.next_at <= now,
        order=(mailings.c.next_at, mailings.c.id),
        most=most,
    )


def stuck(reader: Reader, now: Instant, most: int) -> list[Mailing]:
    """Claims whose owner is gone."""
    return _some(
        reader,
        mailings.c.state == MailingState.SENDING,
        mailings.c.claimed_at <= now + -CLAIM_US,
        order=(mailings.c.id,),
        most=most,
    )


def of_invoice(reader: Reader, invoice_id: UUID, most: int = 100) -> list[Mailing]:
    """The newest first."""
    return _some(reader, mailings.c.invoice_id == invoice_id, order=(mailings.c.id.desc(),), most=most)


def claim(writer: Writer, one: Mailing, now: Instant) -> bool:
    """Make it ours; False where another process has it or had it, or it does not wait any more."""
    ours = {"state": MailingState.SENDING, "claimed_at": now, "next_at": None}
    return _write(writer, one, MailingState.QUEUED, ours, mailings.c.tries == one.tries)


def settle(writer: Writer, one: Mailing, expected: MailingState) -> bool:
    """How it stands after a try; False where it is not in that state any more."""
    return _write(writer, one, expected, {n: v for n, v in values_of(one).items() if n != "id"})


def blame(writer: Writer, problem: str) -> None:
    """Say of all that waits why nothing is tried."""
    statement = (
        update(mailings)
        .where(
            mailings.c.tenant_id == writer.tenant,
            mailings.c.state == MailingState.QUEUED,
            mailings.c.problem != problem,
        )
        .values(problem=problem)
    )
    writer.connection.execute(statement)


def remove_old(writer: Writer, before: Instant, most: int) -> int:
    """Of those that came to an end before that moment; how many there were."""
    mine = (mailings.c.tenant_id == writer.tenant, mailings.c.next_at.is_(None))
    old = select(mailings.c.id).where(*mine, mailings.c.done_at < before).order_by(mailings.c.id).limit(most)
    gone = delete(mailings).where(*mine, mailings.c.id.in_(list(writer.connection.execute(old).scalars())))
    return writer.connection.execute(gone).rowcount


def page(reader: Reader, query: PageQuery) -> Page[Mailing]:
    """Newest first. Filters: state, kind, invoice, account, about."""
    return list_page(reader, _LISTING, query, _mailing)


def _some(reader: Reader, *which: Any, order: tuple[Any, ...], most: int) -> list[Mailing]:
    statement = select(mailings).where(mailings.c.tenant_id == reader.tenant, *which)
    rows = reader.connection.execute(statement.order_by(*order).limit(most))
    return [_mailing(row) for row in rows.mappings()]


def _write(
    writer: Writer, one: Mailing, expected: MailingState, values: dict[str, Any], *more: ColumnElement[bool]
) -> bool:
    own = (mailings.c.tenant_id == writer.tenant, mailings.c.id == one.id, mailings.c.state == expected)
    statement = update(mailings).where(*own, *more).values(values)
    return writer.connection.execute(statement).rowcount > 0


def _mailing(row: RowMapping) -> Mailing:
    return loaded(Mailing, row)


_LISTING = Listing(
    select=select(mailings),
    tenant=mailings.c.tenant_id,
    id=mailings.c.id,
    sorts={"made_at": mailings.c.id},
    sort="made_at",
    descending=True,
    filters={
        "state": lambda value: mailings.c.state == value,
        "kind": lambda value: mailings.c.kind == value,
        "invoice": lambda value: mailings.c.invoice_id == value,
        "account": lambda value: mailings.c.account_id == value,
        "about": lambda value: mailings.c.about_id == value,
    },
)
