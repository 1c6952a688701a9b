"""What the clockwork does: reconcilers without input, each with how often and how long it may take.

A job looks for what is not yet as it should be and mends it; a second run finds nothing. Progress lives in
the rows themselves, so a restart needs nothing more.
"""

from collections.abc import Awaitable, Callable

import msgspec

from wattfleet.jobs.audit import audit_daily
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US
from wattfleet.usecases.ask_silent import ask_silent
from wattfleet.usecases.close_session import close_sessions
from wattfleet.usecases.follow_orders import follow_orders
from wattfleet.usecases.follow_reservations import follow_reservations
from wattfleet.usecases.forget_answers import forget_answers
from wattfleet.usecases.forget_sign_ins import forget_sign_ins
from wattfleet.usecases.infer_ends import infer_ends
from wattfleet.usecases.keep_alarms import keep_alarms
from wattfleet.usecases.keep_days import keep_days
from wattfleet.usecases.parts import Parts
from wattfleet.usecases.post_ratings import post_ratings
from wattfleet.usecases.sample_health import sample_health
from wattfleet.usecases.settle_doubts import settle_doubts


class Job(msgspec.Struct, frozen=True):
    """`run` returns how many things it mended; when it mended something it runs again at once.

    A process that was killed keeps its leases until they end: nobody does its jobs for that long.
    """

    name: str
    every_us: int
    run: Callable[[Parts], Awaitable[int]]
    lease_us: int = 4 * SECOND_US


JOBS: tuple[Job, ...] = (
    Job("close_sessions", SECOND_US // 4, close_sessions),
    Job("post_ratings", SECOND_US, post_ratings),
    Job("follow_orders", SECOND_US, follow_orders),
    Job("follow_reservations", 10 * SECOND_US, follow_reservations),
    Job("settle_doubts", MINUTE_US, settle_doubts),
    Job("infer_ends", MINUTE_US, infer_ends, lease_us=MINUTE_US),
    Job("ask_silent", MINUTE_US, ask_silent, lease_us=MINUTE_US),
    Job("keep_alarms", 15 * SECOND_US, keep_alarms, lease_us=MINUTE_US),
    Job("keep_days", 60 * MINUTE_US, keep_days, lease_us=MINUTE_US),
    Job("forget_answers", 30 * MINUTE_US, forget_answers),
    Job("sample_health", HOUR_US, sample_health),
    Job("audit", HOUR_US // 4, audit_daily, lease_us=HOUR_US),
    Job("forget_sign_ins", 60 * MINUTE_US, forget_sign_ins),
)
"""Every job of a process that are not about its own sockets."""
