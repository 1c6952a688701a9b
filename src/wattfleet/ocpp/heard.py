"""What was understood of one CALL: the frame that every version's `inbound.read` shares.

A version brings a table from action to the reader of its payload; an action without a reader has a meaning
that comes later, and is kept.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from wattfleet.events import Flag, Kept, StationEvent
from wattfleet.kernel.timeline import Instant, read_instant
from wattfleet.ocpp import plain
from wattfleet.ocpp.mending import Mend
from wattfleet.ocpp.plain import Piece
from wattfleet.ocpp.quirks import Quirks


class Heard(msgspec.Struct, frozen=True, gc=False):
    """What one CALL says.

    `known` is whether a station of this version may send the action; where it may not, answer
    NotImplemented. `flags` are those of the whole message; each event carries its own beside them. `mends` is
    what was wrong with it by its schema: evidence, and no reason to doubt an event that carries no flag.
    """

    events: tuple[StationEvent, ...]
    flags: tuple[Flag, ...] = ()
    known: bool = True
    mends: tuple[Mend, ...] = ()


class Ear(msgspec.Struct, frozen=True, gc=False):
    """With what a payload is read: what is known of the make, and when the frame came."""

    quirks: Quirks
    received_at: Instant


Reader = Callable[[Piece, Ear], tuple[StationEvent, ...]]


def understand(readers: Mapping[str, Reader | None], action: str, payload: bytes, ear: Ear) -> Heard:
    """Read a payload by its version's table. Never raises: what cannot be read is flagged."""
    if action not in readers:
        return Heard((Kept(action),), known=False)
    piece = plain.parse(payload)
    flags = () if piece is not None else (Flag.MENDED,)
    reader = readers[action]
    if reader is None:
        return Heard((Kept(action),), flags)
    return Heard(reader(plain.NOTHING if piece is None else piece, ear), flags)


# ── moments ───────────────────────────────────────────────────────────────────

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)
_EARLIEST_US = -2_208_988_800_000_000  # 1900
_LATEST_US = 7_258_118_400_000_000  # 2200; what no calendar can show is no time


def moment(piece: Piece, key: str, ear: Ear) -> tuple[Instant, tuple[Flag, ...]]:
    """When it happened; the moment of receipt, flagged, where that is not told or cannot be read."""
    text = piece.get(key)
    if type(text) is not str or len(text) > 64:
        return ear.received_at, (Flag.TIME_UNREADABLE,)
    at = plain_moment(text)
    if at is not None:
        return at, ()
    at = read_instant(text, naive_offset_us=ear.quirks.naive_offset_us)
    if at is not None and _EARLIEST_US < at.us < _LATEST_US:
        return at, (Flag.ZONE_ASSUMED,)
    return ear.received_at, (Flag.TIME_UNREADABLE,)


def plain_moment(text: str) -> Instant | None:
    """A moment that is told with its zone, and that a calendar can show."""
    if len(text) > 64:
        return None
    at = _plain_instant(text) if len(text) == 24 or len(text) == 20 else read_instant(text)
    return at if at is not None and _EARLIEST_US < at.us < _LATEST_US else None


def moment_or_none(piece: Piece, key: str, ear: Ear) -> tuple[Instant | None, tuple[Flag, ...]]:
    """The same where the message may go without: absent is None and no fault."""
    if piece.get(key) is None:
        return None, ()
    return moment(piece, key, ear)


def _plain_instant(text: str) -> Instant | None:
    """`2026-11-20T12:00:00.000Z` quickly: nearly every moment comes so."""
    if text[-1] == "Z" and text[10] == "T":
        try:
            return Instant((datetime.fromisoformat(text) - _EPOCH) // _TICK)
        except ValueError:
            pass
    return read_instant(text)


# ── places ────────────────────────────────────────────────────────────────────

HIGHEST_PLACE = 9999
"""No station has more plugs; garbage such as 1 850 027 108 names none. Source: field-faults row 83."""


def place(piece: Piece, key: str) -> tuple[int, tuple[Flag, ...]]:
    """An EVSE's or connector's number; 0, flagged, where it is missing or cannot be one."""
    number = plain.whole(piece, key)
    if number is None or not 0 <= number <= HIGHEST_PLACE:
        return 0, (Flag.MENDED,)
    return number, ()


def place_or_none(piece: Piece, key: str) -> int | None:
    """The same where it may be absent."""
    number = plain.whole(piece, key)
    return number if number is not None and 0 <= number <= HIGHEST_PLACE else None


def joined(*several: tuple[Flag, ...]) -> tuple[Flag, ...]:
    """All flags once, in order."""
    return tuple(dict.fromkeys(flag for flags in several for flag in flags))
