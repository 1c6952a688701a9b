"""A station's history and a session's readings over HTTP. Passwords inside are hidden."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.frame_views import Json, shown
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.session_views import milli_text
from wattfleet.api.sessions import READ as READ_SESSIONS
from wattfleet.api.sessions import session_id_of, session_unknown
from wattfleet.api.shapes import Id, Moment, PageQuery, When, instant, list_answer, wanted
from wattfleet.events import Measurand, Value
from wattfleet.storage import events, readings, sessions
from wattfleet.storage.database import Reader
from wattfleet.storage.events import StoredEvent
from wattfleet.storage.lists import Page
from wattfleet.storage.recording import ReadingRow
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


class ReadingsQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the readings are sorted."""

    sort: Annotated[str, Meta(description="at; - for downwards.")] = "at"


async def list_readings(door: Door, asked: Asked[Nothing, ReadingsQuery]) -> Answer:
    session_id = session_id_of(asked)
    query, filters = asked.query, {"session": session_id}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[ReadingRow]:
        session = sessions.get(reader, session_id)
        if session is None:
            raise session_unknown()
        changed_at = sessions.cold_span(reader, session_id)
        if changed_at is None:
            return readings.page(reader, page)
        return readings.page_of(reader, session, changed_at, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _reading_view)


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


READ = Deed(Area.STATIONS)
_STATION = "/api/v1/stations/{identity}"
_SESSION = "/api/v1/sessions/{id}"

ROUTES: tuple[Route, ...] = (
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
        query=ReadingsQuery,
        about=About(summary="All readings of a session, by time", answer=ReadingView, paged=True),
    ),
)
