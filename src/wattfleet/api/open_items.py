"""What accounts owe, by its age; and a payment that is taken back."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.api.billing_shapes import READ, WRITE, Day
from wattfleet.api.desk_shapes import ReasonBody
from wattfleet.api.door import Door
from wattfleet.api.invoices import PaymentView, payment_view
from wattfleet.api.once import once
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import (
    Decimals,
    Id,
    Orders,
    PageQuery,
    read_id,
    short_answer,
)
from wattfleet.storage import aged_items
from wattfleet.storage.aged_items import Aged
from wattfleet.storage.database import Reader
from wattfleet.usecases.selling import today
from wattfleet.usecases.undo_payment import undo_payment


class AgedView(msgspec.Struct, frozen=True, kw_only=True):
    """What an account owes in one currency: not due yet, and late by up to 30, 60, 90 days and more.

    `credit` is owed to the customer, negative; `total` is all of it.
    """

    account_id: Id
    number: str
    name: str
    currency: str
    items: int
    oldest_due_on: Day | None
    not_due: Decimals
    late_30: Decimals
    late_60: Decimals
    late_90: Decimals
    late_more: Decimals
    credit: Decimals
    total: Decimals


class OpenItemsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How what is owed is sorted."""

    sort: Annotated[
        str,
        Meta(
            description="number, name, total or oldest_due_on; - for downwards; most overdue first if empty."
        ),
    ] = ""


_ORDERS: Orders[Aged] = {
    "number": lambda one: one.number,
    "name": lambda one: one.name,
    "total": lambda one: (one.total.currency.code, one.total.minor),
    "oldest_due_on": lambda one: one.oldest_due_on,
}


async def list_open(door: Door, asked: Asked[Nothing, OpenItemsQuery]) -> Answer:
    now = door.parts.clock.now()

    def look(reader: Reader) -> list[Aged]:
        return aged_items.by_account(reader, today(reader, now))

    found = await door.parts.database.read(asked.caller.tenant, look)
    return short_answer(door, asked, found, _aged, _ORDERS)


async def undo(door: Door, asked: Asked[ReasonBody, Nothing]) -> Answer:
    payment_id = read_id(asked.names, "payment_unknown", "payment")
    return await once(
        door,
        asked,
        lambda then: undo_payment(
            door.parts, asked.caller.tenant, payment_id, reason=asked.body.reason, by=asked.by, then=then
        ),
        lambda back: json_answer(payment_view(back), status=201),
    )


def _aged(one: Aged) -> AgedView:
    late = [str(money) for money in one.late]
    return AgedView(
        account_id=str(one.account_id),
        number=one.number,
        name=one.name,
        currency=one.total.currency.code,
        items=one.items,
        oldest_due_on=None if one.oldest_due_on is None else one.oldest_due_on.isoformat(),
        not_due=str(one.not_due),
        late_30=late[0],
        late_60=late[1],
        late_90=late[2],
        late_more=late[3],
        credit=str(one.credit),
        total=str(one.total),
    )


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/open-items",
        list_open,
        deed=READ,
        body=Nothing,
        query=OpenItemsQuery,
        about=About(
            summary="What accounts owe, by its age",
            description="One row an account and currency, what is overdue longest first. The items behind a "
            "row are `GET /api/v1/invoices?account=…&open=true`.",
            answer=AgedView,
            paged=True,
        ),
    ),
    route(
        "POST",
        "/api/v1/payments/{id}/undo",
        undo,
        deed=WRITE,
        body=ReasonBody,
        query=Nothing,
        about=About(
            summary="Take a payment back",
            description="By its counterpart, once: the invoice is open again by as much. A movement of a "
            "bank file stays known and is not booked again by itself. A payment never changes: who comes "
            "second is refused with 409 `payment_undone`.",
            answer=PaymentView,
            status=201,
            example='{"reason": "It was for another invoice."}',
            refuses=(409,),
        ),
    ),
)
