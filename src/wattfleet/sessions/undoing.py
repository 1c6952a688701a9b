"""A session without what one event brought: the undo of a match.

Observation. Evidence is joined, never replaced: what an event brought is the difference between the session
before and after it, and everything else that came since can stay. So nothing has to be folded anew, and later
evidence is not lost.

What came after an end that the event told, and was left out because of it, stays the station's own.
"""

from typing import Final, TypeVar

import msgspec

from wattfleet.sessions.session import Doing, Session, Stop, sorted_flags

T = TypeVar("T")

_SINGLE: Final = (
    "evse",
    "connector",
    "began_at",
    "first_at",
    "last_at",
    "token",
    "token_rank",
    "remote_start",
    "reservation",
    "sequences",
    "known_register",
    "first_received_at",
)
"""Evidence that is one value: the old one where nothing else has changed it since."""


def without(now: Session, before: Session, after: Session) -> Session:
    """The evidence of `now` without what turned `before` into `after`; its facts must be settled anew.

    The track is left as it is: whoever keeps the readings takes those of the event away.
    """
    single = {
        name: getattr(before, name) if getattr(now, name) == getattr(after, name) else getattr(now, name)
        for name in _SINGLE
    }
    return msgspec.structs.replace(
        now,
        **single,
        stops=_stops(now, before, after),
        doings=_doings(now, before, after),
        told=sorted_flags(_less(set(now.told), set(before.told), set(after.told))),
    )


def _stops(now: Session, before: Session, after: Session) -> tuple[Stop, ...]:
    brought = set(after.stops) - set(before.stops)
    return tuple(stop for stop in now.stops if stop not in brought)


def _doings(now: Session, before: Session, after: Session) -> tuple[Doing, ...]:
    kept = _less(set(now.doings), set(before.doings), set(after.doings))
    return tuple(sorted(kept, key=lambda one: (one.at.us, one.sequence, one.state.value)))


def _less(now: set[T], before: set[T], after: set[T]) -> set[T]:
    """What is there now without what the event brought, and with what it took away."""
    return (now - (after - before)) | (before - after)
