"""How long silence lasts before the end of a session is inferred: a choice of the tenant."""

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import invalid
from wattfleet.sessions.ending import USUAL, Patience
from wattfleet.storage import choices
from wattfleet.storage.database import Reader, Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts

INFERENCE = "inference"


def patience_of(reader: Reader) -> Patience:
    body = choices.get(reader, INFERENCE)
    return USUAL if body is None else msgspec.json.decode(body, type=Patience)


async def set_patience(parts: Parts, tenant: int, wish: Patience, *, by: Principal) -> Patience:
    """Ends that are inferred already stay as they are. Raises: WattfleetError `offline_grace_too_short`."""
    if wish.offline_grace_s < wish.grace_s:
        raise invalid(
            "offline_grace_too_short",
            f"A station that is away would be given {wish.offline_grace_s} s, and one that is there "
            f"{wish.grace_s} s.",
            hint="Give offline_grace_s at least the value of grace_s: the stop may wait in its queue.",
            field="offline_grace_s",
        )

    def put(writer: Writer) -> Patience:
        before = patience_of(writer)
        act(writer, parts, by, ("change", "inference"), INFERENCE, before=before, after=wish)
        choices.put(writer, INFERENCE, msgspec.json.encode(wish), parts.clock.now())
        return wish

    return await parts.database.write(tenant, put)
