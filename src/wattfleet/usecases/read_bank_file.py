"""A bank file: each movement is matched with what is open, and what is sure is booked; the rest is told.

A movement is booked once, however often its file is read: the id of its payment follows from it. Our own
debits are known by their end-to-end id, and settled or opened again. What came back otherwise, what is more
than is open and what fits nothing or two things waits for a person.
"""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.bank.camt import Movement, read_camt
from wattfleet.billing.bank.matching import Match, OpenItem, match_all
from wattfleet.billing.posting import payment
from wattfleet.kernel.ids import Ids
from wattfleet.kernel.timeline import Instant
from wattfleet.ledger.entry import Source, entry
from wattfleet.storage import invoices, ledger, open_items, payments
from wattfleet.storage.database import Writer
from wattfleet.storage.payments import Payment
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.settle_debits import own_debits, settle_debit


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A movement, what it pays and why; `booked` now, or `known` from an earlier reading."""

    match: Match
    booked: bool = False
    known: bool = False


async def read_bank_file(
    parts: Parts, tenant: int, content: bytes, *, dry_run: bool = False, by: Principal
) -> list[Told]:
    """Raises: WattfleetError `bank_file_invalid`, `bank_file_gap`, `period_locked`."""
    movements = read_camt(content)
    now = parts.clock.now()

    def book(writer: Writer) -> list[Told]:
        known = payments.known(writer, [payment_id(one) for one in movements])
        fresh = [one for one in movements if payment_id(one) not in known]
        own = own_debits(writer, fresh)
        rest = [one for one in fresh if one.key not in own]
        matches = {one.movement.key: one for one in match_all(rest, open_items.of_invoices(writer))}
        matches |= {key: match for key, (match, _) in own.items()}
        told = [_told(one, matches, dry_run=dry_run) for one in movements]
        sure = [one.match for one in told if one.booked]
        for one in sure:
            debit = own.get(one.movement.key)
            if debit is None:
                _book(writer, parts.ids, one, now)
            else:
                settle_debit(writer, parts, payment_id(one.movement), one, debit[1], now)
        if sure:
            act(
                writer,
                parts,
                by,
                ("create", "payment"),
                sure[0].movement.account,
                name=f"{len(sure)} by bank",
            )
        return told

    return await parts.database.write(tenant, book)


def payment_id(movement: Movement) -> UUID:
    return UUID(hex=movement.key)


def _told(movement: Movement, matches: dict[str, Match], *, dry_run: bool) -> Told:
    found = matches.get(movement.key)
    if found is None:
        return Told(match=match_all([movement], [])[0], known=True)
    return Told(match=found, booked=found.is_sure and not dry_run)


def _book(writer: Writer, ids: Ids, found: Match, now: Instant) -> None:
    movement, item = found.movement, found.item
    assert isinstance(item, OpenItem), "what is sure has an item"
    kept = invoices.demand(writer, item.id)
    made = Payment(
        id=payment_id(movement),
        invoice_id=item.id,
        account_id=kept.invoice.account_id,
        money=movement.money,
        paid_on=movement.booked_on,
        via="bank",
        reference=movement.reference or movement.end_to_end or movement.text[:140],
        note=f"{movement.party}; matched by {found.why.value}"[:500],
        made_at=now,
    )
    payments.add(writer, made)
    invoices.settle(writer, item.id, -movement.money.minor)
    booked = entry(
        ids.uuid(now),
        f"payment:{made.id}",
        payment(kept.invoice.account_id, movement.money),
        at=now,
        booked_on=movement.booked_on,
        source=Source.PAYMENT,
        source_id=made.id,
        text=kept.invoice.number,
    )
    ledger.add(writer, [booked])
