"""What belongs to one's own token, for its driver: her sessions, and what runs of them, live.

Everything here is narrowed by the token of the sign-in itself: no address and no filter names another.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.access.tokens import fold_uid
from wattfleet.api.app import versioned
from wattfleet.api.auth import Caller
from wattfleet.api.door import Door
from wattfleet.api.live import check_room, read_since, stream
from wattfleet.api.me import MeView, me_view, sign_out
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, Stream, json_answer, route
from wattfleet.api.session_views import SessionDetailView, SessionView, session_view
from wattfleet.api.sessions import detailed, session_id_of, session_unknown, shown_page
from wattfleet.api.shapes import Moment, instant, list_answer, wanted
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.session import SessionState
from wattfleet.storage.database import Reader


class MySessionQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of one's own sessions; from ≤ started_at < to."""

    state: SessionState | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="started_at; - for downwards.")] = "-started_at"
    limit: Limit = 50
    cursor: Cursor | None = None


class MyLiveQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a stream goes on."""

    last_event_id: Annotated[str | None, Meta(description="As the header Last-Event-ID.")] = None


def own_uid(caller: Caller) -> str:
    """The token whose driver asks."""
    assert caller.signed is not None, "only a driver who is signed in reaches this"
    assert caller.signed.uid, "a driver has a token"
    return caller.signed.uid


async def show_me(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return json_answer(await me_view(door, asked.caller))


async def list_sessions(door: Door, asked: Asked[Nothing, MySessionQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={
            "token": own_uid(asked.caller),
            "state": None if query.state is None else query.state.value,
            "from": instant(query.from_),
            "to": instant(query.to),
        },
    )
    now = door.parts.clock.now()
    found = await door.parts.database.read(
        asked.caller.tenant, lambda reader: shown_page(door, reader, page, now)
    )
    return list_answer(door, asked, found, lambda one: session_view(one, now))


async def show_session(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    """Another's session is told like one that does not exist."""
    session_id = session_id_of(asked)
    uid = own_uid(asked.caller)
    now = door.parts.clock.now()

    def look(reader: Reader) -> SessionDetailView | None:
        return own_session(door, reader, session_id, uid, now)

    view = await door.parts.database.read(asked.caller.tenant, look)
    if view is None:
        raise session_unknown()
    return json_answer(view, headers=(versioned(view.version),))


def own_session(
    door: Door, reader: Reader, session_id: UUID, uid: str, now: Instant
) -> SessionDetailView | None:
    """The session, if it is of this token."""
    view = detailed(door, reader, session_id, now)
    return view if view is not None and fold_uid(view.token or "") == fold_uid(uid) else None


async def my_live(door: Door, asked: Asked[Nothing, MyLiveQuery]) -> Stream:
    check_room(door)
    uid = own_uid(asked.caller)
    last = asked.headers.get("last-event-id") or asked.query.last_event_id
    since = read_since(last, door.parts.clock.now())
    return Stream(stream(door, asked.caller, frozenset({"session"}), since, uid=uid))


async def leave(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    """As POST /api/v1/sign-out; a person beside her in the same browser stays signed in."""
    return await sign_out(door, asked)


READ, WRITE = Deed(Area.OWN), Deed(Area.OWN, write=True)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/my",
        show_me,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="Which driver asks", answer=MeView),
    ),
    route(
        "GET",
        "/api/v1/my/sessions",
        list_sessions,
        deed=READ,
        body=Nothing,
        query=MySessionQuery,
        about=About(summary="A driver's own sessions, newest first", answer=SessionView, paged=True),
    ),
    route(
        "GET",
        "/api/v1/my/sessions/{id}",
        show_session,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One of a driver's own sessions", answer=SessionDetailView, versioned=True),
    ),
    route(
        "POST",
        "/api/v1/my/sign-out",
        leave,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="End a driver's sign-in",
            description="A person who is signed in beside her in the same browser stays.",
            status=204,
        ),
    ),
    route(
        "GET",
        "/api/v1/my/live",
        my_live,
        deed=READ,
        body=Nothing,
        query=MyLiveQuery,
        about=About(
            summary="A driver's own sessions as they change, as server-sent events",
            description="As GET /api/v1/live, with nothing but the driver's own sessions in it, in full.",
            media="text/event-stream",
        ),
    ),
)
