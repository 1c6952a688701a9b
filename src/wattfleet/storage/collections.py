"""Collections as they are kept: the file as it was made, and each of its debits."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, insert, select, update

from wattfleet.billing.collection import Collected, Collection, CollectionState, DebitState
from wattfleet.billing.invoice import DocumentKind, InvoiceState
from wattfleet.billing.mandate import Due
from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.money import Currency, Money
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.invoices import invoices
from wattfleet.storage.tables.mandates import collections, debits
from wattfleet.storage.to_bill import parts_of
from wattfleet.storage.writing import TAKEN

EURO = Currency("EUR")


def add(writer: Writer, one: Collection, content: bytes, some: Sequence[Collected]) -> None:
    """Raises: WattfleetError `collected_already`."""
    row = {
        "tenant_id": writer.tenant,
        "id": one.id,
        "state": one.state,
        "due_on": one.due_on.isoformat(),
        "made_at": one.made_at,
        "made_by": one.made_by,
        "debits": one.debits,
        "minor": one.total.minor,
        "sha256": one.sha256,
        "content": content,
        "version": one.version,
    }
    writer.connection.execute(insert(collections).values(row))
    if not some:
        return
    try:
        writer.connection.execute(insert(debits), [_values(writer.tenant, debit) for debit in some])
    except TAKEN as error:
        raise conflict("collected_already", "One of these invoices is being collected.") from error


def demand(reader: Reader, collection_id: UUID) -> Collection:
    """Raises: WattfleetError `collection_unknown`."""
    return _collection(_row(reader, collection_id))


def content(reader: Reader, collection_id: UUID) -> bytes:
    """The file. Raises: WattfleetError `collection_unknown`, `collection_redacted`."""
    row = _row(reader, collection_id)
    if row["redacted_at"] is not None:
        raise missing(
            "collection_redacted",
            f"The file was redacted at {row['redacted_at'].rfc3339()}: it held names and accounts.",
            hint="Its hash and its debits are kept; `--keep-bank` of `serve` says for how long files are.",
        )
    return bytes(row["content"])


def redact_old(writer: Writer, before: date, now: Instant, most: int) -> int:
    """Take away the files of those that were due before that day; how many there were."""
    mine = (collections.c.tenant_id == writer.tenant, collections.c.redacted_at.is_(None))
    old = select(collections.c.id).where(*mine, collections.c.due_on < before.isoformat())
    ids = list(writer.connection.execute(old.order_by(collections.c.id).limit(most)).scalars())
    gone = {"content": b"", "redacted_at": now, "version": collections.c.version + 1}
    for part in parts_of(ids):
        writer.connection.execute(update(collections).where(*mine, collections.c.id.in_(part)).values(gone))
    return len(ids)


def page(reader: Reader, query: PageQuery) -> Page[Collection]:
    """Newest first."""
    return list_page(reader, _LISTING, query, _collection)


def of(reader: Reader, collection_id: UUID) -> list[Collected]:
    """Its debits, in their order."""
    return _debits(reader, debits.c.collection_id == collection_id)


def by_id(reader: Reader, ids: Iterable[UUID]) -> dict[UUID, Collected]:
    found: dict[UUID, Collected] = {}
    for part in parts_of(ids):
        found |= {one.id: one for one in _debits(reader, debits.c.id.in_(part))}
    return found


def waiting(reader: Reader, invoice_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Which of these invoices are being collected."""
    found: set[UUID] = set()
    for part in parts_of(invoice_ids):
        statement = select(debits.c.invoice_id).where(
            debits.c.tenant_id == reader.tenant,
            debits.c.invoice_id.in_(part),
            debits.c.state == DebitState.WAITING,
        )
        found |= set(reader.connection.execute(statement).scalars())
    return frozenset(found)


def waiting_ids(reader: Reader) -> list[UUID]:
    """Collections of which a debit waits for the bank, oldest first."""
    statement = (
        select(debits.c.collection_id)
        .where(debits.c.tenant_id == reader.tenant, debits.c.state == DebitState.WAITING)
        .distinct()
        .order_by(debits.c.collection_id)
    )
    return list(reader.connection.execute(statement).scalars())


