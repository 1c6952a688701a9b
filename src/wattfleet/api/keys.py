"""API keys over HTTP, for admins. A key's text stands in the answer that made it and nowhere else."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.keys import ApiKey, Role
from wattfleet.access.roles import Area, Deed
from wattfleet.access.wishes import KeyWish
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, When, list_answer, read_id, wanted, when
from wattfleet.storage import keys
from wattfleet.usecases.create_key import NewKey, create_key
from wattfleet.usecases.revoke_key import revoke_key


class KeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A key's record, without the key."""

    id: Id
    key_id: str
    name: str
    role: str
    scopes: tuple[str, ...]
    created_at: When
    expires_at: When
    revoked_at: When | None
    used_at: When | None


class CreatedKeyView(KeyView, frozen=True, kw_only=True, omit_defaults=True):
    """A new key. `key` stands here and never again; a replay has none."""

    key: str | None = None


class KeyQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which keys."""

    role: Role | None = None
    sort: Annotated[str, Meta(description="id (order of making), name or expires_at; - for downwards.")] = (
        "id"
    )
    limit: Limit = 50
    cursor: Cursor | None = None


def key_view(key: ApiKey) -> KeyView:
    return msgspec.convert(_values(key), KeyView)


def _values(key: ApiKey) -> dict[str, object]:
    return {
        "id": str(key.id),
        "key_id": key.key_id,
        "name": key.name,
        "role": key.role.value,
        "scopes": key.scopes,
        "created_at": key.created_at.rfc3339(),
        "expires_at": key.expires_at.rfc3339(),
        "revoked_at": when(key.revoked_at),
        "used_at": when(key.used_at),
    }


async def list_keys(door: Door, asked: Asked[Nothing, KeyQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={"role": query.role},
    )
    rows = await door.parts.database.read(asked.caller.tenant, lambda reader: keys.page(reader, page))
    return list_answer(door, asked, rows, key_view)


async def create(door: Door, asked: Asked[KeyWish, Nothing]) -> Answer:
    key_uuid = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: create_key(
            door.parts,
            asked.caller.tenant,
            asked.body,
            key_uuid,
            pepper=door.pepper,
            by=asked.by,
            then=then,
        ),
        lambda made: _created(made, made.text),
        replayed=lambda made: _created(made, None),
    )


async def revoke(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    key_uuid = read_id(asked.names, "key_unknown", "key")
    await revoke_key(door.parts, asked.caller.tenant, key_uuid, by=asked.by)
    await door.reception.keys.reread()
    return NO_CONTENT


def _created(made: NewKey, text: str | None) -> Answer:
    view = msgspec.convert({**_values(made.key), "key": text}, CreatedKeyView)
    return json_answer(view, status=201)


READ, WRITE = Deed(Area.KEYS), Deed(Area.KEYS, write=True)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/keys",
        list_keys,
        deed=READ,
        body=Nothing,
        query=KeyQuery,
        about=About(summary="The keys of this tenant", answer=KeyView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/keys",
        create,
        deed=WRITE,
        body=KeyWish,
        query=Nothing,
        about=About(
            summary="Create a key",
            description="Without `expires_at` it lives a year; `scopes` narrow what its role may.",
            answer=CreatedKeyView,
            status=201,
            example='{"name": "wallboard", "role": "viewer", "scopes": ["sessions:read"]}',
        ),
    ),
    route(
        "DELETE",
        "/api/v1/keys/{id}",
        revoke,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Revoke a key: it opens nothing from now on", status=204),
    ),
)
