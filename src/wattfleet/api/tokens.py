"""Tokens over HTTP: cards, apps, contract ids. A path names one by its id or its uid."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.access.tokens import RegisteredToken, TokenState
from wattfleet.access.wishes import TokenChange, TokenWish
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, B, Nothing, Q, Route, json_answer, route
from wattfleet.api.shapes import Id, When, list_answer, seen_version, wanted, when
from wattfleet.storage import tokens
from wattfleet.storage.database import Reader
from wattfleet.usecases.change_token import change_token
from wattfleet.usecases.finding import token_unknown
from wattfleet.usecases.register_token import register_token
from wattfleet.usecases.remove_token import remove_token


class TokenView(msgspec.Struct, frozen=True, kw_only=True):
    """A token. `seen_unknown` = nobody registered it, but a station let it charge."""

    id: Id
    uid: str
    kind: str
    group: str
    state: Annotated[str, Meta(extra_json_schema={"enum": ["valid", "blocked"]})]
    expires_at: When | None
    parent: str
    driver: str
    note: str
    seen_unknown: bool
    version: int


class TokenQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which tokens."""

    search: Annotated[str, Meta(description="A part of the uid, in any case of letters.")] | None = None
    group: str | None = None
    state: TokenState | None = None
    kind: str | None = None
    seen_unknown: bool | None = None
    driver: str | None = None
    sort: Annotated[str, Meta(description="uid, id (order of making), group or driver; - for downwards.")] = (
        "uid"
    )
    limit: Limit = 50
    cursor: Cursor | None = None


def token_view(token: RegisteredToken) -> TokenView:
    return TokenView(
        id=str(token.id),
        uid=token.uid,
        kind=token.kind,
        group=token.group,
        state=token.state.value,
        expires_at=when(token.expires_at),
        parent=token.parent,
        driver=token.driver,
        note=token.note,
        seen_unknown=token.seen_unknown,
        version=token.version,
    )


async def list_tokens(door: Door, asked: Asked[Nothing, TokenQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={
            "search": query.search,
            "group": query.group,
            "state": query.state,
            "kind": query.kind,
            "driver": query.driver,
            "seen_unknown": query.seen_unknown,
        },
    )
    rows = await door.parts.database.read(asked.caller.tenant, lambda reader: tokens.page(reader, page))
    return list_answer(door, asked, rows, token_view)


async def create(door: Door, asked: Asked[TokenWish, Nothing]) -> Answer:
    token_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: register_token(door.parts, asked.caller.tenant, asked.body, token_id, then, by=asked.by),
        lambda token: _answer(token, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return _answer(await _find(door, asked))


async def change(door: Door, asked: Asked[TokenChange, Nothing]) -> Answer:
    token = await _find(door, asked)
    seen = seen_version(asked)
    return _answer(
        await change_token(door.parts, asked.caller.tenant, token.id, asked.body, seen=seen, by=asked.by)
    )


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    token = await _find(door, asked)
    await remove_token(door.parts, asked.caller.tenant, token.id, seen=seen_version(asked), by=asked.by)
    return NO_CONTENT


async def _find(door: Door, asked: Asked[B, Q]) -> RegisteredToken:
    name = asked.names["id"]

    def look(reader: Reader) -> RegisteredToken | None:
        token = tokens.find(reader, name)
        if token is not None:
            return token
        try:
            return tokens.get(reader, UUID(name))
        except ValueError:
            return None

    token = await door.parts.database.read(asked.caller.tenant, look)
    if token is None:
        raise token_unknown()
    return token


def _answer(token: RegisteredToken, *, status: int = 200) -> Answer:
    headers = [versioned(token.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/tokens/{token.id}"))
    return json_answer(token_view(token), status=status, headers=tuple(headers))


READ, WRITE = Deed(Area.TOKENS), Deed(Area.TOKENS, write=True)
_ONE = "/api/v1/tokens/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/tokens",
        list_tokens,
        deed=READ,
        body=Nothing,
        query=TokenQuery,
        about=About(summary="The tokens", answer=TokenView, paged=True),
    ),
    route(
        "POST",
        "/api/v1/tokens",
        create,
        deed=WRITE,
        body=TokenWish,
        query=Nothing,
        about=About(
            summary="Register a token",
            description="`expires_at` may lie in the past: the token is then expired.",
            answer=TokenView,
            status=201,
            example='{"uid": "04A2B3C4D5E680", "kind": "rfid", "group": "drivers"}',
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One token, by its id or uid", answer=TokenView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        change,
        deed=WRITE,
        body=TokenChange,
        query=Nothing,
        about=About(
            summary="Change a token: block it, give it an end, move it",
            answer=TokenView,
            example='{"state": "blocked"}',
            versioned=True,
        ),
    ),
    route(
        "DELETE",
        _ONE,
        remove,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Forget a token; sessions keep its uid", status=204, versioned=True),
    ),
)
