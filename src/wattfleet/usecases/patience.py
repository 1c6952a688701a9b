"""How long silence lasts before the end of a session is inferred: a choice of the tenant."""

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import invalid
from wattfleet.sessions.ending import USUAL, Patience
from wattfleet.storage import choices
from wattfleet.storage.database import Reader
from wattfleet.usecases.choose import Choice, choose
from wattfleet.usecases.parts import Parts

INFERENCE = "inference"


def patience_of(reader: Reader) -> Patience:
    body = choices.get(reader, INFERENCE)
    return USUAL if body is None else msgspec.json.decode(body, type=Patience)


async def set_patience(
    parts: Parts, tenant: int, wish: Patience, *, seen: int | None = None, by: Principal
) -> Choice[Patience]:
    """Ends that are inferred already stay as they are.

    Raises: WattfleetError `offline_grace_too_short`, `version_stale`.
    """
    if wish.offline_grace_s < wish.grace_s:
        raise invalid(
            "offline_grace_too_short",
            f"A station that is away would be given {wish.offline_grace_s} s, and one that is there "
            f"{wish.grace_s} s.",
            hint="Give offline_grace_s at least the value of grace_s: the stop may wait in its queue.",
            field="offline_grace_s",
        )
    return await choose(
        parts, tenant, INFERENCE, wish, noun="inference", before=patience_of, seen=seen, by=by
    )
