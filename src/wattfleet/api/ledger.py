"""The ledger over HTTP: balances at a day, the postings behind them, and the closing of the books."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import (
    Decimals,
    Id,
    Orders,
    When,
    list_answer,
    read_id,
    short_answer,
    wanted,
)
from wattfleet.ledger.accounts import meaning
from wattfleet.ledger.entry import Entry
from wattfleet.storage import ledger
from wattfleet.storage.ledger import Balance, Line
from wattfleet.usecases.selling import lock_books


class BalanceView(msgspec.Struct, frozen=True, kw_only=True):
    """A ledger account in one currency; debit is positive."""

    account: str
    meaning: str
    currency: str
    balance: Decimals


class BalanceQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """At the end of which day; now, if empty."""

    on: date | None = None
    account: (
        Annotated[str, Meta(description="A ledger account; `receivable:*` is all that begin so.")] | None
    ) = None
    sort: Annotated[str, Meta(description="account or balance; - for downwards.")] = "account"
    limit: Limit = 50
    cursor: Cursor | None = None


class PostingView(msgspec.Struct, frozen=True, kw_only=True):
    """An amount on one ledger account. `source` says what it follows from, `source_id` its id."""

    id: Id
    entry_id: Id
    account: str
    currency: str
    amount: Decimals
    booked_on: Day
    at: When
    source: str
    source_id: Id
    session_id: Id | None
    text: str


class PostingQuery(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    rename={"since": "from", "until": "to"},
):
    """Which postings: down from a balance to its entries, to the session, to the rating or the invoice."""

    account: str | None = None
    entry: UUID | None = None
    session: UUID | None = None
    source: UUID | None = None
    since: date | None = None
    until: date | None = None
    sort: Annotated[str, Meta(description="id (order of making) or booked_on; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


class EntryPostingView(msgspec.Struct, frozen=True, kw_only=True):
    """One side of an entry."""

    account: str
    currency: str
    amount: Decimals
    session_id: Id | None


class EntryView(msgspec.Struct, frozen=True, kw_only=True):
    """An entry: its postings add up to nothing in each currency."""

    id: Id
    key: str
    booked_on: Day
    at: When
    source: str
    source_id: Id
    text: str
    postings: list[EntryPostingView]


class LockWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day that is closed."""

    until: date


class LockView(msgspec.Struct, frozen=True, kw_only=True):
    """Up to which day the books are closed."""

    until: Day | None


_BALANCE_ORDERS: Orders[Balance] = {
    "account": lambda one: (one.account, one.money.currency.code),
    "balance": lambda one: (one.money.currency.code, one.money.minor),
}


async def balances(door: Door, asked: Asked[Nothing, BalanceQuery]) -> Answer:
    query = asked.query
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: ledger.balances(reader, on=query.on, account=query.account)
    )
    return short_answer(door, asked, found, _balance, _BALANCE_ORDERS)


async def postings(door: Door, asked: Asked[Nothing, PostingQuery]) -> Answer:
    query = asked.query
    filters = {
        "account": query.account,
        "entry": query.entry,
        "session": query.session,
        "source": query.source,
        "from": None if query.since is None else query.since.isoformat(),
        "to": None if query.until is None else query.until.isoformat(),
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: ledger.postings(reader, page))
    return list_answer(door, asked, found, _posting)


async def show_entry(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    entry_id = read_id(asked.names, "entry_unknown", "entry")
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: ledger.get(reader, entry_id))
    return json_answer(_entry(found))


async def show_lock(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    until = await door.parts.database.read(asked.caller.tenant, ledger.locked_until)
    return json_answer(LockView(until=None if until is None else until.isoformat()))


async def put_lock(door: Door, asked: Asked[LockWish, Nothing]) -> Answer:
    until = await lock_books(door.parts, asked.caller.tenant, asked.body.until, by=asked.by)
    return json_answer(LockView(until=until.isoformat()))


def _balance(one: Balance) -> BalanceView:
    return BalanceView(
        account=one.account,
        meaning=meaning(one.account),
        currency=one.money.currency.code,
        balance=str(one.money),
    )


def _posting(one: Line) -> PostingView:
    return PostingView(
        id=str(one.id),
        entry_id=str(one.entry_id),
        account=one.account,
        currency=one.money.currency.code,
        amount=str(one.money),
        booked_on=one.booked_on.isoformat(),
        at=one.at.rfc3339(),
        source=one.source,
        source_id=str(one.source_id),
        session_id=_text(one.session_id),
        text=one.text,
    )


def _entry(one: Entry) -> EntryView:
    return EntryView(
        id=str(one.id),
        key=one.key,
        booked_on=one.booked_on.isoformat(),
        at=one.at.rfc3339(),
        source=one.source.value,
        source_id=str(one.source_id),
        text=one.text,
        postings=[
            EntryPostingView(
                account=posting.account,
                currency=posting.money.currency.code,
                amount=str(posting.money),
                session_id=_text(posting.session_id),
            )
            for posting in one.postings
        ],
    )


def _text(found: UUID | None) -> str | None:
    return None if found is None else str(found)


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/ledger/balances",
        balances,
        deed=READ,
        body=Nothing,
        query=BalanceQuery,
        about=About(summary="What each ledger account comes to at a day", answer=BalanceView, paged=True),
    ),
    route(
        "GET",
        "/api/v1/ledger/postings",
        postings,
        deed=READ,
        body=Nothing,
        query=PostingQuery,
        about=About(
            summary="The postings behind a balance",
            description="`source_id` is the rating, invoice, credit note or payment that it follows from, "
            "`session_id` the session: its evidence leads to the frames.",
            answer=PostingView,
            paged=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/ledger/entries/{id}",
        show_entry,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One entry, both sides", answer=EntryView),
    ),
    route(
        "GET",
        "/api/v1/ledger/lock",
        show_lock,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="Up to which day the books are closed", answer=LockView),
    ),
    route(
        "PUT",
        "/api/v1/ledger/lock",
        put_lock,
        deed=WRITE,
        body=LockWish,
        query=Nothing,
        about=About(
            summary="Close the books up to a day",
            description="Nothing is booked on a closed day any more; what comes late is booked on the first "
            "open day. Closed books stay closed.",
            answer=LockView,
            example='{"until": "2026-10-31"}',
            refuses=(409,),
        ),
    ),
)
