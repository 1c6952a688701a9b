"""A new account: who pays."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.fleet.account import Account
from wattfleet.fleet.account_wishes import AccountWish, new_account
from wattfleet.storage import accounts
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def create_account(
    parts: Parts,
    tenant: int,
    wish: AccountWish,
    account_id: UUID,
    then: Then[Account] = nothing,
    *,
    by: Principal,
) -> Account:
    """Raises: WattfleetError `account_number_taken`; of `new_account`."""

    def add(writer: Writer) -> Account:
        number = wish.number.strip() or accounts.next_number(writer)
        made = new_account(wish, account_id, number)
        accounts.add(writer, made)
        act(writer, parts, by, ("create", "account"), made.id, after=made, name=made.name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)
