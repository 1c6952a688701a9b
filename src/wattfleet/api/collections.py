"""Collections over HTTP: planned, made, their file for the bank, and what became of each debit."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.door import Door
from wattfleet.api.once import once_after
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import (
    Decimals,
    Id,
    Orders,
    PageQuery,
    When,
    list_answer,
    read_id,
    short_answer,
    wanted,
)
from wattfleet.billing.collection import Collected, Collection, CollectionState
from wattfleet.storage import collections
from wattfleet.storage.database import Reader
from wattfleet.usecases.collect import CollectWish, Made, cancel_collection, collect


class CollectQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether it is only tried."""

    dry_run: Annotated[bool, Meta(description="Say what would be collected and make no file.")] = False


class PlannedView(msgspec.Struct, frozen=True, kw_only=True):
    """What is collected of whom; `sequence`: FRST, RCUR, OOFF or FNAL."""

    invoice_id: Id
    account_id: Id
    number: str
    amount: Decimals
    mandate_id: Id
    mandate: str
    sequence: str


class NotCollectedView(msgspec.Struct, frozen=True, kw_only=True):
    """What is due and not collected, why, and what to do."""

    code: str
    account_id: Id
    number: str
    text: str
    hint: str


class CollectionView(msgspec.Struct, frozen=True, kw_only=True):
    """A file for the bank; `cancelled` = it must not go there."""

    id: Id
    state: Annotated[str, Meta(extra_json_schema={"enum": ["made", "cancelled"]})]
    due_on: Day
    made_at: When
    made_by: str
    debits: int
    total: Decimals
    currency: str
    sha256: str
    redacted_at: Annotated[When | None, Meta(description="Its file, with names and IBANs, went then.")]
    version: int


class MadeView(msgspec.Struct, frozen=True, kw_only=True):
    """What is collected, and what is not; `collection` is null where it was only tried."""

    planned: list[PlannedView]
    held: list[NotCollectedView]
    collection: CollectionView | None


class DebitView(msgspec.Struct, frozen=True, kw_only=True):
    """A debit. `reason` is the bank's code of why it came back, such as AC04 or MD06."""

    id: Id
    invoice_id: Id
    account_id: Id
    mandate_id: Id
    number: str
    mandate: str
    sequence: str
    amount: Decimals
    state: Annotated[str, Meta(extra_json_schema={"enum": ["waiting", "booked", "returned", "cancelled"]})]
    reason: str
    settled_on: Day | None


class CollectionQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which collections; newest first."""

    state: Literal["made", "cancelled"] | None = None
    mandate: Annotated[UUID | None, Meta(description="By which something was collected.")] = None
    sort: Annotated[str, Meta(description="made_at; - for downwards.")] = "-made_at"
    limit: Limit = 50
    cursor: Cursor | None = None


async def run(door: Door, asked: Asked[CollectWish, CollectQuery]) -> Answer:
    async def do() -> MadeView:
        made = await collect(
            door.parts, asked.caller.tenant, asked.body, dry_run=asked.query.dry_run, by=asked.by
        )
        return _made(made)

    return await once_after(door, asked, do, json_answer)


async def list_collections(door: Door, asked: Asked[Nothing, CollectionQuery]) -> Answer:
    query = asked.query
    filters = {
        "state": None if query.state is None else CollectionState(query.state),
        "mandate": query.mandate,
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: collections.page(reader, page))
    return list_answer(door, asked, found, _view)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    collection_id = read_id(asked.names, "collection_unknown", "collection")
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: collections.demand(reader, collection_id)
    )
    return json_answer(_view(found))


class DebitsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the debits are sorted."""

    sort: Annotated[
        str, Meta(description="number, amount or settled_on; - for downwards; as in the file if empty.")
    ] = ""


_DEBIT_ORDERS: Orders[Collected] = {
    "number": lambda one: one.number,
    "amount": lambda one: one.money.minor,
    "settled_on": lambda one: one.settled_on,
}


async def list_debits(door: Door, asked: Asked[Nothing, DebitsQuery]) -> Answer:
    collection_id = read_id(asked.names, "collection_unknown", "collection")

    def look(reader: Reader) -> list[Collected]:
        collections.demand(reader, collection_id)
        return collections.of(reader, collection_id)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return short_answer(door, asked, found, _debit, _DEBIT_ORDERS)


