"""A payment that was booked for the wrong invoice, or never came, is taken back: by its counterpart, once."""

import hashlib
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.posting import payment
from wattfleet.kernel.errors import conflict
from wattfleet.ledger.entry import Source, entry
from wattfleet.storage import invoices, ledger, payments
from wattfleet.storage.database import Writer
from wattfleet.storage.payments import Payment
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import today
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
    """The invoice is open again by as much; the movement of a bank file stays known and is not booked again.

    Raises: WattfleetError `payment_unknown`, `payment_is_undo`, `payment_undone`, `period_locked`.
    """
    now = parts.clock.now()
    entry_id = parts.ids.uuid(now)

    def undo(writer: Writer) -> Payment:
        kept = payments.demand(writer, payment_id)
        if kept.via == UNDO:
            raise conflict("payment_is_undo", "This took a payment back: book the payment anew instead.")
        if payments.known(writer, [undo_id(payment_id)]):
            raise conflict("payment_undone", "This payment was taken back already.")
        back = msgspec.structs.replace(
            kept,
            id=undo_id(payment_id),
            money=-kept.money,
            paid_on=today(writer, now),
            via=UNDO,
            reference=str(kept.id),
            note=reason,
            made_at=now,
        )
        payments.add(writer, back)
        invoices.settle(writer, kept.invoice_id, -back.money.minor)
        number = invoices.demand(writer, kept.invoice_id).invoice.number
        booked = entry(
            entry_id,
            f"payment:{back.id}",
            payment(kept.account_id, back.money),
            at=now,
            booked_on=back.paid_on,
            source=Source.PAYMENT,
            source_id=back.id,
            text=number,
        )
        ledger.add(writer, [booked])
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


def undo_id(payment_id: UUID) -> UUID:
    """It follows from the payment, so that one is taken back once."""
    return UUID(hex=hashlib.sha256(b"undo" + payment_id.bytes).hexdigest()[:32])
