"""Something is asked of a station: stored, sent when its turn comes, and followed until its effect is seen.

Never sent again by us: after a time-out nobody knows what the station did (field-faults row 66).
"""

from functools import partial
from typing import Any
from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.commands import (
    ChargingProfile,
    RemoteStart,
    RemoteStop,
    ReserveNow,
    SetChargingProfile,
    StationCommand,
)
from wattfleet.kernel.clock import pause
from wattfleet.kernel.errors import invalid, missing
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp import translate
from wattfleet.ocpp.asked import Call, Numbers, Unsupported
from wattfleet.ocpp.secrets import hidden_fields
from wattfleet.ocpp.versions import VERSIONS, Version
from wattfleet.stations.habits import against, habits_of
from wattfleet.stations.orders import Order, OrderState, Reservation
from wattfleet.stations.station import Station
from wattfleet.storage import orders, profiles, reservations, sessions
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.dispatch_order import dispatch_order
from wattfleet.usecases.finding import demand_station
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing

HIGHEST = 2**31 - 1
NEVER_CONNECTED = "The station has never been connected, so its version is not known."


class Placed(msgspec.Struct, frozen=True):
    """An order as it was stored, and what is to be sent for it; None = nothing."""

    order: Order
    call: Call | None


async def send_command(
    parts: Parts,
    tenant: int,
    station_id: UUID,
    command: StationCommand,
    order_id: UUID,
    *,
    by: Principal,
    wait_us: int = 0,
    then: Then[Order] = nothing,
) -> Order:
    """Store and send a command; the order as it stands when it is settled, or after `wait_us`.

    Raises: WattfleetError `station_unknown`, `session_unknown`, `profile_unknown`, `order_exists`,
    `too_busy`, and of `ocpp.translate.call` for what the station's version could never accept.
    """
    parts.errands.demand_room()
    place = partial(_place, parts, station_id=station_id, command=command, order_id=order_id, by=by)

    def stored(writer: Writer) -> Placed:
        placed = place(writer)
        act_of_order(writer, parts, by, placed.order)
        then(writer, placed.order)
        return placed

    placed = await parts.database.write(tenant, stored)
    return await await_order(parts, tenant, placed, command, wait_us)


def act_of_order(writer: Writer, parts: Parts, by: Principal, order: Order) -> None:
    """Whoever asks something of a station leaves an act, whatever the station then says."""
    identity = demand_station(writer, order.station_id).identity
    asked = {"order": order.id, "request": order.request}
    act(writer, parts, by, ("command", "station"), order.station_id, after=asked, name=identity)


async def await_order(
    parts: Parts, tenant: int, placed: Placed, command: StationCommand | None, wait_us: int
) -> Order:
    """Send what was stored; the order after it is settled, or after `wait_us`."""
    order = placed.order
    parts.bus.publish(News(tenant, "order", str(order.id), order.version, order.asked_at))
    if placed.call is None:
        return order
    errand = parts.errands.start(dispatch_order(parts, tenant, order, placed.call, command))
    if wait_us > 0:
        await parts.errands.wait(errand, pause(parts.clock, wait_us))
    return await parts.database.read(tenant, partial(orders.get, order_id=order.id)) or order


def version_of(station: Station) -> Version | None:
    """The version of the station's newest connection."""
    return next((one for one in VERSIONS if one == station.ocpp), None)


def _place(
    parts: Parts, writer: Writer, *, station_id: UUID, command: StationCommand, order_id: UUID, by: Principal
) -> Placed:
    station = demand_station(writer, station_id)
    command = _resolved(writer, station, command)
    number = _reservation_number(writer, station, command)
    numbers = Numbers(
        remote_start=1 + parts.ids.below(HIGHEST), request=number or 1 + parts.ids.below(HIGHEST)
    )
    version = version_of(station)
    request: dict[str, Any] = hidden_fields(msgspec.to_builtins(command))
    order = Order(
        id=order_id,
        station_id=station.id,
        command=request["command"],
        request=request,
        asked_by=by.text,
        asked_at=parts.clock.now(),
    )
    if version is None:
        order = msgspec.structs.replace(order, state=OrderState.NOT_CONNECTED, problem=NEVER_CONNECTED)
        orders.add(writer, order)
        return Placed(order, None)
    habits = habits_of(parts.habits, station.vendor, station.model, station.firmware)
    call = translate.call(version, command, numbers)
    if harm := against(habits, command):
        call = Unsupported(harm)
    if isinstance(call, Unsupported):
        order = msgspec.structs.replace(order, state=OrderState.NOT_SUPPORTED, problem=call.reason)
        orders.add(writer, order)
        return Placed(order, None)
    if isinstance(command, RemoteStart) and version != "1.6":
        order = msgspec.structs.replace(order, remote_start=numbers.remote_start)
    if isinstance(command, ReserveNow):
        reservations.add(writer, _reservation(order_id, station, command, numbers.request))
    orders.add(writer, order)
    return Placed(order, call)


def _resolved(reader: Reader, station: Station, command: StationCommand) -> StationCommand:
    """A session as its transaction, a stored profile as what it says."""
    match command:
        case RemoteStop(session=str(session_id)):
            session = sessions.get(reader, _uuid(session_id, "session"))
            if session is None or session.station_id != station.id:
                raise missing("session_unknown", f"The station has no session {session_id}.", field="session")
            return msgspec.structs.replace(command, transaction=session.tx, session=str(session.id))
        case SetChargingProfile(profile_id=str(profile_id)):
            stored = profiles.get(reader, _uuid(profile_id, "profile_id"))
            if stored is None:
                raise missing("profile_unknown", f"There is no profile {profile_id}.", field="profile_id")
            profile = msgspec.convert(stored.profile, ChargingProfile)
            if profile.id is None:
                profile = msgspec.structs.replace(profile, id=stored.number)
            return msgspec.structs.replace(command, profile=profile)
        case _:
            return command


def _reservation_number(reader: Reader, station: Station, command: StationCommand) -> int | None:
    if not isinstance(command, ReserveNow):
        return None
    return command.reservation or reservations.next_number(reader, station.id)


def _reservation(order_id: UUID, station: Station, command: ReserveNow, number: int) -> Reservation:
    """Its id is the order's: each reservation is asked for by one order."""
    return Reservation(
        id=order_id,
        number=number,
        station_id=station.id,
        evse=command.evse or command.connector or 0,
        connector=command.connector or 0,
        token=command.token,
        expires_at=Instant.of(command.expires_at),
    )


def _uuid(text: str, field: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as wrong:
        raise invalid(
            "id_invalid",
            f"“{text[:60]}” is not an id.",
            hint="Take the id of the answer, such as 01970000-0000-7000-8000-000000000001.",
            field=field,
        ) from wrong
