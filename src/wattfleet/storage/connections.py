"""The history of a station's connections; they are written by stations.connect and disconnect."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.stations import connections
from wattfleet.storage.writing import loaded


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """One connection from its opening to its end; `why` it ended, in words."""

    station_id: UUID
    epoch: int
    opened_at: Instant
    closed_at: Instant | None
    address: str
    subprotocol: str
    user_agent: str
    why: str


_LISTING = Listing(
    select=select(connections),
    tenant=connections.c.tenant_id,
    id=connections.c.epoch,
    sorts={"epoch": connections.c.epoch},
    sort="epoch",
    descending=True,
    filters={"station": lambda value: connections.c.station_id == value},
)


def page(reader: Reader, query: PageQuery) -> Page[Connection]:
    """Newest first. The filter `station` is needed: epochs count within a station."""
    assert query.filters.get("station") is not None, "connections are listed by station"
    return list_page(reader, _LISTING, query, _connection)


def get(reader: Reader, station_id: UUID, epoch: int) -> Connection | None:
    """A connection by its number; None where its line is gone."""
    row = (
        reader.connection.execute(
            select(connections).where(
                connections.c.tenant_id == reader.tenant,
                connections.c.station_id == station_id,
                connections.c.epoch == epoch,
            )
        )
        .mappings()
        .first()
    )
    return None if row is None else _connection(row)


def newest(reader: Reader, station_id: UUID) -> Connection | None:
    found = page(reader, PageQuery(limit=1, filters={"station": station_id})).items
    return found[0] if found else None


def _connection(row: RowMapping) -> Connection:
    return loaded(Connection, row)
