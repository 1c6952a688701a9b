"""A series that no tariff follows is forgotten with its values; ratings keep the values that they used."""

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict
from wattfleet.storage import series, tariffs
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_series(parts: Parts, tenant: int, name: str, *, seen: int | None, by: Principal) -> None:
    """Raises: WattfleetError `series_unknown`, `series_in_use`, `version_stale`."""

    def remove(writer: Writer) -> None:
        known = series.demand(writer, name)
        check_seen(seen, known.version)
        using = tariffs.that_follow(writer, name)
        if using:
            raise conflict(
                "series_in_use",
                f"{len(using)} tariffs follow it, such as “{using[0].name}”.",
                hint="Change those tariffs first.",
            )
        series.remove(writer, known.id)
        act(writer, parts, by, ("remove", "series"), known.id, before=known, name=name)

    await parts.database.write(tenant, remove)
