"""Accounts over HTTP: who pays."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.api.app import versioned
from wattfleet.api.billing_shapes import READ, WRITE
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, list_answer, read_id, seen_version, wanted
from wattfleet.fleet.account import Account, AccountKind, Address
from wattfleet.fleet.account_wishes import AccountChange, AccountWish
from wattfleet.storage import accounts
from wattfleet.usecases.change_account import change_account
from wattfleet.usecases.create_account import create_account
from wattfleet.usecases.remove_account import remove_account

_KINDS = Literal["company", "person", "tenant"]


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """An account."""

    id: Id
    number: str
    name: str
    kind: str
    currency: str
    address: Address
    vat_number: str
    registration: str
    dealer: bool
    cost_centre: str
    payment_days: int
    language: str
    grouping: str
    syntax: str
    routing: str
    buyer_reference: str
    email: str
    sending: str
    send_to: tuple[str, ...]
    contact: str
    on_hold: str
    note: str
    version: int


class AccountQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which accounts."""

    kind: _KINDS | None = None
    search: Annotated[str, Meta(description="A part of the name, or the whole number.")] | None = None
    sort: Annotated[str, Meta(description="id (order of making), name or number; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


def view(account: Account) -> AccountView:
    told = {name: getattr(account, name) for name in AccountView.__struct_fields__}
    return AccountView(
        **told
        | {
            "id": str(account.id),
            "kind": account.kind.value,
            "currency": account.currency.code,
            "grouping": account.grouping.value,
            "syntax": account.syntax.value,
            "sending": account.sending.value,
        }
    )


async def list_accounts(door: Door, asked: Asked[Nothing, AccountQuery]) -> Answer:
    query = asked.query
    filters = {"kind": None if query.kind is None else AccountKind(query.kind), "search": query.search}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: accounts.page(reader, page))
    return list_answer(door, asked, found, view)


async def create(door: Door, asked: Asked[AccountWish, Nothing]) -> Answer:
    account_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_account(
            door.parts, asked.caller.tenant, asked.body, account_id, then, by=asked.by
        ),
        lambda made: _answer(made, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    account_id = read_id(asked.names, "account_unknown", "account")
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: accounts.demand(reader, account_id)
    )
    return _answer(found)


async def change(door: Door, asked: Asked[AccountChange, Nothing]) -> Answer:
    account_id = read_id(asked.names, "account_unknown", "account")
    seen = seen_version(asked)
    changed = await change_account(
        door.parts, asked.caller.tenant, account_id, asked.body, seen=seen, by=asked.by
    )
    return _answer(changed)


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    account_id = read_id(asked.names, "account_unknown", "account")
    await remove_account(door.parts, asked.caller.tenant, account_id, seen=seen_version(asked), by=asked.by)
    return NO_CONTENT


def _answer(account: Account, *, status: int = 200) -> Answer:
    headers = [versioned(account.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/accounts/{account.id}"))
    return json_answer(view(account), status=status, headers=tuple(headers))


_ONE = "/api/v1/accounts/{id}"
_EXAMPLE = """{"name": "Bergslagens Frakt AB", "kind": "company", "currency": "SEK", "address":
 {"street": "Hamngatan 4", "postcode": "111 47", "town": "Stockholm", "country": "SE"},
 "vat_number": "SE556703748501", "language": "sv", "grouping": "cost_centre", "syntax": "ubl",
 "routing": "0007:5567037485", "email": "invoices@example.org", "sending": "email"}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/accounts",
        list_accounts,
        deed=READ,
        body=Nothing,
        query=AccountQuery,
        about=About(summary="Who pays: companies, people, tenants", answer=AccountView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/accounts",
        create,
        deed=WRITE,
        body=AccountWish,
        query=Nothing,
        about=About(
            summary="Add an account",
            description="What it pays for is said by payers and contracts. Its VAT number is checked by its "
            "own digits.",
            answer=AccountView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One account", answer=AccountView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        change,
        deed=WRITE,
        body=AccountChange,
        query=Nothing,
        about=About(
            summary="Change an account",
            description="Invoices that were issued keep what they say.",
            answer=AccountView,
            example='{"payment_days": 20}',
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "DELETE",
        _ONE,
        remove,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Remove an account that was never used", status=204, versioned=True, refuses=(409,)
        ),
    ),
)
