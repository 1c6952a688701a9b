"""Bank files over HTTP: camt.053 and camt.054 in, what they pay out."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import WRITE, Day
from wattfleet.api.door import Door
from wattfleet.api.once import once_after
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Decimals, Id
from wattfleet.kernel.errors import invalid
from wattfleet.usecases.read_bank_file import Told, payment_id, read_bank_file


class BankQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the file is only tried."""

    dry_run: Annotated[
        bool, Meta(description="Say what would be booked (neither `known` nor `waiting`) and book nothing.")
    ] = False


class MovementView(msgspec.Struct, frozen=True, kw_only=True):
    """A movement of the bank's file; `why` says what it was matched by, or why it was not.

    `id` is the payment's once it is booked: a person books it by POST /api/v1/invoices/{id}/payments with it
    as `movement`.

    `difference` is what was paid beyond what is open, negative where it is too little.
    """

    id: Id
    booked_on: Day
    amount: Decimals
    currency: str
    party: str
    reference: str
    text: str
    why: str
    reason: Annotated[str, Meta(description="The same as a word: reference, number, several, nothing …")]
    invoice_id: Id | None
    invoice: str
    difference: Decimals | None
    returned: str
    booked: bool
    known: bool


class BankFileView(msgspec.Struct, frozen=True, kw_only=True):
    """Every movement of the file, in its order; `waiting` are left for a person."""

    booked: int
    known: int
    waiting: int
    items: list[MovementView]


async def read(door: Door, asked: Asked[Nothing, BankQuery]) -> Answer:
    if not asked.raw:
        raise invalid("file_empty", "There is no file.", hint="Send it as the body: camt.053 or camt.054.")

    async def do() -> BankFileView:
        told = await read_bank_file(
            door.parts, asked.caller.tenant, asked.raw, dry_run=asked.query.dry_run, by=asked.by
        )
        booked, known = sum(one.booked for one in told), sum(one.known for one in told)
        items = [_view(one) for one in told]
        waiting = sum(not one.known and not one.match.is_sure for one in told)
        return BankFileView(booked=booked, known=known, waiting=waiting, items=items)

    return await once_after(door, asked, do, json_answer)


def _view(one: Told) -> MovementView:
    movement, item, difference = one.match.movement, one.match.item, one.match.difference
    return MovementView(
        id=str(payment_id(movement)),
        booked_on=movement.booked_on.isoformat(),
        amount=str(movement.money),
        currency=movement.money.currency.code,
        party=movement.party,
        reference=movement.reference or movement.end_to_end,
        text=movement.text,
        why="it was booked before" if one.known else one.match.why.value,
        reason="known" if one.known else one.match.why.name.lower(),
        invoice_id=None if item is None else str(item.id),
        invoice="" if item is None else item.number,
        difference=None if difference is None else str(difference),
        returned=movement.returned,
        booked=one.booked,
        known=one.known,
    )


ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/api/v1/payments/bank-file",
        read,
        deed=WRITE,
        body=Nothing,
        query=BankQuery,
        about=About(
            summary="Read a bank file and book what it pays",
            description="Matched by reference, then by number and amount; what is sure is booked once, "
            "however often the file is sent. The rest is told with its reason and waits for a person.",
            answer=BankFileView,
            accepts=("application/xml",),
            refuses=(409,),
        ),
    ),
)
