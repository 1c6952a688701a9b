"""Over HTTP: which sessions an account pays."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE
from wattfleet.api.nouns import Noun
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Nothing, Route, route
from wattfleet.api.shapes import Id, When, when
from wattfleet.fleet.payer import PaidBy, Payer
from wattfleet.fleet.payer_wishes import PayerChange, PayerWish
from wattfleet.storage import payers
from wattfleet.usecases.change_payer import change_payer
from wattfleet.usecases.create_payer import create_payer
from wattfleet.usecases.remove_payer import remove_payer

_BY = Literal["token", "group", "evse", "station", "site"]


class PayerView(msgspec.Struct, frozen=True, kw_only=True):
    """A rule: the sessions of this thing are paid by that account, when they begin within its time."""

    id: Id
    account_id: Id
    by: str
    value: str
    valid_from: When | None
    valid_until: When | None
    cost_centre: str
    note: str
    version: int


class PayerQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rules."""

    account: UUID | None = None
    by: _BY | None = None
    value: str | None = None
    sort: Annotated[str, Meta(description="id (order of making) or value; - for downwards.")] = "id"
    limit: Limit = 50
    cursor: Cursor | None = None


def view(payer: Payer) -> PayerView:
    return PayerView(
        id=str(payer.id),
        account_id=str(payer.account_id),
        by=payer.by.value,
        value=payer.value,
        valid_from=when(payer.valid_from),
        valid_until=when(payer.valid_until),
        cost_centre=payer.cost_centre,
        note=payer.note,
        version=payer.version,
    )


def _filters(query: PayerQuery) -> dict[str, object]:
    return {
        "account": query.account,
        "by": None if query.by is None else PaidBy(query.by),
        "value": query.value,
    }


PAYERS = Noun(__name__, "/api/v1/payers", "rule", unknown="payer_unknown", demand=payers.demand, view=view)


_ONE = "/api/v1/payers/{id}"
_EXAMPLE = """{"account_id": "01970000-0000-7000-8000-000000000001", "by": "group", "value": "drivers",
 "valid_from": "2026-11-01T00:00:00+01:00", "cost_centre": "4711"}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/payers",
        PAYERS.lists("list_payers", payers.page, _filters),
        deed=READ,
        body=Nothing,
        query=PayerQuery,
        about=About(summary="Which sessions which account pays", answer=PayerView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/payers",
        PAYERS.makes(create_payer),
        deed=WRITE,
        body=PayerWish,
        query=Nothing,
        about=About(
            summary="Say which sessions an account pays",
            description="The closest rule that held when a session began decides: its token, its token "
            "group, the EVSE (`DEPOT-07/1`), the station, the site. Two rules of one kind for one thing "
            "never hold at once, so that a session is paid by one account or none.",
            answer=PayerView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        _ONE,
        PAYERS.shows(),
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One rule of who pays", answer=PayerView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        PAYERS.changes(change_payer),
        deed=WRITE,
        body=PayerChange,
        query=Nothing,
        about=About(
            summary="Change when a rule holds",
            description="Sessions that were invoiced stay where they are.",
            answer=PayerView,
            example='{"valid_until": "2026-12-01T00:00:00+01:00"}',
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "DELETE",
        _ONE,
        PAYERS.removes(remove_payer),
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Take a rule away", status=204, versioned=True),
    ),
)
