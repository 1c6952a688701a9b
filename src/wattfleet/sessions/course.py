"""A session on its way to the database and back: sums in its row, its course in the stored readings.

What `pack` keeps and what the reading rows keep never overlap, and together they make the same value again,
so that a process that takes a session over goes on exactly where the other one stopped.
"""

from collections.abc import Sequence

import msgspec

from wattfleet.sessions.readings import ReadingOf, point_of, points, reading_rows
from wattfleet.sessions.session import Session, point_order
from wattfleet.sessions.settle import belongs

__all__ = ["ReadingOf", "pack", "point_of", "points", "reading_rows", "unpack"]

_encoder = msgspec.msgpack.Encoder(uuid_format="bytes")
_decoder = msgspec.msgpack.Decoder(Session)


def pack(session: Session) -> bytes:
    """All of a session but its track."""
    return _encoder.encode(msgspec.structs.replace(session, track=()))


def unpack(body: bytes, rows: Sequence[ReadingOf]) -> Session:
    """The session again; `rows` are its stored readings: (at, reading, source, sequence), in any order.

    Readings that were stored with it but do not belong to it (after its end, of a stop that does not count)
    are left out, as the fold leaves them out.
    """
    session = _decoder.decode(body)
    stop = session.stops[0] if session.stops else None
    track = {point for point in points(rows) if belongs(stop, point)}
    return msgspec.structs.replace(session, track=tuple(sorted(track, key=point_order)))
