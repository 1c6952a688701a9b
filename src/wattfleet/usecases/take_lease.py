"""One process at a time runs a job: it holds the job's lease row for a while, and keeps it while it lives."""

from uuid import UUID

from wattfleet.storage import leases
from wattfleet.usecases.parts import Parts


async def take_lease(parts: Parts, job: str, owner: UUID, lease_us: int) -> bool:
    """Take or keep the lease; False while another process has it."""
    now = parts.clock.now()
    return await parts.database.write(
        0, lambda writer: leases.take(writer, job, str(owner), now=now, until=now + lease_us)
    )
