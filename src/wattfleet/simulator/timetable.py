"""Who comes when: the visits of cars to one EVSE, drawn from the habits of a kind of place.

Times are local: people come home in the evening also after the clock has changed. The shapes follow what
homes show (most plug in between 15 and 22 h, stay 12 h in the middle, take about 13 kWh; Norwegian housing
cooperatives, Data in Brief, DOI 10.1016/j.dib.2024.110883) and what depots and public stations are for.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import Enum
from random import Random

import msgspec

from wattfleet.kernel.timeline import MINUTE_US, Instant, Span, Zone
from wattfleet.simulator import car
from wattfleet.simulator.car import Battery, Car


class Kind(Enum):
    """What kind of place a station stands at."""

    DEPOT = "depot"
    HOME = "home"
    PUBLIC = "public"
    FAST = "fast"


class Visit(msgspec.Struct, frozen=True):
    """One car at one EVSE. `stop_at` = its driver ends the charge by card before leaving."""

    arrives: Instant
    leaves: Instant
    battery: Battery
    token: str
    stop_at: Instant | None = None


class Regulars(msgspec.Struct, frozen=True):
    """Who uses an EVSE: their cards, and what they drive."""

    tokens: tuple[str, ...]
    cars: tuple[Car, ...]


def visits(kind: Kind, span: Span, zone: Zone, regulars: Regulars, chance: Random) -> Iterator[Visit]:
    """All visits to one EVSE that begin in the span, one after the other, never overlapping."""
    day = span.start.local(zone).date() - timedelta(days=1)
    last = span.end.local(zone).date()
    free_from = span.start
    while day <= last:
        for visit in _of_day(kind, day, zone, regulars, chance):
            if visit.arrives >= free_from and visit.arrives < span.end:
                free_from = visit.leaves + 2 * MINUTE_US
                yield visit
        day += timedelta(days=1)


def _of_day(kind: Kind, day: date, zone: Zone, regulars: Regulars, chance: Random) -> list[Visit]:
    match kind:
        case Kind.DEPOT:
            return _overnight(
                day, zone, regulars, chance, hour=17.4, spread=1.1, often=0.93 if day.weekday() < 5 else 0.3
            )
        case Kind.HOME:
            return _overnight(day, zone, regulars, chance, hour=18.2, spread=2.2, often=0.72)
        case Kind.PUBLIC:
            return _stops(day, zone, regulars, chance, count=4, stay_min=(25, 240))
        case Kind.FAST:
            return _stops(day, zone, regulars, chance, count=9, stay_min=(12, 55))


def _overnight(
    day: date, zone: Zone, regulars: Regulars, chance: Random, *, hour: float, spread: float, often: float
) -> list[Visit]:
    """In the evening until the next morning."""
    draws = (chance.random(), chance.gauss(hour, spread), chance.gauss(6.9, 0.7), chance.gauss(0, 1))
    if draws[0] > often:
        return []
    arrives = _at(day, max(12.0, min(23.5, draws[1])), zone, chance)
    leaves = _at(day + timedelta(days=1), max(4.5, min(10.5, draws[2])), zone, chance)
    low, high = (150, 600) if regulars.cars is car.VANS else (400, 880)
    battery = car.some_battery(
        regulars.cars, chance, low=low, high=high, wanted=chance.choice((800, 900, 1000))
    )
    return [Visit(arrives, leaves, battery, chance.choice(regulars.tokens))]


def _stops(
    day: date, zone: Zone, regulars: Regulars, chance: Random, *, count: int, stay_min: tuple[int, int]
) -> list[Visit]:
    """Short stops by day; some stay on when they are full, some end by card and drive off."""
    starts = sorted(chance.triangular(6.0, 23.0, 14.5) for _ in range(chance.randint(count // 2, count + 2)))
    out = []
    for start in starts:
        arrives = _at(day, start, zone, chance)
        stay = int(chance.triangular(stay_min[0], stay_min[1], stay_min[0] * 2)) * MINUTE_US
        leaves = arrives + stay + chance.randrange(MINUTE_US // 1000) * 1000
        battery = car.some_battery(regulars.cars, chance, low=80, high=700, wanted=chance.choice((800, 1000)))
        stop = leaves + -MINUTE_US if chance.random() < 0.5 else None
        out.append(Visit(arrives, leaves, battery, chance.choice(regulars.tokens), stop))
    return out


def _at(day: date, hour: float, zone: Zone, chance: Random) -> Instant:
    """A local hour of a day, with odd seconds."""
    seconds = int(hour * 3600) + chance.randrange(60)
    local = datetime.combine(day, time.min) + timedelta(seconds=seconds)
    return Instant.of(local.replace(tzinfo=zone.info)) + chance.randrange(1000) * 1000
