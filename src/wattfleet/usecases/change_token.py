"""A token is changed: blocked, given an end, moved to another group."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.access.tokens import RegisteredToken
from wattfleet.access.wishes import TokenChange, changed_token
from wattfleet.bus.port import News
from wattfleet.storage import tokens
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_token
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_token(
    parts: Parts, tenant: int, token_id: UUID, change: TokenChange, *, seen: int | None, by: Principal
) -> RegisteredToken:
    """Raises: WattfleetError `token_unknown`, `version_stale`."""

    def put(writer: Writer) -> RegisteredToken:
        token = demand_token(writer, token_id)
        check_seen(seen, token.version)
        changed = tokens.change(writer, changed_token(token, change), token.version)
        act(writer, parts, by, ("change", "token"), token.id, before=token, after=changed, name=token.uid)
        return changed

    changed = await parts.database.write(tenant, put)
    parts.bus.publish(News(tenant, "token", str(changed.id), changed.version, parts.clock.now()))
    return changed
