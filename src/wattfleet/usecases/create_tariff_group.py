"""A tariff group begins with its first version."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import tariff_groups, tariffs
from wattfleet.storage.database import Reader, Writer
from wattfleet.tariffs.group import TariffGroup
from wattfleet.tariffs.group_shape import GroupInput, read_group
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def create_tariff_group(
    parts: Parts,
    tenant: int,
    given: GroupInput,
    group_id: UUID,
    then: Then[TariffGroup] = nothing,
    *,
    by: Principal,
) -> TariffGroup:
    """Raises: WattfleetError of `read_group`, `tariff_unknown`."""
    group = read_group(given, group_id=group_id)

    def add(writer: Writer) -> None:
        check_tariffs(writer, group)
        tariff_groups.add(writer, group)
        act(writer, parts, by, ("create", "tariff_group"), group.id, after=given, name=group.name)
        then(writer, group)

    await parts.database.write(tenant, add)
    return group


def check_tariffs(reader: Reader, group: TariffGroup) -> None:
    """Raises: WattfleetError `tariff_unknown` where a rule names a tariff that is not there."""
    for rule in group.rules:
        if rule.tariff_id is not None:
            tariffs.demand(reader, rule.tariff_id)
