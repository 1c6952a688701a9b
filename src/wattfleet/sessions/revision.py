"""Revisions of a session: what a bill sees of it, what differs from one to the next, and when it is final.

The first is what it was when it was first priced. Whatever later changes one of these facts, or the price,
makes the next; the earlier ones stay as they were. Source: field-faults §1 (10), §4; issue 3.
"""

from collections.abc import Collection
from enum import Enum

import msgspec

from wattfleet.events import Flag
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.ending import FINAL_US
from wattfleet.sessions.session import Session, SessionState


class Cause(Enum):
    """What made a revision."""

    ENDED = "ended"  # it has ended
    FRAME = "frame"  # the station told more
    PERSON = "person"  # somebody decided, with a reason
    EVIDENCE = "evidence"  # an end was inferred, or a doubt found its session
    COURSE = "course"  # the same facts, but the energy flowed at other times
    PRICE = "price"  # another tariff, or the price of a series, holds for it


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What a bill sees of a session. `token` is the uid, `flags` say what is known of its quality."""

    state: SessionState
    started_at: Instant
    ended_at: Instant | None
    energy: Energy
    evse: int
    token: str
    driver: str
    vehicle: str
    flags: tuple[str, ...] = ()


_COMPARED = ("state", "started_at", "ended_at", "energy", "evse", "token", "driver", "vehicle")
"""Flags alone make no revision: what follows from them shows in the state."""


def facts_of(session: Session) -> Facts:
    return Facts(
        state=session.state,
        started_at=session.started_at,
        ended_at=session.ended_at,
        energy=session.energy,
        evse=session.evse,
        token="" if session.token is None else session.token.uid,
        driver=session.driver,
        vehicle=session.vehicle,
        flags=tuple(flag.value for flag in session.flags),
    )


def differing(before: Facts, after: Facts) -> tuple[str, ...]:
    """The names of the facts in which the two differ."""
    return tuple(name for name in _COMPARED if getattr(before, name) != getattr(after, name))


def may_be_revised(before: Session, after: Session) -> bool:
    """Whether a change from one to the other is one that a revision tells of.

    A running session gains energy all the time: it has no revisions until it ends, unless it had ended once.
    """
    if before.state is SessionState.ACTIVE and after.state is SessionState.ACTIVE:
        return False
    if before.state is SessionState.ACTIVE and before.inferred is None and before.amended is None:
        return False  # it ends for the first time: pricing it makes the first revision
    return bool(differing(facts_of(before), facts_of(after)))


def final_from(ended_at: Instant | None, flags: Collection[str]) -> Instant | None:
    """From when it may be billed for good: an inferred end may be taken back until then (§4, T_final).

    None while it runs.
    """
    if ended_at is None:
        return None
    return ended_at + FINAL_US if Flag.END_INFERRED.value in flags else ended_at


def is_provisional(ended_at: Instant | None, flags: Collection[str], now: Instant) -> bool:
    """Whether it has ended, and that may still be taken back."""
    final_at = final_from(ended_at, flags)
    return final_at is not None and now < final_at and Flag.END_INFERRED.value in flags
