"""A tariff that no station uses is put away; its versions stay, for the sessions that they priced."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.kernel.errors import conflict
from wattfleet.storage import tariff_groups, tariffs
from wattfleet.storage.database import Writer
from wattfleet.tariffs.shape import show_tariff
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_tariff(
    parts: Parts, tenant: int, tariff_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """Raises: WattfleetError `tariff_unknown`, `version_stale`, `tariff_in_use`."""
    now = parts.clock.now()

    def remove(writer: Writer) -> int:
        tariff = tariffs.demand(writer, tariff_id)
        check_seen(seen, tariff.version)
        using = tariff_groups.that_use(writer, tariff_id)
        if using:
            raise conflict(
                "tariff_in_use",
                f"{len(using)} tariff groups may choose it, such as “{using[0].name}”.",
                hint="Change those groups first.",
            )
        tariffs.remove(writer, tariff_id, now)
        shown = show_tariff(tariff)
        act(writer, parts, by, ("remove", "tariff"), tariff_id, before=shown, name=tariff.name)
        return tariff.version + 1

    version = await parts.database.write(tenant, remove)
    parts.bus.publish(News(tenant, "tariff", str(tariff_id), version, now))
