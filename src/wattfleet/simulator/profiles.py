"""Charging profiles as a station holds and obeys them, in no version's words.

The limit at a moment is the lowest of three: the station's maximum, what is set from outside, and the
transaction's own profile or, where it has none, the default for transactions. Within a purpose the highest
stack level that is valid and has a limit at that moment wins. Source: OCPP 1.6 §3.13, 2.0.1 part 2 K.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from wattfleet.kernel.timeline import DAY_US, SECOND_US, Instant, Zone

Unit = Literal["A", "W"]
PURPOSES = {
    "ChargePointMaxProfile": "max",
    "ChargingStationMaxProfile": "max",
    "ChargingStationExternalConstraints": "outside",
    "LocalGeneration": "outside",
    "PriorityCharging": "tx",
    "TxDefaultProfile": "default",
    "TxProfile": "tx",
}


class Period(msgspec.Struct, frozen=True):
    """From `start_s` on: at most this much, in the profile's unit; `phases` where it says so."""

    start_s: int
    limit: Decimal
    phases: int | None = None


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """One profile. `evse_id` 0 = the whole station; `purpose` is one of the values of PURPOSES."""

    id: int
    evse_id: int
    stack_level: int
    purpose: str
    wire_purpose: str
    kind: str  # Absolute | Recurring | Relative
    unit: Unit
    periods: tuple[Period, ...]
    recurrency: str = ""  # Daily | Weekly
    valid_from: Instant | None = None
    valid_to: Instant | None = None
    start: Instant | None = None
    duration_s: int | None = None
    transaction: str | None = None


class Place(msgspec.Struct, frozen=True):
    """Where and for what a limit is asked: an EVSE, its transaction if any, and its electrical facts."""

    evse_id: int
    phases: int
    volts: int
    transaction: str | None = None
    started_at: Instant | None = None
    zone: Zone = Zone("UTC")


def limit_w(profiles: tuple[Profile, ...], place: Place, at: Instant) -> Decimal | None:
    """The limit at a moment in W; None when nothing limits."""
    found = [
        limit
        for purposes in (("max",), ("outside",), ("tx",), ("default",))
        if (limit := _of_purpose(profiles, purposes, place, at)) is not None
        and not (purposes == ("default",) and _of_purpose(profiles, ("tx",), place, at) is not None)
    ]
    return min(found, default=None)


def _of_purpose(
    profiles: tuple[Profile, ...], purposes: tuple[str, ...], place: Place, at: Instant
) -> Decimal | None:
    fitting = (one for one in profiles if one.purpose in purposes and _concerns(one, place))
    for profile in sorted(fitting, key=lambda one: (-one.stack_level, one.evse_id == 0)):
        limit = _limit_of(profile, place, at)
        if limit is not None:
            return limit
    return None


def _concerns(profile: Profile, place: Place) -> bool:
    if profile.evse_id not in (0, place.evse_id):
        return False
    if profile.purpose != "tx":
        return True
    return place.transaction is not None and profile.transaction in (None, place.transaction)


def _limit_of(profile: Profile, place: Place, at: Instant) -> Decimal | None:
    if profile.valid_from is not None and at < profile.valid_from:
        return None
    if profile.valid_to is not None and at >= profile.valid_to:
        return None
    start = _start(profile, place, at)
    if start is None or at < start:
        return None
    passed_s = (at - start) // SECOND_US
    if profile.duration_s is not None and passed_s >= profile.duration_s:
        return None
    current = [one for one in profile.periods if one.start_s <= passed_s]
    return in_watts(current[-1], profile.unit, place) if current else None


def in_watts(period: Period, unit: Unit, place: Place) -> Decimal:
    if unit == "W":
        return period.limit
    return period.limit * place.volts * (period.phases or place.phases)


def _start(profile: Profile, place: Place, at: Instant) -> Instant | None:
    """When the schedule that rules at this moment began."""
    if profile.kind == "Relative":
        return place.started_at
    if profile.kind != "Recurring" or profile.start is None:
        return profile.start or profile.valid_from or Instant(0)
    length = 7 if profile.recurrency == "Weekly" else 1
    first, now = profile.start.local(place.zone), at.local(place.zone)
    rounds = (now.date() - first.date()).days // length
    start = _days_later(first, rounds * length)
    return start if start <= at else _days_later(first, (rounds - 1) * length)


def _days_later(moment: datetime, days: int) -> Instant:
    """The same local time of day some days later: the clock's change is in it (row 57)."""
    return Instant.of((moment.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=moment.tzinfo))


def composite(
    profiles: tuple[Profile, ...], place: Place, at: Instant, duration_s: int
) -> tuple[tuple[int, Decimal | None], ...]:
    """(second, limit in W) for the coming `duration_s` seconds, only where it changes; None = no limit."""
    seconds = sorted({0, *_edges(profiles, place, at, duration_s)})
    out: list[tuple[int, Decimal | None]] = []
    for second in seconds:
        limit = limit_w(profiles, place, at + second * SECOND_US)
        if not out or out[-1][1] != limit:
            out.append((second, limit))
    return tuple(out)


def _edges(profiles: tuple[Profile, ...], place: Place, at: Instant, duration_s: int) -> set[int]:
    """Seconds from `at` on at which some profile may change its limit."""
    edges: set[int] = set()
    for profile in profiles:
        moments = [one for one in (profile.valid_from, profile.valid_to) if one is not None]
        days = range(duration_s // 86_400 + 2) if profile.kind == "Recurring" else range(1)
        for day in days:
            start = _start(profile, place, at + day * DAY_US)
            if start is not None:
                moments += [start + period.start_s * SECOND_US for period in profile.periods]
                moments += [start + profile.duration_s * SECOND_US] if profile.duration_s is not None else []
        edges |= {-((at - one) // SECOND_US) for one in moments}
    return {second for second in edges if 0 < second < duration_s}


def next_change(profiles: tuple[Profile, ...], place: Place, at: Instant) -> Instant | None:
    """When a limit may change next, within a day."""
    edges = _edges(profiles, place, at, 86_400)
    return at + min(edges) * SECOND_US if edges else None
