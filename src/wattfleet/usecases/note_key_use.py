"""When keys were last used, written now and then: a forgotten key shows itself."""

from collections.abc import Mapping
from uuid import UUID

from wattfleet.kernel.timeline import Instant
from wattfleet.storage import keys
from wattfleet.storage.database import Writer
from wattfleet.usecases.parts import Parts

KeyName = tuple[int, UUID]
"""A key of a tenant."""


async def note_key_use(parts: Parts, used: Mapping[KeyName, Instant]) -> None:
    """Raises: WattfleetError `storage_unavailable`."""
    for tenant in {tenant for tenant, _ in used}:
        theirs = {key: at for (owner, key), at in used.items() if owner == tenant}

        def note(writer: Writer, theirs: Mapping[UUID, Instant] = theirs) -> None:
            for key, at in theirs.items():
                keys.used(writer, key, at)

        await parts.database.write(tenant, note)
