"""A stored charging profile is forgotten; what stations already hold stays as it was sent."""

from uuid import UUID

from wattfleet.storage import profiles
from wattfleet.storage.database import Writer
from wattfleet.usecases.finding import demand_profile
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_profile(parts: Parts, tenant: int, profile_id: UUID, *, seen: int | None) -> None:
    """Raises: WattfleetError `profile_unknown`, `version_stale`."""

    def remove(writer: Writer) -> None:
        check_seen(seen, demand_profile(writer, profile_id).version)
        profiles.remove(writer, profile_id)

    await parts.database.write(tenant, remove)
