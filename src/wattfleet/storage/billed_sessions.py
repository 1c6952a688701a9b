"""What the sessions behind an invoice were, for those who look at it: where, when, how much."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import select

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.storage.database import Reader
from wattfleet.storage.tables.sessions import sessions
from wattfleet.storage.tables.stations import stations
from wattfleet.storage.to_bill import parts_of


class BilledSession(msgspec.Struct, frozen=True):
    """A session as it stands now; `station` is the identity."""

    station: str
    started_at: Instant
    energy: Energy


def look(reader: Reader, session_ids: Iterable[UUID]) -> dict[UUID, BilledSession]:
    found: dict[UUID, BilledSession] = {}
    for part in parts_of(session_ids):
        statement = (
            select(sessions.c.id, stations.c.identity, sessions.c.started_at, sessions.c.energy_mwh)
            .join(
                stations,
                (stations.c.tenant_id == sessions.c.tenant_id) & (stations.c.id == sessions.c.station_id),
            )
            .where(sessions.c.tenant_id == reader.tenant, sessions.c.id.in_(part))
        )
        found |= {
            row[0]: BilledSession(row[1], row[2], row[3]) for row in reader.connection.execute(statement)
        }
    return found
