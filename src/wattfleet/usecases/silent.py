"""Open sessions of which nothing has been heard for long: who looks after them sees a few at a time."""

from collections.abc import AsyncGenerator

from wattfleet.kernel.clock import Clock, pause
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.ending import Patience
from wattfleet.sessions.session import Session
from wattfleet.storage import sessions
from wattfleet.storage.database import Reader
from wattfleet.usecases.parts import Parts

LOOKED_AT = 50
"""Open sessions that are read at once. Frames wait for it: 200 took 2.2 ms of a core, and 6.5 more where each
was silent and its evidence was asked for (SQLite)."""
REST = 3
"""For so many times as long as the look at some took, nobody looks at more of them."""


async def silent_sessions(
    parts: Parts, tenant: int, now: Instant, patience: Patience
) -> AsyncGenerator[list[Session], None]:
    """All open ones of which nothing was heard for the grace of a connected station; without their course."""
    last: Session | None = None
    while True:
        began_us = parts.clock.monotonic_us()

        def some(reader: Reader, last: Session | None = last) -> list[Session]:
            return sessions.active(reader, LOOKED_AT, after=last)

        found = await parts.database.read(tenant, some)
        silent = [one for one in found if now - heard_at(one) >= patience.us(connected=True)]
        if silent:
            yield silent
        if len(found) < LOOKED_AT:
            return
        last = found[-1]
        await rest(parts.clock, began_us)


async def rest(clock: Clock, since_us: int) -> None:
    """After work that began then, so that it has a quarter of the time at most."""
    await pause(clock, REST * (clock.monotonic_us() - since_us))


def heard_at(session: Session) -> Instant:
    """Since when nothing was heard of the car. What the meter of an empty plug tells at every quarter of an
    hour would else put the end off for ever."""
    heard = session.last_at or session.started_at
    out = session.plugged_out_at
    return heard if out is None else min(heard, out)
