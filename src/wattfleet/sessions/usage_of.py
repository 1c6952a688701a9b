"""A session as the tariff sees it: slices that join, sum to its energy to the mWh, and say what the car did.

A slice ends where a register was told or the car's state changed. The energy between two registers flows
while the car draws: a suspended stretch gets none as long as another one of the same segment drew. What the
pair of registers says beyond (or below) the samples is spread over them by the largest remainder.
"""

from bisect import bisect_right
from itertools import pairwise
from typing import Final

from wattfleet.events import ChargingState
from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import Instant, Span, Zone
from wattfleet.sessions.energy import advance, confirm, has_settled
from wattfleet.sessions.session import Point, Session, Tally
from wattfleet.sessions.settle import own_begin
from wattfleet.sessions.usage import Activity, Slice, Usage

_DRAWING: Final = frozenset(
    {ChargingState.CHARGING, ChargingState.SUSPENDED_EV, ChargingState.SUSPENDED_EVSE}
)


def usage(
    session: Session, zone: Zone, until: Instant | None = None, *, held: tuple[Span, ...] = ()
) -> Usage:
    """The course of a session up to its billing end; a running one up to `until` (None = what is known).

    `held` are stretches in which we or the site held the car back: no part of them is idle time, whatever
    the station calls it.
    """
    start = session.started_at
    end = _end(session, until)
    if end <= start:
        return Usage(start, start, zone, _at_once(session, start))
    steps = _steps(session, start, end)
    changes = _changes(session, start, end, held)
    cuts = sorted({start, end, *(step.at for step in steps), *(at for at, _ in changes)})
    slices = [_Piece(Span(a, b), _activity(changes, a)) for a, b in pairwise(cuts)]
    _spread(slices, steps, session.energy.mwh)
    _label(slices, session)
    return Usage(start, end, zone, tuple(piece.slice() for piece in slices))


def _end(session: Session, until: Instant | None) -> Instant:
    if session.ended_at is not None:
        return session.ended_at
    return until or session.last_at or session.started_at


def _at_once(session: Session, at: Instant) -> tuple[Slice, ...]:
    """A session without length: its energy, if any, flowed at once."""
    if not session.energy.mwh:
        return ()
    return (Slice(Span(at, at), session.energy, Activity.CHARGING),)


class _Step:
    """What was gained up to a moment since the register before."""

    def __init__(self, at: Instant, gained: int) -> None:
        self.at = at
        self.gained = gained


class _Piece:
    """A slice in the making."""

    def __init__(self, span: Span, activity: Activity) -> None:
        self.span = span
        self.activity = activity
        self.mwh = 0
        self.power_mw: int | None = None
        self.current_ma: int | None = None

    def slice(self) -> Slice:
        power = None if self.power_mw is None else Power(self.power_mw)
        return Slice(self.span, Energy(self.mwh), self.activity, power, self.current_ma)


# ── energy ────────────────────────────────────────────────────────────────────


def _steps(session: Session, start: Instant, end: Instant) -> list[_Step]:
    """The gains from register to register, read as the energy was; moments outside are drawn to the rim."""
    if session.tally is None:
        return [_Step(end, 0)]
    tally = Tally(session.tally.basis)
    steps = [_Step(start, 0)]
    for point in _stream(session):
        before, tally = tally, advance(tally, point)
        if tally.odd is None and before.count:
            before = _undone(steps, before, tally)
            steps.append(_Step(min(max(Instant(tally.at), start), end), tally.total - before.total))
    whole = confirm(tally)
    tally = _undone(steps, tally, whole)
    if whole.total > tally.total:
        steps.append(_Step(end, whole.total - tally.total))
    if steps[-1].at < end:
        steps.append(_Step(end, 0))
    return _joined(steps)


def _undone(steps: list[_Step], before: Tally, after: Tally) -> Tally:
    """The stream that goes on: what it counted by another register is taken back (row 34)."""
    if before.left is None or after.left is not None:
        return before
    while len(steps) > 1 and steps[-1].at.us > before.left.at:
        steps.pop()
    return before.left


def _stream(session: Session) -> list[Point]:
    begin = own_begin(session)
    points = [one for one in session.track if one.register is not None and one is not begin]
    basis = session.tally.basis if session.tally is not None else None
    if begin is not None and basis is not None and basis.with_begin:
        return [begin, *points]
    return points


def _joined(steps: list[_Step]) -> list[_Step]:
    out: list[_Step] = []
    for step in steps:
        if out and out[-1].at == step.at:
            out[-1].gained += step.gained
        else:
            out.append(step)
    return out


