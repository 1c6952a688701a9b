"""A contract goes; what was invoiced by it stays."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import contracts
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_contract(
    parts: Parts, tenant: int, contract_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """What was invoiced by it stays. Raises: WattfleetError `contract_unknown`, `version_stale`."""

    def remove(writer: Writer) -> None:
        before = contracts.demand(writer, contract_id)
        check_seen(seen, before.version)
        contracts.remove(writer, contract_id)
        act(writer, parts, by, ("remove", "contract"), contract_id, before=before, name=before.name)

    await parts.database.write(tenant, remove)
