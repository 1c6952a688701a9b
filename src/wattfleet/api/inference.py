"""The end of a session by inference, over HTTP: how long silence lasts before."""

from wattfleet.access.roles import Area, Deed
from wattfleet.api.chosen import choice_answer, show_choice
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, route
from wattfleet.api.shapes import seen_version
from wattfleet.sessions.ending import Patience
from wattfleet.usecases.patience import INFERENCE, patience_of, set_patience


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return await show_choice(door, asked, INFERENCE, patience_of)


async def put(door: Door, asked: Asked[Patience, Nothing]) -> Answer:
    made = await set_patience(
        door.parts, asked.caller.tenant, asked.body, seen=seen_version(asked), by=asked.by
    )
    return choice_answer(made)


ROUTES = (
    route(
        "GET",
        "/api/v1/inference",
        show,
        deed=Deed(Area.SESSIONS),
        body=Nothing,
        query=Nothing,
        about=About(
            summary="How long a silent session waits before its end is inferred",
            description="An inferred end is provisional for 72 hours: a late stop takes it back.",
            answer=Patience,
            versioned=True,
        ),
    ),
    route(
        "PUT",
        "/api/v1/inference",
        put,
        deed=Deed(Area.SETUP, write=True),
        body=Patience,
        query=Nothing,
        about=About(
            summary="Say how long a silent session waits before its end is inferred",
            description="Ends that are inferred already stay as they are.",
            answer=Patience,
            versioned=True,
            example='{"grace_s": 900, "offline_grace_s": 86400}',
        ),
    ),
)
