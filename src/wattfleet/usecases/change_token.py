"""A token is changed: blocked, given an end, moved to another group."""

from uuid import UUID

from wattfleet.access.tokens import RegisteredToken
from wattfleet.access.wishes import TokenChange, changed_token
from wattfleet.bus.port import News
from wattfleet.storage import tokens
from wattfleet.storage.database import Writer
from wattfleet.usecases.finding import demand_token
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def change_token(
    parts: Parts, tenant: int, token_id: UUID, change: TokenChange, *, seen: int | None
) -> RegisteredToken:
    """Raises: WattfleetError `token_unknown`, `version_stale`."""

    def put(writer: Writer) -> RegisteredToken:
        token = demand_token(writer, token_id)
        check_seen(seen, token.version)
        return tokens.change(writer, changed_token(token, change), token.version)

    changed = await parts.database.write(tenant, put)
    parts.bus.publish(News(tenant, "token", str(changed.id), changed.version, parts.clock.now()))
    return changed
