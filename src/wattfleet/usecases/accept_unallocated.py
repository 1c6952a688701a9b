"""A person says what unallocated energy was (a trial by a technician, a heater): it waits no longer."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict, missing
from wattfleet.storage import stations, unallocated
from wattfleet.storage.database import Reader, Writer
from wattfleet.storage.unallocated import ACCEPTED, OPEN, Unallocated
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, check_seen, nothing


async def accept_unallocated(
    parts: Parts,
    tenant: int,
    row_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Unallocated] = nothing,
) -> Unallocated:
    """Raises: WattfleetError `unallocated_unknown`, `unallocated_decided`, `version_stale`."""
    return await _move(parts, tenant, row_id, (OPEN, ACCEPTED), ("accept", by, reason), seen, then)


async def reopen_unallocated(
    parts: Parts,
    tenant: int,
    row_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Unallocated] = nothing,
) -> Unallocated:
    """Take that back.

    Raises: WattfleetError `unallocated_unknown`, `unallocated_decided`, `version_stale`.
    """
    return await _move(parts, tenant, row_id, (ACCEPTED, OPEN), ("reopen", by, reason), seen, then)


async def _move(
    parts: Parts,
    tenant: int,
    row_id: UUID,
    states: tuple[str, str],
    deed: tuple[str, Principal, str],
    seen: int | None,
    then: Then[Unallocated],
) -> Unallocated:
    verb, by, reason = deed
    old, new = states

    def put(writer: Writer) -> Unallocated:
        row = demand_unallocated(writer, row_id)
        check_seen(seen, row.version)
        if row.state != old:
            raise conflict("unallocated_decided", f"It is {row.state}, not {old}.", hint="Read it again.")
        moved = msgspec.structs.replace(row, state=new, note=reason, changed_at=parts.clock.now())
        unallocated.change(writer, moved, row.version)
        station = stations.get(writer, row.station_id)
        act(
            writer,
            parts,
            by,
            (verb, "unallocated"),
            row.id,
            before={"state": row.state},
            after={"state": new, "energy": row.energy},
            name="" if station is None else station.identity,
            reason=reason,
        )
        after = msgspec.structs.replace(moved, version=row.version + 1)
        then(writer, after)
        return after

    return await parts.database.write(tenant, put)


def demand_unallocated(reader: Reader, row_id: UUID) -> Unallocated:
    """Raises: WattfleetError `unallocated_unknown`."""
    row = unallocated.get(reader, row_id)
    if row is None:
        raise missing(
            "unallocated_unknown",
            "There is no such unallocated energy.",
            hint="GET /api/v1/unallocated lists all.",
        )
    return row
