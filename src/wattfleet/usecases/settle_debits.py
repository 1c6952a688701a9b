"""What a bank file says of our own debits: they came in, alone or in one sum, or they came back.

A debit is known by its end-to-end id, a block of them by its name (PmtInfId). What came back is open again;
what the bank took beyond the debit itself is its fee: a cost of ours.
"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from wattfleet.billing.bank.camt import Movement
from wattfleet.billing.bank.matching import Match, OpenItem, Why
from wattfleet.billing.collection import Collected, DebitState
from wattfleet.billing.mandate import after_collection, given_back
from wattfleet.billing.posting import payment
from wattfleet.kernel.errors import conflict
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger import accounts as names
from wattfleet.ledger.entry import Entry, Posting, Source, entry
from wattfleet.storage import collections, invoices, ledger, mandates, movements, payments
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.payments import Payment
from wattfleet.usecases.book_payment import book_payment, free_id
from wattfleet.usecases.parts import Parts

DEBIT, RETURN = "debit", "return"
"""How a payment came that we collected, and how one went back."""


def own_debits(reader: Reader, movements: Sequence[Movement]) -> dict[str, tuple[Match, Collected]]:
    """Movements about our own debits, by key; a second word about one debit waits for a person."""
    ids = {one.key: found for one in movements if (found := _id(one)) is not None}
    known = collections.by_id(reader, ids.values())
    out: dict[str, tuple[Match, Collected]] = {}
    seen: set[UUID] = set()
    for one in movements:
        debit = known.get(ids.get(one.key, UUID(int=0)))
        if debit is None or debit.id in seen:
            continue
        match = _match(one, debit)
        if match is not None:
            seen.add(debit.id)
            out[one.key] = (match, debit)
    return out


def _id(one: Movement) -> UUID | None:
    try:
        return UUID(hex=one.end_to_end) if len(one.end_to_end) == 32 else None
    except ValueError:
        return None


def _match(one: Movement, debit: Collected) -> Match | None:
    """None = it does not fit the debit as it stands: a person looks."""
    item = OpenItem(id=debit.invoice_id, number=debit.number, reference="", open=debit.money)
    if one.money.currency != debit.money.currency:
        return None
    if one.returned or one.money.minor < 0:
        came_back = one.money.minor <= -debit.money.minor
        if not came_back or debit.state is not DebitState.BOOKED:
            return None
        return Match(movement=one, why=Why.RETURNED, item=item, difference=Money(0, debit.money.currency))
    if debit.state is not DebitState.WAITING or one.money != debit.money:
        return None
    return Match(movement=one, why=Why.DEBIT, item=item, difference=Money(0, debit.money.currency))


def own_blocks(reader: Reader, movements: Sequence[Movement]) -> dict[str, tuple[Match, Sequence[Collected]]]:
    """Movements that are the sum of a block of one of our collections, by key."""
    named = [one for one in movements if one.batch]
    if not named:
        return {}
    waiting = collections.waiting_ids(reader)
    seen: set[str] = set()
    out: dict[str, tuple[Match, Sequence[Collected]]] = {}
    for one in named:
        prefix, _, kind = one.batch.rpartition("-")
        found = next((known for known in waiting if known.hex[:30] == prefix), None)
        some = [] if found is None else [d for d in _waits(reader, found) if d.sequence == kind]
        if one.batch not in seen and some and total(some) == one.money:
            item = OpenItem(id=some[0].invoice_id, number=some[0].number, reference="", open=one.money)
            nothing_more = Money(0, one.money.currency)
            match = Match(movement=one, why=Why.COLLECTION, item=item, difference=nothing_more)
            out[one.key] = (match, some)
            seen.add(one.batch)
    return out


def _waits(reader: Reader, collection_id: UUID) -> list[Collected]:
    return [one for one in collections.of(reader, collection_id) if one.state is DebitState.WAITING]


def blocks(debits: Sequence[Collected]) -> list[list[Collected]]:
    """What a bank may book as one sum: all that waits of a collection, or all of one sequence."""
    waiting = [one for one in debits if one.state is DebitState.WAITING]
    kinds = sorted({one.sequence for one in waiting})
    parts = [[one for one in waiting if one.sequence == kind] for kind in kinds]
    return ([waiting] if waiting else []) + (parts if len(parts) > 1 else [])


def total(some: Sequence[Collected]) -> Money:
    """What debits come to; there is at least one."""
    return Money(sum(one.money.minor for one in some), some[0].money.currency)


def settle_block(
    writer: Writer, parts: Parts, movement: Movement, movement_id: UUID, some: Sequence[Collected]
) -> None:
    """Book each debit of a sum. The first payment has the movement's id, so that no file books it again."""
    for at, one in enumerate(some):
        assert collections.settle(writer, one, DebitState.BOOKED, movement.booked_on), "it was seen to wait"
        made = Payment(
            id=free_id(writer, movement_id if at == 0 else _mixed(movement_id, one.id)),
            invoice_id=one.invoice_id,
            account_id=one.account_id,
            money=one.money,
            paid_on=movement.booked_on,
            via=DEBIT,
            reference=one.id.hex,
            note=f"mandate {one.mandate}; in one sum",
            made_at=parts.clock.now(),
        )
        book_payment(writer, parts, made, one.number, movement_id)


