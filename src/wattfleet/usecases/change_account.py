"""An account becomes another; what was invoiced to it stays as it was."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.fleet.account import Account
from wattfleet.fleet.account_wishes import AccountChange, changed_account
from wattfleet.storage import accounts
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_account(
    parts: Parts, tenant: int, account_id: UUID, change: AccountChange, *, seen: int | None, by: Principal
) -> Account:
    """Raises: WattfleetError `account_unknown`, `version_stale`; of `new_account`."""

    def put(writer: Writer) -> Account:
        before = accounts.demand(writer, account_id)
        check_seen(seen, before.version)
        changed = accounts.change(writer, changed_account(before, change), before.version)
        deed = ("change", "account")
        act(writer, parts, by, deed, account_id, before=before, after=changed, name=changed.name)
        return changed

    return await parts.database.write(tenant, put)
