"""What a copied session does not know of itself: the times in its body, and the numbers of its readings.

Only the sessions that the pages ask for are mended: those of a few stations, as far back as readings stand.
"""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import func, select, update

from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.course import pack, unpack
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.tables.journal import readings
from wattfleet.storage.tables.sessions import sessions


async def tie(database: Any, stations: list[UUID], since: Instant) -> None:
    """The sessions of these stations that have begun since then, as the server would have left them."""
    wanted = sessions.c.tenant_id == 1, sessions.c.station_id.in_(stations), sessions.c.started_at >= since

    def spans(reader: Reader) -> dict[UUID, tuple[int, int]]:
        own = select(sessions.c.id).where(*wanted)
        grouped = (
            select(readings.c.session_id, func.min(readings.c.id), func.max(readings.c.id))
            .where(readings.c.tenant_id + 0 == 1, readings.c.session_id.in_(own))
            .group_by(readings.c.session_id)
        )
        return {one: (first, last) for one, first, last in reader.connection.execute(grouped)}

    numbers = await database.read(1, spans)

    def mend(writer: Writer) -> None:
        rows = writer.connection.execute(select(sessions).where(*wanted)).mappings().all()
        for row in rows:
            first, last = numbers.get(row["id"], (None, None))
            one = unpack(row["body"], ())
            later = row["started_at"] - one.started_at
            mended = msgspec.structs.replace(
                one,
                id=row["id"],
                station_id=row["station_id"],
                tx=row["tx"],
                started_at=row["started_at"],
                first_at=one.first_at + later,
                first_received_at=one.first_received_at + later,
                last_at=one.last_at + later,
                ended_at=row["ended_at"],
            )
            writer.connection.execute(
                update(sessions)
                .where(sessions.c.tenant_id == 1, sessions.c.id == row["id"])
                .values(body=pack(mended), first_reading=first, last_reading=last)
            )

    await database.write(1, mend)
