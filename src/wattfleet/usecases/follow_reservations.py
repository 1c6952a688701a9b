"""Reservations that stations have taken end: used by a session that names them, or expired.

A job without input.
"""

from functools import partial

import msgspec

from wattfleet.events import Flag
from wattfleet.kernel.timeline import HOUR_US, Instant
from wattfleet.stations.orders import Reservation, ReservationState
from wattfleet.storage import directory, reservations, sessions
from wattfleet.storage.database import INSTALLATION, Reader, Writer
from wattfleet.storage.lists import MOST_ROWS, PageQuery
from wattfleet.usecases.again import write_again
from wattfleet.usecases.parts import Parts

OPEN = (ReservationState.ASKED, ReservationState.RESERVED)


async def follow_reservations(parts: Parts) -> int:
    """How many have ended. Raises: WattfleetError `storage_unavailable`."""
    now = parts.clock.now()
    ended = 0
    tenants = await parts.database.read(INSTALLATION, directory.tenant_names)
    for tenant in tenants.values():
        for reservation, state in await parts.database.read(tenant, partial(_ended, now)):
            await write_again(parts, tenant, partial(_end, reservation, state))
            ended += 1
    return ended


def _ended(now: Instant, reader: Reader) -> list[tuple[Reservation, ReservationState]]:
    found = []
    for state in OPEN:
        page = reservations.page(reader, PageQuery(limit=MOST_ROWS, filters={"state": state}))
        for reservation in page.items:
            after = _state(reader, reservation, now)
            if after is not None:
                found.append((reservation, after))
    return found


def _state(reader: Reader, reservation: Reservation, now: Instant) -> ReservationState | None:
    begun = sessions.open_and_recent(reader, reservation.station_id, since=now + -HOUR_US)
    # A refused card uses nothing (row 26).
    taken = [one for one in begun if Flag.UNAUTHORISED not in one.flags]
    if any(session.reservation == reservation.number for session in taken):
        return ReservationState.USED
    return ReservationState.EXPIRED if now >= reservation.expires_at else None


def _end(reservation: Reservation, state: ReservationState, writer: Writer) -> None:
    now = reservations.get(writer, reservation.id)
    if now is not None and now.state in OPEN:
        reservations.change(writer, msgspec.structs.replace(now, state=state), now.version)
