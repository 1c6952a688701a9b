"""Such a rule from when, until when, for which cost centre."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.fleet.payer import Payer
from wattfleet.fleet.payer_wishes import PayerChange, changed_payer
from wattfleet.storage import payers
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_payer(
    parts: Parts, tenant: int, payer_id: UUID, change: PayerChange, *, seen: int | None, by: Principal
) -> Payer:
    """Raises: WattfleetError `payer_unknown`, `version_stale`, `payer_taken`."""

    def put(writer: Writer) -> Payer:
        before = payers.demand(writer, payer_id)
        check_seen(seen, before.version)
        changed = payers.change(writer, changed_payer(before, change), before.version)
        act(
            writer, parts, by, ("change", "payer"), payer_id, before=before, after=changed, name=changed.value
        )
        return changed

    return await parts.database.write(tenant, put)
