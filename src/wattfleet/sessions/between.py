"""Energy between sessions: what a meter counted and no session has (field-faults row 39, reliability I6).

Observation. A register that runs over the station's lifetime only rises, so that it orders the sessions of an
EVSE better than any clock. What lies between the end register of one and the begin register of the next was
counted while no session was there.

It refuses to name a gap beside a session that runs, or whose registers are in doubt: what that one took would
be counted twice. A register that restarts tells nothing between two sessions.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final
from uuid import UUID

import msgspec

from wattfleet.events import Flag
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import MINUTE_US, Instant
from wattfleet.sessions.session import Session, SessionState

_UNSOUND: Final = frozenset(
    {
        Flag.PLACEHOLDER_BEGIN,
        Flag.IMPLAUSIBLE_ENERGY,
        Flag.SOURCES_DISAGREE,
        Flag.NO_METER,
        Flag.NEGATIVE_ENERGY,
        Flag.REGISTER_RESET,
        Flag.CLOCK_UNSET,
    }
)
"""With one of them the registers of a session do not say where the meter stood."""
_CLOSE_US: Final = MINUTE_US


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """What the meter counted between two sessions of an EVSE."""

    evse: int
    after_session: UUID
    before_session: UUID
    from_at: Instant
    to_at: Instant
    from_register: Energy
    to_register: Energy

    @property
    def energy(self) -> Energy:
        return unallocated(self.from_register, self.to_register)


def unallocated(last: Energy | None, begin: Energy | None) -> Energy:
    """What flowed between the last register of one session and the first of the next: booked to no driver.

    Zero where the register restarted.
    """
    if last is None or begin is None or begin < last:
        return Energy(0)
    return begin - last


def gaps(sessions: Sequence[Session]) -> list[Gap]:
    """All gaps between neighbouring sessions of one EVSE whose register counts for life, by register."""
    sound = sorted((one for one in sessions if _is_sound(one)), key=_register_order)
    doubtful = [one for one in sessions if not _is_sound(one)]
    found = []
    reached: Session | None = None
    for before, after in pairwise(sound):
        if reached is None or _end(before) > _end(reached):
            reached = before
        if unallocated(_end(reached), _begin(after)) == Energy(0):
            continue
        if reached.state is SessionState.ACTIVE or any(_may_lie(one, reached, after) for one in doubtful):
            continue
        found.append(_gap(reached, after))
    return found


def _gap(before: Session, after: Session) -> Gap:
    ended = before.ended_at or before.started_at
    return Gap(
        evse=after.evse,
        after_session=before.id,
        before_session=after.id,
        from_at=min(ended, after.started_at),
        to_at=after.started_at,
        from_register=_end(before),
        to_register=_begin(after),
    )


def _is_sound(session: Session) -> bool:
    if session.begin_register is None or _UNSOUND.intersection(session.flags):
        return False
    return session.state is SessionState.ACTIVE or session.end_register is not None


def _may_lie(doubtful: Session, before: Session, after: Session) -> bool:
    """Whether a session with doubtful registers may have taken what lies between two others."""
    ended = doubtful.ended_at or after.started_at
    return (
        doubtful.started_at <= after.started_at + _CLOSE_US
        and ended >= (before.ended_at or before.started_at) + -_CLOSE_US
    )


def _begin(session: Session) -> Energy:
    assert session.begin_register is not None, "only sound sessions are asked"
    return session.begin_register


def _end(session: Session) -> Energy:
    """Of a running one the newest register; it can only be the last of all."""
    if session.end_register is not None:
        return session.end_register
    tally = session.tally
    return _begin(session) if tally is None or not tally.count else Energy(tally.peak)


def _register_order(session: Session) -> tuple[int, int, int]:
    return (_begin(session).mwh, _end(session).mwh, session.started_at.us)
