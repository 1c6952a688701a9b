"""Facts of a session follow from its evidence: one function, so that no order of arrival shows in them."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

import msgspec

from wattfleet.events import ChargingState, Context, Flag
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import MINUTE_US, SECOND_US, Instant
from wattfleet.sessions.energy import (
    FIRSTS,
    Measured,
    advance,
    basis_of,
    begin_of,
    has_settled,
    is_zero,
    measure,
    stands_long_enough,
    tally_of,
)
from wattfleet.sessions.session import (
    OWN,
    SAMPLE,
    Amended,
    Doing,
    Point,
    Session,
    SessionState,
    StationFacts,
    Stop,
    Tally,
    held_by,
    sorted_flags,
)

AFTER_STOP_US: Final = 10 * SECOND_US  # the readings of a stop may be taken a moment after it
CLOSING_US: Final = 15 * MINUTE_US  # how late a closing reading (context End) is still evidence (row 18)

_AS_TOLD = Amended()
_DRAWING = (ChargingState.CHARGING, ChargingState.SUSPENDED_EV, ChargingState.SUSPENDED_EVSE)


def settle(session: Session, facts: StationFacts, *, appended: tuple[Point, ...] | None = None) -> Session:
    """The session with all its facts; `appended` names the points that were put at the end of the track,
    where nothing else of it changed: then the energy is not summed anew."""
    amended = session.amended or _AS_TOLD
    began = amended.started_at or session.began_at or session.first_at
    end_at, end = _end(session)
    end_at = amended.ended_at or end_at
    told = own_begin(session)
    begin = told
    if told is not None and is_zero(told):
        begin = begin_of(told, facts, session.known_register, _firsts(session, told))
    tally = _tally(session, facts, begin, end, appended)
    duration = None
    if end_at is not None:
        read_at = end_at if end is None else max(end.at, end_at)
        duration = max(0, read_at - began)
    measured = measure(facts, begin, tally, end, duration_us=duration)
    if begin is not told:
        flag = Flag.BEGIN_FROM_BEFORE
        measured = msgspec.structs.replace(measured, flags=measured.flags | {flag})
    flags = _flags(session, facts, measured, began, end_at)
    return msgspec.structs.replace(
        session,
        state=_state(session, flags, end_at),
        started_at=began,
        ended_at=end_at,
        energy=measured.energy if amended.energy is None else amended.energy,
        energy_end_at=energy_end(session, session.track, measured.tally, end_at),
        plugged_out_at=_plugged_out(session, began, end_at),
        begin_register=None if begin is None else begin.register,
        end_register=_end_register(end, tally, end_at),
        last_at=_last_at(session) if end_at is None or amended.ended_at is not None else end_at,
        power=None if end_at is not None else _newest_power(session),
        soc_milli=next((one.soc_milli for one in reversed(session.track) if one.soc_milli is not None), None),
        charging=session.doings[-1].state if session.doings else None,
        reason=session.stops[0].reason if session.stops else "",
        flags=flags,
        tally=tally,
    )


def own_begin(session: Session) -> Point | None:
    """The begin register of the transaction itself."""
    for point in session.track:
        if point.source == OWN and point.context is Context.BEGIN and point.register is not None:
            return point
    return None


def belongs(stop: Stop | None, point: Point) -> bool:
    """Whether a point is evidence of a session that ended so (row 18): not after its end, except the closing
    reading; and of two ends only the one that counts (row 12)."""
    if stop is None or (point.source == OWN and point.context is Context.BEGIN):
        return True
    if point.context is Context.END:
        if point.source == OWN and point.register != stop.register:
            return False
        return point.at.us <= stop.at.us + CLOSING_US
    return point.at.us <= stop.at.us + AFTER_STOP_US


def kept_doings(stop: Stop | None, doings: tuple[Doing, ...]) -> tuple[Doing, ...]:
    """The doings of a session that ended so, and the first sign after it that the car was plugged out."""
    if stop is None or not doings or doings[-1].at <= stop.at:
        return doings
    within = tuple(one for one in doings if one.at <= stop.at)
    after = next((one for one in doings if one.at > stop.at and _is_unplugged(one)), None)
    return within if after is None else (*within, after)


def _is_unplugged(doing: Doing) -> bool:
    """Available, or in 1.6 Preparing after it had charged; in 2.x EVConnected says that a car is there."""
    return doing.state is ChargingState.IDLE or (
        doing.state is ChargingState.EV_CONNECTED and doing.sequence < 0
    )


def _end(session: Session) -> tuple[Instant | None, Point | None]:
    """When the session ended, and its end register: told, or inferred while nothing speaks against it."""
    if session.stops:
        for point in session.track:
            if point.source == OWN and point.context is Context.END and point.register is not None:
                return session.stops[0].at, point
        return session.stops[0].at, None
    inferred = session.inferred
    if inferred is None or not is_inferred(session):
        return None, None
    if inferred.register is None:
        return inferred.at, None
    read_at = inferred.register_at or inferred.at
    return inferred.at, Point(read_at, inferred.register, Context.END, 1000, -1, OWN)


def is_inferred(session: Session) -> bool:
    """Whether an inferred end holds: a reading of the transaction after it takes it back (row 45)."""
    if session.inferred is None or session.stops:
        return False
    limit = session.inferred.at.us + AFTER_STOP_US
    return not session.track or session.track[-1].at.us <= limit


def _tally(
    session: Session,
    facts: StationFacts,
    begin: Point | None,
    end: Point | None,
    appended: tuple[Point, ...] | None,
) -> Tally:
    tally = session.tally
    if tally is not None and appended is not None and may_append(session, facts, appended):
        for point in appended:
            if point.source == SAMPLE:
                tally = advance(tally, point)
        return tally
    firsts = _firsts(session, begin)
    basis = basis_of(facts, session.known_register, begin, firsts, end)
    if len(firsts) == FIRSTS:
        basis = msgspec.structs.replace(basis, firm=True)
    return tally_of(basis, begin, session.track)


def _firsts(session: Session, begin: Point | None) -> tuple[Point, ...]:
    """The first samples that show what the begin register is worth: a zero beside a zero shows nothing."""
    zero = begin is not None and is_zero(begin)
    telling: list[Point] = []
    for one in session.track:
        if one.source == SAMPLE and one.register is not None and (one.register.mwh or not zero):
            telling.append(one)
            if len(telling) == FIRSTS:
                break
    return tuple(telling)


def may_append(session: Session, facts: StationFacts, appended: tuple[Point, ...]) -> bool:
    """Whether later points change nothing in how those before them are read. O(1)."""
    return (
        session.tally is not None
        and is_firm(session.tally, facts)
        and not any(one.source == OWN and one.context is Context.BEGIN for one in appended)
    )


def is_firm(tally: Tally, facts: StationFacts) -> bool:
    """Whether how the registers are read stands, whatever samples come."""
    basis = tally.basis
    return (
        basis.firm
        and basis.p_max_mw == facts.p_max_mw
        and basis.stated is facts.stated
        and basis.resets is facts.resets
    )


def energy_end(
    session: Session, track: Sequence[Point], tally: Tally, end_at: Instant | None
) -> Instant | None:
    """When energy stopped flowing: the car suspended and nothing rose since, or the register stands still.

    A suspension may be told late, as a station that was off line tells it when it is back: where the register
    had stood still before, that is when it began.
    """
    drawing = [one for one in session.doings if one.state in _DRAWING]
    if drawing and drawing[-1].state is ChargingState.SUSPENDED_EV:
        since = len(drawing) - 1
        while since > 0 and drawing[since - 1].state is ChargingState.SUSPENDED_EV:
            since -= 1
        at = drawing[since].at.us
        drew_again = tally.flow_from >= at and tally.flow_at > tally.flow_from
        if drew_again or _had_settled(track, tally, drawing[: since + 1]):
            at = tally.flow_at
        return _no_later(Instant(at), end_at)
    if tally.count and has_settled(tally):
        return _no_later(Instant(tally.flow_at), end_at)
    return end_at


def _had_settled(track: Sequence[Point], tally: Tally, doings: Sequence[Doing]) -> bool:
    """Whether the register stood still, as `has_settled` means it, when the last of these was told, and the
    station did not hold the car back meanwhile."""
    told_at = doings[-1].at
    if not tally.count or not has_settled(tally) or tally.flow_at >= told_at.us:
        return False
    standing = bisect_right(doings, tally.flow_at, key=lambda one: one.at.us)
    if any(one.state is ChargingState.SUSPENDED_EVSE for one in doings[max(0, standing - 1) :]):
        return False
    still = _last_registers(track, 2, Instant(tally.flow_at), told_at)
    return (
        len(still) == 2
        and still[0].register == still[1].register
        and stands_long_enough(still[0].at.us - tally.flow_at, still[0].step_mwh)
    )


def _last_registers(track: Sequence[Point], most: int, after: Instant, until: Instant) -> list[Point]:
    """The last registers that were told after a moment and until another, the newest first."""
    found: list[Point] = []
    place = bisect_right(track, until, key=lambda point: point.at)
    while place and len(found) < most and track[place - 1].at > after:
        place -= 1
        if track[place].register is not None:
            found.append(track[place])
    return found


def _no_later(moment: Instant, end_at: Instant | None) -> Instant:
    return moment if end_at is None else min(moment, end_at)


def _plugged_out(session: Session, began: Instant, end_at: Instant | None) -> Instant | None:
    """The last sign of an empty plug with no sign of a car after it."""
    drew = False
    found: Instant | None = None
    for doing in session.doings:
        if doing.state in _DRAWING:
            drew, found = True, None
        elif _is_unplugged(doing) and found is None and doing.at > began:
            ended = end_at is not None and doing.at >= end_at
            if drew or ended or doing.state is ChargingState.IDLE:
                found = doing.at
    return found


def _end_register(end: Point | None, tally: Tally, end_at: Instant | None) -> Energy | None:
    if end is not None:
        return end.register
    if end_at is None or not tally.count:
        return None
    return Energy(tally.peak)


def _last_at(session: Session) -> Instant:
    newest = session.last_at or session.first_at
    if session.track and session.track[-1].at > newest:
        newest = session.track[-1].at
    if session.doings and session.doings[-1].at > newest:
        newest = session.doings[-1].at
    return newest


def _newest_power(session: Session) -> Power | None:
    for point in reversed(session.track):
        if point.power_mw is not None:
            return Power(point.power_mw)
    return None


def _flags(
    session: Session, facts: StationFacts, measured: Measured, began: Instant, end_at: Instant | None
) -> tuple[Flag, ...]:
    flags = set(session.told) | measured.flags
    if session.amended is not None:
        flags.add(Flag.AMENDED)
    if session.began_at is None:
        flags.add(Flag.MISSING_START)
    if len(session.sequences) > 1:
        flags.add(Flag.GAP)
    if end_at is not None and not session.stops and (session.amended or _AS_TOLD).ended_at is None:
        flags.add(Flag.END_INFERRED)
    if end_at is not None and end_at < began:
        flags.add(Flag.END_BEFORE_START)
    if Flag.REGISTER_RESET in flags and Flag.CLOCK_SKEWED in flags:
        flags.add(
            Flag.SOURCES_DISAGREE
        )  # by a clock that was corrected meanwhile the order itself is in doubt
    if len({stop.register for stop in session.stops if stop.register is not None}) > 1:
        flags.add(Flag.CONFLICTING_STOP)
    if facts.in_service_from is not None and began < facts.in_service_from:
        flags.add(Flag.BEFORE_SERVICE)
    return sorted_flags(flags)


def _state(session: Session, flags: tuple[Flag, ...], end_at: Instant | None) -> SessionState:
    if end_at is None:
        return SessionState.ACTIVE
    if session.written_off:
        return SessionState.WRITTEN_OFF
    return SessionState.REVIEW if held_by(session, flags) else SessionState.CLOSED
