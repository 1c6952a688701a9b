"""What really happened, as only the pretend station knows it: one physical charge, and one reading of it."""

import msgspec

from wattfleet.kernel.energy import NO_ENERGY, Energy, Power
from wattfleet.kernel.timeline import Instant


class Charge(msgspec.Struct, kw_only=True, eq=False):
    """One physical charge: the truth that what the server believes is held against.

    `delivered` is exact. `begin` and `end` are the register as the station told it, in its own step; their
    difference is the energy that a right server finds.
    """

    identity: str
    evse_id: int
    connector: int
    token: str
    car: str
    plugged_at: Instant
    begun_at: Instant
    begin: Energy
    key: str  # the station's own name for it; in 2.x it is the transaction id on the wire
    transaction: str = ""  # as the wire has it; "" until a 1.6 server has given one
    trigger: str = "Authorized"
    state: str = "EVConnected"
    delivered: Energy = NO_ENERGY
    end: Energy | None = None
    ended_at: Instant | None = None
    energy_end_at: Instant | None = None
    unplugged_at: Instant | None = None
    reason: str = ""
    stop_token: str = ""
    sequence: int = 0
    remote_start: int | None = None
    reservation: int | None = None
    token_kind: str = ""
    offline: bool = False
    refused: bool = False

    @property
    def told(self) -> Energy:
        """What the registers at both ends differ by."""
        return (self.end or self.begin) - self.begin

    def next_sequence(self) -> int:
        self.sequence += 1
        return self.sequence - 1


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What an EVSE measures at one moment."""

    register: Energy
    power: Power
    current_ma: int  # per phase in use; direct current for DC
    phases: int
    volts: int
    offered: Power
    soc_milli: int | None = None
    dc: bool = False
