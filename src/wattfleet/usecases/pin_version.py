"""A station that offers 2.x and speaks 1.6 is taken for a 1.6 station from its next connection on: row 61."""

from functools import partial
from uuid import UUID

import msgspec

from wattfleet.storage import directory
from wattfleet.storage.database import Writer
from wattfleet.usecases.parts import Parts


async def pin_version(parts: Parts, tenant: int, station_id: UUID) -> None:
    """Raises: WattfleetError `storage_unavailable`."""
    await parts.database.write(tenant, partial(_pin, station_id=station_id))


def _pin(writer: Writer, station_id: UUID) -> None:
    known = directory.get(writer, station_id)
    if known is not None and not known.assume_16:
        directory.put(writer, msgspec.structs.replace(known, assume_16=True))
