"""The inbox over HTTP: stations that knock and are not registered, and how they become ours."""

from typing import Annotated

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Route, json_answer, route
from wattfleet.api.shapes import When, list_answer, wanted
from wattfleet.api.station_views import CreatedStationView
from wattfleet.api.stations import created_answer
from wattfleet.stations.commissioning import InboxEntry
from wattfleet.storage import inbox
from wattfleet.usecases.adopt_station import Adoption, adopt_station, not_knocking
from wattfleet.usecases.refuse_station import refuse_station


class InboxView(msgspec.Struct, frozen=True, kw_only=True):
    """A station that knocks. `can_keep` = it always sent the same password and can be adopted with it."""

    identity: str
    address: str
    subprotocol: str
    user_agent: str
    reason: Annotated[str, Meta(description="Why it was not let in: unknown, no_password, bad_password …")]
    attempts: int
    first_seen: When
    last_seen: When
    can_keep: bool


class InboxQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of those that knock; newest first where nothing else is said."""

    reason: str | None = None
    search: Annotated[str, Meta(description="A part of the identity.")] | None = None
    sort: Annotated[
        str, Meta(description="last_seen, first_seen, identity or attempts; - for downwards.")
    ] = "-last_seen"
    limit: Limit = 50
    cursor: Cursor | None = None


def inbox_view(entry: InboxEntry) -> InboxView:
    return InboxView(
        identity=entry.identity,
        address=entry.address,
        subprotocol=entry.subprotocols,
        user_agent=entry.user_agent,
        reason=entry.reason,
        attempts=entry.attempts,
        first_seen=entry.first_seen.rfc3339(),
        last_seen=entry.last_seen.rfc3339(),
        can_keep=len(entry.credentials) == 1,
    )


async def list_inbox(door: Door, asked: Asked[Nothing, InboxQuery]) -> Answer:
    query = asked.query
    await door.flush_inbox()
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={"reason": query.reason, "search": query.search},
    )
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: inbox.page(reader, page))
    return list_answer(door, asked, found, inbox_view)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    await door.flush_inbox()
    identity = asked.names["identity"]
    entry = await door.parts.database.read(asked.caller.tenant, lambda reader: inbox.find(reader, identity))
    if entry is None:
        raise not_knocking(identity)
    return json_answer(inbox_view(entry))


async def accept(door: Door, asked: Asked[Adoption, Nothing]) -> Answer:
    await door.flush_inbox()
    station_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: adopt_station(
            door.parts,
            asked.caller.tenant,
            asked.names["identity"],
            asked.body,
            station_id=station_id,
            pepper=door.pepper,
            by=asked.by,
            then=then,
        ),
        lambda made: created_answer(door, made, made.password),
        replayed=lambda made: created_answer(door, made, None),
    )


async def forget(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    await door.flush_inbox()
    await refuse_station(door.parts, asked.caller.tenant, asked.names["identity"], by=asked.by)
    return NO_CONTENT


READ, WRITE = Deed(Area.INBOX), Deed(Area.INBOX, write=True)
_ONE = "/api/v1/inbox/{identity}"

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/inbox",
        list_inbox,
        deed=READ,
        body=Nothing,
        query=InboxQuery,
        about=About(summary="Stations that knock and are not registered", answer=InboxView, paged=True),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One that knocks", answer=InboxView),
    ),
    route(
        "POST",
        _ONE + "/accept",
        accept,
        deed=WRITE,
        body=Adoption,
        query=Nothing,
        about=About(
            summary="Adopt a station that knocks",
            description=(
                "With a new password (shown here, once), with the one that is given, or, with "
                "`keep_credential`, with the one that it already sends: refused if more than one was seen."
            ),
            answer=CreatedStationView,
            status=201,
            example='{"access": "private", "name": "Bay 7", "keep_credential": true}',
            refuses=(409,),
        ),
    ),
    route(
        "DELETE",
        _ONE,
        forget,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Take a station off the list; it comes back if it knocks again", status=204),
    ),
)
