"""The evidence over HTTP: frames in both directions, events, readings. Passwords inside are hidden."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.session_views import milli_text
from wattfleet.api.sessions import READ as READ_SESSIONS
from wattfleet.api.sessions import session_id_of, session_unknown
from wattfleet.api.shapes import Id, Moment, PageQuery, When, instant, list_answer, wanted
from wattfleet.events import Measurand, Value
from wattfleet.ocpp.secrets import may_hold_secret, without_secrets
from wattfleet.storage import events, frames, readings, sessions
from wattfleet.storage.database import Reader
from wattfleet.storage.events import StoredEvent
from wattfleet.storage.frames import StoredFrame
from wattfleet.storage.lists import Page
from wattfleet.storage.recording import Direction, ReadingRow
from wattfleet.usecases.finding import named_station

UNITS = {
    Measurand.ENERGY_IMPORT: "Wh",
    Measurand.ENERGY_EXPORT: "Wh",
    Measurand.POWER_IMPORT: "W",
    Measurand.POWER_EXPORT: "W",
    Measurand.POWER_OFFERED: "W",
    Measurand.CURRENT_IMPORT: "A",
    Measurand.CURRENT_EXPORT: "A",
    Measurand.CURRENT_OFFERED: "A",
    Measurand.VOLTAGE: "V",
    Measurand.FREQUENCY: "Hz",
    Measurand.TEMPERATURE: "Celsius",
    Measurand.SOC: "Percent",
}

Json = msgspec.Raw
"""A message as it is: verbatim where it holds no secret."""


class FrameView(msgspec.Struct, frozen=True, kw_only=True):
    """A frame as it travelled. `direction` in = from the station; `answer` is what we sent back to a call.

    What is not JSON stands as a text.
    """

    id: int
    at: When
    direction: Annotated[str, Meta(extra_json_schema={"enum": ["in", "out"]})]
    kind: str
    action: str
    message_id: str
    connection: Annotated[int, Meta(description="The epoch of the connection that it came over.")]
    frame: Json
    answer: Json | None
    error: str | None
    session: Id | None


class FrameQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which frames; newest first where nothing else is said."""

    direction: Literal["in", "out"] | None = None
    kind: str | None = None
    action: str | None = None
    message_id: str | None = None
    failed: bool | None = None
    session: UUID | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="at; - for downwards.")] = "-at"
    limit: Limit = 50
    cursor: Cursor | None = None


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a station's history: what it said, in our words."""

    id: int
    at: When
    received_at: When
    kind: str
    body: Json
    session: Id | None


class EventQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which events; newest first where nothing else is said."""

    kind: str | None = None
    session: UUID | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="at; - for downwards.")] = "-at"
    limit: Limit = 50
    cursor: Cursor | None = None


class ValueView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One measured value as a decimal text in its unit."""

    measurand: str
    value: str
    unit: str = ""
    context: str = ""
    phase: str = ""
    location: str = ""
    signed: str = ""


class ReadingView(msgspec.Struct, frozen=True, kw_only=True):
    """All values of one moment."""

    at: When
    received_at: When
    evse: int
    source: Annotated[str, Meta(extra_json_schema={"enum": ["transaction", "sample"]})]
    values: tuple[ValueView, ...]
    flags: tuple[str, ...]


async def list_frames(door: Door, asked: Asked[Nothing, FrameQuery]) -> Answer:
    query = asked.query

    def look(reader: Reader) -> Page[StoredFrame]:
        station = named_station(reader, asked.names["identity"])
        page = wanted(
            door,
            asked,
            limit=query.limit,
            cursor=query.cursor,
            sort=query.sort,
            filters={
                "station": station.id,
                "session": query.session,
                "direction": _direction(query.direction),
                "kind": query.kind,
                "action": query.action,
                "message_id": query.message_id,
                "failed": query.failed,
                "from": instant(query.from_),
                "to": instant(query.to),
            },
        )
        return frames.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, frame_view)


async def list_events(door: Door, asked: Asked[Nothing, EventQuery]) -> Answer:
    query = asked.query

    def look(reader: Reader) -> Page[StoredEvent]:
        station = named_station(reader, asked.names["identity"])
        page = wanted(
            door,
            asked,
            limit=query.limit,
            cursor=query.cursor,
            sort=query.sort,
            filters={
                "station": station.id,
                "session": query.session,
                "kind": query.kind,
                "from": instant(query.from_),
                "to": instant(query.to),
            },
        )
        return events.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _event_view)


