"""Frames as a file, for a ticket or for `wattfleet replay`: never secrets, tokens only on request."""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.access.redaction import Mark
from wattfleet.api.data_files import MEDIA, Column, Value
from wattfleet.api.door import Door
from wattfleet.api.exports import file_stream
from wattfleet.api.frame_views import Names, shown
from wattfleet.api.frames import READ, AllFramesQuery, filters_of
from wattfleet.api.redactor import marks, redacted_frame
from wattfleet.api.route import About, Asked, Nothing, Route, Stream, route
from wattfleet.api.shapes import scope_of, wanted
from wattfleet.storage import frames, stations
from wattfleet.storage.database import Reader
from wattfleet.storage.frames import OneFrame
from wattfleet.storage.lists import MOST_ROWS, PageQuery

COLUMNS: Sequence[Column] = (
    Column("id", "whole"),
    Column("at", "moment"),
    Column("station"),
    Column("ocpp"),
    Column("connection", "whole"),
    Column("direction"),
    Column("kind"),
    Column("action"),
    Column("message_id"),
    Column("error"),
    Column("session"),
    Column("frame"),
)


class FrameExportQuery(AllFramesQuery, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which frames; in the order in which they came where nothing else is said."""

    format: Literal["jsonl", "csv"] = "jsonl"
    redact: Annotated[
        bool, Meta(description="Put marks in the place of tokens; false keeps them, for a replay.")
    ] = True
    sort: Annotated[str, Meta(description="at; - for downwards.")] = "at"
    limit: Annotated[int, Meta(ge=1, le=100_000, description="Frames in one file.")] = 20_000


async def export_frames(door: Door, asked: Asked[Nothing, FrameExportQuery]) -> Stream:
    query = asked.query
    page = wanted(door, asked, limit=1, cursor=query.cursor, sort=query.sort)
    mark = marks(door.pepper) if query.redact else None
    rows: list[Sequence[Value]] = []
    place, more = page.cursor, True
    while more and len(rows) < query.limit:
        step = msgspec.structs.replace(page, cursor=place, limit=min(MOST_ROWS, query.limit - len(rows)))

        def look(reader: Reader, step: PageQuery = step) -> tuple[list[Sequence[Value]], str | None]:
            filters = filters_of(reader, query, query.station)
            found = frames.both_ways(reader, msgspec.structs.replace(step, filters=filters))
            return _rows(reader, found.items, mark), found.next

        some, place = await door.parts.database.read(asked.caller.tenant, look)
        rows += some
        more = place is not None
    headers: tuple[tuple[str, str], ...] = (("wattfleet-more", "true" if more else "false"),)
    if place is not None:
        headers += (("wattfleet-next", door.cursors.write(place, scope_of(asked))),)
    return await file_stream(query.format, "frames", COLUMNS, rows, headers)


def _rows(reader: Reader, found: Sequence[OneFrame], mark: Mark | None) -> list[Sequence[Value]]:
    names = Names(reader, (one.row.station_id for one in found))
    versions = {one: stations.get(reader, one) for one in {one.row.station_id for one in found}}
    spoken = {one: "" if station is None else station.ocpp for one, station in versions.items()}
    return [_row(one, names, spoken[one.row.station_id], mark) for one in found]


def _row(one: OneFrame, names: Names, ocpp: str, mark: Mark | None) -> Sequence[Value]:
    row = one.row
    if mark is None:
        frame = bytes(shown(one.raw)).decode()
    else:
        frame = msgspec.json.encode(redacted_frame(one.raw, mark)).decode()
    return (
        row.id,
        row.at,
        names.of(row.station_id),
        ocpp,
        row.epoch,
        one.direction.name.lower(),
        one.kind,
        row.action,
        row.message_id,
        None if one.is_answer_of_ours else row.error or None,
        None if row.session_id is None else str(row.session_id),
        frame,
    )


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/export/frames",
        export_frames,
        deed=READ,
        body=Nothing,
        query=FrameExportQuery,
        about=About(
            summary="Frames as JSON lines or CSV, secrets and tokens redacted",
            description="`frame` is the message as a text of JSON. Passwords are always hidden; tokens stand"
            " behind marks that are the same for the same token, unless `redact` is false. The next file"
            " begins at `cursor` = `Wattfleet-Next`.",
            media=MEDIA["jsonl"],
        ),
    ),
)
