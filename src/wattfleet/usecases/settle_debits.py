"""What a bank file says of our own debits: they came in, or they came back and are open again.

A debit is known by its end-to-end id. What came back beyond the debit itself is the bank's fee: a cost of
ours.
"""

from collections.abc import Sequence
from uuid import UUID

from wattfleet.billing.bank.camt import Movement
from wattfleet.billing.bank.matching import Match, OpenItem, Why
from wattfleet.billing.collection import Collected, DebitState
from wattfleet.billing.mandate import given_back
from wattfleet.billing.posting import payment
from wattfleet.kernel.money import Money
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger import accounts as names
from wattfleet.ledger.entry import Posting, Source, entry
from wattfleet.storage import collections, invoices, ledger, mandates, payments
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.payments import Payment
from wattfleet.usecases.parts import Parts


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
        via="return" if back else "debit",
        reference=movement.end_to_end,
        note=f"mandate {debit.mandate}" + (f"; came back: {reason}" if back else ""),
        made_at=now,
    )
    payments.add(writer, made)
    invoices.settle(writer, debit.invoice_id, -money.minor)
    fee = Money(-movement.money.minor - debit.money.minor if back else 0, money.currency)
    postings = [
        *payment(debit.account_id, money),
        Posting(names.BANK_COST, fee),
        Posting(names.BANK, -fee),
    ]
    booked = entry(
        parts.ids.uuid(now),
        f"payment:{payment_id}",
        postings,
        at=now,
        booked_on=movement.booked_on,
        source=Source.PAYMENT,
        source_id=payment_id,
        text=debit.number,
    )
    ledger.add(writer, [booked])
    if back:
        mandates.change(writer, given_back(mandates.demand(writer, debit.mandate_id)))
