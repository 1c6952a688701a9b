"""Disputes as they are kept; and what is disputed now, for whoever invoices or reminds."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, func, literal, select

from wattfleet.access.tokens import fold_uid
from wattfleet.billing.dispute import Dispute, DisputeState, Message
from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.disputes import dispute_messages, disputes
from wattfleet.storage.tables.invoices import billed_items
from wattfleet.storage.to_bill import parts_of
from wattfleet.storage.types import Truth

_decode = msgspec.json.Decoder(Dispute).decode
_message = msgspec.json.Decoder(Message).decode
_OPEN = disputes.c.state == DisputeState.OPEN
_TAKEN = conflict(
    "dispute_open_already",
    "There is an open dispute about it already.",
    hint="Say what is new in that one: `wattfleet disputes list --state open`.",
)


def add(writer: Writer, dispute: Dispute) -> None:
    """Raises: WattfleetError `dispute_open_already`."""
    writing.insert(writer, disputes, _values(dispute), taken=_TAKEN)


def change(writer: Writer, dispute: Dispute, expected: int) -> Dispute:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, disputes, _values(dispute), expected, taken=_TAKEN)
    return msgspec.structs.replace(dispute, version=expected + 1)


def demand(reader: Reader, dispute_id: UUID) -> Dispute:
    """Raises: WattfleetError `dispute_unknown`."""
    statement = select(disputes).where(disputes.c.tenant_id == reader.tenant, disputes.c.id == dispute_id)
    row = reader.connection.execute(statement).mappings().first()
    if row is None:
        raise unknown()
    return _dispute(row)


def demand_of(reader: Reader, dispute_id: UUID, uid: str) -> Dispute:
    """One that a driver may see: it is about a session of her token.

    Raises: WattfleetError `dispute_unknown`, for another's too.
    """
    found = demand(reader, dispute_id)
    if found.session_id is None or found.token != fold_uid(uid):
        raise unknown()
    return found


def unknown() -> Exception:
    return missing("dispute_unknown", "There is no such dispute.", hint="GET /api/v1/disputes lists all.")


def page(reader: Reader, query: PageQuery) -> Page[Dispute]:
    return list_page(reader, _LISTING, query, _dispute)


def say(writer: Writer, message: Message) -> None:
    values = {
        "id": message.id,
        "dispute_id": message.dispute_id,
        "at": message.at,
        "body": msgspec.json.encode(message).decode(),
    }
    writing.insert(writer, dispute_messages, values, taken=_TAKEN)


def messages(reader: Reader, dispute_id: UUID) -> list[Message]:
    """In the order in which they were said."""
    statement = (
        select(dispute_messages.c.body)
        .where(dispute_messages.c.tenant_id == reader.tenant, dispute_messages.c.dispute_id == dispute_id)
        .order_by(dispute_messages.c.at, dispute_messages.c.id)
    )
    return [_message(body) for body in reader.connection.execute(statement).scalars()]


# ── what is disputed now ──────────────────────────────────────────────────────


def open_of_session(reader: Reader, session_id: UUID) -> Dispute | None:
    statement = select(disputes).where(
        disputes.c.tenant_id == reader.tenant, _OPEN, disputes.c.session_id == session_id
    )
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _dispute(row)


def disputed_sessions(reader: Reader) -> frozenset[UUID]:
    """Sessions that reach no invoice now."""
    statement = select(disputes.c.session_id).where(
        disputes.c.tenant_id == reader.tenant, _OPEN, disputes.c.session_id.is_not(None)
    )
    return frozenset(reader.connection.execute(statement).scalars())


def disputed_invoices(reader: Reader, invoice_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these invoices that are disputed: a line of them, or a session that stands on them.

    Nobody is reminded of them, and nothing of them is debited, until the dispute has ended.
    """
    found: set[UUID] = set()
    for part in parts_of(invoice_ids):
        named = select(disputes.c.invoice_id).where(
            disputes.c.tenant_id == reader.tenant, _OPEN, disputes.c.invoice_id.in_(part)
        )
        by_session = (
            select(billed_items.c.invoice_id)
            .join(
                disputes,
                (disputes.c.tenant_id == billed_items.c.tenant_id)
                & (disputes.c.session_id == billed_items.c.session_id),
            )
            .where(
                billed_items.c.tenant_id == reader.tenant,
                billed_items.c.standing == literal(True, Truth()),
                billed_items.c.invoice_id.in_(part),
                _OPEN,
            )
        )
        for statement in (named, by_session):
            found.update(reader.connection.execute(statement).scalars())
    return frozenset(found)


def late(reader: Reader, now: Instant) -> tuple[int, Instant | None]:
    """How many open ones are past their time, and since when the oldest of them is."""
    statement = select(func.count(), func.min(disputes.c.due_at)).where(
        disputes.c.tenant_id == reader.tenant, _OPEN, disputes.c.due_at < now
    )
    count, oldest = reader.connection.execute(statement).one()
    return int(count), oldest


def invoice_of(reader: Reader, session_id: UUID) -> tuple[UUID, UUID] | None:
    """The invoice on which a session stands, and its account."""
    statement = select(billed_items.c.invoice_id, billed_items.c.account_id).where(
        billed_items.c.tenant_id == reader.tenant,
        billed_items.c.session_id == session_id,
        billed_items.c.standing == literal(True, Truth()),
    )
    row = reader.connection.execute(statement).first()
    return None if row is None else (row[0], row[1])


def _values(one: Dispute) -> dict[str, object]:
    return {
        "id": one.id,
        "state": one.state,
        "opened_at": one.opened_at,
        "due_at": one.due_at,
        "session_id": one.session_id,
        "invoice_id": one.invoice_id,
        "line": -1 if one.line is None else one.line,
        "account_id": one.account_id,
        "token": one.token,
        "body": msgspec.json.encode(one).decode(),
        "version": one.version,
    }


def _dispute(row: RowMapping) -> Dispute:
    return msgspec.structs.replace(_decode(row["body"]), version=row["version"])


_LISTING = Listing(
    select=select(disputes),
    tenant=disputes.c.tenant_id,
    id=disputes.c.id,
    sorts={"opened_at": disputes.c.opened_at, "due_at": disputes.c.due_at},
    sort="opened_at",
    descending=True,
    filters={
        "state": lambda value: disputes.c.state == value,
        "session": lambda value: disputes.c.session_id == value,
        "invoice": lambda value: disputes.c.invoice_id == value,
        "account": lambda value: disputes.c.account_id == value,
        "token": lambda value: disputes.c.token == fold_uid(value),
        "of_driver": lambda value: (disputes.c.token == fold_uid(value)) & disputes.c.session_id.is_not(None),
        "due_before": lambda value: disputes.c.due_at < value,
    },
)
