"""When the charging profiles that a station accepted left a car too little to charge.

Problem. A car that stops because we told its station so must not pay for idling, and many stations call that
pause the car's own, or say nothing. Observation. What we asked and what was accepted is kept, and OCPP says
what rules when. Method. The deeds are replayed; between two edges (a deed, a period, a validity) one set of
profiles rules: of each purpose the highest stack level with a period for the moment, a TxProfile instead of
the TxDefaultProfile, and the lower of that and the station's maximum. Source: ocpp-charging-profiles §1, §2.

It does not know profiles of others, of raw calls, PriorityCharging, or that a station forgot what it took.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

import msgspec

from wattfleet.commands import ChargingProfile, ClearChargingProfile, SchedulePeriod
from wattfleet.kernel.timeline import DAY_US, SECOND_US, Instant, Span

LEAST_A: Final = 6
"""Below it no car charges by alternating current. Source: IEC 61851."""
LEAST_W: Final = LEAST_A * 230
"""The same as power of a phase; where a period names no phases, one is enough."""
STATION, OWN, DEFAULT = "charge_point_max", "tx", "tx_default"
_RECURRENCES: Final = {"daily": DAY_US, "weekly": 7 * DAY_US}


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A profile that a station accepted, for an EVSE (0 = all); of a remote start `with_start`."""

    at: Instant
    evse: int
    profile: ChargingProfile
    with_start: bool = False


class Cleared(msgspec.Struct, frozen=True, kw_only=True):
    """Profiles that a station cleared: those that match all that was named."""

    at: Instant
    by: ClearChargingProfile


Deed = Given | Cleared


class Charge(msgspec.Struct, frozen=True):
    """Whose limits are asked for: a transaction on an EVSE."""

    evse: int
    tx: str
    span: Span


def held_back(deeds: Iterable[Deed], charge: Charge) -> tuple[Span, ...]:
    """The stretches of a charge in which it was left too little, in order, apart from each other."""
    ordered = sorted(deeds, key=lambda one: one.at)  # of one moment in the order given
    edges = {charge.span.start, charge.span.end, *(one.at for one in ordered)}
    for one in ordered:
        if isinstance(one, Given):
            edges |= set(_edges(one.profile, charge.span))
    inside = sorted(one for one in edges if charge.span.start <= one <= charge.span.end)
    found: list[Span] = []
    for start, end in pairwise(inside):
        if not _is_held(_installed(ordered, charge, start), charge, start):
            continue
        if found and found[-1].end == start:
            found[-1] = Span(found[-1].start, end)
        else:
            found.append(Span(start, end))
    return tuple(found)


# ── what stands at a station ──────────────────────────────────────────────────


def _installed(deeds: Sequence[Deed], charge: Charge, moment: Instant) -> list[Given]:
    there: list[Given] = []
    for one in deeds:
        if one.at > moment:
            break
        if isinstance(one, Cleared):
            there = [kept for kept in there if not _matches(one.by, kept)]
        elif _concerns(one, charge):
            there = [kept for kept in there if not _replaces(one, kept)]
            there.append(one)
    return there


def _concerns(one: Given, charge: Charge) -> bool:
    """Of its EVSE or of all; a TxProfile only of this transaction."""
    if one.profile.purpose != OWN:
        return one.evse in {0, charge.evse}
    if one.profile.transaction is not None:
        return one.profile.transaction == charge.tx
    return one.with_start or (one.evse == charge.evse and one.at >= charge.span.start)


def _replaces(new: Given, old: Given) -> bool:
    if new.profile.id is not None and new.profile.id == old.profile.id:
        return True
    mine = (new.profile.purpose, new.profile.stack_level, new.evse)
    return mine == (old.profile.purpose, old.profile.stack_level, old.evse)


def _matches(by: ClearChargingProfile, kept: Given) -> bool:
    evse = by.connector if by.evse is None else by.evse
    named = (
        (by.charging_profile, kept.profile.id),
        (evse, kept.evse),
        (by.purpose, kept.profile.purpose),
        (by.stack_level, kept.profile.stack_level),
    )
    return all(wanted is None or wanted == there for wanted, there in named)


# ── what rules at a moment ────────────────────────────────────────────────────


def _is_held(there: Sequence[Given], charge: Charge, moment: Instant) -> bool:
    ruling = {purpose: _ruling(there, purpose, charge, moment) for purpose in (STATION, OWN, DEFAULT)}
    own = ruling[DEFAULT] if ruling[OWN] is None else ruling[OWN]
    return any(one is not None and _is_too_low(*one) for one in (ruling[STATION], own))


def _ruling(
    there: Sequence[Given], purpose: str, charge: Charge, moment: Instant
) -> tuple[SchedulePeriod, str] | None:
    """The period of the highest level that has one, and its unit; an EVSE's own before that of all."""
    levels = sorted(
        (one for one in there if one.profile.purpose == purpose),
        key=lambda one: (one.profile.stack_level, one.evse != 0),
        reverse=True,
    )
    for one in levels:
        period = _period(one.profile, charge, moment)
        if period is not None:
            return period, one.profile.unit
    return None


def _is_too_low(period: SchedulePeriod, unit: str) -> bool:
    least = LEAST_A if unit == "A" else LEAST_W * (period.phases or 1)
    return Decimal(period.limit) < least


def _period(profile: ChargingProfile, charge: Charge, moment: Instant) -> SchedulePeriod | None:
    if profile.valid_from is not None and moment < Instant.of(profile.valid_from):
        return None
    if profile.valid_to is not None and moment >= Instant.of(profile.valid_to):
        return None
    since_us = moment - _zero(profile, charge.span.start)
    if since_us < 0:
        return None
    every_us = _RECURRENCES.get(profile.recurrency) if profile.kind == "recurring" else None
    if every_us is not None:
        since_us %= every_us
    if profile.duration_s is not None and since_us >= profile.duration_s * SECOND_US:
        return None
    begun = [one for one in profile.periods if one.start_s * SECOND_US <= since_us]
    return begun[-1] if begun else None


def _zero(profile: ChargingProfile, began: Instant) -> Instant:
    """A schedule without a start of its own begins with the charge."""
    return began if profile.start is None or profile.kind == "relative" else Instant.of(profile.start)


def _edges(profile: ChargingProfile, span: Span) -> Iterator[Instant]:
    """The moments within a span at which another period, or none, may begin to rule."""
    for bound in (profile.valid_from, profile.valid_to):
        if bound is not None:
            yield Instant.of(bound)
    offsets = [one.start_s for one in profile.periods]
    offsets += [] if profile.duration_s is None else [profile.duration_s]
    zero = _zero(profile, span.start)
    every_us = _RECURRENCES.get(profile.recurrency) if profile.kind == "recurring" else None
    if every_us is None:
        yield from (zero + offset * SECOND_US for offset in offsets)
        return
    first = zero + (span.start - zero) // every_us * every_us
    for turn in range((span.end - first) // every_us + 1):
        base = first + turn * every_us
        yield base
        yield from (base + offset * SECOND_US for offset in offsets)
