"""Answers kept under an Idempotency-Key are forgotten after two days: nobody repeats a request so late."""

from functools import partial

from wattfleet.kernel.timeline import DAY_US
from wattfleet.storage import idempotency, tenants
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.parts import Parts

KEPT_US = 2 * DAY_US


async def forget_answers(parts: Parts) -> int:
    """In all tenants; returns how many."""
    before = parts.clock.now() + -KEPT_US
    gone = 0
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        gone += await parts.database.write(tenant, partial(idempotency.forget, before=before))
    return gone
