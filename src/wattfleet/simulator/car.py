"""Cars as a station meets them: what they draw from what is offered, exactly and without chance.

A car takes what is offered up to its own limits, nothing below its minimum current, less and less once the
battery is nearly full, and nothing more when it has what its driver wants. Whole numbers throughout, so that
what a meter counts is known to the milliwatt-hour.
"""

from random import Random

import msgspec

from wattfleet.kernel.energy import NO_ENERGY, Energy, Power, energy_over

VOLTS = 230
"""Phase to neutral. Source: EN 50160."""

LEAST_TAPER_MILLI = 80
"""A battery that is nearly full still takes this part, in thousandths, of the car's full power."""


class Car(msgspec.Struct, frozen=True, kw_only=True):
    """What kind of car it is. `max_dc` 0 = it cannot charge with direct current."""

    name: str
    battery: Energy
    phases: int = 3
    max_ma: int = 16_000  # per phase
    min_ma: int = 6_000  # IEC 61851-1: less than 6 A cannot be offered
    max_dc: Power = Power(0)
    taper_from_milli: int = 800  # SoC in thousandths
    efficiency_milli: int = 900  # of what the meter counts, this part reaches the battery (AC)


class Offer(msgspec.Struct, frozen=True):
    """What an EVSE lets a car take: alternating current (per phase), or direct current as a power."""

    phases: int = 0
    current_ma: int = 0
    dc: Power | None = None


class Battery(msgspec.Struct, frozen=True):
    """How full one car is, and how full its driver wants it."""

    car: Car
    stored: Energy
    wanted: Energy

    @property
    def soc_milli(self) -> int:
        return self.stored.mwh * 1000 // self.car.battery.mwh

    @property
    def full(self) -> bool:
        return self.stored >= self.wanted


def battery(car: Car, soc_milli: int, wanted_milli: int = 1000) -> Battery:
    """A battery at the given state of charge, in thousandths."""
    whole = car.battery.mwh
    return Battery(car, Energy(whole * soc_milli // 1000), Energy(whole * wanted_milli // 1000))


def phases_used(one: Battery, offer: Offer) -> int:
    return 0 if offer.dc is not None else min(one.car.phases, offer.phases)


def draw(one: Battery, offer: Offer) -> Power:
    """The power that the car takes at this moment."""
    if one.full:
        return Power(0)
    if offer.dc is not None:
        most = min(one.car.max_dc.mw, offer.dc.mw)
    else:
        current = min(one.car.max_ma, offer.current_ma)
        if current < one.car.min_ma:
            return Power(0)
        most = current * VOLTS * phases_used(one, offer)
    return Power(min(most, _taper_mw(one, offer)))


def _most_mw(one: Battery, offer: Offer) -> int:
    if offer.dc is not None:
        return one.car.max_dc.mw
    return one.car.max_ma * VOLTS * one.car.phases


def _taper_mw(one: Battery, offer: Offer) -> int:
    most = _most_mw(one, offer)
    start = one.car.taper_from_milli
    if one.soc_milli < start or start >= 1000:
        return most
    left = max(0, 1000 - one.soc_milli) * (1000 - LEAST_TAPER_MILLI) // (1000 - start)
    return most * (LEAST_TAPER_MILLI + left) // 1000


def charge(one: Battery, offer: Offer, us: int) -> tuple[Battery, Energy]:
    """The battery after `us` microseconds of this offer, and the energy that the meter counted."""
    counted = NO_ENERGY
    while us > 0:
        power = draw(one, offer)
        if power.mw == 0:
            break
        step = min(us, _constant_us(one, power))
        drawn = energy_over(power, step)
        stored = min(one.stored.mwh + drawn.mwh * one.car.efficiency_milli // 1000, one.wanted.mwh)
        one = msgspec.structs.replace(one, stored=Energy(stored))
        counted += drawn
        us -= step
    return one, counted


def _constant_us(one: Battery, power: Power) -> int:
    """For how long the power stays the same: until the taper begins, then from thousandth to thousandth."""
    next_milli = max(one.car.taper_from_milli, one.soc_milli + 1)
    goal = min(-(-one.car.battery.mwh * next_milli // 1000), one.wanted.mwh)
    needed = (goal - one.stored.mwh) * 1000 // one.car.efficiency_milli + 2
    return needed * 3_600_000_000 // power.mw + 1


def until_full_us(one: Battery, offer: Offer) -> int | None:
    """How long it takes until the car stops by itself under this offer; None when it never does."""
    total = 0
    while not one.full:
        power = draw(one, offer)
        if power.mw == 0:
            return None
        step = _constant_us(one, power)
        one, _ = charge(one, offer, step)
        total += step
    return total


def _kwh(kwh: int) -> Energy:
    return Energy(kwh * 1_000_000)


def _kw(kw: int) -> Power:
    return Power(kw * 1_000_000)


SMALL = Car(name="small car", battery=_kwh(42), phases=1, max_ma=32_000, max_dc=_kw(85))
FAMILY = Car(name="family car", battery=_kwh(64), max_dc=_kw(120))
LONG_RANGE = Car(name="long-range car", battery=_kwh(82), max_dc=_kw(210), taper_from_milli=700)
HYBRID = Car(name="plug-in hybrid", battery=_kwh(13), phases=1, taper_from_milli=900)
VAN = Car(name="van", battery=_kwh(75), max_ma=16_000, max_dc=_kw(100))
LARGE_VAN = Car(name="large van", battery=_kwh(113), max_ma=32_000, max_dc=_kw(115))

PRIVATE = (SMALL, FAMILY, FAMILY, LONG_RANGE, HYBRID)
VANS = (VAN, VAN, LARGE_VAN)


def some_battery(
    kinds: tuple[Car, ...], chance: Random, *, low: int, high: int, wanted: int = 1000
) -> Battery:
    """One of the kinds with a state of charge between `low` and `high` thousandths."""
    return battery(chance.choice(kinds), chance.randint(low, high), wanted)
