"""One EVSE of a pretend station: the plug, the meter, and the car that may hang on it."""

from decimal import Decimal

import msgspec

from wattfleet.kernel.energy import Power
from wattfleet.kernel.timeline import Instant
from wattfleet.simulator import car, meter
from wattfleet.simulator.car import VOLTS, Battery, Offer
from wattfleet.simulator.charges import Charge, Reading
from wattfleet.simulator.meter import Meter
from wattfleet.simulator.profiles import Place
from wattfleet.simulator.voice import Status


class EvsePlan(msgspec.Struct, frozen=True, kw_only=True):
    """How an EVSE is built. `max_dc` set = direct current. 1.6 knows only `evse_id`, as its connector."""

    evse_id: int = 1
    connector: int = 1
    phases: int = 3
    max_ma: int = 16_000
    max_dc: Power | None = None

    @property
    def volts(self) -> int:
        return VOLTS if self.max_dc is None else 400

    @property
    def most(self) -> Power:
        return self.max_dc or Power(self.max_ma * VOLTS * self.phases)


class Evse(msgspec.Struct, kw_only=True, eq=False):
    """The state of one EVSE. `charge` is the transaction, also when it has ended, until the car leaves."""

    plan: EvsePlan
    at: Instant
    meter: Meter
    offer: Offer
    battery: Battery | None = None
    plugged_at: Instant | None = None
    charge: Charge | None = None
    status: Status = "Available"
    operative: bool = True
    leaving_service: bool = False
    token: str = ""  # authorised, and waits for a car
    token_until: Instant | None = None
    remote_start: int | None = None
    token_kind: str = ""
    reserved_for: str = ""
    reserved_until: Instant | None = None
    reservation: int | None = None
    sample_at: Instant | None = None
    full_at: Instant | None = None
    change_at: Instant | None = None  # when a profile may change the offer

    @property
    def running(self) -> Charge | None:
        """The transaction, while it runs."""
        return self.charge if self.charge is not None and self.charge.ended_at is None else None

    def place(self) -> Place:
        one = self.running
        transaction = one.transaction if one is not None else None
        began = one.begun_at if one is not None else None
        dc = self.plan.max_dc is not None
        return Place(self.plan.evse_id, 1 if dc else self.plan.phases, self.plan.volts, transaction, began)

    def flow(self, to: Instant) -> None:
        """Let energy flow up to a moment."""
        passed = to - self.at
        self.at = max(self.at, to)
        one = self.running
        if passed <= 0 or one is None or self.battery is None:
            return
        self.battery, energy = car.charge(self.battery, self.offer, passed)
        self.meter = meter.counted(self.meter, energy)
        one.delivered += energy

    def draws(self) -> Power:
        """The power that flows now."""
        if self.running is None or self.battery is None:
            return Power(0)
        return car.draw(self.battery, self.offer)

    def reading(self) -> Reading:
        power, dc = self.draws(), self.plan.max_dc is not None
        phases = 1 if dc or self.battery is None else max(1, car.phases_used(self.battery, self.offer))
        return Reading(
            register=self.meter.register,
            power=power,
            current_ma=power.mw // (self.plan.volts * phases),
            phases=phases,
            volts=self.plan.volts,
            offered=self.offered(),
            soc_milli=self.battery.soc_milli if dc and self.battery is not None else None,
            dc=dc,
        )

    def offered(self) -> Power:
        return self.offer.dc or Power(self.offer.current_ma * VOLTS * self.offer.phases)

    def state(self) -> str:
        """The charging state: who holds the energy back, if anyone does."""
        if self.draws().mw > 0:
            return "Charging"
        return "SuspendedEV" if self.battery is None or self.battery.full else "SuspendedEVSE"


def offer_within(plan: EvsePlan, limit_w: Decimal | None) -> Offer:
    """What an EVSE offers under a limit in W (over all its phases)."""
    if plan.max_dc is not None:
        most = plan.max_dc if limit_w is None else min(plan.max_dc, Power.from_w(max(Decimal(0), limit_w)))
        return Offer(dc=most)
    if limit_w is None:
        return Offer(plan.phases, plan.max_ma)
    most_ma = int(limit_w * 1000) // (VOLTS * plan.phases)
    return Offer(plan.phases, max(0, min(plan.max_ma, most_ma)))


def fresh(plan: EvsePlan, at: Instant, one: Meter) -> Evse:
    return Evse(plan=plan, at=at, meter=one, offer=offer_within(plan, None))
