"""A tariff group gets a new version; sessions keep the version of their start."""

from collections.abc import Callable
from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import tariff_groups
from wattfleet.storage.database import Writer
from wattfleet.tariffs.group import TariffGroup
from wattfleet.tariffs.group_shape import GroupInput, read_group, show_group
from wattfleet.usecases.acting import act
from wattfleet.usecases.create_tariff_group import check_tariffs
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_tariff_group(
    parts: Parts,
    tenant: int,
    group_id: UUID,
    change: Callable[[GroupInput], GroupInput],
    *,
    seen: int | None,
    by: Principal,
) -> TariffGroup:
    """Raises: WattfleetError `group_unknown`, `version_stale`, `tariff_unknown`; of `read_group`."""

    def put(writer: Writer) -> TariffGroup:
        group = tariff_groups.demand(writer, group_id)
        check_seen(seen, group.version)
        changed = read_group(change(show_group(group)), group_id=group_id, version=group.version + 1)
        check_tariffs(writer, changed)
        tariff_groups.add(writer, changed)
        old, new = show_group(group), show_group(changed)
        act(writer, parts, by, ("change", "tariff_group"), group_id, before=old, after=new, name=group.name)
        return changed

    return await parts.database.write(tenant, put)
