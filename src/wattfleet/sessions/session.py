"""A charging session: what is known of one charge, with its evidence summed and its doubts named."""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.events import ChargingState, Context, Flag, Token
from wattfleet.kernel.energy import NO_ENERGY, Energy, Power
from wattfleet.kernel.timeline import Instant


class SessionState(Enum):
    """`review` is a closed session that waits for a person: it reaches no bill."""

    ACTIVE = "active"
    CLOSED = "closed"
    REVIEW = "review"


class Point(msgspec.Struct, frozen=True, array_like=True):
    """The energy register at a moment, as evidence of the course of a session.

    `step_mwh` is the resolution in which it was told; `source` 0 = the transaction's own begin or end
    register, 1 = sample. Points of one session are kept sorted by (at, sequence, register).
    """

    at: Instant
    register: Energy
    context: Context
    step_mwh: int
    sequence: int
    source: int
    power_mw: int | None = None


class Doing(msgspec.Struct, frozen=True, array_like=True):
    """From `at` on the car was in this state."""

    at: Instant
    state: ChargingState
    sequence: int = -1


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One charge. Facts follow from what the station said in any allowed order; `version` counts changes.

    `track` (register points) and `doings` are its course; the row in the database keeps the sums, the
    readings table keeps the course, and both together make this value again.
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
    sequences: tuple[tuple[int, int], ...] = ()  # seen 2.x sequence numbers as closed ranges
    flags: tuple[Flag, ...] = ()
    first_received_at: Instant
    version: int = 0
    track: tuple[Point, ...] = ()
    doings: tuple[Doing, ...] = ()


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
