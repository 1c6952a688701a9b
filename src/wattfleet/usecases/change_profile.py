"""A stored charging profile is changed; what stations already hold stays as it was sent."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.stations.orders import StoredProfile
from wattfleet.stations.profile_wishes import ProfileChange, changed_profile
from wattfleet.storage import profiles
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_profile
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_profile(
    parts: Parts, tenant: int, profile_id: UUID, change: ProfileChange, *, seen: int | None, by: Principal
) -> StoredProfile:
    """Raises: WattfleetError `profile_unknown`, `version_stale`."""

    def put(writer: Writer) -> StoredProfile:
        stored = demand_profile(writer, profile_id)
        check_seen(seen, stored.version)
        changed = profiles.change(writer, changed_profile(stored, change), stored.version)
        act(writer, parts, by, ("change", "profile"), stored.id, before=stored, after=changed)
        return changed

    return await parts.database.write(tenant, put)
