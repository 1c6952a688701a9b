"""The manifest of cold files: which there are, what stands in each, and how far its move has come.

`ready`: written and checked; its rows may still stand in the database too, and are being deleted there.
`done`: its rows stand in the file alone. Readers take both and show a row once.
"""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, delete, insert, select, update

from wattfleet.kernel.timeline import DAY_US, Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.archive import cold_files

READY, DONE = "ready", "done"


class ColdLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the manifest; `day` is of UTC, `first_*` and `last_*` span its rows by id and receipt.

    `thinned` 1 = frames that belong to no session have been removed from it.
    """

    id: UUID
    kind: str
    day: str
    path: str
    state: str
    rows: int
    bytes: int
    sha256: str
    first_id: int
    last_id: int
    first_at: Instant
    last_at: Instant
    made_at: Instant
    thinned: int = 0


_LISTING = Listing(
    select=select(cold_files),
    tenant=cold_files.c.tenant_id,
    id=cold_files.c.id,
    sorts={"day": cold_files.c.day},
    sort="day",
    descending=True,
    filters={"kind": lambda value: cold_files.c.kind == value},
)


def page(reader: Reader, query: PageQuery) -> Page[ColdLine]:
    """Newest day first. Filter: kind."""
    return list_page(reader, _LISTING, query, _line)


def overlapping(reader: Reader, kind: str, start: Instant | None, end: Instant | None) -> list[ColdLine]:
    """Files with rows received from `start` up to, not including, `end`; by their moments."""
    statement = select(cold_files).where(cold_files.c.tenant_id == reader.tenant, cold_files.c.kind == kind)
    if start is not None:
        statement = statement.where(cold_files.c.last_at >= start)
    if end is not None:
        statement = statement.where(cold_files.c.first_at < end)
    ordered = statement.order_by(cold_files.c.last_at, cold_files.c.last_id)
    return [_line(row) for row in reader.connection.execute(ordered).mappings()]


def in_state(reader: Reader, kind: str, state: str) -> list[ColdLine]:
    statement = select(cold_files).where(
        cold_files.c.tenant_id == reader.tenant, cold_files.c.kind == kind, cold_files.c.state == state
    )
    return [_line(row) for row in reader.connection.execute(statement.order_by(cold_files.c.day)).mappings()]


def add(writer: Writer, line: ColdLine) -> None:
    values = msgspec.structs.asdict(line)
    writer.connection.execute(insert(cold_files).values(tenant_id=writer.tenant, **values))


def change(writer: Writer, line: ColdLine) -> None:
    values = {name: value for name, value in msgspec.structs.asdict(line).items() if name != "id"}
    statement = update(cold_files).where(cold_files.c.tenant_id == writer.tenant, cold_files.c.id == line.id)
    writer.connection.execute(statement.values(**values))


def remove(writer: Writer, line_id: UUID) -> None:
    writer.connection.execute(
        delete(cold_files).where(cold_files.c.tenant_id == writer.tenant, cold_files.c.id == line_id)
    )


def day_start(day: str) -> Instant:
    """The first moment of a day of UTC."""
    return Instant((date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal()) * DAY_US)


def day_of(moment: Instant) -> str:
    """The day of UTC of a moment, as `2026-06-01`."""
    return moment.moment.date().isoformat()


def _line(row: RowMapping) -> ColdLine:
    return ColdLine(**{name: row[name] for name in ColdLine.__struct_fields__})
