"""A reservation's record is put right by a person: what became of it, where the station could not tell."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.stations.orders import Reservation, ReservationState
from wattfleet.storage import reservations
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_reservation
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_reservation(
    parts: Parts,
    tenant: int,
    reservation_id: UUID,
    state: ReservationState,
    *,
    seen: int | None,
    by: Principal,
) -> Reservation:
    """Raises: WattfleetError `reservation_unknown`, `version_stale`."""

    def put(writer: Writer) -> Reservation:
        known = demand_reservation(writer, reservation_id)
        check_seen(seen, known.version)
        wanted = msgspec.structs.replace(known, state=state)
        changed = reservations.change(writer, wanted, known.version)
        act(writer, parts, by, ("change", "reservation"), known.id, before=known, after=changed)
        return changed

    return await parts.database.write(tenant, put)
