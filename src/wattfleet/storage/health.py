"""What a database tells of its own health, and what is remembered of disk and backups.

Samples and backups belong to the installation and stand outside row-level security by review.
"""

from typing import Any

import msgspec
from sqlalchemy import Select, delete, func, insert, select, text

from wattfleet.kernel.timeline import DAY_US, Instant, read_instant
from wattfleet.operations.health import BackupState, DiskSample
from wattfleet.storage import installation
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.health import health_samples
from wattfleet.storage.tables.journal import frames, outbox
from wattfleet.storage.tables.sessions import sessions

KEPT_US = 90 * DAY_US
UNREAD_US = 7 * DAY_US
LOOKED_AT = 100_000
"""So many rows are counted at most."""

LAST_AT = "backup.last_at"
"""The setting that holds when the last whole backup was made, as RFC 3339; others may read it as it is."""
STATE = "backup.state"


class Waiting(msgspec.Struct, frozen=True):
    """What one tenant's data have waiting."""

    unread_frames: int
    unrated: int
    unrated_since: Instant | None
    outbox: int
    outbox_oldest_at: Instant | None


def add_sample(writer: Writer, sample: DiskSample, total_bytes: int) -> None:
    """Remember how full it is, and forget what is older than three months."""
    writer.connection.execute(delete(health_samples).where(health_samples.c.at <= sample.at + -KEPT_US))
    writer.connection.execute(delete(health_samples).where(health_samples.c.at == sample.at))
    writer.connection.execute(
        insert(health_samples).values(
            at=sample.at,
            free_bytes=sample.free_bytes,
            total_bytes=total_bytes,
            database_bytes=sample.database_bytes,
        )
    )


def samples(reader: Reader, since: Instant) -> tuple[DiskSample, ...]:
    """By time."""
    rows = reader.connection.execute(
        select(health_samples).where(health_samples.c.at >= since).order_by(health_samples.c.at)
    )
    return tuple(DiskSample(row.at, row.free_bytes, row.database_bytes) for row in rows)


def first_sample_at(reader: Reader) -> Instant | None:
    found: Instant | None = reader.connection.execute(select(func.min(health_samples.c.at))).scalar()
    return found


def database_bytes(reader: Reader) -> int:
    """How much room the database takes."""
    if reader.on_postgres:
        return _number(reader, "SELECT pg_database_size(current_database())")
    return _number(reader, "PRAGMA page_count") * _number(reader, "PRAGMA page_size")


def database_now(reader: Reader) -> Instant | None:
    """The database's own clock; SQLite has none."""
    if not reader.on_postgres:
        return None
    found: Instant = reader.connection.exec_driver_sql("SELECT clock_timestamp()").scalar_one()
    return found


def waiting(reader: Reader, now: Instant) -> Waiting:
    """What one tenant has waiting; frames and news are counted so far only that it stays quick."""
    own = sessions.c.tenant_id == reader.tenant
    to_rate = text("to_rate" if reader.on_postgres else "to_rate = 1")  # as the partial index says it
    unrated = _row(reader, select(func.count(), func.min(sessions.c.changed_at)).where(own, to_rate))
    unread = _row(reader, select(func.count()).select_from(unread_lately(reader, now).subquery()))
    told = select(outbox.c.at).where(outbox.c.tenant_id == reader.tenant).order_by(outbox.c.id)
    untold = _row(reader, select(func.count()).select_from(told.limit(LOOKED_AT).subquery()))
    oldest = reader.connection.execute(told.limit(1)).scalar()
    return Waiting(unread[0], unrated[0], unrated[1], untold[0], oldest)


def unread_lately(reader: Reader, now: Instant) -> Select[tuple[Instant]]:
    """Those of the last days, by their own index: to look through the newest of all held up every frame."""
    lately = (frames.c.tenant_id == reader.tenant, text("error <> ''"), frames.c.at > now + -UNREAD_US)
    return select(frames.c.at).where(*lately).limit(LOOKED_AT)


def backup_state(reader: Reader) -> BackupState:
    """What is known of backups; nothing where nobody has made one."""
    kept = installation.get(reader, STATE)
    state = BackupState() if kept is None else msgspec.json.decode(kept, type=BackupState)
    last = installation.get(reader, LAST_AT)
    return state if last is None else msgspec.structs.replace(state, last_at=read_instant(last))


def note_backup(writer: Writer, **changes: Any) -> None:
    """Change what is known of backups."""
    state = msgspec.structs.replace(backup_state(writer), **changes)
    installation.put(writer, STATE, msgspec.json.encode(state).decode())
    if state.last_at is not None:
        installation.put(writer, LAST_AT, state.last_at.rfc3339())


def _number(reader: Reader, statement: str) -> int:
    return int(reader.connection.exec_driver_sql(statement).scalar_one())


def _row(reader: Reader, statement: Any) -> Any:
    return reader.connection.execute(statement).one()
