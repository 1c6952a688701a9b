"""A meter: the truth of what was delivered, and the register that a station shows of it.

`total` is the truth and only grows. What a station tells is the register: it may begin anew with each session
or each loss of power, and it is cut to the meter's step. Source: field-faults row 31.
"""

from enum import Enum

import msgspec

from wattfleet.kernel.energy import NO_ENERGY, Energy


class Mode(Enum):
    """When the register begins anew."""

    LIFETIME = "lifetime"  # never
    SESSION = "session"  # with each transaction
    VOLATILE = "volatile"  # with each loss of power


class Meter(msgspec.Struct, frozen=True):
    """One meter. `since` is the truth at which the register last began; `step_mwh` its resolution."""

    mode: Mode = Mode.LIFETIME
    step_mwh: int = 1000
    total: Energy = NO_ENERGY
    since: Energy = NO_ENERGY

    @property
    def register(self) -> Energy:
        """What the station shows: whole steps, cut and not rounded, so that it never runs ahead."""
        shown = self.total.mwh - self.since.mwh
        return Energy(shown - shown % self.step_mwh)


def counted(meter: Meter, energy: Energy) -> Meter:
    assert energy >= NO_ENERGY, "a meter never runs backwards"
    return msgspec.structs.replace(meter, total=meter.total + energy)


def session_begins(meter: Meter) -> Meter:
    return _anew(meter) if meter.mode is Mode.SESSION else meter


def power_lost(meter: Meter) -> Meter:
    return _anew(meter) if meter.mode is Mode.VOLATILE else meter


def _anew(meter: Meter) -> Meter:
    return msgspec.structs.replace(meter, since=meter.total)
