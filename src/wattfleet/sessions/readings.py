"""Readings become points: out of all that a station measured at a moment, what a session needs.

One register per moment, never a mixture of meters: the outlet before other places, the total before the
phases, the newest context before older ones. Source: field-faults rows 33-35, 37, 40.
"""

from collections.abc import Iterable

from wattfleet.events import (
    Context,
    Measurand,
    Metered,
    Reading,
    SessionEvent,
    TransactionBegan,
    TransactionEnded,
    TransactionWent,
    Value,
)
from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import Instant
from wattfleet.sessions.session import OWN, SAMPLE, Point

ReadingOf = tuple[Instant, Reading, int, int]
"""A stored reading: moment, reading, source (OWN or SAMPLE), sequence."""

_PLACES = ("outlet", "cable", "inlet", "body")  # the car's own meter never bills
_TOTALS = ("", "N")


def reading_rows(event: SessionEvent) -> tuple[ReadingOf, ...]:
    """The readings that an event leaves; a session that is read back is made of exactly these.

    A begin or end register (1.6) is a reading of its own. Where there is none (2.x), the readings with the
    context Transaction.Begin or .End of its first and last event are the transaction's own.
    """
    if isinstance(event, Metered):
        return tuple((reading.at, reading, SAMPLE, -1) for reading in event.readings)
    rows: list[ReadingOf] = []
    own_told = False
    match event:
        case TransactionBegan(register=Energy() as register):
            own_told = True
            rows.append((event.at, _own(event.at, register, Context.BEGIN), OWN, event.sequence))
        case TransactionEnded(register=Energy() as register):
            own_told = True
            rows.append((event.at, _own(event.at, register, Context.END), OWN, event.sequence))
        case _:
            pass
    may_own = not own_told and event.sequence >= 0 and not isinstance(event, TransactionWent)
    for reading in event.readings:
        source = OWN if may_own and _is_own(reading) else SAMPLE
        rows.append((reading.at, reading, source, event.sequence))
    return tuple(rows)


def _own(at: Instant, register: Energy, context: Context) -> Reading:
    return Reading(at, (Value(Measurand.ENERGY_IMPORT, register.mwh, context, step_milli=1000),))


def _is_own(reading: Reading) -> bool:
    register = pick_register(reading.values)
    return register is not None and register.context in {Context.BEGIN, Context.END}


def points(rows: Iterable[ReadingOf]) -> tuple[Point, ...]:
    """Readings as points; those that tell nothing of a session (voltage, temperature …) give none."""
    found = (point_of(*row) for row in rows)
    return tuple(point for point in found if point is not None)


def point_of(at: Instant, reading: Reading, source: int, sequence: int) -> Point | None:
    """One reading as a point, by itself: what is around it plays no part."""
    register, power, current, soc = _simple(reading.values)
    if register is None and power is None and current is None and soc is None:
        register = pick_register(reading.values)
        power = pick_sum(reading.values, Measurand.POWER_IMPORT)
        current = pick_sum(reading.values, Measurand.CURRENT_IMPORT)
        soc = pick_sum(reading.values, Measurand.SOC)
        if register is None and power is None and current is None and soc is None:
            return None
    if register is None:
        return Point(at, None, Context.OTHER, 1, sequence, source, power, current, soc)
    return Point(
        at,
        Energy(register.milli),
        register.context,
        register.step_milli,
        sequence,
        source,
        power,
        current,
        soc,
    )


def _simple(values: tuple[Value, ...]) -> tuple[Value | None, int | None, int | None, int | None]:
    """The common case in one pass: each measurand once, at the outlet, without a phase.

    Gives four times None when anything is otherwise, and the careful way decides.
    """
    register: Value | None = None
    power: int | None = None
    current: int | None = None
    soc: int | None = None
    for value in values:
        measurand = value.measurand
        if measurand is Measurand.ENERGY_IMPORT:
            if register is not None or value.phase or value.location != "outlet" or value.milli < 0:
                return None, None, None, None
            register = value
        elif measurand is Measurand.POWER_IMPORT:
            if power is not None or value.phase or value.location != "outlet":
                return None, None, None, None
            power = value.milli
        elif measurand is Measurand.CURRENT_IMPORT:
            if current is not None or value.phase or value.location != "outlet":
                return None, None, None, None
            current = value.milli
        elif measurand is Measurand.SOC:
            if soc is not None:
                return None, None, None, None
            soc = value.milli
    return register, power, current, soc


def pick_register(values: Iterable[Value]) -> Value | None:
    """The billing register among values of one moment; its phases are already summed. None = none told.

    Context End, then samples, then Begin (row 35); a total before phases (row 40); the largest of equals.
    A negative register is none.
    """
    found = [one for one in values if one.measurand is Measurand.ENERGY_IMPORT and one.milli >= 0]
    found = _at_best_place(found)
    if not found:
        return None
    best = max(_rank(one.context) for one in found)
    return _total([one for one in found if _rank(one.context) == best])


def pick_sum(values: Iterable[Value], measurand: Measurand) -> int | None:
    """Power, current (the sum over the phases) or state of charge of one moment, in thousandths."""
    found = [one for one in values if one.measurand is measurand]
    if measurand is not Measurand.SOC:  # the state of charge is measured in the car
        found = _at_best_place(found)
    if not found:
        return None
    best = max(_rank(one.context) for one in found)
    return _total([one for one in found if _rank(one.context) == best]).milli


def _at_best_place(values: list[Value]) -> list[Value]:
    for place in _PLACES:
        there = [one for one in values if one.location == place]
        if there:
            return there
    return []


def _rank(context: Context) -> int:
    match context:
        case Context.END:
            return 3
        case Context.PERIODIC | Context.CLOCK | Context.TRIGGER:
            return 2
        case Context.BEGIN:
            return 0
        case _:
            return 1


def _total(values: list[Value]) -> Value:
    for phase in _TOTALS:
        there = [one for one in values if one.phase == phase]
        if there:
            return max(there, key=lambda one: one.milli)
    by_phase: dict[str, Value] = {}
    for one in values:
        line = one.phase.removesuffix("-N")
        if line not in by_phase or one.milli > by_phase[line].milli:
            by_phase[line] = one
    lines = [by_phase[line] for line in ("L1", "L2", "L3") if line in by_phase] or list(by_phase.values())[:1]
    first = lines[0]
    return Value(
        first.measurand,
        sum(one.milli for one in lines),
        first.context,
        location=first.location,
        step_milli=sum(one.step_milli for one in lines),
    )
