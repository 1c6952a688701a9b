"""A rule by which sessions were an account's goes."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import payers
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_payer(parts: Parts, tenant: int, payer_id: UUID, *, seen: int | None, by: Principal) -> None:
    """What was invoiced by it stays. Raises: WattfleetError `payer_unknown`, `version_stale`."""

    def remove(writer: Writer) -> None:
        before = payers.demand(writer, payer_id)
        check_seen(seen, before.version)
        payers.remove(writer, payer_id)
        act(writer, parts, by, ("remove", "payer"), payer_id, before=before, name=before.value)

    await parts.database.write(tenant, remove)
