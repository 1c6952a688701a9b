"""Accounts over HTTP: who pays."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE
from wattfleet.api.nouns import Noun
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Nothing, Route, route
from wattfleet.api.shapes import Id
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


def _filters(query: AccountQuery) -> dict[str, object]:
    return {"kind": None if query.kind is None else AccountKind(query.kind), "search": query.search}


ACCOUNTS = Noun(
    __name__, "/api/v1/accounts", "account", unknown="account_unknown", demand=accounts.demand, view=view
)


_ONE = "/api/v1/accounts/{id}"
_EXAMPLE = """{"name": "Bergslagens Frakt AB", "kind": "company", "currency": "SEK", "address":
 {"street": "Hamngatan 4", "postcode": "111 47", "town": "Stockholm", "country": "SE"},
 "vat_number": "SE556703748501", "language": "sv", "grouping": "cost_centre", "syntax": "ubl",
 "routing": "0007:5567037485", "email": "invoices@example.org", "sending": "email"}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/accounts",
        ACCOUNTS.lists("list_accounts", accounts.page, _filters),
        deed=READ,
        body=Nothing,
        query=AccountQuery,
        about=About(summary="Who pays: companies, people, tenants", answer=AccountView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/accounts",
        ACCOUNTS.makes(create_account),
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
        ACCOUNTS.shows(),
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One account", answer=AccountView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        ACCOUNTS.changes(change_account),
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
        ACCOUNTS.removes(remove_account),
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="Remove an account that was never used", status=204, versioned=True, refuses=(409,)
        ),
    ),
)
