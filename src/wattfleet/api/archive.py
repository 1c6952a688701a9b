"""Where the archive's old days are, and what retention has removed from it."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.shapes import Id, When, list_answer, wanted
from wattfleet.storage import cold_files, removals
from wattfleet.storage.cold_files import ColdLine
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.storage.removals import Removal


class ColdFileView(msgspec.Struct, frozen=True, kw_only=True):
    """One cold file as the manifest has it."""

    id: Id
    kind: Annotated[str, Meta(extra_json_schema={"enum": ["frames", "readings"]})]
    day: Annotated[str, Meta(description="The day of UTC on which its rows were received.")]
    path: Annotated[str, Meta(description="Below the folder of cold files.")]
    state: Annotated[
        str, Meta(description="ready = its rows are still being deleted from the database; done.")
    ]
    rows: int
    bytes: int
    sha256: str
    first_at: When
    last_at: When
    made_at: When
    evidence_only: Annotated[bool, Meta(description="Frames of no session have been removed from it.")]


class RemovalView(msgspec.Struct, frozen=True, kw_only=True):
    """What one step of retention has removed."""

    id: Id
    at: When
    kind: str
    before: When
    rows: int
    file: str | None
    why: str


class ColdFileQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which files; newest day first where nothing else is said."""

    kind: Literal["frames", "readings"] | None = None
    sort: Annotated[str, Meta(description="day; - for downwards.")] = "-day"
    limit: Limit = 50
    cursor: Cursor | None = None


class RemovalQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which removals; newest first where nothing else is said."""

    kind: Literal["frames", "readings", "events"] | None = None
    sort: Annotated[str, Meta(description="at; - for downwards.")] = "-at"
    limit: Limit = 50
    cursor: Cursor | None = None


async def list_files(door: Door, asked: Asked[Nothing, ColdFileQuery]) -> Answer:
    query = asked.query
    filters = {"kind": query.kind}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[ColdLine]:
        return cold_files.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _file_view)


async def list_removals(door: Door, asked: Asked[Nothing, RemovalQuery]) -> Answer:
    query = asked.query
    filters = {"kind": query.kind}
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[Removal]:
        return removals.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _removal_view)


def _file_view(line: ColdLine) -> ColdFileView:
    return ColdFileView(
        id=str(line.id),
        kind=line.kind,
        day=line.day,
        path=line.path,
        state=line.state,
        rows=line.rows,
        bytes=line.bytes,
        sha256=line.sha256,
        first_at=line.first_at.rfc3339(),
        last_at=line.last_at.rfc3339(),
        made_at=line.made_at.rfc3339(),
        evidence_only=bool(line.thinned),
    )


def _removal_view(removal: Removal) -> RemovalView:
    return RemovalView(
        id=str(removal.id),
        at=removal.at.rfc3339(),
        kind=removal.kind,
        before=removal.before.rfc3339(),
        rows=removal.rows,
        file=removal.file or None,
        why=removal.why,
    )


READ = Deed(Area.STATIONS)

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/archive/files",
        list_files,
        deed=READ,
        body=Nothing,
        query=ColdFileQuery,
        about=About(
            summary="The manifest of cold files: old days of frames and readings",
            answer=ColdFileView,
            paged=True,
        ),
    ),
    route(
        "GET",
        "/api/v1/archive/removals",
        list_removals,
        deed=READ,
        body=Nothing,
        query=RemovalQuery,
        about=About(
            summary="What retention has removed",
            description="One line for each step: how many rows of what, older than which moment, and why.",
            answer=RemovalView,
            paged=True,
        ),
    ),
)
