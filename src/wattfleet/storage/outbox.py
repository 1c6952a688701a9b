"""Facts that others must hear of, written with what made them, taken in order, removed when told."""

import msgspec
from sqlalchemy import delete, insert, select

from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.recording import OutboxRow
from wattfleet.storage.tables.journal import outbox


class Waiting(msgspec.Struct, frozen=True):
    """A fact with its place in the order."""

    id: int
    row: OutboxRow


def add(writer: Writer, row: OutboxRow) -> None:
    writer.connection.execute(
        insert(outbox).values(
            tenant_id=writer.tenant, topic=row.topic, key=row.key, version=row.version, at=row.at
        )
    )


def waiting(reader: Reader, limit: int = 500) -> list[Waiting]:
    """The oldest facts that nobody has been told."""
    rows = reader.connection.execute(
        select(outbox).where(outbox.c.tenant_id == reader.tenant).order_by(outbox.c.id).limit(limit)
    )
    return [
        Waiting(row["id"], OutboxRow(row["topic"], row["key"], row["version"], row["at"]))
        for row in rows.mappings()
    ]


def told(writer: Writer, ids: list[int]) -> None:
    """These have been published."""
    writer.connection.execute(delete(outbox).where(outbox.c.tenant_id == writer.tenant, outbox.c.id.in_(ids)))
