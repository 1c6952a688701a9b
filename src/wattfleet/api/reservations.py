"""Reservations over HTTP: a connector kept for a token."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.commands import WaitQuery, wait_us
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, When, list_answer, read_id, seen_version, wanted
from wattfleet.commands import Moment, ReserveNow
from wattfleet.kernel.errors import WattfleetError
from wattfleet.stations.orders import Order, Reservation, ReservationState
from wattfleet.storage import reservations, stations
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Page
from wattfleet.usecases.change_reservation import change_reservation
from wattfleet.usecases.finding import demand_reservation, named_station
from wattfleet.usecases.remove_reservation import remove_reservation
from wattfleet.usecases.send_command import send_command
from wattfleet.usecases.then import Then


class ReservationView(msgspec.Struct, frozen=True, kw_only=True):
    """A reservation. `number` travels; `id` is also the id of the command that asked for it."""

    id: Id
    number: int
    station: str
    evse: int
    connector: int
    token: str
    expires_at: When
    state: Annotated[str, Meta(extra_json_schema={"enum": [one.value for one in ReservationState]})]
    version: int


class ReservationQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which reservations; newest first where nothing else is said."""

    station: Annotated[str, Meta(description="A station's identity.")] | None = None
    state: ReservationState | None = None
    token: str | None = None
    sort: Annotated[str, Meta(description="id (order of making) or expires_at; - for downwards.")] = "-id"
    limit: Limit = 50
    cursor: Cursor | None = None


class ReservationBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Keep a connector for a token."""

    station: str
    token: str
    expires_at: Moment
    connector: int | None = None
    evse: int | None = None
    parent: str | None = None
    token_kind: str = "rfid"


class ReservationChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What became of it, where the station could not tell."""

    state: Literal["cancelled", "used", "expired", "refused"]


Named = tuple[Reservation, str]


async def list_reservations(door: Door, asked: Asked[Nothing, ReservationQuery]) -> Answer:
    query = asked.query

    def look(reader: Reader) -> Page[Named]:
        station = None if query.station is None else named_station(reader, query.station).id
        page = wanted(
            door,
            asked,
            limit=query.limit,
            cursor=query.cursor,
            sort=query.sort,
            filters={"station": station, "state": query.state, "token": query.token},
        )
        found = reservations.page(reader, page)
        return Page([(one, _identity(reader, one)) for one in found.items], found.next)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, lambda pair: reservation_view(*pair))


async def create(door: Door, asked: Asked[ReservationBody, WaitQuery]) -> Answer:
    body = asked.body
    tenant = asked.caller.tenant
    station = await door.parts.database.read(tenant, lambda reader: named_station(reader, body.station))
    order_id = door.parts.ids.uuid(door.parts.clock.now())
    command = ReserveNow(
        token=body.token,
        expires_at=body.expires_at,
        connector=body.connector,
        evse=body.evse,
        parent=body.parent,
        token_kind=body.token_kind,
    )

    async def reserve(then: Then[Reservation]) -> Reservation:
        def keep(writer: Writer, order: Order) -> None:
            then(writer, _reserved(writer, order))

        order = await send_command(
            door.parts,
            tenant,
            station.id,
            command,
            order_id,
            by=asked.by,
            wait_us=wait_us(asked.query),
            then=keep,
        )
        return await door.parts.database.read(tenant, lambda reader: _reserved(reader, order))

    return await once(
        door, asked, reserve, lambda reservation: _answer(reservation, station.identity, status=201)
    )


def _reserved(reader: Reader, order: Order) -> Reservation:
    """Raises: WattfleetError `reservation_not_sent` where the command never became one."""
    found = reservations.get(reader, order.id)
    if found is None:
        raise WattfleetError(
            "reservation_not_sent", "conflict", order.problem or "The station cannot reserve."
        )
    return found


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    reservation_id = read_id(asked.names, "reservation_unknown", "reservation")

    def look(reader: Reader) -> Named:
        found = demand_reservation(reader, reservation_id)
        return found, _identity(reader, found)

    return _answer(*await door.parts.database.read(asked.caller.tenant, look))


async def change(door: Door, asked: Asked[ReservationChange, Nothing]) -> Answer:
    reservation_id = read_id(asked.names, "reservation_unknown", "reservation")
    state = ReservationState(asked.body.state)
    changed = await change_reservation(
        door.parts,
        asked.caller.tenant,
        reservation_id,
        state,
        seen=seen_version(asked),
        by=asked.by,
    )
    identity = await door.parts.database.read(asked.caller.tenant, lambda reader: _identity(reader, changed))
    return _answer(changed, identity)


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    reservation_id = read_id(asked.names, "reservation_unknown", "reservation")
    await remove_reservation(
        door.parts,
        asked.caller.tenant,
        reservation_id,
        seen=seen_version(asked),
        by=asked.by,
    )
    return NO_CONTENT


def reservation_view(one: Reservation, identity: str) -> ReservationView:
    return ReservationView(
        id=str(one.id),
        number=one.number,
        station=identity,
        evse=one.evse,
        connector=one.connector,
        token=one.token,
        expires_at=one.expires_at.rfc3339(),
        state=one.state.value,
        version=one.version,
    )


def _identity(reader: Reader, one: Reservation) -> str:
    station = stations.get(reader, one.station_id)
    return "" if station is None else station.identity


def _answer(one: Reservation, identity: str, *, status: int = 200) -> Answer:
    headers = [versioned(one.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/reservations/{one.id}"))
    return json_answer(reservation_view(one, identity), status=status, headers=tuple(headers))


READ, WRITE = Deed(Area.COMMANDS), Deed(Area.COMMANDS, write=True)
_LIST = "/api/v1/reservations"
_ONE = _LIST + "/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        _LIST,
        list_reservations,
        deed=READ,
        body=Nothing,
        query=ReservationQuery,
        about=About(summary="The reservations, newest first", answer=ReservationView, paged=True),
    ),
    route(
        "POST",
        _LIST,
        create,
        deed=WRITE,
        body=ReservationBody,
        query=WaitQuery,
        about=About(
            summary="Reserve a connector for a token",
            description="The same as the command reserve_now; `state` says what the station answered.",
            answer=ReservationView,
            status=201,
            example='{"station": "DEPOT-07", "token": "04A2B3C4", "expires_at": "2026-11-20T18:00:00Z"}',
            versioned=True,
            refuses=(404, 409),
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One reservation", answer=ReservationView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        change,
        deed=WRITE,
        body=ReservationChange,
        query=Nothing,
        about=About(
            summary="Put a reservation's record right",
            description="What became of it, where the station could not tell. The station is not asked.",
            answer=ReservationView,
            example='{"state": "used"}',
            versioned=True,
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
            summary="Give a reservation up",
            description="The station is told where it may still hold it; one that is over is forgotten.",
            status=204,
            versioned=True,
        ),
    ),
)
