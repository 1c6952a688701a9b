"""A driver ends her own running charge, and reads what the station answered."""

from wattfleet.api.commands import OrderView, WaitQuery, order_unknown, order_view, ordered, wait_us
from wattfleet.api.door import Door
from wattfleet.api.my import READ, WRITE, own_session, own_uid
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.sessions import session_id_of, session_unknown
from wattfleet.api.shapes import read_id
from wattfleet.commands import RemoteStop
from wattfleet.kernel.errors import conflict
from wattfleet.sessions.session import SessionState
from wattfleet.stations.orders import Order
from wattfleet.stations.station import Station
from wattfleet.storage import orders, stations
from wattfleet.storage.database import Reader
from wattfleet.usecases.finding import named_station
from wattfleet.usecases.send_command import send_command


async def stop(door: Door, asked: Asked[Nothing, WaitQuery]) -> Answer:
    """Another's session is told like one that does not exist."""
    session_id = session_id_of(asked)
    uid = own_uid(asked.caller)
    now = door.parts.clock.now()

    def look(reader: Reader) -> Station:
        session = own_session(door, reader, session_id, uid, now)
        if session is None:
            raise session_unknown()
        if session.state != SessionState.ACTIVE.value:
            raise conflict(
                "session_over",
                "This charge has ended already.",
                hint="There is nothing left to stop; the car can be unplugged.",
            )
        return named_station(reader, session.station)

    station = await door.parts.database.read(asked.caller.tenant, look)
    order_id = door.parts.ids.uuid(now)
    return await ordered(
        door,
        asked,
        lambda then: send_command(
            door.parts,
            asked.caller.tenant,
            station.id,
            RemoteStop(session=str(session_id)),
            order_id,
            by=asked.by,
            wait_us=wait_us(asked.query),
            then=then,
        ),
        station.identity,
    )


async def show_command(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    """What somebody else asked is told like what nobody asked."""
    order_id = read_id(asked.names, "order_unknown", "command")

    def look(reader: Reader) -> tuple[Order, Station]:
        order = orders.get(reader, order_id)
        if order is None or order.asked_by != asked.by.text:
            raise order_unknown()
        station = stations.get(reader, order.station_id)
        assert station is not None, "an order is of a station"
        return order, station

    order, station = await door.parts.database.read(asked.caller.tenant, look)
    return json_answer(order_view(order, station.identity))


ROUTES: tuple[Route, ...] = (
    route(
        "POST",
        "/api/v1/my/sessions/{id}/stop",
        stop,
        deed=WRITE,
        body=Nothing,
        query=WaitQuery,
        about=About(
            summary="End a driver's own running charge",
            description="Asks the station; its answer is told in the command, its no too. The charge has "
            "ended when the session says so.",
            answer=OrderView,
            status=201,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        "/api/v1/my/commands/{id}",
        show_command,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="What a driver asked of a station, and its answer", answer=OrderView),
    ),
)
