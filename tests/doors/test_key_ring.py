"""Keys in memory: a look that began before a key was made takes it from nobody."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from tests.things import NOON

from wattfleet.access.key_text import key_digest, write_key
from wattfleet.access.keys import ApiKey, Role
from wattfleet.api.auth import KeyRing
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import DAY_US

PEPPER = b"pepper"


async def test_a_slow_look_does_not_take_away_what_a_newer_one_has_found() -> None:
    kept: list[ApiKey] = []
    slow = asyncio.Event()
    looks: list[asyncio.Event] = [slow]

    async def read() -> Sequence[ApiKey]:
        seen = list(kept)  # as it stands when the look begins
        if looks:
            await looks.pop().wait()
        return seen

    ring = KeyRing(read, ManualClock(NOON), PEPPER)
    watching = asyncio.create_task(ring.reread())
    await asyncio.sleep(0)  # it has looked, and is not back yet
    key_id, text = write_key(b"abcdef", b"x" * 24)
    digest = key_digest(PEPPER, text)
    kept.append(
        ApiKey(
            id=UUID(int=1), key_id=key_id, digest=digest, tenant=1, name="one", role=Role.ADMIN,
            created_at=NOON, expires_at=NOON + DAY_US,
        )
    )  # fmt: skip
    asking = asyncio.create_task(ring.admit(text))
    await asyncio.sleep(0)
    slow.set()
    await watching

    assert (await asking).principal.name == "one"
    assert ring.still(key_id)
