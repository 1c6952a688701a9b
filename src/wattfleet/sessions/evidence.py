"""How evidence is joined: sets kept in a fixed order, so that neither order nor repetition shows in them."""

from bisect import bisect_left

from wattfleet.events import ChargingState, TransactionBegan
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.growing import Growing
from wattfleet.sessions.session import Doing, Point, Stop, point_order

MOST_STATUSES = 500  # a station that repeats itself for days adds no more to a session than this


def start_key(event: TransactionBegan) -> str:
    """What makes a start this start and no other, within its station; message ids do not (rows 1, 2).

    2.x: its transaction id, so that any of its events finds it. 1.6: connector (the spine's EVSE), token,
    time and register. Made from the event as the station said it, a repeated start has the same key whatever
    was learned of the station's clock in between.
    """
    if event.tx:
        return f"tx:{event.tx}"
    uid = "" if event.token is None else event.token.uid.strip().casefold()
    register = "" if event.register is None else str(event.register.mwh)
    return f"{event.evse}:{event.connector}:{event.at.us}:{register}:{uid}"


def join_points(
    track: Growing[Point], found: tuple[Point, ...]
) -> tuple[Growing[Point], tuple[Point, ...] | None]:
    """The track with new points, and those that were merely put at its end (None = it changed within)."""
    if not found:
        return track, ()
    if len(found) == 1 and (not track or track[-1].at < found[0].at):
        return track.then(found[0]), found
    ordered = tuple(sorted(set(found), key=point_order))
    if not track or point_order(track[-1]) < point_order(ordered[0]):
        return Growing((*track, *ordered)), ordered
    new = set(ordered).difference(track)
    if not new:
        return track, ()
    return Growing(sorted((*track, *new), key=point_order)), None


def join_stop(stops: tuple[Stop, ...], stop: Stop) -> tuple[Stop, ...]:
    """The ends that were told: the earlier time counts, then the lower register (row 12)."""
    if stop in stops:
        return stops
    return tuple(sorted((*stops, stop), key=_stop_order))


def _stop_order(stop: Stop) -> tuple[int, bool, int, str]:
    register = stop.register
    return (stop.at.us, register is None, 0 if register is None else register.mwh, stop.reason)


def join_sequence(seen: tuple[tuple[int, int], ...], sequence: int) -> tuple[tuple[int, int], ...]:
    """Sequence numbers as closed ranges, with one more."""
    if sequence < 0:
        return seen
    if seen and seen[-1][1] + 1 == sequence:
        return (*seen[:-1], (seen[-1][0], sequence))
    if has_seen(seen, sequence, sequence):
        return seen
    joined: list[tuple[int, int]] = []
    for first, last in sorted((*seen, (sequence, sequence))):
        if joined and joined[-1][1] + 1 >= first:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def has_seen(seen: tuple[tuple[int, int], ...], first: int, last: int) -> bool:
    """Whether all of `first` … `last` have been seen (an empty stretch always has)."""
    if first > last:
        return True
    place = bisect_left(seen, (first + 1, -1)) - 1
    return place >= 0 and seen[place][0] <= first and last <= seen[place][1]


def join_doing(
    doings: tuple[Doing, ...],
    state: ChargingState | None,
    at: Instant,
    sequence: int,
    seen: tuple[tuple[int, int], ...],
) -> tuple[Doing, ...]:
    """What the car did, with one more state (None = an event that told none).

    Neighbours of the same state become one where all sequence numbers between them are known: nothing can
    come between them any more. Statuses have no numbers and stay as they are.
    """
    if state is None:
        return _merged(doings, seen) if doings else doings
    new = Doing(at, state, sequence, sequence)
    if sequence < 0:
        return _with_status(doings, new)
    if any(one.sequence <= sequence <= one.last and one.state is state for one in doings):
        return doings
    return _merged(tuple(sorted((*doings, new), key=_doing_order)), seen)


def _with_status(doings: tuple[Doing, ...], new: Doing) -> tuple[Doing, ...]:
    if new in doings:
        return doings
    if len(doings) >= MOST_STATUSES and doings[-1].state is new.state:
        return doings
    return tuple(sorted((*doings, new), key=_doing_order))


def _doing_order(doing: Doing) -> tuple[int, int, str]:
    return (doing.at.us, doing.sequence, doing.state.value)


def _merged(doings: tuple[Doing, ...], seen: tuple[tuple[int, int], ...]) -> tuple[Doing, ...]:
    out: list[Doing] = []
    for one in doings:
        last = out[-1] if out else None
        if (
            last is not None
            and last.state is one.state
            and 0 <= last.last < one.sequence
            and has_seen(seen, last.last + 1, one.sequence - 1)
        ):
            out[-1] = Doing(last.at, last.state, last.sequence, one.last)
        else:
            out.append(one)
    return doings if len(out) == len(doings) else tuple(out)
