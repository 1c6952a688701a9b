"""A sign-in ends: one of them, or all of a person or of a token's driver. It holds in every process."""

from uuid import UUID

from wattfleet.kernel.errors import missing
from wattfleet.storage import sign_ins
from wattfleet.storage.database import Writer
from wattfleet.usecases.parts import Parts


async def end_sign_in(parts: Parts, tenant: int, sign_in_id: UUID, *, person_id: UUID | None = None) -> None:
    """`person_id` narrows to her own. Raises: WattfleetError `sign_in_unknown`."""
    now = parts.clock.now()

    def end(writer: Writer) -> None:
        if not sign_ins.end(writer, sign_in_id, now, person_id=person_id):
            raise missing("sign_in_unknown", "There is no such sign-in, or it has ended.")

    await parts.database.write(tenant, end)


async def end_sign_ins(
    parts: Parts, tenant: int, *, person_id: UUID | None = None, token_id: UUID | None = None
) -> int:
    """How many ended."""
    now = parts.clock.now()
    return await parts.database.write(
        tenant, lambda writer: sign_ins.end_all(writer, now, person_id=person_id, token_id=token_id)
    )
