"""What a session used, ready to be priced: slices of time with their energy and what the car was doing."""

from enum import Enum

import msgspec

from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import Instant, Span, Zone


class Activity(Enum):
    """What a slice of a session was, seen from the bill.

    PAUSED is time in which we, the site or the station held the car back: it is never idle time. UNTIMED is
    a stretch for which another operator's record tells energy but no time: neither kind of time is priced.
    """

    CHARGING = "charging"
    PAUSED = "paused"
    IDLE = "idle"
    UNTIMED = "untimed"


class Slice(msgspec.Struct, frozen=True):
    """A stretch of a session over which energy is taken to flow evenly.

    `current_ma` is the sum over the phases; None where the station told neither power nor current.
    """

    span: Span
    energy: Energy
    activity: Activity
    power: Power | None = None
    current_ma: int | None = None


class Reserved(msgspec.Struct, frozen=True):
    """The stretch for which a connector was kept; `expired`: nobody came, and there is no session."""

    span: Span
    expired: bool = False


class Usage(msgspec.Struct, frozen=True):
    """A session as the tariff sees it. The slices join without gap or overlap from start to billing end.

    `zone` is the site's: local windows and days come from it and from nowhere else. A reservation lies
    before the session; energy and duration count from the session's own start.
    """

    start: Instant
    end: Instant
    zone: Zone
    slices: tuple[Slice, ...]
    reserved: Reserved | None = None

    @property
    def energy(self) -> Energy:
        return Energy(sum(one.energy.mwh for one in self.slices))
