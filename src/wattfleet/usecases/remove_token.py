"""A token is forgotten: it is unknown from now on; sessions keep its uid."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.bus.port import News
from wattfleet.storage import tokens
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.finding import demand_token
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import check_seen


async def remove_token(parts: Parts, tenant: int, token_id: UUID, *, seen: int | None, by: Principal) -> None:
    """Raises: WattfleetError `token_unknown`, `version_stale`."""

    def remove(writer: Writer) -> int:
        token = demand_token(writer, token_id)
        check_seen(seen, token.version)
        tokens.remove(writer, token_id)
        act(writer, parts, by, ("remove", "token"), token.id, before=token, name=token.uid)
        return token.version + 1

    version = await parts.database.write(tenant, remove)
    parts.bus.publish(News(tenant, "token", str(token_id), version, parts.clock.now()))
