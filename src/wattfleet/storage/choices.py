"""What a tenant has chosen, by name: its company, and how alarms are told (sealed by whoever keeps it)."""

from sqlalchemy import delete, select

from wattfleet.kernel.timeline import Instant
from wattfleet.storage import writing
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.choices import choices


def get(reader: Reader, name: str) -> bytes | None:
    chosen = select(choices.c.body).where(choices.c.tenant_id == reader.tenant, choices.c.name == name)
    body: bytes | None = reader.connection.execute(chosen).scalar()
    return None if body is None else bytes(body)


def version(reader: Reader, name: str) -> int:
    """How often it was chosen; 0 where it never was."""
    chosen = select(choices.c.version).where(choices.c.tenant_id == reader.tenant, choices.c.name == name)
    return reader.connection.execute(chosen).scalar() or 0


def put(writer: Writer, name: str, body: bytes, at: Instant) -> int:
    """Keep it, and say at which version."""
    made = version(writer, name) + 1
    row = {"name": name, "body": body, "changed_at": at, "version": made}
    writing.put(writer, choices, ("name",), row)
    return made


def drop(writer: Writer, name: str) -> None:
    writer.connection.execute(
        delete(choices).where(choices.c.tenant_id == writer.tenant, choices.c.name == name)
    )
