"""Movements of the bank over HTTP: what files told, what of it waits, and what people say that it pays."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.app import versioned
from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.desk_shapes import WHY, ReasonBody
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.api.shapes import Decimals, Id, When, list_answer, read_id, seen_version, wanted
from wattfleet.billing.bank.kept import KeptMovement, MovementState, candidates
from wattfleet.storage import collections, invoices, movements, open_items, payments
from wattfleet.storage.database import Reader
from wattfleet.usecases.match_movement import (
    MatchWish,
    block_for,
    match_movement,
    put_movement_aside,
    reopen_movement,
)
from wattfleet.usecases.undo_payment import undo_id


class BankMovementView(msgspec.Struct, frozen=True, kw_only=True):
    """A movement as its file told it. `left` is what nothing was booked for; `note` why it was put aside.

    `why` says what was found when its file was read: reference, number, several, nothing, out, returned …
    """

    id: Id
    state: Annotated[str, Meta(extra_json_schema={"enum": ["waiting", "matched", "aside"]})]
    booked_on: Day
    amount: Decimals
    left: Decimals
    currency: str
    party: str
    party_account: str
    reference: str
    text: str
    returned: Annotated[str, Meta(description="The bank's code of why a debit came back, such as AC04.")]
    batch: Annotated[str, Meta(description="Our name of a block of debits that the bank booked as one sum.")]
    why: str
    note: str
    redacted_at: Annotated[When | None, Meta(description="What is personal in it was taken away then.")]
    read_at: When
    version: int


class BookedView(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that was made of a movement; `undone`: it was taken back."""

    payment_id: Id
    invoice_id: Id
    number: str
    amount: Decimals
    paid_on: Day
    undone: bool


class FittingInvoiceView(msgspec.Struct, frozen=True, kw_only=True):
    """An open invoice that it may pay; `by` is reference, amount, or empty: it is only open."""

    invoice_id: Id
    number: str
    open: Decimals
    by: str


class FittingCollectionView(msgspec.Struct, frozen=True, kw_only=True):
    """A collection of which just as much waits for the bank."""

    collection_id: Id
    debits: int
    total: Decimals


class FittingView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a movement, and what it may pay, the likeliest first."""

    payments: list[BookedView]
    invoices: list[FittingInvoiceView]
    collections: list[FittingCollectionView]


class MovementQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which movements; newest first."""

    state: Literal["waiting", "matched", "aside"] | None = None
    search: Annotated[str, Meta(description="A part of its party, reference or text.")] | None = None
    from_: Day | None = msgspec.field(default=None, name="from")
    to: Day | None = None
    sort: Annotated[str, Meta(description="booked_on; - for downwards.")] = "-booked_on"
    limit: Limit = 50
    cursor: Cursor | None = None


async def list_movements(door: Door, asked: Asked[Nothing, MovementQuery]) -> Answer:
    query = asked.query
    filters = {
        "state": None if query.state is None else MovementState(query.state),
        "search": query.search,
        "from": query.from_,
        "to": query.to,
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: movements.page(reader, page))
    return list_answer(door, asked, found, _view)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    movement_id = _id(asked)
    return _answer(
        await door.parts.database.read(
            asked.caller.tenant, lambda reader: movements.demand(reader, movement_id)
        )
    )


