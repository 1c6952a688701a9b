"""What auditors have read: one line for each request, written before it is answered."""

from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, insert, select

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.archive import reads


class Read(msgspec.Struct, frozen=True, kw_only=True):
    """Who asked for what, when. `query` is the part of the address after the question mark."""

    id: UUID
    at: Instant
    reader: str
    method: str
    path: str
    query: str


_LISTING = Listing(
    select=select(reads),
    tenant=reads.c.tenant_id,
    id=reads.c.id,
    sorts={"at": reads.c.at},
    sort="at",
    descending=True,
    filters={
        "reader": lambda value: reads.c.reader.contains(value, autoescape=True),
        "path": lambda value: reads.c.path.startswith(value, autoescape=True),
        "from": lambda value: reads.c.at >= value,
        "to": lambda value: reads.c.at < value,
    },
)


def add(writer: Writer, read: Read) -> None:
    writer.connection.execute(insert(reads).values(tenant_id=writer.tenant, **msgspec.structs.asdict(read)))


def page(reader: Reader, query: PageQuery) -> Page[Read]:
    """Newest first. Filters: reader (a part of the name), path (its beginning), from ≤ at < to."""
    return list_page(reader, _LISTING, query, _read)


def _read(row: RowMapping) -> Read:
    return Read(**{name: row[name] for name in Read.__struct_fields__})
