"""A one-time link for a person, or for the driver of a token; its text is shown once and kept nowhere."""

from uuid import UUID

import msgspec

from wattfleet.access.link_text import link_digest, write_link
from wattfleet.access.people import LINK_HOURS, Link, link_expiry
from wattfleet.access.principal import Principal
from wattfleet.kernel.errors import conflict
from wattfleet.storage import people, sign_ins, tokens
from wattfleet.storage.database import Writer
from wattfleet.usecases.acting import act
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.then import Then, nothing


class NewLink(msgspec.Struct, frozen=True):
    """A link, its text, and whose it is."""

    link: Link
    text: str
    name: str


class For(msgspec.Struct, frozen=True):
    """Whom a link lets in: a person, or whoever drives with a token. Exactly one is given."""

    person_id: UUID | None = None
    token_id: UUID | None = None


async def make_link(
    parts: Parts,
    tenant: int,
    whose: For,
    *,
    by: Principal,
    pepper: bytes,
    hours: int = LINK_HOURS,
    then: Then[NewLink] = nothing,
) -> NewLink:
    """Raises: WattfleetError `person_unknown`, `person_blocked`, `token_unknown`, `hours_invalid`."""
    now = parts.clock.now()
    link_id, text = write_link(parts.ids.secret(6), parts.ids.secret(24))
    link = Link(
        id=parts.ids.uuid(now),
        link_id=link_id,
        digest=link_digest(pepper, text),
        tenant=tenant,
        person_id=whose.person_id,
        token_id=whose.token_id,
        made_by=by.text,
        created_at=now,
        expires_at=link_expiry(now, hours),
    )

    def add(writer: Writer) -> NewLink:
        made = NewLink(link, text, _name_of(writer, whose))
        sign_ins.add_link(writer, link)
        act(writer, parts, by, ("make_link", "link"), link.id, after=link, name=made.name)
        then(writer, made)
        return made

    return await parts.database.write(tenant, add)


def _name_of(writer: Writer, whose: For) -> str:
    """Who will come in; refused where nobody may."""
    if whose.person_id is None:
        assert whose.token_id is not None, "a link is for somebody"
        return tokens.demand(writer, whose.token_id).uid
    person = people.demand(writer, whose.person_id)
    if person.blocked_at is not None:
        raise conflict(
            "person_blocked", f"{person.name} is blocked.", hint="Unblock her first; then make the link."
        )
    return person.name
