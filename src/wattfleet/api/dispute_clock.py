"""Within which time disputes are answered: read and said over HTTP."""

from wattfleet.access.roles import Area, Deed
from wattfleet.api.chosen import choice_answer, show_choice
from wattfleet.api.door import Door
from wattfleet.api.route import About, Answer, Asked, Nothing, Route, route
from wattfleet.api.shapes import seen_version
from wattfleet.billing.dispute import DisputeClock
from wattfleet.usecases.dispute_clock import DISPUTES, dispute_clock, set_dispute_clock

READ = Deed(Area.DISPUTES)


async def show(door: Door, asked: Asked[Nothing, Nothing]) -> Answer:
    return await show_choice(door, asked, DISPUTES, dispute_clock)


async def put(door: Door, asked: Asked[DisputeClock, Nothing]) -> Answer:
    made = await set_dispute_clock(
        door.parts, asked.caller.tenant, asked.body, seen=seen_version(asked), by=asked.by
    )
    return choice_answer(made)


ROUTES: tuple[Route, ...] = (
    route(
        "GET",
        "/api/v1/dispute-clock",
        show,
        deed=READ,
        body=Nothing,
        query=Nothing,
        about=About(summary="Within which time disputes are answered", answer=DisputeClock, versioned=True),
    ),
    route(
        "PUT",
        "/api/v1/dispute-clock",
        put,
        deed=Deed(Area.SETUP, write=True),
        body=DisputeClock,
        query=Nothing,
        about=About(
            summary="Say within which time disputes are answered",
            description="Those that are open keep the day by which they are due.",
            answer=DisputeClock,
            versioned=True,
            example='{"answer_days": 14, "open_days": 90}',
        ),
    ),
)
