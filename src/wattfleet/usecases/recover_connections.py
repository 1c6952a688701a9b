"""What a process that died could not write: its stations are no longer connected."""

from wattfleet.storage import directory, stations
from wattfleet.storage.database import INSTALLATION
from wattfleet.usecases.parts import Parts


async def recover_connections(parts: Parts, why: str = "the server was stopped") -> int:
    """End every connection that still stands open in the database; how many stations that were.

    For a start before any station is let in. Raises: WattfleetError `storage_unavailable`.
    """
    now = parts.clock.now()
    ended = 0
    tenants = await parts.database.read(INSTALLATION, directory.tenant_names)
    for tenant in tenants.values():
        ended += len(
            await parts.database.write(
                tenant, lambda writer: stations.disconnect_all(writer, at=now, why=why)
            )
        )
    return ended
