"""A person says what a movement of the bank pays, or why it pays nothing of ours; each can be taken back.

A movement is matched bit by bit: to an invoice, to the next, until nothing of it is left; or at once to the
debits of a collection that the bank booked as one sum.
"""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.principal import Principal
from wattfleet.billing.bank.kept import KeptMovement, MovementState
from wattfleet.billing.collection import Collected
from wattfleet.billing.invoice import InvoiceState
from wattfleet.kernel.errors import conflict, invalid
from wattfleet.kernel.money import Money, parse_minor
from wattfleet.storage import collections, invoices, movements, payments
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.payments import Payment
from wattfleet.usecases.acting import act
from wattfleet.usecases.book_payment import book_payment, free_id
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.settle_debits import blocks, settle_block, total
from wattfleet.usecases.then import Then, check_seen, nothing
from wattfleet.usecases.undo_payment import take_back, undo_id


class MatchWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """To an invoice, by `amount` (all that is left, at most what is open, if absent), or to a collection."""

    invoice_id: UUID | None = None
    collection_id: UUID | None = None
    amount: str | None = None
    more_than_open: Annotated[bool, Meta(description="Take it although it is more than what is open.")] = (
        False
    )


async def match_movement(
    parts: Parts,
    tenant: int,
    movement_id: UUID,
    wish: MatchWish,
    then: Then[KeptMovement] = nothing,
    *,
    seen: int | None = None,
    by: Principal,
) -> KeptMovement:
    """Raises: WattfleetError `movement_unknown`, `movement_settled`, `version_stale`, `match_invalid`,
    `invoice_unknown`, `invoice_not_issued`, `more_than_open`, `more_than_left`, `collection_unknown`,
    `collection_differs`, `period_locked`."""
    if (wish.invoice_id is None) == (wish.collection_id is None):
        raise invalid(
            "match_invalid",
            "A movement is matched to an invoice, or to a collection.",
            hint="Give `invoice_id` or `collection_id`.",
            field="invoice_id",
        )

    def do(writer: Writer) -> KeptMovement:
        kept = _waiting(writer, movement_id, seen)
        if wish.invoice_id is not None:
            name = _to_invoice(writer, parts, kept, wish.invoice_id, wish)
        else:
            assert wish.collection_id is not None, "one of them was looked for"
            some = _demand_block(writer, kept, wish.collection_id)
            settle_block(writer, parts, kept.movement, movement_id, some)
            name = f"collection {some[0].collection_id}"
        made = movements.demand(writer, movement_id)
        act(writer, parts, by, ("match", "movement"), movement_id, after=wish, name=name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, do)


def _waiting(writer: Writer, movement_id: UUID, seen: int | None) -> KeptMovement:
    kept = movements.demand(writer, movement_id)
    check_seen(seen, kept.version)
    if kept.state is not MovementState.WAITING:
        raise conflict(
            "movement_settled",
            f"It is {kept.state.value} already.",
            hint="Take that back first, by `reopen`.",
        )
    return kept


def _to_invoice(writer: Writer, parts: Parts, kept: KeptMovement, invoice_id: UUID, wish: MatchWish) -> str:
    found = invoices.demand(writer, invoice_id)
    invoice = found.invoice
    if found.state is InvoiceState.DRAFT:
        raise conflict("invoice_not_issued", "It is a draft: nobody owes it yet.", field="invoice_id")
    if invoice.currency != kept.left.currency:
        raise conflict(
            "currency_differs",
            f"The movement is in {kept.left.currency.code}, the invoice in {invoice.currency.code}.",
            field="invoice_id",
        )
    money = _amount(kept.left, found.open, wish)
    told = kept.movement
    made = Payment(
        id=free_id(writer, kept.id),
        invoice_id=invoice_id,
        account_id=invoice.account_id,
        money=money,
        paid_on=told.booked_on,
        via=movements.BANK,
        reference=told.reference or told.end_to_end or told.text[:140],
        note=f"{told.party}; matched by a person"[:500],
        made_at=parts.clock.now(),
    )
    book_payment(writer, parts, made, invoice.number, kept.id)
    return invoice.number


