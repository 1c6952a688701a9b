"""A contract becomes another; what was invoiced by it stays."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.fleet.contract import Contract
from wattfleet.fleet.contract_wishes import ContractChange, changed_contract
from wattfleet.storage import contracts
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_contract(
    parts: Parts, tenant: int, contract_id: UUID, change: ContractChange, *, seen: int | None, by: Principal
) -> Contract:
    """Raises: WattfleetError `contract_unknown`, `version_stale`; of `new_contract`."""

    def put(writer: Writer) -> Contract:
        before = contracts.demand(writer, contract_id)
        check_seen(seen, before.version)
        changed = contracts.change(writer, changed_contract(before, change), before.version)
        deed = ("change", "contract")
        act(writer, parts, by, deed, contract_id, before=before, after=changed, name=changed.name)
        return changed

    return await parts.database.write(tenant, put)
