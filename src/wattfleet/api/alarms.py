"""Alarms over HTTP: the list, one of them with its history, and what a person does with it."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import Id, PageQuery, When, list_answer, read_id, seen_version, wanted, when
from wattfleet.kernel.sentences import Values
from wattfleet.storage import alarms
from wattfleet.storage.alarms import Alarm, Line
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.usecases.change_alarm import AlarmChange, change_alarm
from wattfleet.usecases.finding import named_station


class AlarmView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must be known. `subject` is a station's identity, a site's name, or Wattfleet itself."""

    id: Id
    code: str
    severity: Annotated[str, Meta(extra_json_schema={"enum": ["problem", "warning"]})]
    state: Annotated[str, Meta(extra_json_schema={"enum": ["open", "closed"]})]
    subject: str
    station: Id | None
    site: Id | None
    words: str
    mend: str
    values: Annotated[Values, Meta(description="With `code` they say it in any language.")]
    since: When
    opened_at: When
    closed_at: When | None
    acknowledged: bool
    acknowledged_by: str | None
    acknowledged_at: When | None
    note: str
    owner: str
    snoozed_until: When | None
    version: int


class AlarmLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an alarm's history."""

    id: Id
    at: When
    what: str
    by: str
    note: str


class AlarmQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which alarms; newest first where nothing else is said."""

    state: Literal["open", "closed"] | None = None
    code: str | None = None
    severity: Literal["problem", "warning"] | None = None
    station: Annotated[str, Meta(description="A station's identity.")] | None = None
    site: UUID | None = None
    owner: str | None = None
    acknowledged: bool | None = None
    sort: Annotated[str, Meta(description="opened_at; - for downwards.")] = "-opened_at"
    limit: Limit = 50
    cursor: Cursor | None = None


def alarm_view(one: Alarm) -> AlarmView:
    return AlarmView(
        id=str(one.id),
        code=one.code,
        severity=one.severity,
        state=one.state,
        subject=one.subject,
        station=None if one.station_id is None else str(one.station_id),
        site=None if one.site_id is None else str(one.site_id),
        words=one.words,
        mend=one.mend,
        values=one.values,
        since=one.since.rfc3339(),
        opened_at=one.opened_at.rfc3339(),
        closed_at=when(one.closed_at),
        acknowledged=one.acknowledged_at is not None,
        acknowledged_by=one.acknowledged_by or None,
        acknowledged_at=when(one.acknowledged_at),
        note=one.note,
        owner=one.owner,
        snoozed_until=when(one.snoozed_until),
        version=one.version,
    )


def _line_view(one: Line) -> AlarmLineView:
    return AlarmLineView(id=str(one.id), at=one.at.rfc3339(), what=one.what, by=one.by, note=one.note)


async def list_alarms(door: Door, asked: Asked[Nothing, AlarmQuery]) -> Answer:
    query = asked.query

    def look(reader: Reader) -> Page[Alarm]:
        station = None if query.station is None else named_station(reader, query.station).id
        page = wanted(
            door,
            asked,
            limit=query.limit,
            cursor=query.cursor,
            sort=query.sort,
            filters={
                "state": query.state,
                "code": query.code,
                "severity": query.severity,
                "station": station,
                "site": query.site,
                "owner": query.owner,
                "acknowledged": query.acknowledged,
            },
        )
        return alarms.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, alarm_view)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    alarm_id = _id(asked)
    return _answer(
        await door.parts.database.read(asked.caller.tenant, lambda reader: alarms.demand(reader, alarm_id))
    )


async def change(door: Door, asked: Asked[AlarmChange, Nothing]) -> Answer:
    caller = asked.caller
    changed = await change_alarm(
        door.parts, caller.tenant, _id(asked), asked.body, by=caller.principal, seen=seen_version(asked)
    )
    return _answer(changed)


class HistoryQuery(PageQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How an alarm's history is sorted."""

    sort: Annotated[str, Meta(description="at; - for downwards.")] = "at"


async def list_history(door: Door, asked: Asked[Nothing, HistoryQuery]) -> Answer:
    alarm_id = _id(asked)
    query, filters = asked.query, {"alarm": alarm_id}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[Line]:
        alarms.demand(reader, alarm_id)
        return alarms.history(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _line_view)


def _id(asked: Asked[AlarmChange, Nothing] | Asked[Nothing, Nothing] | Asked[Nothing, HistoryQuery]) -> UUID:
    return read_id(asked.names, "alarm_unknown", "alarm")


def _answer(alarm: Alarm) -> Answer:
    return json_answer(alarm_view(alarm), headers=(versioned(alarm.version),))


READ, WRITE = Deed(Area.ALARMS), Deed(Area.ALARMS, write=True)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/alarms",
        list_alarms,
        deed=READ,
        body=Nothing,
        query=AlarmQuery,
        about=About(summary="The alarms, newest first", answer=AlarmView, paged=True, refuses=(404,)),
    ),
    route(
        "GET",
        "/api/v1/alarms/{id}",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One alarm", answer=AlarmView, versioned=True),
    ),
    route(
        "PATCH",
        "/api/v1/alarms/{id}",
        change,
        deed=WRITE,
        body=AlarmChange,
        query=Nothing,
        about=About(
            summary="Acknowledge, own or snooze an alarm",
            description="An alarm closes by itself when its cause is gone; nobody closes it by hand.",
            answer=AlarmView,
            example='{"acknowledged": true, "note": "The fitter is on her way.", "owner": "Anna Lind"}',
            versioned=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/alarms/{id}/history",
        list_history,
        deed=READ,
        body=Nothing,
        query=HistoryQuery,
        about=About(summary="What happened to an alarm", answer=AlarmLineView, paged=True),
    ),
)