async def file(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    collection_id = read_id(asked.names, "collection_unknown", "collection")

    def look(reader: Reader) -> tuple[Collection, bytes]:
        return collections.demand(reader, collection_id), collections.content(reader, collection_id)

    found, content = await door.parts.database.read(asked.caller.tenant, look)
    return Answer(
        body=content,
        media="application/xml",
        headers=(
            ("Content-Disposition", f'attachment; filename="collection-{found.due_on}-{found.id}.xml"'),
            ("Digest", f"sha-256={found.sha256}"),
        ),
    )


async def cancel(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    collection_id = read_id(asked.names, "collection_unknown", "collection")

    async def do() -> Collection:
        return await cancel_collection(door.parts, asked.caller.tenant, collection_id, by=asked.by)

    return await once_after(door, asked, do, lambda made: json_answer(_view(made)))


def _made(made: Made) -> MadeView:
    return MadeView(
        planned=[
            PlannedView(
                invoice_id=str(one.invoice_id),
                account_id=str(one.account_id),
                number=one.number,
                amount=str(one.money),
                mandate_id=str(one.mandate_id),
                mandate=one.mandate,
                sequence=one.sequence,
            )
            for one in made.planned
        ],
        held=[
            NotCollectedView(
                code=one.code,
                account_id=str(one.account_id),
                number=one.number,
                text=one.text,
                hint=one.hint,
            )
            for one in made.held
        ],
        collection=None if made.collection is None else _view(made.collection),
    )


def _view(one: Collection) -> CollectionView:
    return CollectionView(
        id=str(one.id),
        state=one.state.value,
        due_on=one.due_on.isoformat(),
        made_at=one.made_at.rfc3339(),
        made_by=one.made_by,
        debits=one.debits,
        total=str(one.total),
        currency=one.total.currency.code,
        sha256=one.sha256,
        redacted_at=None if one.redacted_at is None else one.redacted_at.rfc3339(),
        version=one.version,
    )


def _debit(one: Collected) -> DebitView:
    return DebitView(
        id=str(one.id),
        invoice_id=str(one.invoice_id),
        account_id=str(one.account_id),
        mandate_id=str(one.mandate_id),
        number=one.number,
        mandate=one.mandate,
        sequence=one.sequence,
        amount=str(one.money),
        state=one.state.value,
        reason=one.reason,
        settled_on=None if one.settled_on is None else one.settled_on.isoformat(),
    )


_ALL, _ONE = "/api/v1/collections", "/api/v1/collections/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        _ALL,
        run,
        deed=WRITE,
        body=CollectWish,
        query=CollectQuery,
        about=About(
            summary="Collect what is due by direct debit, or say what would be",
            description="Invoices in euro that are due on that day at the latest and whose account has a "
            "mandate. Customers are told by mail; the file for the bank is kept with its hash; an invoice is "
            "settled when the bank's file says so. What is not collected is told in `held`.",
            answer=MadeView,
            example='{"due_on": "2026-12-31"}',
            refuses=(404, 409),
        ),
    ),
    route(
        "GET",
        _ALL,
        list_collections,
        deed=READ,
        body=Nothing,
        query=CollectionQuery,
        about=About(summary="Collections by direct debit", answer=CollectionView, paged=True),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One collection", answer=CollectionView),
    ),
    route(
        "GET",
        f"{_ONE}/debits",
        list_debits,
        deed=READ,
        body=Nothing,
        query=DebitsQuery,
        about=About(summary="What became of each debit of a collection", answer=DebitView, paged=True),
    ),
    route(
        "GET",
        f"{_ONE}/file",
        file,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="The file for the bank (pain.008)",
            description="The same bytes by the SHA-256 in `Digest`, until they are redacted.",
            media="application/octet-stream",
        ),
    ),
    route(
        "POST",
        f"{_ONE}/cancel",
        cancel,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Call a collection off before the bank has it",
            description="Its file must not go to the bank; what it was to collect is free again. All of it "
            "or nothing: once it was cancelled, or the bank has told of a debit of it, it is refused with "
            "409 `collection_over`.",
            answer=CollectionView,
            refuses=(409,),
        ),
    ),
)
