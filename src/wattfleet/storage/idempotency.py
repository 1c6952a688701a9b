"""Answers of POSTs under their Idempotency-Key, kept in the transaction of their effect."""

import msgspec
from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.orders import idempotency


class Kept(msgspec.Struct, frozen=True):
    """What was asked, as a hash, and what was answered, without secrets."""

    request_hash: bytes
    status: int
    response: bytes


def find(reader: Reader, principal: str, key: str) -> Kept | None:
    row = (
        reader.connection.execute(
            select(idempotency).where(
                idempotency.c.tenant_id == reader.tenant,
                idempotency.c.principal == principal,
                idempotency.c.key == key,
            )
        )
        .mappings()
        .first()
    )
    return None if row is None else Kept(row["request_hash"], row["status"] or 0, row["response"] or b"")


def keep(writer: Writer, principal: str, key: str, kept: Kept, at: Instant) -> bool:
    """False, and nothing is written, where the key has an answer already."""
    dialect = postgresql if writer.on_postgres else sqlite
    statement = dialect.insert(idempotency).values(
        tenant_id=writer.tenant,
        principal=principal,
        key=key,
        request_hash=kept.request_hash,
        status=kept.status,
        response=kept.response,
        at=at,
    )
    done = writer.connection.execute(statement.on_conflict_do_nothing())
    return done.rowcount > 0


def amend(writer: Writer, principal: str, key: str, kept: Kept) -> None:
    """Another answer under the same key: the effect went on after the first one."""
    writer.connection.execute(
        update(idempotency)
        .where(
            idempotency.c.tenant_id == writer.tenant,
            idempotency.c.principal == principal,
            idempotency.c.key == key,
        )
        .values(status=kept.status, response=kept.response)
    )


def forget(writer: Writer, before: Instant) -> int:
    """Remove what is older; how many."""
    statement = delete(idempotency).where(idempotency.c.tenant_id == writer.tenant, idempotency.c.at < before)
    return writer.connection.execute(statement).rowcount
