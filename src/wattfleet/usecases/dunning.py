"""How late payment is reminded of, as the seller has chosen it."""

from functools import cache
from importlib.resources import files

import msgspec

from wattfleet.access.principal import Principal
from wattfleet.billing.dunning import USUAL, Dunning, Limit, checked_dunning, parse_limits
from wattfleet.storage import choices
from wattfleet.storage.database import Reader
from wattfleet.usecases.choose import Choice, choose
from wattfleet.usecases.parts import Parts

DUNNING = "dunning"


@cache
def limits() -> tuple[Limit, ...]:
    """What countries allow, as the facts say."""
    return parse_limits((files("wattfleet.facts") / "late.toml").read_text(encoding="utf-8"))


def dunning(reader: Reader) -> Dunning:
    """What was chosen, else three reminders that cost nothing."""
    body = choices.get(reader, DUNNING)
    return USUAL if body is None else msgspec.json.decode(body, type=Dunning)


async def set_dunning(
    parts: Parts, tenant: int, wish: Dunning, *, seen: int | None = None, by: Principal
) -> Choice[Dunning]:
    """Raises: WattfleetError of `checked_dunning`; `version_stale`."""
    made = checked_dunning(wish, limits())
    return await choose(parts, tenant, DUNNING, made, noun="dunning", before=dunning, seen=seen, by=by)
