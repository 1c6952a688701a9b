"""A stored charging profile is forgotten; what stations already hold stays as it was sent."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.storage import profiles
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_profile
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_profile(
    parts: Parts, tenant: int, profile_id: UUID, *, seen: int | None, by: Principal
) -> None:
    """Raises: WattfleetError `profile_unknown`, `version_stale`."""

    def remove(writer: Writer) -> None:
        stored = demand_profile(writer, profile_id)
        check_seen(seen, stored.version)
        profiles.remove(writer, profile_id)
        act(writer, parts, by, ("remove", "profile"), stored.id, before=stored, name=stored.description)

    await parts.database.write(tenant, remove)
