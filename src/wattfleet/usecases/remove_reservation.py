"""A reservation is given up: told to the station where it may hold it, forgotten where it is over."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.commands import CancelReservation
from wattfleet.stations.orders import Reservation, ReservationState
from wattfleet.storage import reservations
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_reservation
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.send_command import send_command
from wattfleet.usecases.then import check_seen

HELD = frozenset({ReservationState.ASKED, ReservationState.RESERVED})


async def remove_reservation(
    parts: Parts, tenant: int, reservation_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """Raises: WattfleetError `reservation_unknown`, `version_stale`."""

    def remove(writer: Writer) -> Reservation:
        known = demand_reservation(writer, reservation_id)
        check_seen(seen, known.version)
        if known.state not in HELD:
            reservations.remove(writer, reservation_id)
            act(writer, parts, by, ("remove", "reservation"), known.id, before=known)
        return known

    known = await parts.database.write(tenant, remove)
    if known.state in HELD:
        order_id = parts.ids.uuid(parts.clock.now())
        command = CancelReservation(reservation=known.number)
        await send_command(parts, tenant, known.station_id, command, order_id, by=by)
