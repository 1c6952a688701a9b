"""Reservations, with the number that travels."""

from uuid import UUID

from sqlalchemy import RowMapping, func, select

from wattfleet.kernel.errors import conflict
from wattfleet.stations.orders import Reservation
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.orders import reservations
from wattfleet.storage.writing import loaded, values_of

_TAKEN = conflict("reservation_exists", "The station has a reservation of this number.", field="reservation")
_LISTING = Listing(
    select=select(reservations),
    tenant=reservations.c.tenant_id,
    id=reservations.c.id,
    sorts={"expires_at": reservations.c.expires_at, "id": reservations.c.id},
    sort="id",
    descending=True,
    filters={
        "station": lambda value: reservations.c.station_id == value,
        "state": lambda value: reservations.c.state == value,
        "token": lambda value: reservations.c.token == value,
    },
)


def add(writer: Writer, reservation: Reservation) -> None:
    """Raises: WattfleetError `reservation_exists`."""
    writing.insert(writer, reservations, values_of(reservation), taken=_TAKEN)


def get(reader: Reader, reservation_id: UUID) -> Reservation | None:
    return writing.get(reader, reservations, Reservation, reservation_id)


def by_number(reader: Reader, station_id: UUID, number: int) -> Reservation | None:
    statement = select(reservations).where(
        reservations.c.tenant_id == reader.tenant,
        reservations.c.station_id == station_id,
        reservations.c.number == number,
    )
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _reservation(row)


def next_number(reader: Reader, station_id: UUID) -> int:
    """A number that the station has not had."""
    statement = select(func.max(reservations.c.number)).where(
        reservations.c.tenant_id == reader.tenant, reservations.c.station_id == station_id
    )
    return int(reader.connection.execute(statement).scalar() or 0) + 1


def page(reader: Reader, query: PageQuery) -> Page[Reservation]:
    return list_page(reader, _LISTING, query, _reservation)


def change(writer: Writer, reservation: Reservation, expected_version: int) -> Reservation:
    """The reservation as it now stands. Raises: WattfleetError `version_conflict`."""
    writing.change(writer, reservations, values_of(reservation), expected_version, taken=_TAKEN)
    return get(writer, reservation.id) or reservation


def remove(writer: Writer, reservation_id: UUID) -> bool:
    """False where there is none."""
    return writing.remove(writer, reservations, reservation_id, used=_TAKEN)


def _reservation(row: RowMapping) -> Reservation:
    return loaded(Reservation, row)
