"""A bank file: each movement is matched with what is open, and what is sure is booked; the rest is told.

A movement is booked once, however often its file is read: the id of its payment follows from it. Our own
debits are known by their end-to-end id, and settled or opened again. What came back otherwise, what is more
than is open and what fits nothing or two things waits for a person: every movement is kept (`movements`).
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.bank.camt import Movement, read_camt
from wattfleet.billing.bank.kept import KeptMovement, MovementState
from wattfleet.billing.bank.matching import Match, OpenItem, Why, match_all
from wattfleet.billing.collection import Collected
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import invoices, movements, open_items, payments
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.payments import Payment
from wattfleet.usecases.acting import act
from wattfleet.usecases.book_payment import book_payment
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.settle_debits import own_blocks, own_debits, settle_block, settle_debit


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A movement, what it pays and why; `booked` now, or `known` from an earlier reading."""

    match: Match
    booked: bool = False
    known: bool = False


async def read_bank_file(
    parts: Parts, tenant: int, content: bytes, *, dry_run: bool = False, by: Principal
) -> list[Told]:
    """Raises: WattfleetError `bank_file_invalid`, `bank_file_gap`, `period_locked`."""
    told_of = read_camt(content)

    def book(writer: Writer) -> list[Told]:
        found = _matched(writer, told_of)
        if not dry_run:
            _keep(writer, found, parts.clock.now())
            sure = [one for one in found if one.match.is_sure and not one.known]
            for one in sure:
                _book(writer, parts, one)
            if sure:
                name = f"{len(sure)} by bank"
                act(writer, parts, by, ("create", "payment"), sure[0].match.movement.account, name=name)
        return [_told(one, dry_run=dry_run) for one in found]

    return await parts.database.write(tenant, book)


class _Found(msgspec.Struct, frozen=True):
    """A movement with what it pays: one debit, a block of them, or the item of its match."""

    match: Match
    known: bool = False
    kept: KeptMovement | None = None
    debits: Sequence[Collected] = ()


def _matched(reader: Reader, told_of: Sequence[Movement]) -> list[_Found]:
    """What was booked before, or put aside by a person, is known; what waits is matched anew."""
    ids = [payment_id(one) for one in told_of]
    kept = movements.many(reader, ids)
    known = payments.known(reader, ids)
    known |= {one.id for one in kept.values() if one.state is not MovementState.WAITING}
    fresh = [one for one in told_of if payment_id(one) not in known]
    debits: dict[str, tuple[Match, Sequence[Collected]]] = {
        key: (match, (debit,)) for key, (match, debit) in own_debits(reader, fresh).items()
    }
    debits |= own_blocks(reader, [one for one in fresh if one.key not in debits])
    rest = [one for one in fresh if one.key not in debits]
    matches = {one.movement.key: one for one in match_all(rest, open_items.of_invoices(reader))}
    out = []
    for one in told_of:
        row = kept.get(payment_id(one))
        if payment_id(one) in known:
            out.append(_Found(match_all([one], [])[0], known=True, kept=row))
        elif one.key in debits:
            out.append(_Found(debits[one.key][0], kept=row, debits=debits[one.key][1]))
        else:
            out.append(_Found(matches[one.key], kept=row))
    return out


def _keep(writer: Writer, found: Sequence[_Found], now: Instant) -> None:
    """Each movement is kept once, also that which pays nothing: it waits for a person."""
    seen: set[UUID] = set()
    for one in found:
        movement = one.match.movement
        movement_id = payment_id(movement)
        if one.known or one.kept is not None or movement_id in seen:
            continue
        seen.add(movement_id)
        why = one.match.why.name.lower()
        movements.add(
            writer,
            KeptMovement(
                id=movement_id,
                movement=movement,
                state=MovementState.WAITING,
                why=why,
                left=movement.money,
                read_at=now,
            ),
        )


def payment_id(movement: Movement) -> UUID:
    return UUID(hex=movement.key)


def _told(one: _Found, *, dry_run: bool) -> Told:
    return Told(match=one.match, booked=one.match.is_sure and not one.known and not dry_run, known=one.known)


def _book(writer: Writer, parts: Parts, one: _Found) -> None:
    movement, item = one.match.movement, one.match.item
    movement_id, now = payment_id(movement), parts.clock.now()
    if one.match.why is Why.COLLECTION:
        settle_block(writer, parts, movement, movement_id, one.debits)
        return
    if one.debits:
        settle_debit(writer, parts, movement_id, one.match, one.debits[0], now)
        return
    assert isinstance(item, OpenItem), "what is sure has an item"
    kept = invoices.demand(writer, item.id)
    made = Payment(
        id=movement_id,
        invoice_id=item.id,
        account_id=kept.invoice.account_id,
        money=movement.money,
        paid_on=movement.booked_on,
        via=movements.BANK,
        reference=movement.reference or movement.end_to_end or movement.text[:140],
        note=f"{movement.party}; matched by {one.match.why.value}"[:500],
        made_at=now,
    )
    book_payment(writer, parts, made, kept.invoice.number, movement_id)
