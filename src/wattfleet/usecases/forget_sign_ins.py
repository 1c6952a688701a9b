"""Links and sign-ins that have been over for a month are forgotten, with the addresses in them."""

from functools import partial

from wattfleet.kernel.timeline import DAY_US
from wattfleet.storage import sign_ins, tenants
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.parts import Parts

KEPT_US = 30 * DAY_US


async def forget_sign_ins(parts: Parts) -> int:
    """In all tenants; returns how many."""
    before = parts.clock.now() + -KEPT_US
    gone = 0
    for tenant in await parts.database.read(INSTALLATION, tenants.all_ids):
        gone += await parts.database.write(tenant, partial(sign_ins.forget_before, moment=before))
    return gone
