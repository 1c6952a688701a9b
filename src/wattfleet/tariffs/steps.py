"""Quantities: what each price is charged for, and the smallest billed block.

Time is counted in whole seconds since the session's start: a begun second does not count, and the seconds of
all parts add up to those of the session. Steps follow OCPI 2.2.1 mod_cdrs, “step_size”: once per session for
energy, and once for the time dimensions together; the total is rounded up and the surplus goes to the last
price that was charged, at its own step. With idle time on the bill, charging time is billed exactly.
"""

from collections.abc import Iterable

import msgspec

from wattfleet.kernel.energy import MWH_PER_WH
from wattfleet.kernel.timeline import SECOND_US, Instant
from wattfleet.sessions.usage import Activity
from wattfleet.tariffs.pieces import Piece
from wattfleet.tariffs.restrictions import Priced
from wattfleet.tariffs.series import PriceMissing

_IDLE, _UNTIMED = Activity.IDLE, Activity.UNTIMED  # to look a member up costs as much as to make a Charge


class Charge(msgspec.Struct, gc=False):
    """One price while it holds: what was measured, what of it is free, and what a step adds."""

    priced: Priced
    start_us: int
    end_us: int
    measured: int = 0
    free: int = 0
    surplus: int = 0


class Charges(msgspec.Struct):
    """All charges of a session, each dimension in order of time; seconds for time, mWh for energy."""

    flat: list[Charge] = []
    energy: list[Charge] = []
    time: list[Charge] = []
    parking: list[Charge] = []
    dark: bool = False


def charges(parts: Iterable[Piece], start_us: int) -> Charges:
    """What is charged, steps included."""
    out = Charges()
    seconds = idle_seconds = busy_seconds = 0
    for one in parts:
        active = one.active
        if active.flat is not None and not out.flat:
            out.flat.append(Charge(active.flat, one.start_us, one.start_us, measured=1))
        if active.energy is not None and one.mwh:
            _add(out.energy, active.energy, one, one.mwh, 0)
        now = (one.end_us - start_us) // SECOND_US
        length, seconds = now - seconds, now
        if one.activity is _IDLE:
            if active.parking is not None and length:
                _add(out.parking, active.parking, one, length, idle_seconds)
            idle_seconds += length
        elif one.activity is not _UNTIMED:
            if active.time is not None and length:
                _add(out.time, active.time, one, length, busy_seconds)
            busy_seconds += length
        if one.dark:
            out.dark = True
    _step(out.energy, MWH_PER_WH)
    if not _step(out.parking, 1):
        _step(out.time, 1)
    return out


def _add(found: list[Charge], priced: Priced, one: Piece, quantity: int, before: int) -> None:
    """Adds to the charge that is under way, or begins one. `before` is the dimension's count so far."""
    if priced.missing:
        assert priced.component.index is not None, "only a price that follows a series can be missing"
        raise PriceMissing(priced.component.index.series, Instant(one.start_us))
    if found and found[-1].priced is priced:
        charge = found[-1]
        charge.end_us = one.end_us
        charge.measured += quantity
    else:
        charge = Charge(priced, one.start_us, one.end_us, quantity)
        found.append(charge)
    free_s = priced.component.free_s
    if free_s > before:
        charge.free += min(quantity, free_s - before)


def _step(found: list[Charge], unit: int) -> bool:
    """Round the total up by the step of the last charge that counts. False when nothing is charged."""
    for charge in reversed(found):
        if charge.measured > charge.free:
            block = max(1, charge.priced.component.step) * unit
            if block > 1:
                charge.surplus = -sum([one.measured - one.free for one in found]) % block
            return True
    return False
