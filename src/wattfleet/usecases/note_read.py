"""An auditor reads: that is written before the answer goes, so that no read is without its line."""

from functools import partial

from wattfleet.storage import reads
from wattfleet.storage.reads import Read
from wattfleet.usecases.parts import Parts

LONGEST = 2_000
"""Characters of a path or a query that are kept."""


async def note_read(parts: Parts, tenant: int, reader: str, method: str, path: str, query: str) -> None:
    """Raises: WattfleetError `storage_unavailable`: then nothing may be shown."""
    now = parts.clock.now()
    line = Read(
        id=parts.ids.uuid(now),
        at=now,
        reader=reader,
        method=method,
        path=path[:LONGEST],
        query=query[:LONGEST],
    )
    await parts.database.write(tenant, partial(reads.add, read=line))
