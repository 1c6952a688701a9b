"""What retention has removed: one line for each step, with how much, of what, and why."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, insert, select

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.archive import removals


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """`rows` of `kind`, received before `before`, are gone; `file` where they stood in a cold file."""

    id: UUID
    at: Instant
    kind: str
    before: Instant
    rows: int
    file: str
    why: str


_LISTING = Listing(
    select=select(removals),
    tenant=removals.c.tenant_id,
    id=removals.c.id,
    sorts={"at": removals.c.at},
    sort="at",
    descending=True,
    filters={"kind": lambda value: removals.c.kind == value},
)


def add(writer: Writer, removal: Removal) -> None:
    values = msgspec.structs.asdict(removal)
    writer.connection.execute(insert(removals).values(tenant_id=writer.tenant, **values))


def page(reader: Reader, query: PageQuery) -> Page[Removal]:
    """Newest first. Filter: kind."""
    return list_page(reader, _LISTING, query, _removal)


def _removal(row: RowMapping) -> Removal:
    return Removal(**{name: row[name] for name in Removal.__struct_fields__})
