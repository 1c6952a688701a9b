"""Commands over HTTP: what is asked of a station, what it answered, and what came of it.

The station's “no” is not an error of HTTP: it is told in the order.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.frame_views import Json
from wattfleet.api.once import REPLAYED, once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, B, Nothing, Q, Route, json_answer, route
from wattfleet.api.shapes import Id, Moment, When, instant, list_answer, read_id, wanted, when
from wattfleet.api.stations import find_station
from wattfleet.commands import StationCommand
from wattfleet.kernel.errors import WattfleetError, missing
from wattfleet.kernel.timeline import SECOND_US
from wattfleet.ocpp.raw import RawCall
from wattfleet.ocpp.secrets import without_secrets
from wattfleet.stations.orders import Effect, Order, OrderState
from wattfleet.storage import orders
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.finding import named_station
from wattfleet.usecases.send_command import send_command
from wattfleet.usecases.send_raw import send_raw
from wattfleet.usecases.then import Then


class OrderView(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked. `answer` is the station's, as JSON; `problem` says in words why there is none.

    Accepted is not done: `effect` is waiting, seen or absent where there is something to see, else null.
    """

    id: Id
    station: str
    command: str
    state: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in OrderState]})]
    effect: Annotated[str | None, Meta(extra_json_schema={"enum": ["waiting", "seen", "absent", None]})]
    answer: Json | None
    problem: str | None
    request: Json
    asked_by: str
    asked_at: When
    sent_at: When | None
    answered_at: When | None
    deadline: When | None
    session: Id | None
    version: int


class WaitQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long to wait for the station's answer before answering with what is known."""

    wait: Annotated[float, Meta(ge=0, le=60, description="Seconds, at most 60.")] = 0


class OrderQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which orders; newest first where nothing else is said."""

    command: str | None = None
    state: OrderState | None = None
    effect: Effect | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="asked_at or id; - for downwards.")] = "-asked_at"
    limit: Limit = 50
    cursor: Cursor | None = None


def _no_payload() -> msgspec.Raw:
    return msgspec.Raw(b"{}")


class RawBody(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Any call that we may send in the station's version, checked against its official schema."""

    action: Annotated[str, Meta(min_length=1, max_length=100)]
    payload: msgspec.Raw = msgspec.field(default_factory=_no_payload)


def order_view(order: Order, identity: str) -> OrderView:
    return OrderView(
        id=str(order.id),
        station=identity,
        command=order.command,
        state=order.state.value,
        effect=order.effect.value or None,
        answer=None if order.answer is None else _safe(order.answer),
        problem=order.problem or None,
        request=_safe(order.request),
        asked_by=order.asked_by,
        asked_at=order.asked_at.rfc3339(),
        sent_at=when(order.sent_at),
        answered_at=when(order.answered_at),
        deadline=when(order.deadline),
        session=None if order.session_id is None else str(order.session_id),
        version=order.version,
    )


def _safe(value: object) -> Json:
    return Json(msgspec.json.encode(without_secrets(value)))


async def send(door: Door, asked: Asked[StationCommand, WaitQuery]) -> Answer:
    station = await find_station(door, asked)
    order_id = door.parts.ids.uuid(door.parts.clock.now())
    return await ordered(
        door,
        asked,
        lambda then: send_command(
            door.parts,
            asked.caller.tenant,
            station.id,
            asked.body,
            order_id,
            by=asked.by,
            wait_us=wait_us(asked.query),
            then=then,
        ),
        station.identity,
    )


async def send_ocpp(door: Door, asked: Asked[RawBody, WaitQuery]) -> Answer:
    station = await find_station(door, asked)
    order_id = door.parts.ids.uuid(door.parts.clock.now())
    call = RawCall(asked.body.action, bytes(asked.body.payload))
    return await ordered(
        door,
        asked,
        lambda then: send_raw(
            door.parts,
            asked.caller.tenant,
            station.id,
            call,
            order_id,
            by=asked.by,
            wait_us=wait_us(asked.query),
            then=then,
        ),
        station.identity,
    )


