"""Room for the days ahead, where the database keeps days apart; old days that are empty go."""

from datetime import timedelta

from wattfleet.usecases.parts import Parts

AHEAD = 7
"""Days for which room is made: a server that stands still for less than a week keeps its order."""


async def keep_days(parts: Parts) -> int:
    """Returns 0: whatever could not be done now is done by the next run."""
    today = parts.clock.now().moment.date()
    ahead = [today + timedelta(days=number) for number in range(AHEAD + 1)]
    await parts.database.keep_days(ahead, today)
    return 0
