"""When a station never tells the end: what proves that a session is over, and the last proven register.

An inferred end is provisional: a real stop, or a reading of the transaction after it, takes it back (rows
11, 45). Nothing is inferred from a status alone (row 87), nor before the grace has passed.
Source: field-faults §4.
"""

from typing import Annotated, Final

import msgspec
from msgspec import Meta

from wattfleet.events import ConnectorStatus
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, SECOND_US, Instant
from wattfleet.sessions.energy import bound_mwh
from wattfleet.sessions.session import Inferred, Session, StationFacts

INTERVAL_US: Final = 15 * MINUTE_US  # between samples, where nobody has learned it
ASK_AGAIN_US: Final = HOUR_US  # between two questions after a transaction that is silent
FINAL_US: Final = 72 * HOUR_US  # how long an inferred end may still be taken back before it is billed

NEXT_START: Final = "next_start"
UNPLUGGED: Final = "unplugged"
REBOOTED: Final = "rebooted"
NOT_ONGOING: Final = "not_ongoing"

_EMPTY = frozenset({ConnectorStatus.AVAILABLE, ConnectorStatus.PREPARING})


class Patience(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long a session must have been silent before its end is inferred from other evidence, in seconds."""

    grace_s: Annotated[int, Meta(ge=60, le=86_400, description="While its station is connected.")] = 900
    offline_grace_s: Annotated[
        int, Meta(ge=900, le=2_592_000, description="While its station is not: its queue may hold the stop.")
    ] = 86_400

    def us(self, *, connected: bool) -> int:
        return (self.grace_s if connected else self.offline_grace_s) * SECOND_US


USUAL: Final = Patience()


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the connector of a session that has gone silent.

    `next_start` and `next_register` are those of the following start on it, of which we heard at
    `next_heard_at`: a queue tells old starts all at once, and the stop may still be behind them.
    `ongoing` and `queued` are what the station answered when asked for the transaction (2.x); `interval_us`
    is its usual time between samples.
    """

    now: Instant
    connected: bool = True
    status: ConnectorStatus | None = None
    status_since: Instant | None = None
    booted_at: Instant | None = None
    next_start: Instant | None = None
    next_register: Energy | None = None
    next_heard_at: Instant | None = None
    ongoing: bool | None = None
    queued: bool | None = None
    interval_us: int = INTERVAL_US


def judge_end(
    session: Session, seen: Seen, station: StationFacts, patience: Patience = USUAL
) -> Inferred | None:
    """The end that the evidence proves, once the grace has passed; None = it may still go on."""
    if session.stops or session.inferred is not None or seen.queued:
        return None  # what waits in the station's queue is better evidence (row 21)
    grace = patience.us(connected=seen.connected)
    if seen.next_start is not None and seen.now - (seen.next_heard_at or seen.next_start) >= grace:
        return ended_by_next_start(session, seen.next_start, seen.next_register, station)
    heard = session.last_at or session.started_at
    if seen.ongoing is False and seen.queued is False and seen.now - heard >= grace:
        return Inferred(heard, None, NOT_ONGOING)
    if _is_unplugged(session, seen) and seen.status_since is not None:
        return Inferred(seen.status_since, None, UNPLUGGED) if seen.now - seen.status_since >= grace else None
    if seen.booted_at is not None and heard < seen.booted_at:
        silent = seen.now - seen.booted_at
        if silent >= max(grace, 2 * seen.interval_us):
            return Inferred(heard, None, REBOOTED)
    return None


def ended_by_next_start(
    session: Session, at: Instant, register: Energy | None, station: StationFacts
) -> Inferred:
    """The end of a session whose connector began another one.

    The bill ends at the last proven moment, not at the next start. The energy up to the next begin register
    is its own, where the register runs over the station's lifetime and the gap is one that could be charged
    (row 44).
    """
    heard = _last_sign_until(session, at)
    last = _last_register(session)
    if station.register_mode != "lifetime" or register is None or last is None:
        return Inferred(heard, None, NEXT_START)
    gap = register.mwh - last.mwh
    if 0 <= gap <= bound_mwh(station.p_max_mw, at - heard):
        return Inferred(heard, register, NEXT_START, at)
    return Inferred(heard, None, NEXT_START)


def _last_sign(session: Session) -> Instant:
    """The newest moment of which the session told; what its plug tells after the car left is another's."""
    heard = session.last_at or session.started_at
    out = session.plugged_out_at
    if out is None or (session.tally is not None and session.tally.flow_at > out.us):
        return heard
    return min(heard, out)


def _last_sign_until(session: Session, at: Instant) -> Instant:
    """The same up to a moment from which on its plug tells of another: a status may be heard before the start
    that it belongs to."""
    sign = _last_sign(session)
    if sign <= at:
        return sign
    told = [*(one.at for one in session.track), *(one.at for one in session.doings)]
    return max((one for one in told if one <= at), default=min(session.started_at, at))


def _last_register(session: Session) -> Energy | None:
    tally = session.tally
    if tally is None or not tally.count:
        return session.begin_register
    return Energy(tally.peak)


def _is_unplugged(session: Session, seen: Seen) -> bool:
    """The plug is free, and nothing was measured since that says otherwise."""
    if seen.status not in _EMPTY or seen.status_since is None:
        return False
    if seen.status_since < session.started_at:
        return False
    if seen.status is ConnectorStatus.PREPARING and session.plugged_out_at is None:
        return False
    tally = session.tally
    return tally is None or not tally.count or tally.flow_at <= seen.status_since.us
