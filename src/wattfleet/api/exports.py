"""Data out: sessions and readings in the order of their changes, and frames, as files with their hashes.

A file is written whole before its first byte leaves, so that its hash and its number of rows stand in the
headers. `Wattfleet-Next` is where the next file begins; with `Wattfleet-More: false` there is nothing more
for now, and asking again later with that cursor brings what has changed in between, each session whole.
"""

import asyncio
import base64
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api import export_columns
from wattfleet.api.data_files import MEDIA, Column, Format, Value, Written, write
from wattfleet.api.door import Door
from wattfleet.api.redactor import marks
from wattfleet.api.route import About, Asked, Nothing, Route, Stream, route
from wattfleet.kernel.errors import invalid
from wattfleet.storage import readings, session_changes, session_list, sessions
from wattfleet.storage.database import Reader
from wattfleet.storage.session_changes import START, Change

TOGETHER = 500
CHUNK = 256 * 1024

Since = Annotated[
    str | None, Meta(description="`Wattfleet-Next` of the file before; from the beginning when absent.")
]


class SessionExportQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sessions that have begun, ended, been revised or rated since then."""

    format: Format = "csv"
    changed_since: Since = None
    redact: Annotated[bool, Meta(description="Put marks in the place of tokens and drivers.")] = False
    limit: Annotated[int, Meta(ge=1, le=200_000, description="Sessions in one file.")] = 50_000


class ReadingExportQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All readings of sessions that have changed since then; a session's readings come whole."""

    format: Format = "csv"
    changed_since: Since = None
    redact: Annotated[bool, Meta(description="Readings name no token; taken for the sake of scripts.")] = (
        False
    )
    limit: Annotated[int, Meta(ge=1, le=5_000, description="Sessions whose readings stand in one file.")] = (
        500
    )


async def export_sessions(door: Door, asked: Asked[Nothing, SessionExportQuery]) -> Stream:
    query = asked.query
    mark = marks(door.pepper) if query.redact else None

    def rows(reader: Reader, some: Sequence[UUID]) -> list[Sequence[Value]]:
        lines = session_list.several(reader, some)
        return [export_columns.session_row(lines[one], mark) for one in some if one in lines]

    kind = _Kind("sessions", export_columns.SESSIONS, rows)
    return await _export(door, asked, kind, query.format, query.changed_since, query.limit)


async def export_readings(door: Door, asked: Asked[Nothing, ReadingExportQuery]) -> Stream:
    query = asked.query

    def rows(reader: Reader, some: Sequence[UUID]) -> list[Sequence[Value]]:
        lines = session_list.several(reader, some)
        found: list[Sequence[Value]] = []
        for session in sessions.many(reader, some):
            course = readings.whole_course(reader, session, sessions.cold_span(reader, session.id))
            station = lines[session.id].station
            found += (one for row in course for one in export_columns.reading_rows(session, station, row))
        return found

    kind = _Kind("readings", export_columns.READINGS, rows)
    return await _export(door, asked, kind, query.format, query.changed_since, query.limit)


class _Kind(msgspec.Struct, frozen=True):
    """What is exported: its name, its columns, and its rows for some sessions."""

    name: str
    columns: Sequence[Column]
    rows: Callable[[Reader, Sequence[UUID]], list[Sequence[Value]]]


async def _export(
    door: Door, asked: Asked[Any, Any], kind: _Kind, form: Format, since: str | None, limit: int
) -> Stream:
    tenant, read = asked.caller.tenant, door.parts.database.read
    after = _read_cursor(door, tenant, since)
    changes = await read(tenant, lambda reader: session_changes.since(reader, after, limit + 1))
    shown = changes[:limit]
    found: list[Sequence[Value]] = []
    for begin in range(0, len(shown), TOGETHER):
        some = [one.session_id for one in shown[begin : begin + TOGETHER]]
        found += await read(tenant, lambda reader, some=some: kind.rows(reader, some))  # type: ignore[misc]
    following = shown[-1] if shown else after
    return await file_stream(
        form,
        kind.name,
        kind.columns,
        found,
        (
            ("wattfleet-next", _write_cursor(door, tenant, following)),
            ("wattfleet-more", "true" if len(changes) > limit else "false"),
        ),
    )


async def file_stream(
    form: Format,
    name: str,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    headers: tuple[tuple[str, str], ...],
) -> Stream:
    """The table as a file that is written, measured, sent and removed."""
    folder = tempfile.TemporaryDirectory(prefix="wattfleet-export-")
    path = Path(folder.name) / f"{name}.{form}"
    try:
        written = await asyncio.to_thread(write, path, form, columns, rows)
    except BaseException:
        folder.cleanup()
        raise
    return Stream(_sent(path, folder), MEDIA[form], (*headers, *_measured(written), _named(f"{name}.{form}")))


def _measured(written: Written) -> Iterator[tuple[str, str]]:
    yield "wattfleet-rows", str(written.rows)
    yield "content-length", str(written.size)
    yield "repr-digest", f"sha-256=:{base64.b64encode(written.digest).decode()}:"


def _named(name: str) -> tuple[str, str]:
    return "content-disposition", f'attachment; filename="{name}"'


async def _sent(path: Path, folder: "tempfile.TemporaryDirectory[str]") -> AsyncIterator[bytes]:
    try:
        with path.open("rb") as file:
            while chunk := await asyncio.to_thread(file.read, CHUNK):
                yield chunk
    finally:
        folder.cleanup()


def _scope(tenant: int) -> str:
    return f"{tenant} changes of sessions"


def _write_cursor(door: Door, tenant: int, change: Change) -> str:
    return door.cursors.write(f"{change.mark}:{change.session_id}", _scope(tenant))


def _read_cursor(door: Door, tenant: int, text: str | None) -> Change:
    """Raises: WattfleetError `cursor_invalid`."""
    if text is None:
        return START
    try:
        mark, _, session_id = door.cursors.read(text, _scope(tenant)).partition(":")
        return Change(int(mark), UUID(session_id))
    except ValueError:
        raise invalid(
            "cursor_invalid",
            "This cursor is not one of ours.",
            hint="Take `next` of the answer before, or leave it out to begin anew.",
            field="changed_since",
        ) from None


_HOW = (
    "One row for each; the file's hash stands in `Repr-Digest`, its rows in `Wattfleet-Rows`. Ask again with"
    " `changed_since` = `Wattfleet-Next`: a session that has changed since comes again, whole. No change is"
    " ever missed, however late it is committed; what a running charge gains is no change until it ends."
)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/export/sessions",
        export_sessions,
        deed=Deed(Area.SESSIONS),
        body=Nothing,
        query=SessionExportQuery,
        about=About(
            summary="Sessions as CSV, Parquet or JSON lines, by change", description=_HOW, media=MEDIA["csv"]
        ),
    ),
    route(
        "GET",
        "/api/v1/export/readings",
        export_readings,
        deed=Deed(Area.SESSIONS),
        body=Nothing,
        query=ReadingExportQuery,
        about=About(
            summary="Readings as CSV, Parquet or JSON lines, by change of their session",
            description=_HOW,
            media=MEDIA["csv"],
        ),
    ),
)
