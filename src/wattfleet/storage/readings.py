"""Readings as they are kept: one row per moment, whole, with what is drawn most beside it."""

from uuid import UUID

from sqlalchemy import RowMapping, select

from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.recording import ReadingRow
from wattfleet.storage.rows import unpack_reading
from wattfleet.storage.tables.journal import readings

_LISTING = Listing(
    select=select(readings),
    tenant=readings.c.tenant_id,
    id=readings.c.id,
    sorts={"at": readings.c.at},
    sort="at",
    filters={
        "session": lambda value: readings.c.session_id == value,
        "loose_of": lambda value: (readings.c.station_id == value) & readings.c.session_id.is_(None),
        "from": lambda value: readings.c.at >= value,
        "to": lambda value: readings.c.at < value,
    },
)


def page(reader: Reader, query: PageQuery) -> Page[ReadingRow]:
    """Of a session (`session`), or of a station outside its sessions (`loose_of`); one is needed."""
    assert query.filters.get("session") or query.filters.get("loose_of"), "whose readings must be said"
    return list_page(reader, _LISTING, query, _reading)


def of_session(reader: Reader, session_id: UUID) -> list[ReadingRow]:
    """All of them, by time."""
    statement = (
        select(readings)
        .where(readings.c.tenant_id == reader.tenant, readings.c.session_id == session_id)
        .order_by(readings.c.at, readings.c.id)
    )
    return [_reading(row) for row in reader.connection.execute(statement).mappings()]


def _reading(row: RowMapping) -> ReadingRow:
    return ReadingRow(
        row["session_id"],
        row["evse"],
        row["at"],
        row["received_at"],
        unpack_reading(row["reading"]),
        row["source"],
        row["sequence"],
    )
