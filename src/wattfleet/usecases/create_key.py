"""A new API key; its text is shown once and kept nowhere."""

from uuid import UUID

import msgspec

from wattfleet.access.key_text import key_digest, write_key
from wattfleet.access.keys import ApiKey
from wattfleet.access.principal import Principal
from wattfleet.access.wishes import KeyWish, new_key
from wattfleet.storage import keys
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


class NewKey(msgspec.Struct, frozen=True):
    """A key and its text."""

    key: ApiKey
    text: str


async def create_key(
    parts: Parts,
    tenant: int,
    wish: KeyWish,
    key_uuid: UUID,
    *,
    pepper: bytes,
    by: Principal,
    then: Then[NewKey] = nothing,
) -> NewKey:
    """Raises: WattfleetError `scope_unknown`, `expiry_past`."""
    key_id, text = write_key(parts.ids.secret(6), parts.ids.secret(24))
    key = new_key(
        wish, key_id, digest=key_digest(pepper, text), tenant=tenant, id=key_uuid, now=parts.clock.now()
    )
    made = NewKey(key, text)

    def add(writer: Writer) -> None:
        keys.add(writer, key)
        act(writer, parts, by, ("create", "key"), key.id, after=key, name=key.name)
        then(writer, made)

    await parts.database.write(tenant, add)
    return made
