"""A tariff group that no station uses is put away; its versions stay, for the sessions that they decided."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import tariff_groups
from wattfleet.storage.database import Writer
from wattfleet.tariffs.group_shape import show_group
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_tariff_group(
    parts: Parts, tenant: int, group_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """Raises: WattfleetError `group_unknown`, `version_stale`, `group_in_use`."""
    now = parts.clock.now()

    def remove(writer: Writer) -> None:
        group = tariff_groups.demand(writer, group_id)
        check_seen(seen, group.version)
        tariff_groups.remove(writer, group_id, now)
        shown = show_group(group)
        act(writer, parts, by, ("remove", "tariff_group"), group_id, before=shown, name=group.name)

    await parts.database.write(tenant, remove)