async def ordered(
    door: Door,
    asked: Asked[B, Q],
    do: Callable[[Then[Order]], Awaitable[Order]],
    identity: str,
) -> Answer:
    """The order; a replay shows the first one as it stands now."""
    answer = await once(door, asked, do, lambda order: _created(order, identity))
    if REPLAYED not in answer.headers:
        return answer
    first = UUID(msgspec.json.decode(answer.body, type=_Named).id)
    order = await door.parts.database.read(asked.caller.tenant, lambda reader: orders.get(reader, first))
    if order is None:
        return answer
    now = _created(order, identity)
    return Answer(now.status, now.body, (*now.headers, REPLAYED))


class _Named(msgspec.Struct):
    """The id of whatever it is."""

    id: str


def wait_us(query: WaitQuery) -> int:
    return round(query.wait * SECOND_US)


def _created(order: Order, identity: str) -> Answer:
    where = f"/api/v1/stations/{identity}/commands/{order.id}"
    return json_answer(order_view(order, identity), status=201, headers=(("location", where),))


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    order_id = read_id(asked.names, "order_unknown", "command")

    def look(reader: Reader) -> tuple[Order, str]:
        station = named_station(reader, asked.names["identity"])
        order = orders.get(reader, order_id)
        if order is None or order.station_id != station.id:
            raise order_unknown()
        return order, station.identity

    order, identity = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(order_view(order, identity))


async def list_orders(door: Door, asked: Asked[Nothing, OrderQuery]) -> Answer:
    query = asked.query
    station = await find_station(door, asked)
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={
            "station": station.id,
            "command": query.command,
            "state": query.state,
            "effect": query.effect,
            "from": instant(query.from_),
            "to": instant(query.to),
        },
    )
    found: Page[Order] = await door.parts.database.read(
        asked.caller.tenant, lambda reader: orders.page(reader, page)
    )
    return list_answer(door, asked, found, lambda order: order_view(order, station.identity))


def order_unknown() -> WattfleetError:
    return missing(
        "order_unknown",
        "There is no such command.",
        hint="GET /api/v1/stations/{identity}/commands lists what was asked of a station.",
    )


READ, WRITE = Deed(Area.COMMANDS), Deed(Area.COMMANDS, write=True)
_OF_STATION = "/api/v1/stations/{identity}/commands"
_SEND = About(
    summary="Ask something of a station",
    description=(
        "`command` says what; the fields of each command are in docs/spec/commands.md. With `wait` the "
        "answer waits for the station's, at most 60 s. A station's no, silence or absence is told in "
        "`state`, not as an error of HTTP. A word of another OCPP version is refused with 422."
    ),
    answer=OrderView,
    status=201,
    example='{"command": "remote_start", "token": "04A2B3C4D5E680", "connector": 1}',
    refuses=(409,),
)
_RAW = About(
    summary="Send any OCPP call as it is",
    description="Checked against the official schema of the station's version before it travels.",
    answer=OrderView,
    status=201,
    example='{"action": "TriggerMessage", "payload": {"requestedMessage": "StatusNotification"}}',
    refuses=(409,),
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        _OF_STATION,
        list_orders,
        deed=READ,
        body=Nothing,
        query=OrderQuery,
        about=About(summary="What was asked of a station", answer=OrderView, paged=True),
    ),
    route(
        "POST",
        _OF_STATION,
        send,
        deed=WRITE,
        body=StationCommand,  # type: ignore[arg-type]
        query=WaitQuery,
        about=_SEND,
    ),
    route(
        "GET",
        _OF_STATION + "/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="A command and what came of it", answer=OrderView),
    ),
    route(
        "POST",
        "/api/v1/stations/{identity}/ocpp",
        send_ocpp,
        deed=WRITE,
        body=RawBody,
        query=WaitQuery,
        about=_RAW,
    ),
)
