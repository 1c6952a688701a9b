"""Once a day each tenant's data are audited, and what was found is kept."""

from functools import partial

from wattfleet.kernel.timeline import DAY_US, MINUTE_US
from wattfleet.operations.audit import Audit
from wattfleet.storage import audits, tenants
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.run_audit import run_audit

EVERY_US = DAY_US - 30 * MINUTE_US
"""A little less than a day, so that it does not wander through it."""


async def keep_audits(parts: Parts) -> list[tuple[int, Audit]]:
    """The audits that were due, by tenant."""
    done = []
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        last = await parts.database.read(tenant, audits.newest)
        if last is None or parts.clock.now() - last.ended_at >= EVERY_US:
            done.append((tenant, await keep_audit(parts, tenant)))
    return done


async def keep_audit(parts: Parts, tenant: int) -> Audit:
    """One audit, kept."""
    audit = await run_audit(parts.database, parts.clock, tenant)
    audit_id = parts.ids.uuid(audit.ended_at)
    await parts.database.write(tenant, partial(audits.add, audit_id=audit_id, audit=audit))
    return audit
