"""A charging profile is kept under a name, so that it can be sent by its id."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.stations.orders import StoredProfile
from wattfleet.stations.profile_wishes import ProfileWish, new_profile
from wattfleet.storage import profiles
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def store_profile(
    parts: Parts,
    tenant: int,
    wish: ProfileWish,
    profile_id: UUID,
    then: Then[StoredProfile] = nothing,
    *,
    by: Principal,
) -> StoredProfile:
    """Raises: WattfleetError `profile_exists` when its number is taken."""

    def add(writer: Writer) -> StoredProfile:
        stored = new_profile(wish, profile_id, profiles.next_number(writer))
        profiles.add(writer, stored)
        act(writer, parts, by, ("create", "profile"), stored.id, after=stored, name=stored.description)
        then(writer, stored)
        return stored

    return await parts.database.write(tenant, add)
