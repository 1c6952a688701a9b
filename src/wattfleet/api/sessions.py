"""Sessions over HTTP: the list, one of them, what it costs and why."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.lines import Shown
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.api.session_views import (
    SessionDetailView,
    SessionView,
    detail_view,
    may_become_final,
    needs_price,
    session_view,
)
from wattfleet.api.shapes import Moment, encoded_answer, instant, read_id, wanted
from wattfleet.events import Flag
from wattfleet.kernel.errors import WattfleetError, missing
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.session import SessionState
from wattfleet.storage import billed_sessions, session_list, sessions
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page, PageQuery
from wattfleet.storage.session_list import SessionLine
from wattfleet.usecases.finding import named_station
from wattfleet.usecases.gate_verdicts import asking, verdicts
from wattfleet.usecases.price_session import Priced, price_running


class SessionQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which sessions; from ≤ started_at < to."""

    station: Annotated[str, Meta(description="A station's identity.")] | None = None
    site: UUID | None = None
    evse: int | None = None
    state: SessionState | None = None
    token: Annotated[str, Meta(description="A uid, in any case of letters.")] | None = None
    flag: Flag | None = None
    reason: str | None = None
    from_: Annotated[Moment | None, Meta(description="Started at this moment or later.")] = msgspec.field(
        default=None, name="from"
    )
    to: Annotated[Moment | None, Meta(description="Started before this moment.")] = None
    ended_from: Moment | None = None
    ended_to: Moment | None = None
    sort: Annotated[str, Meta(description="started_at, ended_at, energy or changed_at; - for downwards.")] = (
        "-started_at"
    )
    limit: Limit = 50
    cursor: Cursor | None = None


async def list_sessions(door: Door, asked: Asked[Nothing, SessionQuery]) -> Answer:
    query = asked.query
    now = door.parts.clock.now()

    def look(reader: Reader) -> Page[bytes]:
        found = session_list.page(
            reader, wanted_sessions(door, asked, reader, query), asking(door.parts.measuring)
        )
        judged = verdicts(reader, door.parts.measuring, found.items, door.verdicts)
        texts = {line.id: door.lines.running(line, now) for line in found.items if needs_price(line)}
        prices = running_prices(
            door, reader, [line for line in found.items if texts.get(line.id, b"") is None], now
        )
        items = [
            texts.get(line.id) or _text(door, Shown(line, prices.get(line.id), judged.get(line.id)), now)
            for line in found.items
        ]
        return Page(items, found.next)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return encoded_answer(door, asked, found.items, found.next)


def _text(door: Door, shown: Shown, now: Instant) -> bytes:
    def written() -> bytes:
        return msgspec.json.encode(session_view(shown, now))

    if shown.priced is not None:
        return door.lines.keep_running(shown.line, now, written())
    return written() if may_become_final(shown.line, now) else door.lines.encoded(shown, written)


def wanted_sessions(
    door: Door, asked: Asked[Nothing, SessionQuery], reader: Reader, query: SessionQuery
) -> PageQuery:
    """Raises: WattfleetError `station_unknown`, `cursor_invalid`."""
    station = None if query.station is None else named_station(reader, query.station).id
    return wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={
            "station": station,
            "site": query.site,
            "evse": query.evse,
            "state": None if query.state is None else query.state.value,
            "token": query.token,
            "flag": None if query.flag is None else query.flag.value,
            "reason": query.reason,
            "from": instant(query.from_),
            "to": instant(query.to),
            "ended_from": instant(query.ended_from),
            "ended_to": instant(query.ended_to),
        },
    )


def shown_page(door: Door, reader: Reader, query: PageQuery, now: Instant) -> Page[Shown]:
    """Lines with the running price where no rating of their newest version is kept, and their verdict."""
    found = session_list.page(reader, query, asking(door.parts.measuring))
    prices = running_prices(door, reader, [line for line in found.items if needs_price(line)], now)
    judged = verdicts(reader, door.parts.measuring, found.items, door.verdicts)
    items = [Shown(line, prices.get(line.id), judged.get(line.id)) for line in found.items]
    return Page(items, found.next)


def running_prices(
    door: Door, reader: Reader, lines: Sequence[SessionLine], now: Instant
) -> dict[UUID, Priced]:
    """What sessions that are not rated cost by now."""
    if not lines:
        return {}
    found = sessions.sums(reader, [line.id for line in lines])
    return {session.id: price_running(reader, session, now, door.courses.whole) for session in found}


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    session_id = session_id_of(asked)
    now = door.parts.clock.now()

    view = await door.parts.database.read(
        asked.caller.tenant, lambda reader: detailed(door, reader, session_id, now)
    )
    if view is None:
        raise session_unknown()
    return json_answer(view, headers=(versioned(view.version),))


def detailed(door: Door, reader: Reader, session_id: UUID, now: Instant) -> SessionDetailView | None:
    """One session with all that is known of it."""
    session = sessions.sums(reader, [session_id])
    found = shown_page(door, reader, PageQuery(limit=1, filters={"id": session_id}), now).items
    if not session or not found:
        return None
    billed = billed_sessions.documents_of(reader, [session_id])
    return detail_view(found[0], session[0], billed.get(session_id, []), now)


def session_id_of(asked: Asked[Nothing, Q]) -> UUID:
    return read_id(asked.names, "session_unknown", "session")


def session_unknown() -> WattfleetError:
    return missing("session_unknown", "There is no such session.", hint="GET /api/v1/sessions lists all.")


READ = Deed(Area.SESSIONS)
EXAMPLE = """{"items": [{"id": "01970000-0000-7000-8000-000000000001", "station": "DEPOT-07", "evse": 1,
 "connector": 1, "token": "04A2B3C4D5E680", "state": "closed", "started_at": "2026-11-20T07:02:11Z",
 "ended_at": "2026-11-20T09:40:00Z", "energy_wh": "18342",
 "cost": {"amount": "57.32", "before_vat": "45.86", "vat": "11.46", "currency": "SEK", "final": true},
 "cost_reason": null, "reason": "ev_disconnected", "charging": "idle", "flags": [],
 "transaction": "184467", "version": 9,
 "invoice": {"id": "01970000-0000-7000-8000-000000000007", "number": "2026-00042"},
 "metrology": null}], "next": null}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/sessions",
        list_sessions,
        deed=READ,
        body=Nothing,
        query=SessionQuery,
        about=About(
            summary="The sessions, newest start first",
            description="from ≤ started_at < to. A running session's cost is computed at this moment.",
            answer=SessionView,
            answer_example=EXAMPLE,
            paged=True,
            refuses=(404,),
        ),
    ),
    route(
        "GET",
        "/api/v1/sessions/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(
            summary="One session with all that is known of it", answer=SessionDetailView, versioned=True
        ),
    ),
)
