"""Movements of the bank as they are kept; none is ever removed, old ones lose what is personal in them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, or_, select, update

from wattfleet.billing.bank.camt import Movement
from wattfleet.billing.bank.kept import KeptMovement, MovementState, redacted, taken
from wattfleet.kernel.errors import conflict, missing
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.letters import holds
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.invoices import payments
from wattfleet.storage.tables.movements import movement_payments, movements
from wattfleet.storage.to_bill import parts_of

BANK = "bank"
"""How a payment came that a bank file told of, and that is no debit of ours."""
_decode = msgspec.json.Decoder(Movement).decode
_TAKEN = conflict("movement_exists", "This movement of the bank is known already.")


def add(writer: Writer, one: KeptMovement) -> None:
    writing.insert(writer, movements, _values(one), taken=_TAKEN)


def change(writer: Writer, one: KeptMovement) -> KeptMovement:
    """Raises: WattfleetError `version_conflict`."""
    writing.change(writer, movements, _values(one), one.version, taken=_TAKEN)
    return msgspec.structs.replace(one, version=one.version + 1)


def demand(reader: Reader, movement_id: UUID) -> KeptMovement:
    """Raises: WattfleetError `movement_unknown`."""
    found = many(reader, [movement_id]).get(movement_id)
    if found is None:
        raise missing(
            "movement_unknown",
            "There is no such movement of the bank.",
            hint="GET /api/v1/movements lists what bank files told.",
        )
    return found


def many(reader: Reader, ids: Sequence[UUID]) -> dict[UUID, KeptMovement]:
    found: dict[UUID, KeptMovement] = {}
    for part in parts_of(ids):
        statement = select(movements).where(movements.c.tenant_id == reader.tenant, movements.c.id.in_(part))
        for row in reader.connection.execute(statement).mappings():
            found[row["id"]] = _movement(row)
    return found


def page(reader: Reader, query: PageQuery) -> Page[KeptMovement]:
    """Newest first. Filters: state, from, to, search."""
    return list_page(reader, _LISTING, query, _movement)


def book(writer: Writer, movement_id: UUID, payment_id: UUID, money: Money) -> None:
    """So much of a movement became a payment. What was never kept stays so: its file was only tried.

    Raises: WattfleetError `more_than_left`.
    """
    found = many(writer, [movement_id]).get(movement_id)
    if found is None:
        return
    if found.left.minor * (found.left - money).minor < 0 or not found.left.minor:
        raise conflict(
            "more_than_left", f"{found.left} {found.left.currency.code} of it are left.", field="amount"
        )
    writing.append(writer, movement_payments, {"id": payment_id, "movement_id": movement_id})
    change(writer, taken(found, money))


def give_back(writer: Writer, payment_id: UUID, money: Money) -> None:
    """A payment was taken back: so much of its movement, if it has one, waits again."""
    movement_id = _of_payment(writer, payment_id)
    if movement_id is not None:
        change(writer, taken(demand(writer, movement_id), -money))


def of_payment(reader: Reader, payment_id: UUID) -> Movement | None:
    """The movement of which a payment was made."""
    movement_id = _of_payment(reader, payment_id)
    return None if movement_id is None else demand(reader, movement_id).movement


def _of_payment(reader: Reader, payment_id: UUID) -> UUID | None:
    statement = select(movement_payments.c.movement_id).where(
        movement_payments.c.tenant_id == reader.tenant, movement_payments.c.id == payment_id
    )
    return reader.connection.execute(statement).scalar()


def payments_of(reader: Reader, movement_id: UUID) -> list[UUID]:
    """The payments that were made of it, also those that were taken back; in no order."""
    statement = select(movement_payments.c.id).where(
        movement_payments.c.tenant_id == reader.tenant, movement_payments.c.movement_id == movement_id
    )
    return list(reader.connection.execute(statement).scalars())


def redact_old(writer: Writer, before: date, now: Instant, most: int) -> int:
    """Of those that nobody waits for, booked before that day, with the payments that were made of them; how
    many there were."""
    old = select(movements).where(
        movements.c.tenant_id == writer.tenant,
        movements.c.state != MovementState.WAITING,
        movements.c.booked_on < before.isoformat(),
        movements.c.redacted_at.is_(None),
    )
    rows = writer.connection.execute(old.order_by(movements.c.id).limit(most)).mappings().all()
    for row in rows:
        one = _movement(row)
        change(writer, redacted(one, now))
        for part in parts_of(payments_of(writer, one.id)):
            mine = (payments.c.tenant_id == writer.tenant, payments.c.id.in_(part))
            told = payments.c.via == BANK
            writer.connection.execute(update(payments).where(*mine, told).values(reference="", note=""))
    return len(rows)


def _values(one: KeptMovement) -> dict[str, object]:
    told = one.movement
    return {
        "id": one.id,
        "state": one.state,
        "booked_on": told.booked_on.isoformat(),
        "currency": told.money.currency,
        "minor": told.money.minor,
        "left_minor": one.left.minor,
        "party": told.party,
        "why": one.why,
        "note": one.note,
        "redacted_at": one.redacted_at,
        "body": msgspec.json.encode(told).decode(),
        "read_at": one.read_at,
        "version": one.version,
    }


def _movement(row: RowMapping) -> KeptMovement:
    return KeptMovement(
        id=row["id"],
        movement=_decode(row["body"]),
        state=row["state"],
        why=row["why"],
        left=Money(row["left_minor"], row["currency"]),
        read_at=row["read_at"],
        note=row["note"],
        redacted_at=row["redacted_at"],
        version=row["version"],
    )


def _day(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


_LISTING = Listing(
    select=select(movements),
    tenant=movements.c.tenant_id,
    id=movements.c.id,
    sorts={"booked_on": movements.c.booked_on},
    sort="booked_on",
    descending=True,
    filters={
        "state": lambda value: movements.c.state == value,
        "from": lambda value: movements.c.booked_on >= _day(value),
        "to": lambda value: movements.c.booked_on <= _day(value),
        "search": lambda value: or_(
            holds(movements.c.party, value),
            holds(movements.c.body, value),
        ),
    },
)