def settle(writer: Writer, one: Collected, state: DebitState, on: date, reason: str = "") -> bool:
    """What became of a debit; False where it is in another state than it was seen."""
    statement = (
        update(debits)
        .where(debits.c.tenant_id == writer.tenant, debits.c.id == one.id, debits.c.state == one.state)
        .values(state=state, settled_on=on.isoformat(), reason=reason)
    )
    return writer.connection.execute(statement).rowcount > 0


def cancel(writer: Writer, collection_id: UUID) -> bool:
    statement = (
        update(collections)
        .where(
            collections.c.tenant_id == writer.tenant,
            collections.c.id == collection_id,
            collections.c.state == CollectionState.MADE,
        )
        .values(state=CollectionState.CANCELLED, version=collections.c.version + 1)
    )
    return writer.connection.execute(statement).rowcount > 0


def due(reader: Reader, on: date, account_ids: Iterable[UUID]) -> list[Due]:
    """What is due on a day at the latest and not settled, oldest first."""
    statement = select(
        *(invoices.c[name] for name in ("id", "account_id", "number", "due_on", "currency", "open_minor"))
    ).where(
        invoices.c.tenant_id == reader.tenant,
        invoices.c.kind == DocumentKind.INVOICE,
        invoices.c.state == InvoiceState.ISSUED,
        invoices.c.open_minor > 0,
        invoices.c.due_on != "",
        invoices.c.due_on <= on.isoformat(),
    )
    only = list(account_ids)
    if only:
        statement = statement.where(invoices.c.account_id.in_(only))
    rows = reader.connection.execute(statement.order_by(invoices.c.due_on, invoices.c.number)).mappings()
    return [
        Due(
            invoice_id=row["id"],
            account_id=row["account_id"],
            number=row["number"],
            due_on=date.fromisoformat(row["due_on"]),
            open=Money(row["open_minor"], row["currency"]),
        )
        for row in rows
    ]


def _row(reader: Reader, collection_id: UUID) -> RowMapping:
    statement = select(collections).where(
        collections.c.tenant_id == reader.tenant, collections.c.id == collection_id
    )
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise missing("collection_unknown", "There is no such collection.")
    return row


def _debits(reader: Reader, which: Any) -> list[Collected]:
    statement = select(debits).where(debits.c.tenant_id == reader.tenant, which).order_by(debits.c.id)
    return [_debit(row) for row in reader.connection.execute(statement).mappings()]


def _debit(row: RowMapping) -> Collected:
    settled = row["settled_on"]
    return Collected(
        **{name: row[name] for name in _SAME},
        money=Money(row["minor"], EURO),
        settled_on=date.fromisoformat(settled) if settled else None,
    )


def _values(tenant: int, one: Collected) -> dict[str, Any]:
    rest = {"minor": one.money.minor, "settled_on": one.settled_on.isoformat() if one.settled_on else ""}
    return {"tenant_id": tenant} | {name: getattr(one, name) for name in _SAME} | rest


def _collection(row: RowMapping) -> Collection:
    return Collection(
        id=row["id"],
        state=row["state"],
        due_on=date.fromisoformat(row["due_on"]),
        made_at=row["made_at"],
        made_by=row["made_by"],
        debits=row["debits"],
        total=Money(row["minor"], EURO),
        sha256=row["sha256"],
        redacted_at=row["redacted_at"],
        version=row["version"],
    )


_SAME = (
    *("id", "collection_id", "invoice_id", "account_id", "mandate_id"),
    *("number", "mandate", "sequence", "state", "reason"),
)
_SHOWN = tuple(one.name for one in collections.c if one.name != "content")
_LISTING = Listing(
    select=select(*(collections.c[name] for name in _SHOWN)),
    tenant=collections.c.tenant_id,
    id=collections.c.id,
    sorts={"made_at": collections.c.id},
    sort="made_at",
    descending=True,
    filters={
        "state": lambda value: collections.c.state == value,
        "mandate": lambda value: collections.c.id.in_(
            select(debits.c.collection_id).where(
                debits.c.tenant_id == collections.c.tenant_id, debits.c.mandate_id == value
            )
        ),
    },
)
