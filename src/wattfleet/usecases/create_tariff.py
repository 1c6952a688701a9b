"""A tariff begins with its first version."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.storage import tariffs
from wattfleet.storage.database import Writer
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.shape import TariffInput
from wattfleet.tariffs.tariff import Tariff
from wattfleet.usecases.acting import act
from wattfleet.usecases.following import check_followed
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def create_tariff(
    parts: Parts,
    tenant: int,
    given: TariffInput,
    tariff_id: UUID,
    then: Then[Tariff] = nothing,
    *,
    by: Principal,
) -> Tariff:
    """Raises: WattfleetError of `read_tariff` and `check_followed`."""
    tariff = read_tariff(given, tariff_id=tariff_id)

    def add(writer: Writer) -> None:
        check_followed(writer, tariff)
        tariffs.add(writer, tariff)
        act(writer, parts, by, ("create", "tariff"), tariff.id, after=given, name=tariff.name)
        then(writer, tariff)

    await parts.database.write(tenant, add)
    parts.bus.publish(News(tenant, "tariff", str(tariff.id), tariff.version, parts.clock.now()))
    return tariff
