"""A payment that was booked for the wrong invoice, or never came, is taken back: by its counterpart, once."""

import hashlib
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict
from wattfleet.storage import invoices, movements, payments
from wattfleet.storage.database import Writer
from wattfleet.storage.payments import Payment
from wattfleet.usecases.acting import act
from wattfleet.usecases.book_payment import book_payment
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import today
from wattfleet.usecases.settle_debits import DEBIT, RETURN, unsettle_debit
from wattfleet.usecases.then import Then, nothing

UNDO = "undo"
"""How we know of a counterpart: a payment was taken back."""


async def undo_payment(
    parts: Parts,
    tenant: int,
    payment_id: UUID,
    *,
    reason: str,
    by: Principal,
    then: Then[Payment] = nothing,
) -> Payment:
    """The invoice is open again by as much; the movement of a bank file waits for a person again.

    Raises: WattfleetError `payment_unknown`, `payment_is_undo`, `payment_undone`, `debit_returned`,
    `period_locked`.
    """

    def undo(writer: Writer) -> Payment:
        kept = payments.demand(writer, payment_id)
        if kept.via == UNDO:
            raise conflict("payment_is_undo", "This took a payment back: book the payment anew instead.")
        if payments.known(writer, [undo_id(payment_id)]):
            raise conflict("payment_undone", "This payment was taken back already.")
        back = take_back(writer, parts, kept, reason)
        number = invoices.demand(writer, kept.invoice_id).invoice.number
        act(
            writer,
            parts,
            by,
            ("undo", "payment"),
            payment_id,
            before=str(kept.money),
            name=number,
            reason=reason,
        )
        then(writer, back)
        return back

    return await parts.database.write(tenant, undo)


def take_back(writer: Writer, parts: Parts, kept: Payment, reason: str) -> Payment:
    """By its counterpart. Raises: WattfleetError `debit_returned`, `period_locked`."""
    now = parts.clock.now()
    back = msgspec.structs.replace(
        kept,
        id=undo_id(kept.id),
        money=-kept.money,
        paid_on=today(writer, now),
        via=UNDO,
        reference=str(kept.id),
        note=reason,
        made_at=now,
    )
    book_payment(writer, parts, back, invoices.demand(writer, kept.invoice_id).invoice.number)
    ours = kept.via in {DEBIT, RETURN}
    again = unsettle_debit(writer, parts, kept, back) if ours else kept.money
    movements.give_back(writer, kept.id, again)
    return back


def undo_id(payment_id: UUID) -> UUID:
    """It follows from the payment, so that one is taken back once."""
    return UUID(hex=hashlib.sha256(b"undo" + payment_id.bytes).hexdigest()[:32])
