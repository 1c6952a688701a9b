"""A doubtful event is written off: it belongs to no session and is billed to nobody. It can be reopened."""

from uuid import UUID

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict
from wattfleet.storage import doubts
from wattfleet.storage.database import Writer
from wattfleet.storage.doubts import DISMISSED, OPEN, Doubt
from wattfleet.usecases.acting import act
from wattfleet.usecases.deciding import demand_doubt, demand_open, identity_of
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, check_seen, nothing


async def write_off_doubt(
    parts: Parts,
    tenant: int,
    doubt_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Doubt] = nothing,
) -> Doubt:
    """Raises: WattfleetError `doubt_unknown`, `doubt_decided`, `version_stale`."""

    def put(writer: Writer) -> Doubt:
        doubt = demand_open(writer, doubt_id)
        check_seen(seen, doubt.version)
        closed = _moved(writer, parts, doubt, DISMISSED, ("write_off", by, reason))
        then(writer, closed)
        return closed

    return await parts.database.write(tenant, put)


async def reopen_doubt(
    parts: Parts,
    tenant: int,
    doubt_id: UUID,
    *,
    reason: str,
    seen: int | None,
    by: Principal,
    then: Then[Doubt] = nothing,
) -> Doubt:
    """Undo a write-off. Raises: WattfleetError `doubt_unknown`, `doubt_not_written_off`, `version_stale`."""

    def put(writer: Writer) -> Doubt:
        doubt = demand_doubt(writer, doubt_id)
        check_seen(seen, doubt.version)
        if doubt.state != DISMISSED:
            raise conflict(
                "doubt_not_written_off",
                f"It is {doubt.state}: only what was written off is reopened.",
                hint="A match is corrected at its session.",
            )
        opened = _moved(writer, parts, doubt, OPEN, ("reopen", by, reason))
        then(writer, opened)
        return opened

    return await parts.database.write(tenant, put)


def _moved(writer: Writer, parts: Parts, doubt: Doubt, state: str, deed: tuple[str, Principal, str]) -> Doubt:
    verb, by, reason = deed
    moved = msgspec.structs.replace(doubt, state=state)
    doubts.change(writer, moved, doubt.version)
    act(
        writer,
        parts,
        by,
        (verb, "doubt"),
        doubt.id,
        before={"state": doubt.state},
        after={"state": state},
        name=identity_of(writer, doubt),
        reason=reason,
    )
    return msgspec.structs.replace(moved, version=doubt.version + 1)
