"""What invoices bill, once: a standing item for each session and each fee of a month.

The unique index on what stands is the last word: whoever tries to bill a thing twice is refused by it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import delete, exists, literal, or_, select, update

from wattfleet.billing.dispute import DisputeState
from wattfleet.billing.draft import Item, RateNet, Standing
from wattfleet.billing.invoice import InvoiceState, Reference
from wattfleet.kernel.errors import conflict
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.disputes import disputes
from wattfleet.storage.tables.invoices import billed_items, invoices
from wattfleet.storage.tables.sessions import ratings, sessions
from wattfleet.storage.to_bill import parts_of
from wattfleet.storage.types import Truth
from wattfleet.storage.writing import TAKEN, insert_all

_YES = literal(True, Truth())
_decode = msgspec.json.Decoder(tuple[RateNet, ...]).decode


class Placed(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An item with its id, and the invoice that it is on."""

    id: UUID
    invoice_id: UUID
    account_id: UUID
    item: Item


def add(writer: Writer, items: Sequence[Placed]) -> None:
    """Of drafts: nothing stands yet."""
    insert_all(writer, billed_items, [_values(one) for one in items])


def standing(reader: Reader, session_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """What stands of these sessions on issued invoices."""
    found: dict[UUID, Standing] = {}
    for part in parts_of(session_ids):
        statement = (
            select(
                billed_items.c.session_id,
                billed_items.c.id,
                billed_items.c.account_id,
                billed_items.c.nets,
                invoices.c.number,
                invoices.c.issued_on,
                invoices.c.id,
            )
            .join(
                invoices,
                (invoices.c.tenant_id == billed_items.c.tenant_id)
                & (invoices.c.id == billed_items.c.invoice_id),
            )
            .where(
                billed_items.c.tenant_id == reader.tenant,
                billed_items.c.session_id.in_(part),
                billed_items.c.standing == _YES,
            )
        )
        for row in reader.connection.execute(statement):
            about = Reference(row[4], date.fromisoformat(row[5]), row[6])
            found[row[0]] = Standing(item_id=row[1], account_id=row[2], nets=_decode(row[3]), about=about)
    return found


def standing_fees(reader: Reader, account_ids: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    """The keys of fees that stand on invoices of these accounts."""
    found: dict[UUID, set[str]] = {}
    for part in parts_of(account_ids):
        statement = select(billed_items.c.account_id, billed_items.c.key).where(
            billed_items.c.tenant_id == reader.tenant,
            billed_items.c.account_id.in_(part),
            billed_items.c.session_id.is_(None),
            billed_items.c.standing == _YES,
        )
        for account_id, key in reader.connection.execute(statement):
            found.setdefault(account_id, set()).add(key)
    return {account_id: frozenset(keys) for account_id, keys in found.items()}


def stale(reader: Reader, invoice_ids: Sequence[UUID]) -> set[UUID]:
    """Drafts of which something has changed since: a session was rated anew, stands elsewhere now, or is
    disputed."""
    other = billed_items.alias("other")
    stands_elsewhere = exists().where(
        other.c.tenant_id == billed_items.c.tenant_id,
        other.c.key == billed_items.c.key,
        other.c.standing == _YES,
        or_(billed_items.c.replaces.is_(None), other.c.id != billed_items.c.replaces),
    )
    replaced = billed_items.c.replaces.is_not(None) & ~exists().where(
        other.c.tenant_id == billed_items.c.tenant_id,
        other.c.id == billed_items.c.replaces,
        other.c.standing == _YES,
    )
    rated_anew = exists().where(
        ratings.c.tenant_id == billed_items.c.tenant_id,
        ratings.c.id == billed_items.c.rating_id,
        or_(
            ratings.c.newest != _YES,
            ratings.c.billed == _YES,
            ratings.c.cost_reason.in_(("in_review", "price_missing")),
        ),
    )
    changes_now = exists().where(
        sessions.c.tenant_id == billed_items.c.tenant_id,
        sessions.c.id == billed_items.c.session_id,
        sessions.c.to_rate == _YES,
    )
    disputed = exists().where(
        disputes.c.tenant_id == billed_items.c.tenant_id,
        disputes.c.session_id == billed_items.c.session_id,
        disputes.c.state == DisputeState.OPEN,
    )
    found: set[UUID] = set()
    for part in parts_of(invoice_ids):
        statement = (
            select(billed_items.c.invoice_id)
            .distinct()
            .where(
                billed_items.c.tenant_id == reader.tenant,
                billed_items.c.invoice_id.in_(part),
                or_(stands_elsewhere, replaced, rated_anew, changes_now, disputed),
            )
        )
        found |= set(reader.connection.execute(statement).scalars())
    return found


def stand(writer: Writer, invoice_ids: Sequence[UUID]) -> None:
    """The items of these invoices stand from now on, instead of those that they replace.

    Raises: WattfleetError `billed_already`.
    """
    mine = billed_items.c.tenant_id == writer.tenant
    for part in parts_of(invoice_ids):
        replaced = select(billed_items.c.replaces).where(
            mine, billed_items.c.invoice_id.in_(part), billed_items.c.replaces.is_not(None)
        )
        writer.connection.execute(
            update(billed_items).where(mine, billed_items.c.id.in_(replaced)).values(standing=False)
        )
        given_back = (billed_items.c.session_id.is_not(None)) & (billed_items.c.rating_id.is_(None))
        stands = update(billed_items).where(mine, billed_items.c.invoice_id.in_(part), ~given_back)
        try:
            writer.connection.execute(stands.values(standing=True))
        except TAKEN as error:
            raise conflict("billed_already", "One of these things stands on an invoice already.") from error
        rated = select(billed_items.c.rating_id).where(
            mine, billed_items.c.invoice_id.in_(part), billed_items.c.rating_id.is_not(None)
        )
        writer.connection.execute(
            update(ratings)
            .where(ratings.c.tenant_id == writer.tenant, ratings.c.id.in_(rated))
            .values(billed=True)
        )


def replaced_on(reader: Reader, invoice_id: UUID) -> list[str]:
    """The numbers of later documents that stand instead of something of this invoice."""
    mine = select(billed_items.c.id).where(
        billed_items.c.tenant_id == reader.tenant, billed_items.c.invoice_id == invoice_id
    )
    statement = (
        select(invoices.c.number)
        .distinct()
        .join(
            billed_items,
            (billed_items.c.tenant_id == invoices.c.tenant_id) & (billed_items.c.invoice_id == invoices.c.id),
        )
        .where(
            invoices.c.tenant_id == reader.tenant,
            invoices.c.state == InvoiceState.ISSUED,
            billed_items.c.replaces.in_(mine),
        )
        .order_by(invoices.c.number)
    )
    return list(reader.connection.execute(statement).scalars())


def fall(writer: Writer, invoice_id: UUID) -> None:
    """What stands on this invoice stands no more; what it replaced stands again."""
    mine = (billed_items.c.tenant_id == writer.tenant, billed_items.c.invoice_id == invoice_id)
    rated = select(billed_items.c.rating_id).where(
        *mine, billed_items.c.standing == _YES, billed_items.c.rating_id.is_not(None)
    )
    writer.connection.execute(
        update(ratings)
        .where(ratings.c.tenant_id == writer.tenant, ratings.c.id.in_(rated))
        .values(billed=False)
    )
    before = select(billed_items.c.replaces).where(*mine, billed_items.c.replaces.is_not(None))
    writer.connection.execute(update(billed_items).where(*mine).values(standing=False))
    writer.connection.execute(
        update(billed_items)
        .where(billed_items.c.tenant_id == writer.tenant, billed_items.c.id.in_(before))
        .values(standing=True)
    )


def of_invoice(reader: Reader, invoice_id: UUID) -> list[Placed]:
    statement = (
        select(billed_items)
        .where(billed_items.c.tenant_id == reader.tenant, billed_items.c.invoice_id == invoice_id)
        .order_by(billed_items.c.id)
    )
    return [
        Placed(
            id=row["id"],
            invoice_id=row["invoice_id"],
            account_id=row["account_id"],
            item=Item(
                key=row["key"],
                session_id=row["session_id"],
                rating_id=row["rating_id"],
                revision=row["revision"],
                replaces=row["replaces"],
                nets=_decode(row["nets"]),
                minor=row["minor"],
            ),
        )
        for row in reader.connection.execute(statement).mappings()
    ]


def minors(reader: Reader, item_ids: Iterable[UUID]) -> dict[UUID, int]:
    """What items came to, in minor units."""
    found: dict[UUID, int] = {}
    for part in parts_of(item_ids):
        statement = select(billed_items.c.id, billed_items.c.minor).where(
            billed_items.c.tenant_id == reader.tenant, billed_items.c.id.in_(part)
        )
        found |= {row[0]: row[1] for row in reader.connection.execute(statement)}
    return found


def nets(reader: Reader, item_ids: Iterable[UUID]) -> dict[UUID, tuple[RateNet, ...]]:
    """The same for each VAT rate."""
    found: dict[UUID, tuple[RateNet, ...]] = {}
    for part in parts_of(item_ids):
        statement = select(billed_items.c.id, billed_items.c.nets).where(
            billed_items.c.tenant_id == reader.tenant, billed_items.c.id.in_(part)
        )
        found |= {row[0]: _decode(row[1]) for row in reader.connection.execute(statement)}
    return found


def drop(writer: Writer, invoice_ids: Sequence[UUID]) -> None:
    """Of drafts that are thrown away."""
    for part in parts_of(invoice_ids):
        writer.connection.execute(
            delete(billed_items).where(
                billed_items.c.tenant_id == writer.tenant, billed_items.c.invoice_id.in_(part)
            )
        )


def _values(one: Placed) -> dict[str, object]:
    item = one.item
    return {
        "id": one.id,
        "invoice_id": one.invoice_id,
        "account_id": one.account_id,
        "key": item.key,
        "session_id": item.session_id,
        "rating_id": item.rating_id,
        "revision": item.revision,
        "replaces": item.replaces,
        "nets": msgspec.json.encode(item.nets).decode(),
        "minor": item.minor,
        "standing": False,
    }
