"""A tariff gets a new version; sessions keep the version of their start."""

from collections.abc import Callable
from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.storage import tariffs
from wattfleet.storage.database import Writer
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.shape import TariffInput, show_tariff
from wattfleet.tariffs.tariff import Tariff
from wattfleet.usecases.acting import act
from wattfleet.usecases.following import check_followed
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_tariff(
    parts: Parts,
    tenant: int,
    tariff_id: UUID,
    change: Callable[[TariffInput], TariffInput],
    *,
    seen: int | None,
    by: Principal,
) -> Tariff:
    """Raises: WattfleetError `tariff_unknown`, `version_stale`; of `read_tariff` and `check_followed`."""

    def put(writer: Writer) -> Tariff:
        tariff = tariffs.demand(writer, tariff_id)
        check_seen(seen, tariff.version)
        wanted = change(show_tariff(tariff))
        changed = read_tariff(wanted, tariff_id=tariff_id, version=tariff.version + 1)
        check_followed(writer, changed)
        tariffs.add(writer, changed)
        old, new = show_tariff(tariff), show_tariff(changed)
        act(writer, parts, by, ("change", "tariff"), tariff_id, before=old, after=new, name=tariff.name)
        return changed

    changed = await parts.database.write(tenant, put)
    parts.bus.publish(News(tenant, "tariff", str(changed.id), changed.version, parts.clock.now()))
    return changed
