"""What auditors have read, for admins."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.shapes import Id, Moment, When, instant, list_answer, wanted
from wattfleet.storage import reads
from wattfleet.storage.database import Reader
from wattfleet.storage.lists import Page
from wattfleet.storage.reads import Read


class ReadView(msgspec.Struct, frozen=True, kw_only=True):
    """One request of an auditor."""

    id: Id
    at: When
    reader: Annotated[str, Meta(description="The key that read, by its public id and name.")]
    method: str
    path: str
    query: str | None


class ReadQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which reads; newest first where nothing else is said."""

    reader: Annotated[str, Meta(description="A part of the reader's name or key.")] | None = None
    path: Annotated[str, Meta(description="How the path begins.")] | None = None
    from_: Moment | None = msgspec.field(default=None, name="from")
    to: Moment | None = None
    sort: Annotated[str, Meta(description="at; - for downwards.")] = "-at"
    limit: Limit = 50
    cursor: Cursor | None = None


async def list_reads(door: Door, asked: Asked[Nothing, ReadQuery]) -> Answer:
    query = asked.query
    filters = {
        "reader": query.reader,
        "path": query.path,
        "from": instant(query.from_),
        "to": instant(query.to),
    }
    page = wanted(door, asked, limit=query.limit, cursor=query.cursor, sort=query.sort, filters=filters)

    def look(reader: Reader) -> Page[Read]:
        return reads.page(reader, page)

    found = await door.parts.database.read(asked.caller.tenant, look)
    return list_answer(door, asked, found, _view)


def _view(read: Read) -> ReadView:
    return ReadView(
        id=str(read.id),
        at=read.at.rfc3339(),
        reader=read.reader,
        method=read.method,
        path=read.path,
        query=read.query or None,
    )


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/reads",
        list_reads,
        deed=Deed(Area.READS),
        body=Nothing,
        query=ReadQuery,
        about=About(
            summary="What auditors have read",
            description="One line for each request of an auditor, written before it is answered.",
            answer=ReadView,
            paged=True,
        ),
    ),
)
