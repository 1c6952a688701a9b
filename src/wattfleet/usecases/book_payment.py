"""A payment is written: less of the invoice is open, the ledger says so, and its movement is matched."""

import hashlib
from uuid import UUID

from wattfleet.billing.posting import payment
from wattfleet.ledger.entry import Source, entry
from wattfleet.storage import invoices, ledger, movements, payments
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.payments import Payment
from wattfleet.usecases.parts import Parts


def book_payment(
    writer: Writer, parts: Parts, made: Payment, number: str, movement_id: UUID | None = None
) -> int:
    """What is open of the invoice now, in minor units.

    Raises: WattfleetError `payment_exists`, `period_locked`.
    """
    payments.add(writer, made)
    left = invoices.settle(writer, made.invoice_id, -made.money.minor)
    if movement_id is not None:
        movements.book(writer, movement_id, made.id, made.money)
    now = parts.clock.now()
    booked = entry(
        parts.ids.uuid(now),
        f"payment:{made.id}",
        payment(made.account_id, made.money),
        at=now,
        booked_on=made.paid_on,
        source=Source.PAYMENT,
        source_id=made.id,
        text=number,
    )
    ledger.add(writer, [booked])
    return left


def free_id(reader: Reader, movement_id: UUID) -> UUID:
    """The id of the next payment of a movement: its own for the first one, so that no file books it again."""
    found = movement_id
    while payments.known(reader, [found]):
        found = UUID(hex=hashlib.sha256(b"more" + found.bytes).hexdigest()[:32])
    return found
