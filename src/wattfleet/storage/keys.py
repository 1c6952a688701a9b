"""API keys as they are kept: only their digest. Outside row-level security by review."""

from uuid import UUID

from sqlalchemy import RowMapping, select, update

from wattfleet.access.keys import ApiKey
from wattfleet.kernel.errors import conflict
from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.lists import Listing, Page, PageQuery
from wattfleet.storage.lists import page as list_page
from wattfleet.storage.tables.installation import api_keys
from wattfleet.storage.writing import values_of

_TAKEN = conflict("key_exists", "A key with this id is already there.")
_LISTING = Listing(
    select=select(api_keys),
    tenant=api_keys.c.tenant_id,
    id=api_keys.c.id,
    sorts={"id": api_keys.c.id, "name": api_keys.c.name, "expires_at": api_keys.c.expires_at},
    sort="id",
    filters={"role": lambda value: api_keys.c.role == value},
)


def add(writer: Writer, key: ApiKey) -> None:
    """Raises: WattfleetError `key_exists`."""
    assert key.tenant == writer.tenant, "a key is added to its own tenant"
    values = values_of(key)
    del values["tenant"]
    writing.insert(writer, api_keys, values, taken=_TAKEN)
    writer.touch_credentials()


def everyone(reader: Reader) -> list[ApiKey]:
    """All keys of all tenants, for the door's memory."""
    return [_key(row) for row in reader.connection.execute(select(api_keys)).mappings()]


def find(reader: Reader, key_id: str) -> ApiKey | None:
    """A key by the id in its text, whichever tenant's it is."""
    row = reader.connection.execute(select(api_keys).where(api_keys.c.key_id == key_id)).mappings().first()
    return None if row is None else _key(row)


def get(reader: Reader, row_id: UUID) -> ApiKey | None:
    """A key of the reader's tenant."""
    row = (
        reader.connection.execute(
            select(api_keys).where(api_keys.c.tenant_id == reader.tenant, api_keys.c.id == row_id)
        )
        .mappings()
        .first()
    )
    return None if row is None else _key(row)


def page(reader: Reader, query: PageQuery) -> Page[ApiKey]:
    return list_page(reader, _LISTING, query, _key)


def revoke(writer: Writer, row_id: UUID, at: Instant) -> bool:
    """From now on it opens nothing. False where there is none, or it is revoked already."""
    statement = update(api_keys).where(
        api_keys.c.tenant_id == writer.tenant, api_keys.c.id == row_id, api_keys.c.revoked_at.is_(None)
    )
    done = writer.connection.execute(statement.values(revoked_at=at)).rowcount > 0
    writer.touch_credentials()
    return done


def used(writer: Writer, row_id: UUID, at: Instant) -> None:
    """When it last opened something."""
    statement = update(api_keys).where(api_keys.c.tenant_id == writer.tenant, api_keys.c.id == row_id)
    writer.connection.execute(statement.values(used_at=at))


def _key(row: RowMapping) -> ApiKey:
    values = {name: row[name] for name in ApiKey.__struct_fields__ if name != "tenant"}
    return ApiKey(tenant=row["tenant_id"], **values)
