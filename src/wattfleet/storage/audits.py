"""What audits found: every run of a tenant is kept for a year."""

from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select

from wattfleet.kernel.timeline import DAY_US
from wattfleet.operations.audit import Audit
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.health import audits

KEPT_US = 366 * DAY_US
_decode = msgspec.json.Decoder(Audit).decode


def add(writer: Writer, audit_id: UUID, audit: Audit) -> None:
    """Keep a run; those that are older than a year go."""
    own = audits.c.tenant_id == writer.tenant
    writer.connection.execute(delete(audits).where(own, audits.c.ended_at < audit.ended_at + -KEPT_US))
    writer.connection.execute(
        insert(audits).values(
            tenant_id=writer.tenant,
            id=audit_id,
            started_at=audit.started_at,
            ended_at=audit.ended_at,
            since=audit.since,
            until=audit.until,
            whole=audit.whole,
            looked_at=audit.looked_at,
            violations=audit.violations,
            body=msgspec.json.encode(audit).decode(),
        )
    )


def newest(reader: Reader) -> Audit | None:
    """The last run that ended."""
    body = reader.connection.execute(
        select(audits.c.body)
        .where(audits.c.tenant_id == reader.tenant)
        .order_by(audits.c.ended_at.desc(), audits.c.id.desc())
        .limit(1)
    ).scalar()
    return None if body is None else _decode(body)
