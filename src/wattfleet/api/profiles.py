"""Stored charging profiles over HTTP: kept under a description, sent by their id."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from wattfleet.access.roles import Area, Deed
from wattfleet.api.app import versioned
from wattfleet.api.door import Door
from wattfleet.api.once import once
from wattfleet.api.pages import Cursor, Limit
from wattfleet.api.route import NO_CONTENT, About, Answer, Asked, Nothing, Q, Route, json_answer, route
from wattfleet.api.shapes import Id, list_answer, read_id, seen_version, wanted
from wattfleet.commands import ChargingProfile
from wattfleet.stations.orders import StoredProfile
from wattfleet.stations.profile_wishes import ProfileChange, ProfileWish
from wattfleet.storage import profiles
from wattfleet.usecases.change_profile import change_profile
from wattfleet.usecases.finding import demand_profile
from wattfleet.usecases.remove_profile import remove_profile
from wattfleet.usecases.store_profile import store_profile


class ProfileView(msgspec.Struct, frozen=True, kw_only=True):
    """A stored profile. `number` is the charging profile's id on the wire."""

    id: Id
    number: int
    description: str
    profile: ChargingProfile
    version: int


class ProfileQuery(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which profiles."""

    description: Annotated[str, Meta(description="A part of the description, in any case.")] | None = None
    sort: Annotated[str, Meta(description="number, description or id; - for downwards.")] = "number"
    limit: Limit = 50
    cursor: Cursor | None = None


def profile_view(stored: StoredProfile) -> ProfileView:
    return ProfileView(
        id=str(stored.id),
        number=stored.number,
        description=stored.description,
        profile=msgspec.convert(stored.profile, ChargingProfile),
        version=stored.version,
    )


async def list_profiles(door: Door, asked: Asked[Nothing, ProfileQuery]) -> Answer:
    query = asked.query
    page = wanted(
        door,
        asked,
        limit=query.limit,
        cursor=query.cursor,
        sort=query.sort,
        filters={"search": query.description},
    )
    found = await door.parts.database.read(asked.caller.tenant, lambda reader: profiles.page(reader, page))
    return list_answer(door, asked, found, profile_view)


async def create(door: Door, asked: Asked[ProfileWish, Nothing]) -> Answer:
    profile_id = door.parts.ids.uuid(door.parts.clock.now())
    return await once(
        door,
        asked,
        lambda then: store_profile(
            door.parts, asked.caller.tenant, asked.body, profile_id, then, by=asked.by
        ),
        lambda stored: _answer(stored, status=201),
    )


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    profile_id = _id(asked)
    return _answer(
        await door.parts.database.read(asked.caller.tenant, lambda reader: demand_profile(reader, profile_id))
    )


async def change(door: Door, asked: Asked[ProfileChange, Nothing]) -> Answer:
    profile_id = read_id(asked.names, "profile_unknown", "charging profile")
    seen = seen_version(asked)
    return _answer(
        await change_profile(door.parts, asked.caller.tenant, profile_id, asked.body, seen=seen, by=asked.by)
    )


async def remove(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    await remove_profile(door.parts, asked.caller.tenant, _id(asked), seen=seen_version(asked), by=asked.by)
    return NO_CONTENT


def _id(asked: Asked[Nothing, Q]) -> UUID:
    return read_id(asked.names, "profile_unknown", "charging profile")


def _answer(stored: StoredProfile, *, status: int = 200) -> Answer:
    headers = [versioned(stored.version)]
    if status == 201:
        headers.append(("location", f"/api/v1/charging-profiles/{stored.id}"))
    return json_answer(profile_view(stored), status=status, headers=tuple(headers))


READ, WRITE = Deed(Area.COMMANDS), Deed(Area.COMMANDS, write=True)
_LIST = "/api/v1/charging-profiles"
_ONE = _LIST + "/{id}"
_EXAMPLE = """{"description": "night, 6 A", "profile": {"purpose": "tx_default", "kind": "recurring",
 "stack_level": 1, "unit": "A", "recurrency": "daily", "start": "2026-11-20T21:00:00Z", "duration_s": 28800,
 "periods": [{"start_s": 0, "limit": "6"}]}}"""

ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        _LIST,
        list_profiles,
        deed=READ,
        body=Nothing,
        query=ProfileQuery,
        about=About(summary="The stored charging profiles", answer=ProfileView, paged=True),
    ),
    route(
        "POST",
        _LIST,
        create,
        deed=WRITE,
        body=ProfileWish,
        query=Nothing,
        about=About(
            summary="Store a charging profile",
            description="It is sent with the command set_charging_profile and its `profile_id`.",
            answer=ProfileView,
            status=201,
            example=_EXAMPLE,
            versioned=True,
            refuses=(409,),
        ),
    ),
    route(
        "GET",
        _ONE,
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="One stored charging profile", answer=ProfileView, versioned=True),
    ),
    route(
        "PATCH",
        _ONE,
        change,
        deed=WRITE,
        body=ProfileChange,
        query=Nothing,
        about=About(
            summary="Change a stored charging profile",
            description="What stations already hold stays as it was sent.",
            answer=ProfileView,
            example='{"description": "night, 6 A, all winter"}',
            versioned=True,
        ),
    ),
    route(
        "DELETE",
        _ONE,
        remove,
        deed=WRITE,
        body=Nothing,
        query=Nothing,
        about=About(summary="Forget a stored charging profile", status=204, versioned=True),
    ),
)
