"""What an account pays beside its sessions."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.fleet.contract import Contract
from wattfleet.fleet.contract_wishes import ContractWish, new_contract
from wattfleet.storage import accounts, contracts
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def create_contract(
    parts: Parts,
    tenant: int,
    wish: ContractWish,
    contract_id: UUID,
    then: Then[Contract] = nothing,
    *,
    by: Principal,
) -> Contract:
    """Raises: WattfleetError `account_unknown`; of `new_contract`."""

    def add(writer: Writer) -> Contract:
        account = accounts.demand(writer, wish.account_id)
        made = new_contract(wish, contract_id, account.currency)
        contracts.add(writer, made)
        act(writer, parts, by, ("create", "contract"), made.id, after=made, name=made.name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)
