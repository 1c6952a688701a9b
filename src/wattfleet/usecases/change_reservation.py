"""A reservation's record is put right by a person: what became of it, where the station could not tell."""

from uuid import UUID

import msgspec

from wattfleet.stations.orders import Reservation, ReservationState
from wattfleet.storage import reservations
from wattfleet.storage.database import Writer
from wattfleet.usecases.finding import demand_reservation
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_reservation(
    parts: Parts, tenant: int, reservation_id: UUID, state: ReservationState, *, seen: int | None
) -> Reservation:
    """Raises: WattfleetError `reservation_unknown`, `version_stale`."""

    def put(writer: Writer) -> Reservation:
        known = demand_reservation(writer, reservation_id)
        check_seen(seen, known.version)
        return reservations.change(writer, msgspec.structs.replace(known, state=state), known.version)

    return await parts.database.write(tenant, put)
