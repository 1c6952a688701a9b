"""Views of lists over HTTP: each person finds hers on every machine, and everyone's beside them."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed, refusal
from wattfleet.access.views import EVERYONE, View, ViewWish, Word, owner_of
from wattfleet.api.auth import Caller
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, When, list_answer, read_id, wanted
from wattfleet.kernel.errors import WattfleetError
from wattfleet.storage import views
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.keep_view import forget_view, keep_view


class ViewView(msgspec.Struct, frozen=True, kw_only=True):
    """A kept view of a list. `everyone`: all people of the house have it; `by` kept it last."""

    id: Id
    list: str
    name: str
    filters: dict[str, str]
    everyone: bool
    by: str
    kept_at: When


class ViewQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of which list; by name."""

    list: Word | None = None
    sort: Annotated[str, Meta(description="name; - for downwards.")] = "name"
    limit: Limit = 50
    cursor: Cursor | None = None


def view_view(one: View) -> ViewView:
    return ViewView(
        id=str(one.id),
        list=one.list,
        name=one.name,
        filters=one.filters,
        everyone=one.owner == EVERYONE,
        by=one.by,
        kept_at=one.kept_at.rfc3339(),
    )


async def list_views(door: Door, asked: Asked[Nothing, ViewQuery]) -> Answer:
    query, owner = asked.query, owner_of(asked.by)
    filters = {"list": query.list}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[View]:
        return views.page(reader, page, owner)

    return list_answer(door, asked, await door.parts.database.read(asked.caller.tenant, look), view_view)


async def create(door: Door, asked: Asked[ViewWish, Nothing]) -> Answer:
    view_id, caller = door.parts.ids.uuid(door.parts.clock.now()), asked.caller
    return await once(
        door,
        asked,
        lambda then: keep_view(
            door.parts, caller.tenant, asked.body, view_id, then, by=asked.by, unshared=_unshared(caller)
        ),
        lambda made: json_answer(view_view(made), status=201),
    )


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    view_id, caller = read_id(asked.names, "view_unknown", "view"), asked.caller
    await forget_view(door.parts, caller.tenant, view_id, by=asked.by, unshared=_unshared(caller))
    return NO_CONTENT


def _unshared(caller: Caller) -> WattfleetError | None:
    """Why the caller may not change what everyone sees."""
    return refusal(caller.role, caller.scopes, SHARE)


ANYBODY, READ, SHARE = Deed(None), Deed(Area.VIEWS), Deed(Area.VIEWS, write=True)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/views",
        list_views,
        deed=READ,
        body=Nothing,
        query=ViewQuery,
        about=About(
            summary="One's kept views of lists, and everyone's",
            description="Views of other people are not there.",
            answer=ViewView,
            paged=True,
        ),
    ),
    route(
        "POST",
        "/api/v1/views",
        create,
        deed=ANYBODY,
        body=ViewWish,
        query=Nothing,
        about=About(
            summary="Keep a view of a list, for oneself or for everyone",
            description="One of the same name is written anew. What everyone sees is kept by operators, "
            "finance and admins.",
            answer=ViewView,
            status=201,
            example='{"list": "stations", "name": "Depot, gone", "filters": {"connected": "false"}}',
            refuses=(409,),
        ),
    ),
    route(
        "DELETE",
        "/api/v1/views/{id}",
        remove,
        deed=ANYBODY,
        body=Nothing,
        query=Nothing,
        about=About(summary="Forget a view", status=204),
    ),
)