def _mixed(movement_id: UUID, debit_id: UUID) -> UUID:
    return UUID(bytes=hashlib.sha256(movement_id.bytes + debit_id.bytes).digest()[:16])


def unsettle_debit(writer: Writer, parts: Parts, kept: Payment, back: Payment) -> Money:
    """What the bank said of a debit is taken back; how much of its movement waits again.

    Raises: WattfleetError `debit_returned`, `period_locked`.
    """
    debit = collections.by_id(writer, [UUID(hex=kept.reference)])[UUID(hex=kept.reference)]
    if kept.via == DEBIT:
        if debit.state is DebitState.RETURNED:
            raise conflict(
                "debit_returned",
                "This debit came back since: nothing of it is paid.",
                hint="Take its return back first, if the bank was wrong; else leave both as they are.",
            )
        collections.settle(writer, debit, DebitState.WAITING, back.paid_on)
        return kept.money
    collections.settle(writer, debit, DebitState.BOOKED, back.paid_on)
    mandate = mandates.demand(writer, debit.mandate_id)
    mandates.change(writer, after_collection(mandate, mandate.last_on or back.paid_on))
    told = movements.of_payment(writer, kept.id)
    fee = Money(0, kept.money.currency) if told is None else kept.money - told.money
    if fee.minor:
        ledger.add(writer, [_fee(parts, back, -fee, debit.number)])
    return kept.money - fee


def _fee(parts: Parts, back: Payment, fee: Money, number: str) -> Entry:
    return entry(
        parts.ids.uuid(back.made_at),
        f"fee:{back.id}",
        _fee_postings(fee),
        at=back.made_at,
        booked_on=back.paid_on,
        source=Source.PAYMENT,
        source_id=back.id,
        text=number,
    )


def _fee_postings(fee: Money) -> list[Posting]:
    return [Posting(names.BANK_COST, fee), Posting(names.BANK, -fee)]


def settle_debit(
    writer: Writer, parts: Parts, payment_id: UUID, match: Match, debit: Collected, now: Instant
) -> None:
    """Book it."""
    movement, back = match.movement, match.why is Why.RETURNED
    money = -debit.money if back else debit.money
    reason = movement.returned or "returned"
    state = DebitState.RETURNED if back else DebitState.BOOKED
    assert collections.settle(writer, debit, state, movement.booked_on, reason if back else ""), "it was seen"
    made = Payment(
        id=payment_id,
        invoice_id=debit.invoice_id,
        account_id=debit.account_id,
        money=money,
        paid_on=movement.booked_on,
        via=RETURN if back else DEBIT,
        reference=movement.end_to_end,
        note=f"mandate {debit.mandate}; came back: {reason}" if back else f"mandate {debit.mandate}",
        made_at=now,
    )
    payments.add(writer, made)
    invoices.settle(writer, debit.invoice_id, -money.minor)
    movements.book(writer, payment_id, made.id, movement.money)
    fee = Money(-movement.money.minor - debit.money.minor if back else 0, money.currency)
    booked = entry(
        parts.ids.uuid(now),
        f"payment:{payment_id}",
        [*payment(debit.account_id, money), *_fee_postings(fee)],
        at=now,
        booked_on=movement.booked_on,
        source=Source.PAYMENT,
        source_id=payment_id,
        text=debit.number,
    )
    ledger.add(writer, [booked])
    if back:
        mandates.change(writer, given_back(mandates.demand(writer, debit.mandate_id)))