async def list_readings(door: Door, asked: Asked[Nothing, PageQuery]) -> Answer:
    session_id = session_id_of(asked)
    page = wanted(
        door, asked, limit=asked.query.limit, cursor=asked.query.cursor, filters={"session": session_id}
    )

    def look(reader: Reader) -> Page[ReadingRow]:
        if sessions.get(reader, session_id) is None:
            raise session_unknown()
        return readings.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _reading_view)


async def list_evidence(door: Door, asked: Asked[Nothing, PageQuery]) -> Answer:
    """The frames behind a session, in the order in which they came."""
    session_id = session_id_of(asked)

    def look(reader: Reader) -> Page[StoredFrame]:
        session = sessions.get(reader, session_id)
        if session is None:
            raise session_unknown()
        page = wanted(
            door,
            asked,
            limit=asked.query.limit,
            cursor=asked.query.cursor,
            sort="at",
            filters={"session": session_id, "station": session.station_id},
        )
        return frames.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, frame_view)


def frame_view(frame: StoredFrame) -> FrameView:
    return FrameView(
        id=frame.id,
        at=frame.at.rfc3339(),
        direction="in" if frame.direction is Direction.IN else "out",
        kind=frame.kind,
        action=frame.action,
        message_id=frame.message_id,
        connection=frame.epoch,
        frame=shown(frame.raw),
        answer=shown(frame.answer) if frame.answer else None,
        error=frame.error or None,
        session=None if frame.session_id is None else str(frame.session_id),
    )


def shown(raw: bytes) -> Json:
    """A message verbatim, or with its passwords hidden, or, where it is no JSON, as a text."""
    try:
        plain = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        text = "•••" if may_hold_secret(raw) else raw.decode("utf-8", "backslashreplace")
        return Json(msgspec.json.encode(text))
    return Json(msgspec.json.encode(without_secrets(plain)) if may_hold_secret(raw) else raw)


def _event_view(event: StoredEvent) -> EventView:
    return EventView(
        id=event.id,
        at=event.at.rfc3339(),
        received_at=event.received_at.rfc3339(),
        kind=event.kind,
        body=shown(event.body),
        session=None if event.session_id is None else str(event.session_id),
    )


def _reading_view(row: ReadingRow) -> ReadingView:
    return ReadingView(
        at=row.at.rfc3339(),
        received_at=row.received_at.rfc3339(),
        evse=row.evse,
        source="transaction" if row.source == 0 else "sample",
        values=tuple(_value_view(one) for one in row.reading.values),
        flags=tuple(one.value for one in row.reading.flags),
    )


def _value_view(value: Value) -> ValueView:
    return ValueView(
        measurand=value.name or value.measurand.value,
        value=milli_text(value.milli),
        unit=UNITS.get(value.measurand, ""),
        context=value.context.value,
        phase=value.phase,
        location="" if value.location == "outlet" else value.location,
        signed=value.signed,
    )


def _direction(text: str | None) -> Direction | None:
    match text:
        case "in":
            return Direction.IN
        case "out":
            return Direction.OUT
        case _:
            return None


READ = Deed(Area.STATIONS)
_STATION = "/api/v1/stations/{identity}"
_SESSION = "/api/v1/sessions/{id}"

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        _STATION + "/frames",
        list_frames,
        deed=READ,
        body=Nothing,
        query=FrameQuery,
        about=About(
            summary="Every frame of a station, both directions",
            description="As it travelled; only passwords (AuthorizationKey, BasicAuthPassword) are hidden.",
            answer=FrameView,
            paged=True,
        ),
    ),
    route(
        "GET",
        _STATION + "/events",
        list_events,
        deed=READ,
        body=Nothing,
        query=EventQuery,
        about=About(summary="A station's history, line by line", answer=EventView, paged=True),
    ),
    route(
        "GET",
        _SESSION + "/readings",
        list_readings,
        deed=READ_SESSIONS,
        body=Nothing,
        query=PageQuery,
        about=About(summary="All readings of a session, by time", answer=ReadingView, paged=True),
    ),
    route(
        "GET",
        _SESSION + "/evidence",
        list_evidence,
        deed=READ_SESSIONS,
        body=Nothing,
        query=PageQuery,
        about=About(summary="The frames behind a session, by time", answer=FrameView, paged=True),
    ),
)
