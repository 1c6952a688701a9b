"""A station's history, line by line; readings and heartbeats are not in it."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, bindparam, insert, select

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.raw import Prepared
from wattfleet.storage.recording import EventRow
from wattfleet.storage.tables.journal import events


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A line with its number; `body` is JSON."""

    id: int
    station_id: UUID
    at: Instant
    received_at: Instant
    kind: str
    body: bytes
    session_id: UUID | None


_LISTING = Listing(
    select=select(events),
    tenant=events.c.tenant_id,
    id=events.c.id,
    sorts={"at": events.c.at},
    sort="at",
    descending=True,
    filters={
        "station": lambda value: events.c.station_id == value,
        "session": lambda value: events.c.session_id == value,
        "kind": lambda value: events.c.kind == value,
        "from": lambda value: events.c.at >= value,
        "to": lambda value: events.c.at < value,
    },
)

_NEWEST = (
    select(events)
    .where(events.c.tenant_id == bindparam("tenant"), events.c.station_id == bindparam("station"))
    .order_by(events.c.at.desc())
    .limit(50)
    .subquery()
)
_TOLD = Prepared(
    select(_NEWEST).where(_NEWEST.c.kind == "status_reported").order_by(_NEWEST.c.id.desc()).limit(1)
)


def add(writer: Writer, station_id: UUID, event: EventRow) -> None:
    """A line that no frame has brought: a person's, or a job's."""
    values = {
        "station_id": station_id,
        "at": event.at,
        "received_at": event.received_at,
        "kind": event.kind,
        "body": event.body.decode(),
        "session_id": event.session_id,
    }
    writer.connection.execute(insert(events).values(tenant_id=writer.tenant, **values))


def page(reader: Reader, query: PageQuery) -> Page[StoredEvent]:
    """Newest first."""
    return list_page(reader, _LISTING, query, _event)


def newest_status(reader: Reader, station_id: UUID) -> StoredEvent | None:
    """The last status that a station told, if it is among its newest fifty lines."""
    row = _TOLD.first(reader, station=station_id)
    return None if row is None else _event(row)


def newest_statuses(reader: Reader, station_ids: Sequence[UUID]) -> list[StoredEvent | None]:
    """The same of each of the stations."""
    found = _TOLD.each(reader, [{"station": one} for one in station_ids])
    return [_event(rows[0]) if rows else None for rows in found]


def _event(row: Mapping[str, Any] | RowMapping) -> StoredEvent:
    values = {name: row[name] for name in StoredEvent.__struct_fields__}
    return StoredEvent(**(values | {"body": row["body"].encode()}))
