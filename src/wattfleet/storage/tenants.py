"""Tenants of the installation. Outside row-level security by review: names and numbers only."""

from sqlalchemy import select

from wattfleet.kernel.errors import conflict
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.installation import tenants


def all_ids(reader: Reader) -> list[int]:
    return list(reader.connection.execute(select(tenants.c.id).order_by(tenants.c.id)).scalars())


def by_name(reader: Reader) -> dict[str, int]:
    """Every tenant's number by its name."""
    return {row["name"]: row["id"] for row in reader.connection.execute(select(tenants)).mappings()}


def add(writer: Writer, number: int, name: str) -> None:
    """Raises: WattfleetError `tenant_exists`."""
    if name in by_name(writer) or number in all_ids(writer):
        raise conflict("tenant_exists", f"There is a tenant “{name}” or number {number} already.")
    writer.connection.execute(tenants.insert().values(id=number, name=name))
