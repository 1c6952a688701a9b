"""A token is registered: from now on it may charge, or, as a person decided, may not."""

from uuid import UUID

from wattfleet.access.principal import Principal
from wattfleet.access.tokens import RegisteredToken
from wattfleet.access.wishes import TokenWish, new_token
from wattfleet.bus.port import News
from wattfleet.kernel.errors import conflict
from wattfleet.storage import tokens
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


async def register_token(
    parts: Parts,
    tenant: int,
    wish: TokenWish,
    token_id: UUID,
    then: Then[RegisteredToken] = nothing,
    *,
    by: Principal,
) -> RegisteredToken:
    """Raises: WattfleetError `uid_taken`, `uid_invalid`."""

    def add(writer: Writer) -> RegisteredToken:
        token = add_token(writer, wish, token_id)
        act(writer, parts, by, ("create", "token"), token.id, after=token, name=token.uid)
        then(writer, token)
        return token

    token = await parts.database.write(tenant, add)
    parts.bus.publish(News(tenant, "token", str(token.id), token.version, parts.clock.now()))
    return token


def add_token(writer: Writer, wish: TokenWish, token_id: UUID) -> RegisteredToken:
    """A token that a station let charge unregistered is taken over, with its id."""
    token = new_token(wish, token_id)
    known = tokens.find(writer, token.uid)
    if known is None:
        tokens.add(writer, token)
        return token
    if not known.seen_unknown:
        raise conflict(
            "uid_taken",
            f"There is a token “{known.uid}” already.",
            hint="A uid is unique, whatever the case of its letters.",
            field="uid",
        )
    return tokens.change(writer, new_token(wish, known.id), known.version)
