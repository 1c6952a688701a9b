"""When sign-ins were last used, written now and then: one that nobody uses ends by itself."""

from collections.abc import Mapping
from uuid import UUID

from wattfleet.kernel.timeline import Instant
from wattfleet.storage import sign_ins
from wattfleet.storage.database import Writer
from wattfleet.usecases.parts import Parts


async def note_sign_in_use(parts: Parts, used: Mapping[tuple[int, UUID], Instant]) -> None:
    """By tenant and id. Raises: WattfleetError `storage_unavailable`."""
    for tenant in {tenant for tenant, _ in used}:
        theirs = {one: at for (owner, one), at in used.items() if owner == tenant}

        def note(writer: Writer, theirs: Mapping[UUID, Instant] = theirs) -> None:
            for one, at in theirs.items():
                sign_ins.seen(writer, one, at)

        await parts.database.write(tenant, note)
