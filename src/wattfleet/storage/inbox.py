"""Stations that knock and are not let in; what the gateway holds in memory is written here now and then.

Where no tenant was named, an entry belongs to the default tenant.
"""

from collections.abc import Iterable

from sqlalchemy import RowMapping, delete, select

from wattfleet.stations.commissioning import INBOX_LIMIT, InboxEntry
from wattfleet.stations.identity import folded
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.stations import inbox
from wattfleet.storage.writing import values_of

_LISTING = Listing(
    select=select(inbox),
    tenant=inbox.c.tenant_id,
    id=inbox.c.identity_key,
    sorts={
        "last_seen": inbox.c.last_seen,
        "first_seen": inbox.c.first_seen,
        "identity": inbox.c.identity_key,
        "attempts": inbox.c.attempts,
    },
    sort="last_seen",
    descending=True,
    filters={
        "reason": lambda value: inbox.c.reason == value,
        "search": lambda value: inbox.c.identity_key.contains(folded(value), autoescape=True),
    },
)


def flush(writer: Writer, entries: Iterable[InboxEntry]) -> None:
    """Write entries as they now stand; the newest thousand of a tenant stay."""
    for entry in entries:
        values = values_of(entry) | {
            "identity_key": folded(entry.identity),
            "credentials": tuple(one.hex() for one in entry.credentials),
        }
        writing.put(writer, inbox, ("identity_key",), values)
    kept = (
        select(inbox.c.identity_key)
        .where(inbox.c.tenant_id == writer.tenant)
        .order_by(inbox.c.last_seen.desc(), inbox.c.identity_key)
        .limit(INBOX_LIMIT)
    )
    writer.connection.execute(
        delete(inbox).where(inbox.c.tenant_id == writer.tenant, inbox.c.identity_key.not_in(kept))
    )


def find(reader: Reader, identity: str) -> InboxEntry | None:
    statement = select(inbox).where(
        inbox.c.tenant_id == reader.tenant, inbox.c.identity_key == folded(identity)
    )
    row = reader.connection.execute(statement).mappings().first()
    return None if row is None else _entry(row)


def everyone(reader: Reader) -> list[InboxEntry]:
    """All entries of the tenant, newest first."""
    statement = select(inbox).where(inbox.c.tenant_id == reader.tenant).order_by(inbox.c.last_seen.desc())
    return [_entry(row) for row in reader.connection.execute(statement).mappings()]


def page(reader: Reader, query: PageQuery) -> Page[InboxEntry]:
    return list_page(reader, _LISTING, query, _entry)


def remove(writer: Writer, identity: str) -> bool:
    """False where nobody of that identity has knocked."""
    statement = delete(inbox).where(
        inbox.c.tenant_id == writer.tenant, inbox.c.identity_key == folded(identity)
    )
    return writer.connection.execute(statement).rowcount > 0


def _entry(row: RowMapping) -> InboxEntry:
    values = {name: row[name] for name in InboxEntry.__struct_fields__}
    return InboxEntry(**(values | {"credentials": tuple(bytes.fromhex(one) for one in row["credentials"])}))
