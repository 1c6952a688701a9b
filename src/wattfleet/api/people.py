"""People of the house over HTTP, for admins: who they are, their one-time links, where they are signed in."""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.keys import Role
from wattfleet.access.people import IDLE_US, LINK_HOURS, Person, PersonChange, PersonWish, SignIn
from wattfleet.api.app_links import link_address
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit, etag
from wattfleet.api.route import NO_CONTENT, Answer, Asked, Nothing, json_answer
from wattfleet.api.shapes import Id, When, list_answer, read_id, seen_version, wanted, when
from wattfleet.storage import people, sign_ins, tokens
from wattfleet.storage.lists import Page
from wattfleet.usecases.change_person import change_person
from wattfleet.usecases.create_person import create_person
from wattfleet.usecases.end_sign_in import end_sign_in, end_sign_ins
from wattfleet.usecases.make_link import For, NewLink, make_link
from wattfleet.usecases.remove_person import remove_person


class PersonView(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the house."""

    id: Id
    name: str
    role: str
    email: str
    language: str
    blocked: bool
    blocked_at: When | None
    created_at: When
    version: int


class PersonQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which people."""

    role: Role | None = None
    search: Annotated[str, Meta(description="A part of the name.")] | None = None
    sort: Annotated[str, Meta(description="name or id (order of making); - for downwards.")] = "name"
    limit: Limit = 50
    cursor: Cursor | None = None


class LinkWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long the link lives, unless it is used."""

    hours: Annotated[int, Meta(ge=1, le=168)] = LINK_HOURS


class LinkView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A one-time link. `link` stands here and never again; a replay has none."""

    id: Id
    name: str
    expires_at: When
    link: str | None = None


class SignInView(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody is signed in. `person` or `token` says who."""

    id: Id
    person: Id | None
    token: Id | None
    created_at: When
    seen_at: When
    expires_at: When
    address: str
    user_agent: str


class SignInQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of those that still let in."""

    sort: Annotated[str, Meta(description="created_at or seen_at; - for downwards.")] = "-created_at"
    limit: Limit = 50
    cursor: Cursor | None = None


def person_view(one: Person) -> PersonView:
    return PersonView(
        id=str(one.id),
        name=one.name,
        role=one.role.value,
        email=one.email,
        language=one.language,
        blocked=one.blocked_at is not None,
        blocked_at=when(one.blocked_at),
        created_at=one.created_at.rfc3339(),
        version=one.version,
    )


def sign_in_view(one: SignIn) -> SignInView:
    return SignInView(
        id=str(one.id),
        person=None if one.person_id is None else str(one.person_id),
        token=None if one.token_id is None else str(one.token_id),
        created_at=one.created_at.rfc3339(),
        seen_at=one.seen_at.rfc3339(),
        expires_at=one.expires_at.rfc3339(),
        address=one.address,
        user_agent=one.user_agent,
    )


async def sign_in_page(
    door: Door, asked: Asked[Nothing, SignInQuery], whose: Mapping[str, object]
) -> Page[SignIn]:
    """Those that still let in."""
    now = door.parts.clock.now()
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={"expires_after": now, "seen_after": now + -IDLE_US, **whose},
    )
    return await door.parts.database.read(asked.caller.tenant, lambda reader: sign_ins.page(reader, page))


async def list_people(door: Door, asked: Asked[Nothing, PersonQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={"role": query.role, "search": query.search},
    )
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: people.page(reader, page))
    return list_answer(door, asked, found, person_view)


async def create(door: Door, asked: Asked[PersonWish, Nothing]) -> Answer:
    person_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_person(door.parts, asked.caller.tenant, asked.body, person_id, then, by=asked.by),
        lambda person: _answer(person, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    person_id = read_id(asked.names, "person_unknown", "person")
    return _answer(
        await door.parts.database.read(asked.caller.tenant, lambda reader: people.demand(reader, person_id))
    )


async def change(door: Door, asked: Asked[PersonChange, Nothing]) -> Answer:
    person_id = read_id(asked.names, "person_unknown", "person")
    changed = await change_person(
        door.parts,
        asked.caller.tenant,
        person_id,
        asked.body,
        by=asked.caller.principal,
        seen=seen_version(asked),
    )
    door.reception.sign_ins.forget()
    return _answer(changed)


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    person_id = read_id(asked.names, "person_unknown", "person")
    await remove_person(
        door.parts, asked.caller.tenant, person_id, by=asked.caller.principal, seen=seen_version(asked)
    )
    door.reception.sign_ins.forget()
    return NO_CONTENT


async def link_person(door: Door, asked: Asked[LinkWish, Nothing]) -> Answer:
    return await _link(door, asked, For(person_id=read_id(asked.names, "person_unknown", "person")))


async def link_token(door: Door, asked: Asked[LinkWish, Nothing]) -> Answer:
    return await _link(door, asked, For(token_id=read_id(asked.names, "token_unknown", "token")))


async def _link(door: Door, asked: Asked[LinkWish, Nothing], whose: For) -> Answer:
    return await once(
        door,
        asked,
        lambda then: make_link(
            door.parts,
            asked.caller.tenant,
            whose,
            by=asked.caller.principal,
            pepper=door.pepper,
            hours=asked.body.hours,
            then=then,
        ),
        lambda made: _linked(door, asked, made, made.text),
        replayed=lambda made: _linked(door, asked, made, None),
    )


def _linked(door: Door, asked: Asked[LinkWish, Nothing], made: NewLink, text: str | None) -> Answer:
    base = door.public_url or f"http://{asked.headers.get('host', 'localhost')}"
    view = LinkView(
        id=str(made.link.id),
        name=made.name,
        expires_at=made.link.expires_at.rfc3339(),
        link=None if text is None else link_address(base, text),
    )
    return json_answer(view, status=201)


async def list_of_person(door: Door, asked: Asked[Nothing, SignInQuery]) -> Answer:
    person_id = read_id(asked.names, "person_unknown", "person")
    await door.parts.database.read(asked.caller.tenant, lambda reader: people.demand(reader, person_id))
    return list_answer(door, asked, await sign_in_page(door, asked, {"person": person_id}), sign_in_view)


async def list_all(door: Door, asked: Asked[Nothing, SignInQuery]) -> Answer:
    return list_answer(door, asked, await sign_in_page(door, asked, {}), sign_in_view)


async def end_one(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    await end_sign_in(door.parts, asked.caller.tenant, read_id(asked.names, "sign_in_unknown", "sign-in"))
    door.reception.sign_ins.forget()
    return NO_CONTENT


async def end_of_person(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    person_id = read_id(asked.names, "person_unknown", "person")
    tenant = asked.caller.tenant
    await door.parts.database.read(tenant, lambda reader: people.demand(reader, person_id))
    await end_sign_ins(door.parts, tenant, person_id=person_id)
    door.reception.sign_ins.forget()
    return NO_CONTENT


async def end_of_token(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    token_id = read_id(asked.names, "token_unknown", "token")
    tenant = asked.caller.tenant
    await door.parts.database.read(tenant, lambda reader: tokens.demand(reader, token_id))
    await end_sign_ins(door.parts, tenant, token_id=token_id)
    door.reception.sign_ins.forget()
    return NO_CONTENT


def _answer(person: Person, *, status: int = 200) -> Answer:
    return json_answer(person_view(person), status=status, headers=(("etag", etag(person.version)),))
