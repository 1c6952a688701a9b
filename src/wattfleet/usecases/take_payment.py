"""Money that came in for an invoice, told by a person."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.billing.invoice import InvoiceState
from wattfleet.kernel.errors import conflict, invalid
from wattfleet.kernel.money import Money, parse_minor
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import invoices, movements, payments
from wattfleet.storage.database import Writer
from wattfleet.storage.payments import Payment
from wattfleet.storage.writing import version_conflict
from wattfleet.usecases.acting import act
from wattfleet.usecases.book_payment import book_payment
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.selling import today
from wattfleet.usecases.then import Then, check_seen, nothing


class PaymentWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An amount in the invoice's currency; negative where money went back."""

    amount: str
    paid_on: date
    reference: Annotated[str, Meta(max_length=140)] = ""
    note: Annotated[str, Meta(max_length=500)] = ""
    more_than_open: Annotated[bool, Meta(description="Take it although it is more than what is open.")] = (
        False
    )
    movement: Annotated[
        UUID | None, Meta(description="The movement of a bank file that it is: it is then booked once.")
    ] = None


async def take_payment(
    parts: Parts,
    tenant: int,
    invoice_id: UUID,
    wish: PaymentWish,
    then: Then[Payment] = nothing,
    *,
    seen: int | None = None,
    by: Principal,
) -> Payment:
    """`seen` is the version of the invoice.

    Raises: WattfleetError `invoice_unknown`, `version_stale`, `version_conflict`, `invoice_not_issued`,
    `amount_invalid`, `paid_in_future`, `more_than_open`, `payment_exists`, `period_locked`.
    """
    now = parts.clock.now()
    payment_id = wish.movement or parts.ids.uuid(now)

    def take(writer: Writer) -> Payment:
        kept = invoices.demand(writer, invoice_id)
        check_seen(seen, kept.version)
        if kept.state is InvoiceState.DRAFT:
            raise conflict("invoice_not_issued", "It is a draft: nobody owes it yet.")
        if wish.movement is not None and payments.known(writer, [wish.movement]):
            raise conflict("payment_exists", "This movement of the bank is booked already.", field="movement")
        money = parse_minor(wish.amount, kept.invoice.currency, field="amount")
        _check(writer, wish, money, kept.open, now)
        made = Payment(
            id=payment_id,
            invoice_id=invoice_id,
            account_id=kept.invoice.account_id,
            money=money,
            paid_on=wish.paid_on,
            via="hand" if wish.movement is None else movements.BANK,
            reference=wish.reference,
            note=wish.note,
            made_at=now,
        )
        left = book_payment(writer, parts, made, kept.invoice.number, wish.movement)
        if left != kept.open.minor - money.minor:  # another payment was booked at this moment
            raise version_conflict("invoices")
        act(writer, parts, by, ("create", "payment"), payment_id, after=wish, name=kept.invoice.number)
        then(writer, made)
        return made

    return await parts.database.write(tenant, take)


def _check(writer: Writer, wish: PaymentWish, money: Money, open_: Money, now: Instant) -> None:
    if not money.minor:
        raise invalid(
            "amount_invalid",
            "Nothing was paid.",
            hint="Write what was paid, above 0; `wattfleet payment ID undo` takes one back.",
            field="amount",
        )
    if wish.paid_on > today(writer, now):
        raise invalid(
            "paid_in_future",
            f"{wish.paid_on} has not come yet.",
            hint="Write the day on which the money came.",
            field="paid_on",
        )
    same_way = (money.minor > 0) == (open_.minor > 0) and open_.minor != 0
    if not wish.more_than_open and money.minor > 0 and (not same_way or money.minor > open_.minor):
        raise conflict(
            "more_than_open",
            f"{money} is more than the {open_} {money.currency.code} that are open.",
            hint="Say `more_than_open` where the customer has really paid too much.",
            field="amount",
        )
