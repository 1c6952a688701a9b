"""A key opens nothing any more, from now on, in every process."""

from uuid import UUID

from wattfleet.access.keys import ApiKey
from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import missing
from wattfleet.storage import keys
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts


async def revoke_key(parts: Parts, tenant: int, key_uuid: UUID, *, by: Principal) -> ApiKey:
    """A second time changes nothing. Raises: WattfleetError `key_unknown`."""
    now = parts.clock.now()

    def revoke(writer: Writer) -> ApiKey:
        before = keys.get(writer, key_uuid)
        keys.revoke(writer, key_uuid, now)
        key = keys.get(writer, key_uuid)
        if before is None or key is None:
            raise missing("key_unknown", "There is no such key.", hint="GET /api/v1/keys lists all.")
        if before.revoked_at is None:
            act(writer, parts, by, ("revoke", "key"), key.id, before=before, after=key, name=key.name)
        return key

    return await parts.database.write(tenant, revoke)
