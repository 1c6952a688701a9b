"""A charging session: what is known of one charge, with its evidence summed and its doubts named."""

from collections.abc import Callable
from enum import Enum
from operator import attrgetter
from uuid import UUID

import msgspec

from wattfleet.events import ChargingState, Context, Flag, Token
from wattfleet.kernel.energy import NO_ENERGY, Energy, Power
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.growing import Growing


class SessionState(Enum):
    """`review` is a closed session that waits for a person; `written_off` one that a person has given up.

    Neither reaches a bill.
    """

    ACTIVE = "active"
    CLOSED = "closed"
    REVIEW = "review"
    WRITTEN_OFF = "written_off"


OWN = 0
SAMPLE = 1


class Point(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What was measured at a moment, as evidence of the course of a session.

    `register` is None where only power, current or state of charge was told. `step_mwh` is the resolution
    of the register; `source` OWN = the transaction's begin or end register, SAMPLE = any other reading.
    `current_ma` is the sum over the phases. Points of one session are sorted by `point_order`.
    """

    at: Instant
    register: Energy | None
    context: Context
    step_mwh: int
    sequence: int
    source: int
    power_mw: int | None = None
    current_ma: int | None = None
    soc_milli: int | None = None


NO_POINTS: Growing[Point] = Growing()


class Doing(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """From `at` on the car was in this state, told by the events `sequence` … `last` (-1 = by a status)."""

    at: Instant
    state: ChargingState
    sequence: int = -1
    last: int = -1


class Stop(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One end as the station told it; two different ones are settled by content (row 12)."""

    at: Instant
    register: Energy | None
    reason: str = ""


class Inferred(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """An end that the station never told (§4): when, and why we think so.

    `register` is one that was read later, at `register_at`, and closes the gap (row 44); None = the last one
    that the session told is all that is proven.
    """

    at: Instant
    register: Energy | None
    why: str
    register_at: Instant | None = None


class Amended(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a person has put in the place of what was told; None = that stays as it was told.

    `token_told`, `rank_told` and `driver_told` are what stood there before, so that it can be taken back.
    """

    started_at: Instant | None = None
    ended_at: Instant | None = None
    energy: Energy | None = None
    token: Token | None = None
    driver: str | None = None
    token_told: Token | None = None
    rank_told: tuple[int, int, int] | None = None
    driver_told: str = ""


class StationFacts(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What the fold must know of the station.

    `p_max_mw` is what an EVSE can deliver, `stated` whether somebody said so or it is our guess;
    `register_mode` is unknown, lifetime, session or volatile; `last_registers` is the last proven register
    by EVSE, from sessions before this one.
    """

    station_id: UUID
    p_max_mw: int
    stated: bool = False
    register_mode: str = "unknown"
    in_service_from: Instant | None = None
    last_registers: dict[int, Energy] = {}

    @property
    def resets(self) -> bool:
        """Whether a register that fell counts from zero."""
        return self.register_mode in {"session", "volatile"}


class Basis(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How the registers of a session are read: samples times `up` over `down`, with the begin or without.

    `firm` says that enough samples are known for this to stand, whatever comes after them.
    """

    p_max_mw: int
    stated: bool
    resets: bool
    with_begin: bool = False
    up: int = 1
    down: int = 1
    firm: bool = False


class Tally(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The running sum over a stream of registers (see energy.advance). Plain integers: mWh and µs.

    `peak` is the running maximum, `at` and `step` belong to the last register that fitted; `odd_*` is one
    that did not fit and waits for another to confirm it; `flow_from` … `flow_at` is the last stretch in
    which energy flowed, `flat` how many registers since then stood still. `marks` are energy.MARK bits.
    `left` is the stream as it was before it went on from another register: it may come back (row 34).
    """

    basis: Basis
    count: int = 0
    first: int = 0
    first_at: int = 0
    peak: int = 0
    at: int = 0
    step: int = 1
    total: int = 0
    flow_from: int = 0
    flow_at: int = 0
    flat: int = 0
    odd: int | None = None
    odd_at: int = 0
    odd_step: int = 1
    marks: int = 0
    left: "Tally | None" = None


class Session(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One charge. Facts follow from what the station said in any allowed order; `version` counts changes.

    `track` (register points) and `doings` are its course; the row in the database keeps the sums, the
    readings table keeps the course, and both together make this value again (see course.py).
    The evidence below the line is joined message by message; the facts above follow from it (settle.py).
    """

    id: UUID
    station_id: UUID
    evse: int
    connector: int
    tx: str  # the transaction id as text: ours in 1.6, the station's in 2.x
    start_key: str  # content key of the start; "" while no start is known (2.x)
    state: SessionState
    started_at: Instant
    token: Token | None = None
    token_answer: str = ""  # what we answered to the start: replayed to a repeated one (rows 1-3)
    driver: str = ""
    vehicle: str = ""
    ended_at: Instant | None = None  # billing end = transaction end
    energy_end_at: Instant | None = None  # when energy stopped flowing
    plugged_out_at: Instant | None = None
    energy: Energy = NO_ENERGY
    begin_register: Energy | None = None
    end_register: Energy | None = None
    last_at: Instant | None = None  # newest moment of which the station told
    power: Power | None = None  # newest, for live views
    soc_milli: int | None = None
    charging: ChargingState | None = None
    reason: str = ""
    remote_start: int | None = None
    reservation: int | None = None
    flags: tuple[Flag, ...] = ()
    first_received_at: Instant
    version: int = 0
    # ── evidence
    began_at: Instant | None = None  # told by a start; None while only later events are known (2.x)
    first_at: Instant  # the earliest moment of which an event told
    sequences: tuple[tuple[int, int], ...] = ()  # seen 2.x sequence numbers as closed ranges
    token_rank: tuple[int, int, int] | None = None  # where the token was told: the earliest event wins
    stops: tuple[Stop, ...] = ()  # settled by content: the first of them counts
    inferred: Inferred | None = None
    told: tuple[Flag, ...] = ()  # flags that came with messages; the others follow from the facts
    cleared: tuple[Flag, ...] = ()  # flags that a person has resolved: they hold nothing any more
    amended: Amended | None = None  # by a person, with a reason
    written_off: bool = False  # by a person: it reaches no bill, whatever is told of it later
    known_register: Energy | None = None  # the EVSE's register before this session
    track: Growing[Point] = NO_POINTS
    doings: tuple[Doing, ...] = ()
    tally: Tally | None = None


HOLDS = frozenset(
    {
        Flag.UNKNOWN_TX,
        Flag.UNAUTHORISED,
        Flag.UNKNOWN_TOKEN,
        Flag.CONFLICTING_STOP,
        Flag.CLOCK_UNSET,
        Flag.END_BEFORE_START,
        Flag.PLACEHOLDER_BEGIN,
        Flag.IMPLAUSIBLE_ENERGY,
        Flag.SOURCES_DISAGREE,
        Flag.NEGATIVE_ENERGY,
        Flag.NO_METER,
        Flag.BEFORE_SERVICE,
        Flag.ZERO_ENERGY,
        Flag.MISSING_START,
    }
)
"""Flags that keep a closed session out of billing until a person, or more evidence, resolves them."""


_ENERGY_DOUBTS = frozenset(
    {
        Flag.CONFLICTING_STOP,
        Flag.PLACEHOLDER_BEGIN,
        Flag.IMPLAUSIBLE_ENERGY,
        Flag.SOURCES_DISAGREE,
        Flag.NEGATIVE_ENERGY,
        Flag.NO_METER,
        Flag.ZERO_ENERGY,
    }
)
_TIME_DOUBTS = frozenset({Flag.CLOCK_UNSET, Flag.END_BEFORE_START})
_START_DOUBTS = frozenset({Flag.MISSING_START, Flag.BEFORE_SERVICE})
_CARD_DOUBTS = frozenset({Flag.UNAUTHORISED, Flag.UNKNOWN_TOKEN})


def held_by(session: "Session", flags: tuple[Flag, ...] | None = None) -> tuple[Flag, ...]:
    """Those of its flags (or of `flags`) that keep it out of billing now.

    What a person has accepted holds it no more, nor a doubt about something that a person has amended.
    """
    told = session.flags if flags is None else flags
    return sorted_flags(set(HOLDS.intersection(told).difference(session.cleared, _excused(session.amended))))


def _excused(amended: Amended | None) -> frozenset[Flag]:
    if amended is None:
        return frozenset()
    found: frozenset[Flag] = frozenset()
    if amended.energy is not None:
        found |= _ENERGY_DOUBTS
    if amended.started_at is not None or amended.ended_at is not None:
        found |= _TIME_DOUBTS
    if amended.started_at is not None:
        found |= _START_DOUBTS
    if amended.token is not None or amended.driver is not None:
        found |= _CARD_DOUBTS
    return found


FLAG_ORDER = {flag: place for place, flag in enumerate(Flag)}


def sorted_flags(flags: set[Flag]) -> tuple[Flag, ...]:
    """Flags in the order of their definition, so that equal sets are equal values."""
    return tuple(sorted(flags, key=FLAG_ORDER.__getitem__))


def point_order(point: Point) -> tuple[int, int, int, int, str, tuple[int, ...]]:
    """The order of a track: moment, sequence, register; the rest makes it total."""
    register = -1 if point.register is None else point.register.mwh
    rest = (point.step_mwh, *(-1 if one is None else one for one in _BESIDE(point)))
    return (point.at.us, point.sequence, register, point.source, point.context.value, rest)


_BESIDE: Callable[[Point], tuple[int | None, ...]] = attrgetter("power_mw", "current_ma", "soc_milli")
