"""A tariff group that no station uses is put away; its versions stay, for the sessions that they decided."""

from uuid import UUID

from wattfleet.storage import tariff_groups
from wattfleet.storage.database import Writer
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_tariff_group(parts: Parts, tenant: int, group_id: UUID, *, seen: int | None) -> None:
    """Raises: WattfleetError `group_unknown`, `version_stale`, `group_in_use`."""
    now = parts.clock.now()

    def remove(writer: Writer) -> None:
        check_seen(seen, tariff_groups.demand(writer, group_id).version)
        tariff_groups.remove(writer, group_id, now)

    await parts.database.write(tenant, remove)
