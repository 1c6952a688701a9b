"""The message archive over HTTP: every frame, both ways, of all stations or one, newest first.

A page looks at a bounded part of the archive. Where it found fewer than were asked for and there is more to
look at, it still has a `next`: whoever follows it to the end has seen everything.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.frame_views import FrameView, Names, frame_view, pair_view
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.sessions import READ as READ_SESSIONS
from wattfleet.api.sessions import session_id_of, session_unknown
from wattfleet.api.shapes import Moment, PageQuery, instant, list_answer, wanted
from wattfleet.kernel.errors import missing
from wattfleet.kernel.timeline import MINUTE_US, Instant
from wattfleet.storage import frames, session_list, sessions
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.storage.lists import PageQuery as Wanted
from wattfleet.storage.recording import Direction
from wattfleet.usecases.finding import named_station

Part = Annotated[str, Meta(min_length=1, max_length=200)]


class FrameQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which frames; newest first where nothing else is said."""

    view: Annotated[
        Literal["items", "pairs"],
        Meta(description="items = every frame by itself; pairs = calls, each beside its answer."),
    ] = "items"
    direction: Literal["in", "out"] | None = None
    kind: str | None = None
    action: str | None = None
    message_id: str | None = None
    failed: bool | None = None
    error: Annotated[Part | None, Meta(description="A part of what was wrong with it.")] = None
    text: Annotated[
        Part | None, Meta(description="A part of the frame or of its answer, letter for letter.")
    ] = None
    session: UUID | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="at; - for downwards.")] = "-at"
    limit: Limit = 50
    cursor: Cursor | None = None


class AllFramesQuery(FrameQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same over all stations, or one."""

    station: Annotated[str | None, Meta(description="The station's identity.")] = None


async def list_all(door: Door, asked: Asked[Nothing, AllFramesQuery]) -> Answer:
    return await _list(door, asked, asked.query, asked.query.station)


async def list_frames(door: Door, asked: Asked[Nothing, FrameQuery]) -> Answer:
    return await _list(door, asked, asked.query, asked.names["identity"])


async def show_frame(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    """A record of the archive by its number, each call beside its answer."""
    number = asked.names["id"]

    def look(reader: Reader) -> FrameView:
        row = frames.get(reader, int(number)) if number.isdecimal() and len(number) < 19 else None
        if row is None:
            raise missing("frame_unknown", f"There is no frame {number[:60]}.")
        answer = frames.calls_of(reader, [row]).get(row.id)
        return pair_view(row, answer, Names(reader, [row.station_id]))

    return json_answer(await door.parts.database.read(asked.caller.tenant, look))


class EvidenceQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the frames are sorted."""

    sort: Annotated[str, Meta(description="at; - for downwards.")] = "at"


async def list_evidence(door: Door, asked: Asked[Nothing, EvidenceQuery]) -> Answer:
    """The frames behind a session, each call beside its answer."""
    session_id = session_id_of(asked)
    page = wanted(door, asked, limit=asked.query.limit, cursor=asked.query.cursor, sort=asked.query.sort)

    def look(reader: Reader) -> Page[FrameView]:
        return _pairs(reader, msgspec.structs.replace(page, filters=within_session(reader, session_id)))

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _itself)


async def _list(door: Door, asked: Asked[Any, Any], query: FrameQuery, station: str | None) -> Answer:
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort)

    def look(reader: Reader) -> Page[FrameView]:
        narrowed = msgspec.structs.replace(page, filters=filters_of(reader, query, station))
        return _pairs(reader, narrowed) if query.view == "pairs" else _items(reader, narrowed)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _itself)


def filters_of(reader: Reader, query: FrameQuery, station: str | None) -> dict[str, object]:
    """What is asked for, as the archive understands it. Raises: WattfleetError `station_unknown`,
    `session_unknown`."""
    filters: dict[str, object] = {
        "direction": None if query.direction is None else Direction[query.direction.upper()],
        "kind": query.kind,
        "action": query.action,
        "message_id": query.message_id,
        "failed": query.failed,
        "error": query.error,
        "text": query.text,
    }
    spans: list[tuple[Instant | None, Instant | None]] = [(instant(query.from_), instant(query.to))]
    if query.session is not None:
        own = within_session(reader, query.session)
        spans.append((own.pop("from"), own.pop("to")))  # type: ignore[arg-type]
        filters |= own
    if station is not None:
        found = named_station(reader, station)
        filters["station"] = found.id
    starts = [start for start, _ in spans if start is not None]
    ends = [end for _, end in spans if end is not None]
    return filters | {"from": max(starts, default=None), "to": min(ends, default=None)}


def within_session(reader: Reader, session_id: UUID) -> dict[str, object]:
    """A session's frames were received between its first and its newest change: that is where to look."""
    session = sessions.get(reader, session_id)
    if session is None:
        raise session_unknown()
    changed_at = session_list.changed_at(reader, session_id)
    return {
        "session": session_id,
        "station": session.station_id,
        "from": session.first_received_at + -MINUTE_US,
        "to": changed_at + MINUTE_US,
    }


def _items(reader: Reader, page: Wanted) -> Page[FrameView]:
    found = frames.both_ways(reader, page)
    names = Names(reader, (one.row.station_id for one in found.items))
    return Page([frame_view(one, names) for one in found.items], found.next)


def _pairs(reader: Reader, page: Wanted) -> Page[FrameView]:
    """Answers of stations stand beside our calls; by themselves only where the kind asks for them."""
    found = frames.page(reader, page)
    answers = frames.calls_of(reader, found.items)
    names = Names(reader, (one.station_id for one in found.items))
    beside = page.filters.get("kind") is not None
    rows = [one for one in found.items if beside or not _is_answer(one)]
    return Page([pair_view(one, answers.get(one.id), names) for one in rows], found.next)


def _is_answer(row: frames.StoredFrame) -> bool:
    return row.direction is Direction.IN and row.kind in {"result", "error"}


def _itself(view: FrameView) -> FrameView:
    return view


READ = Deed(Area.STATIONS)
_BOUNDED = (
    "As it travelled; only passwords (AuthorizationKey, BasicAuthPassword) are hidden. A page looks at a"
    " bounded part of the archive: it may hold fewer than `limit` and still have a `next`."
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/frames",
        list_all,
        deed=READ,
        body=Nothing,
        query=AllFramesQuery,
        about=About(
            summary="Every frame of every station, both directions",
            description=_BOUNDED,
            answer=FrameView,
            paged=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/frames/{id}",
        show_frame,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="One frame of the archive by its number, a call beside its answer", answer=FrameView
        ),
    ),
    route(
        "GET",
        "/api/v1/stations/{identity}/frames",
        list_frames,
        deed=READ,
        body=Nothing,
        query=FrameQuery,
        about=About(
            summary="Every frame of a station, both directions",
            description=_BOUNDED,
            answer=FrameView,
            paged=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/sessions/{id}/evidence",
        list_evidence,
        deed=READ_SESSIONS,
        body=Nothing,
        query=EvidenceQuery,
        about=About(
            summary="The frames behind a session, by time, each call beside its answer",
            answer=FrameView,
            paged=True,
        ),
    ),
)
