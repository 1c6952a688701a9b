"""Contracts over HTTP: what an account pays beside its sessions."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.nouns import Noun
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Nothing, Route, route
from wattfleet.api.shapes import Id
from wattfleet.fleet.contract import Contract
from wattfleet.fleet.contract_wishes import ContractChange, ContractWish, shown_fee
from wattfleet.storage import contracts
from wattfleet.usecases.change_contract import change_contract
from wattfleet.usecases.create_contract import create_contract
from wattfleet.usecases.remove_contract import remove_contract


class FeeView(msgspec.Struct, frozen=True, kw_only=True):
    """A fee; `price` is before VAT, of a discount a percentage."""

    code: str
    kind: str
    text: str
    price: str
    quantity: int
    on: Day | None


class ContractView(msgspec.Struct, frozen=True, kw_only=True):
    """A contract."""

    id: Id
    account_id: Id
    name: str
    currency: str
    valid_from: Day
    valid_until: Day | None
    fees: list[FeeView]
    note: str
    version: int


class ContractQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which contracts."""

    account: UUID | None = None
    search: Annotated[str, Meta(description="A part of the name.")] | None = None
    sort: Annotated[str, Meta(description="id (order of making), name or valid_from; - for downwards.")] = (
        "id"
    )
    limit: Limit = 50
    cursor: Cursor | None = None


def view(contract: Contract) -> ContractView:
    until = contract.valid_until
    return ContractView(
        id=str(contract.id),
        account_id=str(contract.account_id),
        name=contract.name,
        currency=contract.currency.code,
        valid_from=contract.valid_from.isoformat(),
        valid_until=None if until is None else until.isoformat(),
        fees=[
            FeeView(
                code=one.code,
                kind=one.kind.value,
                text=one.text,
                price=shown_fee(one).price,
                quantity=one.quantity,
                on=None if one.on is None else one.on.isoformat(),
            )
            for one in contract.fees
        ],
        note=contract.note,
        version=contract.version,
    )


def _filters(query: ContractQuery) -> dict[str, object]:
    return {"account": query.account, "search": query.search}


CONTRACTS = Noun(
    __name__, "/api/v1/contracts", "contract", unknown="contract_unknown", demand=contracts.demand, view=view
)


_ONE = "/api/v1/contracts/{id}"
_EXAMPLE = """{"account_id": "01970000-0000-7000-8000-000000000001", "name": "Parking places 1-12",
 "valid_from": "2026-11-01", "fees": [
 {"kind": "connector", "text": "Charging place", "price": "99.00", "quantity": 12},
 {"kind": "discount", "text": "Frame agreement", "price": "5"}]}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/contracts",
        CONTRACTS.lists("list_contracts", contracts.page, _filters),
        deed=READ,
        body=Nothing,
        query=ContractQuery,
        about=About(summary="What was agreed with accounts", answer=ContractView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/contracts",
        CONTRACTS.makes(create_contract),
        deed=WRITE,
        body=ContractWish,
        query=Nothing,
        about=About(
            summary="Make a contract with an account",
            description="Fees by the month (`monthly`, `connector`) are prorated by local days; `session` "
            "and `kwh` count what an invoice bills; `once` comes on its day; `discount` takes a share of the "
            "charging, `minimum` tops the charging of a month up.",
            answer=ContractView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
        ),
    ),
    route(
        "GET",
        _ONE,
        CONTRACTS.shows(),
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One contract", answer=ContractView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        CONTRACTS.changes(change_contract),
        deed=WRITE,
        body=ContractChange,
        query=Nothing,
        about=About(
            summary="Change a contract",
            description="Months that were invoiced stay as they are. For another price from a day on, end "
            "this contract and make the next one.",
            answer=ContractView,
            example='{"valid_until": "2027-01-01"}',
            versioned=True,
        ),
    ),
    route(
        "DELETE",
        _ONE,
        CONTRACTS.removes(remove_contract),
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Take a contract away", status=204, versioned=True),
    ),
)
