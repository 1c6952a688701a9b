"""A new series that prices may follow."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import series
from wattfleet.storage.database import Writer
from wattfleet.tariffs.series_wishes import PriceSeries, SeriesWish, new_series
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def create_series(
    parts: Parts,
    tenant: int,
    wish: SeriesWish,
    series_id: UUID,
    then: Then[PriceSeries] = nothing,
    *,
    by: Principal,
) -> PriceSeries:
    """Raises: WattfleetError of `new_series`, `series_exists`."""
    made = new_series(wish, series_id)

    def add(writer: Writer) -> None:
        series.add(writer, made)
        act(writer, parts, by, ("create", "series"), made.id, after=made, name=made.name)
        then(writer, made)

    await parts.database.write(tenant, add)
    return made
