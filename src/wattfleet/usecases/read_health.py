"""The facts of the system's own health, read in one go: for the API, metrics, alarms and the doctor."""

import asyncio

from wattfleet.kernel.timeline import Instant
from wattfleet.operations.health import TREND_US, AuditState, BackupState, DiskSample, Facts
from wattfleet.storage import audits, health
from wattfleet.storage.database import DEFAULT_TENANT, INSTALLATION, Reader
from wattfleet.usecases.parts import Parts


async def read_health(parts: Parts, tenant: int = DEFAULT_TENANT) -> Facts:
    """As it is now; audit, prices and news are those of one tenant. `operations.health.findings` judges it.

    Raises: WattfleetError `storage_unavailable`.
    """
    now = parts.clock.now()
    machine = await asyncio.to_thread(parts.machine.look)
    house = await parts.database.read(INSTALLATION, lambda reader: _House(reader, now))
    waiting, audit = await parts.database.read(
        tenant, lambda reader: (health.waiting(reader, now), _audit_state(reader))
    )
    return Facts(
        now=now,
        machine=machine,
        database_kind="postgresql" if house.on_postgres else "sqlite",
        database_bytes=house.bytes,
        database_now=house.now,
        samples=house.samples,
        installed_at=house.installed_at,
        backup=house.backup,
        audit=audit,
        unread_frames=waiting.unread_frames,
        unrated=waiting.unrated,
        unrated_since=waiting.unrated_since,
        outbox_waiting=waiting.outbox,
        outbox_oldest_at=waiting.outbox_oldest_at,
    )


class _House:
    """What belongs to no tenant."""

    def __init__(self, reader: Reader, now: Instant) -> None:
        self.on_postgres = reader.on_postgres
        self.bytes = health.database_bytes(reader)
        self.now: Instant | None = health.database_now(reader)
        self.samples: tuple[DiskSample, ...] = health.samples(reader, now + -TREND_US)
        self.installed_at = health.first_sample_at(reader)
        self.backup: BackupState = health.backup_state(reader)


def _audit_state(reader: Reader) -> AuditState:
    last = audits.newest(reader)
    if last is None:
        return AuditState()
    return AuditState(
        ended_at=last.ended_at,
        violations=last.violations,
        violated=tuple(one.id for one in last.checked if one.violations),
    )