def _amount(left: Money, open_: Money, wish: MatchWish) -> Money:
    sign = 1 if left.minor > 0 else -1
    if wish.amount is None:
        owed = max(0, sign * open_.minor)
        minor = min(sign * left.minor, owed) if owed and not wish.more_than_open else sign * left.minor
        money = Money(sign * minor, left.currency)
    else:
        money = parse_minor(wish.amount, left.currency, field="amount")
    if sign * money.minor <= 0 or sign * money.minor > sign * left.minor:
        raise conflict("more_than_left", f"{left} {left.currency.code} of it are left.", field="amount")
    if sign * money.minor > max(0, sign * open_.minor) and not wish.more_than_open:
        raise conflict(
            "more_than_open",
            f"{money} is more than the {open_} {money.currency.code} that are open.",
            hint="Say `more_than_open` where the customer has really paid too much.",
            field="amount",
        )
    return money


def block_for(reader: Reader, kept: KeptMovement, collection_id: UUID) -> Sequence[Collected] | None:
    """What of a collection a movement is the sum of, where nothing of it is matched yet."""
    if kept.left != kept.movement.money:
        return None
    found = blocks(collections.of(reader, collection_id))
    return next((some for some in found if total(some) == kept.left), None)


def _demand_block(reader: Reader, kept: KeptMovement, collection_id: UUID) -> Sequence[Collected]:
    collections.demand(reader, collection_id)
    found = block_for(reader, kept, collection_id)
    if found is None:
        raise conflict(
            "collection_differs",
            "What waits of that collection comes to another sum.",
            hint="Match single invoices, or ask the bank what it left out.",
            field="collection_id",
        )
    return found


async def put_movement_aside(
    parts: Parts,
    tenant: int,
    movement_id: UUID,
    reason: str,
    then: Then[KeptMovement] = nothing,
    *,
    seen: int | None = None,
    by: Principal,
) -> KeptMovement:
    """It waits no more. Raises: WattfleetError `movement_unknown`, `movement_settled`, `version_stale`."""

    def do(writer: Writer) -> KeptMovement:
        kept = _waiting(writer, movement_id, seen)
        made = movements.change(writer, msgspec.structs.replace(kept, state=MovementState.ASIDE, note=reason))
        act(writer, parts, by, ("put_aside", "movement"), movement_id, name=_name(kept), reason=reason)
        then(writer, made)
        return made

    return await parts.database.write(tenant, do)


async def reopen_movement(
    parts: Parts,
    tenant: int,
    movement_id: UUID,
    reason: str,
    then: Then[KeptMovement] = nothing,
    *,
    seen: int | None = None,
    by: Principal,
) -> KeptMovement:
    """What was said of it is taken back, with every payment that was made of it.

    Raises: WattfleetError `movement_unknown`, `movement_untouched`, `version_stale`, `debit_returned`,
    `period_locked`.
    """

    def do(writer: Writer) -> KeptMovement:
        kept = movements.demand(writer, movement_id)
        check_seen(seen, kept.version)
        made = movements.payments_of(writer, movement_id)
        undone = payments.known(writer, [undo_id(one) for one in made])
        standing = [one for one in made if undo_id(one) not in undone]
        if kept.state is MovementState.WAITING and not standing:
            raise conflict("movement_untouched", "Nothing was said of it: it waits.")
        for one in standing:
            take_back(writer, parts, payments.demand(writer, one), reason)
        again = movements.demand(writer, movement_id)
        if again.state is MovementState.ASIDE:
            again = movements.change(
                writer, msgspec.structs.replace(again, state=MovementState.WAITING, note="")
            )
        act(writer, parts, by, ("reopen", "movement"), movement_id, name=_name(kept), reason=reason)
        then(writer, again)
        return again

    return await parts.database.write(tenant, do)


def _name(kept: KeptMovement) -> str:
    return f"{kept.movement.money} {kept.left.currency.code}"
