"""A 2.x station is asked whether a transaction that has gone silent still runs, and whether messages wait.

Its answer is evidence for the end (field-faults §4 d, row 21). At most one question an hour for each session,
and none at a connect (row 70): the session must have been silent for the grace.
"""

from uuid import UUID

from wattfleet.access.principal import ITSELF
from wattfleet.commands import GetTransactionStatus
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.ending import ASK_AGAIN_US
from wattfleet.sessions.session import Session
from wattfleet.stations.station import Station
from wattfleet.storage import orders, stations, tenants
from wattfleet.storage.database import Reader
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.patience import patience_of
from wattfleet.usecases.send_command import send_command, version_of
from wattfleet.usecases.silent import silent_sessions


async def ask_silent(parts: Parts) -> int:
    """Ask after every open 2.x session that is silent; how many were asked. It never runs again at once."""
    for tenant in await parts.database.read(0, tenants.all_ids):
        now = parts.clock.now()
        for station_id, tx in await _due(parts, tenant, now):
            command = GetTransactionStatus(transaction=tx)
            try:
                await send_command(parts, tenant, station_id, command, parts.ids.uuid(now), by=ITSELF)
            except WattfleetError:
                break  # too much waits already: there is another minute
    return 0


async def _due(parts: Parts, tenant: int, now: Instant) -> list[tuple[UUID, str]]:
    """Stations and transactions to ask after."""
    patience = await parts.database.read(tenant, patience_of)
    due: list[tuple[UUID, str]] = []
    async for silent in silent_sessions(parts, tenant, now, patience):

        def of_these(reader: Reader, silent: list[Session] = silent) -> list[tuple[UUID, str]]:
            return [(one.station_id, one.tx) for one in silent if _is_due(reader, one, now)]

        due += await parts.database.read(tenant, of_these)
    return due


def _is_due(reader: Reader, session: Session, now: Instant) -> bool:
    if not session.sequences:
        return False
    station = stations.get(reader, session.station_id)
    if station is None or not _can_be_asked(station):
        return False
    asked = orders.newest_question(reader, station.id, session.tx)
    return asked is None or now - asked.asked_at >= ASK_AGAIN_US


def _can_be_asked(station: Station) -> bool:
    return station.connected and version_of(station) in {"2.0.1", "2.1"}
