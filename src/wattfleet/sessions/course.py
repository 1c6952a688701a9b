"""A session on its way to the database and back: sums in its row, its course in the stored readings.

What `pack` keeps and what the reading rows keep never overlap, and together they make the same value again,
so that a process that takes a session over goes on exactly where the other one stopped.
"""

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

from wattfleet.events import SessionEvent
from wattfleet.sessions.growing import Growing
from wattfleet.sessions.readings import ReadingOf, point_of, points, reading_rows
from wattfleet.sessions.session import NO_POINTS, Point, Session, point_order
from wattfleet.sessions.settle import belongs

__all__ = ["Left", "ReadingOf", "left_by", "pack", "point_of", "points", "reading_rows", "unpack"]

_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_decoder = msgspec.msgpack.Decoder(Session)


def pack(session: Session) -> bytes:
    """All of a session but its track."""
    return _encoder.encode(msgspec.structs.replace(session, track=NO_POINTS))


def unpack(body: bytes, rows: Sequence[ReadingOf]) -> Session:
    """The session again; `rows` are its stored readings: (at, reading, source, sequence), in any order.

    Readings that were stored with it but do not belong to it (after its end, of a stop that does not count)
    are left out, as the fold leaves them out.
    """
    session = _decoder.decode(body)
    stop = session.stops[0] if session.stops else None
    track = {point for point in points(rows) if belongs(stop, point)}
    return msgspec.structs.replace(session, track=Growing(sorted(track, key=point_order)))


class Left(msgspec.Struct, frozen=True):
    """The readings that an event leaves: those of the session, and those that are the station's alone."""

    session: tuple[ReadingOf, ...]
    station: tuple[ReadingOf, ...] = ()
    point: Point | None = None  # of the one reading that came last of all, as nearly every one does


def left_by(event: SessionEvent, before: Session | None, after: Session) -> Left:
    """What must be stored of an event that was folded from `before` to `after`.

    A reading that the session already has is a repeat and is not stored again; one that came after its end is
    the station's (row 18).
    """
    rows = reading_rows(event)
    longer = before is None or len(after.track) > len(before.track)
    last = after.track.last
    if len(rows) == 1 and longer and last is not None and last.at == rows[0][0]:
        previous = None if before is None else before.track.last
        is_newest = previous is None or previous.at.us < last.at.us
        return Left(rows, point=last if is_newest else None)  # the usual sample
    own: list[ReadingOf] = []
    others: list[ReadingOf] = []
    for row in rows:
        point = point_of(*row)
        if point is not None and before is not None and _has(before.track, point):
            continue
        (own if point is None or _has(after.track, point) else others).append(row)
    return Left(tuple(own), tuple(others))


def _has(track: Growing[Point], point: Point) -> bool:
    place = bisect_left(track, point_order(point), key=point_order)
    while place < len(track) and track[place].at == point.at:
        if track[place] == point:
            return True
        place += 1
    return False
