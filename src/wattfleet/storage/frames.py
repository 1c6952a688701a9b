"""Frames as they travelled, in both directions: the evidence behind everything else."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, select

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.recording import Direction
from wattfleet.storage.tables.journal import frames


class StoredFrame(msgspec.Struct, frozen=True, kw_only=True):
    """A frame byte for byte, with our answer beside a station's call, and what was wrong with it."""

    id: int
    station_id: UUID
    epoch: int
    at: Instant
    direction: Direction
    kind: str
    message_id: str
    action: str
    raw: bytes
    answer: bytes
    error: str
    session_id: UUID | None


_LISTING = Listing(
    select=select(frames),
    tenant=frames.c.tenant_id,
    id=frames.c.id,
    sorts={"at": frames.c.at},
    sort="at",
    descending=True,
    filters={
        "station": lambda value: frames.c.station_id == value,
        "session": lambda value: frames.c.session_id == value,
        "direction": lambda value: frames.c.direction == int(value),
        "kind": lambda value: frames.c.kind == value,
        "action": lambda value: frames.c.action == value,
        "message_id": lambda value: frames.c.message_id == value,
        "failed": lambda value: frames.c.error != "" if value else frames.c.error == "",
        "from": lambda value: frames.c.at >= value,
        "to": lambda value: frames.c.at < value,
    },
)


def page(reader: Reader, query: PageQuery) -> Page[StoredFrame]:
    """Newest first. `station` is needed; with `session` it gives a session's evidence."""
    assert query.filters.get("station") is not None, "frames are listed by station"
    return list_page(reader, _LISTING, query, _frame)


def get(reader: Reader, frame_id: int) -> StoredFrame | None:
    statement = select(frames).where(frames.c.tenant_id == reader.tenant, frames.c.id == frame_id)
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _frame(row)


def _frame(row: RowMapping) -> StoredFrame:
    values = {name: row[name] for name in StoredFrame.__struct_fields__}
    return StoredFrame(**(values | {"direction": Direction(row["direction"])}))