def _spread(pieces: list[_Piece], steps: list[_Step], total: int) -> None:
    """Gives every piece its share of `total`, by what its segment gained and how long it drew."""
    weights = [0] * len(pieces)
    place = 0
    for step in steps:
        first = place
        while place < len(pieces) and pieces[place].span.end <= step.at:
            place += 1
        _weigh(pieces, weights, first, place, step.gained)
    if not any(weights):
        _weigh(pieces, weights, 0, len(pieces), max(total, 1))
    for piece, share in zip(pieces, _shares(weights, total), strict=True):
        piece.mwh = share


def _weigh(pieces: list[_Piece], weights: list[int], first: int, last: int, gained: int) -> None:
    """One segment's gain over its pieces: by time, over those that drew if any did."""
    if first == last or gained <= 0:
        if gained > 0 and last:
            weights[last - 1] += gained  # the registers of one moment
        return
    drew = [i for i in range(first, last) if pieces[i].activity is Activity.CHARGING]
    chosen = drew or list(range(first, last))
    for i, share in zip(chosen, _shares([pieces[i].span.us for i in chosen], gained), strict=True):
        weights[i] += share


def _shares(weights: list[int], total: int) -> list[int]:
    """`total` by weight, in whole numbers without losing one: the largest remainders get the rest."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    if whole == total:
        return list(weights)
    parts = [divmod(weight * total, whole) for weight in weights]
    shares = [part for part, _ in parts]
    rest = total - sum(shares)
    for i in sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))[:rest]:
        shares[i] += 1
    return shares


# ── what the car did ──────────────────────────────────────────────────────────


def _changes(
    session: Session, start: Instant, end: Instant, held: tuple[Span, ...]
) -> list[tuple[Instant, Activity]]:
    """The moments at which the activity changes, from the start on."""
    told = [(max(one.at, start), one.state) for one in session.doings if one.at < end]
    states: list[tuple[Instant, ChargingState]] = [(start, ChargingState.CHARGING), *told]
    idle_from = _idle_from(session)
    moments = {at for at, _ in states} | {start}
    if idle_from is not None and start < idle_from < end:
        moments.add(idle_from)
    for span in held:
        moments |= {edge for edge in (span.start, span.end) if start < edge < end}
    ordered = sorted(moments)
    whens = [at for at, _ in states]
    changes = []
    for moment in ordered:
        state = states[bisect_right(whens, moment) - 1][1]
        activity = _of(state, idle_from is not None and moment >= idle_from)
        if activity is Activity.IDLE and any(span.holds(moment) for span in held):
            activity = Activity.PAUSED
        changes.append((moment, activity))
    return changes


def _of(state: ChargingState, settled: bool) -> Activity:
    """Idle is the car's own doing alone; what the station suspends is a pause, however long."""
    match state:
        case ChargingState.SUSPENDED_EV:
            return Activity.IDLE
        case ChargingState.SUSPENDED_EVSE:
            return Activity.PAUSED
        case _:
            return Activity.IDLE if settled else Activity.CHARGING


def _idle_from(session: Session) -> Instant | None:
    """From when the register stood still although nobody said that the car was suspended.

    Where no energy ever flowed nothing tells whether it was the car that wanted none.
    """
    tally = session.tally
    if tally is None or not tally.total or session.energy_end_at is None:
        return None
    drawing = [one for one in session.doings if one.state in _DRAWING]
    if drawing and drawing[-1].state is ChargingState.SUSPENDED_EVSE:
        return None
    if session.ended_at is None and not has_settled(tally):
        return None
    return session.energy_end_at if session.energy_end_at != session.ended_at else None


def _activity(changes: list[tuple[Instant, Activity]], at: Instant) -> Activity:
    return changes[bisect_right(changes, at, key=lambda change: change[0]) - 1][1]


# ── power and current ─────────────────────────────────────────────────────────


def _label(pieces: list[_Piece], session: Session) -> None:
    """The power and current that were told hold until the next are told, and the first from the start."""
    told = [one for one in session.track if one.power_mw is not None or one.current_ma is not None]
    place = 0
    power = next((one.power_mw for one in told if one.power_mw is not None), None)
    current = next((one.current_ma for one in told if one.current_ma is not None), None)
    for piece in pieces:
        while place < len(told) and told[place].at <= piece.span.start:
            power = told[place].power_mw if told[place].power_mw is not None else power
            current = told[place].current_ma if told[place].current_ma is not None else current
            place += 1
        piece.power_mw, piece.current_ma = power, current