async def fitting(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    movement_id = _id(asked)
    return json_answer(
        await door.parts.database.read(asked.caller.tenant, lambda reader: _fitting(reader, movement_id))
    )


async def match(door: Door, asked: Asked[MatchWish, Nothing]) -> Answer:
    movement_id = _id(asked)
    return await once(
        door,
        asked,
        lambda then: match_movement(
            door.parts,
            asked.caller.tenant,
            movement_id,
            asked.body,
            then,
            seen=seen_version(asked),
            by=asked.by,
        ),
        _answer,
    )


async def put_aside(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await _decided(door, asked, put_movement_aside)


async def reopen(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    return await _decided(door, asked, reopen_movement)


async def _decided(
    door: Door,
    asked: Asked[ReasonBody, Nothing],
    decide: Callable[..., Awaitable[KeptMovement]],
) -> Answer:
    """What a person decides about a movement with a reason alone."""
    movement_id, tenant = _id(asked), asked.caller.tenant
    reason, seen = asked.body.reason, seen_version(asked)
    return await once(
        door,
        asked,
        lambda then: decide(door.parts, tenant, movement_id, reason, then, seen=seen, by=asked.by),
        _answer,
    )


def _fitting(reader: Reader, movement_id: UUID) -> FittingView:
    kept = movements.demand(reader, movement_id)
    paid = [payments.demand(reader, one) for one in movements.payments_of(reader, movement_id)]
    made = sorted(paid, key=lambda one: one.made_at)
    undone = payments.known(reader, [undo_id(one.id) for one in made])
    told = invoices.many(reader, [one.invoice_id for one in made])
    numbers = {one.invoice.id: one.invoice.number for one in told}
    waits = kept.state is MovementState.WAITING
    found = candidates(kept, open_items.of_invoices(reader, we_owe=kept.left.minor < 0)) if waits else []
    return FittingView(
        payments=[
            BookedView(
                payment_id=str(one.id),
                invoice_id=str(one.invoice_id),
                number=numbers[one.invoice_id],
                amount=str(one.money),
                paid_on=one.paid_on.isoformat(),
                undone=undo_id(one.id) in undone,
            )
            for one in made
        ],
        invoices=[
            FittingInvoiceView(invoice_id=str(item.id), number=item.number, open=str(item.open), by=by)
            for item, by in found
        ],
        collections=_fitting_collections(reader, kept) if waits else [],
    )


def _fitting_collections(reader: Reader, kept: KeptMovement) -> list[FittingCollectionView]:
    found = {one: block_for(reader, kept, one) for one in collections.waiting_ids(reader)}
    return [
        FittingCollectionView(collection_id=str(one), debits=len(some), total=str(kept.left))
        for one, some in found.items()
        if some is not None
    ]


def _answer(one: KeptMovement) -> Answer:
    return json_answer(_view(one), headers=(versioned(one.version),))


def _view(one: KeptMovement) -> BankMovementView:
    told = one.movement
    return BankMovementView(
        id=str(one.id),
        state=one.state.value,
        booked_on=told.booked_on.isoformat(),
        amount=str(told.money),
        left=str(one.left),
        currency=told.money.currency.code,
        party=told.party,
        party_account=told.party_account,
        reference=told.reference or told.end_to_end,
        text=told.text,
        returned=told.returned,
        batch=told.batch,
        why=one.why,
        note=one.note,
        redacted_at=None if one.redacted_at is None else one.redacted_at.rfc3339(),
        read_at=one.read_at.rfc3339(),
        version=one.version,
    )


def _id(asked: Asked[Q, Nothing]) -> UUID:
    return read_id(asked.names, "movement_unknown", "movement of the bank")


_ONE = "/api/v1/movements/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/movements",
        list_movements,
        deed=READ,
        body=Nothing,
        query=MovementQuery,
        about=About(
            summary="What bank files told, and what of it waits for a person",
            description="Every movement of a bank file that was read, also what matched nothing. What waits "
            "is matched by a person, or put aside with a reason; both can be taken back.",
            answer=BankMovementView,
            paged=True,
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One movement of the bank", answer=BankMovementView, versioned=True),
    ),
    route(
        "GET",
        f"{_ONE}/fitting",
        fitting,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="What a movement has paid, and what it may pay", answer=FittingView),
    ),
    route(
        "POST",
        f"{_ONE}/match",
        match,
        deed=WRITE,
        body=MatchWish,
        query=Nothing,
        about=About(
            summary="Say what a movement pays",
            description="An invoice, by all or a part of what is left, then the next; or a collection that "
            "the bank booked as one sum.",
            answer=BankMovementView,
            example='{"invoice_id": "01970000-0000-7000-8000-000000000000"}',
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/aside",
        put_aside,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Put a movement aside: it pays nothing of ours",
            answer=BankMovementView,
            example=WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "POST",
        f"{_ONE}/reopen",
        reopen,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Take back what was said of a movement, with its payments",
            answer=BankMovementView,
            example=WHY,
            versioned=True,
            refuses=(409,),
        ),
    ),
)
