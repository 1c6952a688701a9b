"""An account that was never used goes."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import accounts
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_account(
    parts: Parts, tenant: int, account_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """Raises: WattfleetError `account_unknown`, `version_stale`, `account_in_use`."""

    def remove(writer: Writer) -> None:
        before = accounts.demand(writer, account_id)
        check_seen(seen, before.version)
        accounts.remove(writer, account_id)
        act(writer, parts, by, ("remove", "account"), account_id, before=before, name=before.name)

    await parts.database.write(tenant, remove)
