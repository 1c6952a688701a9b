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
_LINES = ("L1", "L2", "L3")

_REGISTER = Measurand.ENERGY_IMPORT
_POWER = Measurand.POWER_IMPORT
_CURRENT = Measurand.CURRENT_IMPORT
_CHARGE = Measurand.SOC
_PERIODIC = Context.PERIODIC


def reading_rows(event: SessionEvent) -> tuple[ReadingOf, ...]:
    """The readings that an event leaves; a session that is read back is made of exactly these.

    A begin or end register (1.6) is a reading of its own. Where there is none (2.x), the readings with the
    context Transaction.Begin or .End of its first and last event are the transaction's own.
    """
    if isinstance(event, Metered):
        return tuple([(reading.at, reading, SAMPLE, -1) for reading in event.readings])
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
    found = [point_of(*row) for row in rows]
    return tuple([point for point in found if point is not None])


def point_of(at: Instant, reading: Reading, source: int, sequence: int) -> Point | None:
    """One reading as a point, by itself: what is around it plays no part."""
    registers: list[Value] = []
    powers: list[Value] = []
    currents: list[Value] = []
    charges: list[Value] = []
    for value in reading.values:  # in one pass, because every frame of every station comes through here
        measurand = value.measurand
        if measurand is _REGISTER:
            registers.append(value)
        elif measurand is _POWER:
            powers.append(value)
        elif measurand is _CURRENT:
            currents.append(value)
        elif measurand is _CHARGE:
            charges.append(value)
    register = _register(registers) if registers else None
    power = _placed(powers) if powers else None
    current = _placed(currents) if currents else None
    soc = _milli(charges) if charges else None  # the state of charge is measured in the car
    if register is not None:
        told = Energy(register.milli)
        return Point(at, told, register.context, register.step_milli, sequence, source, power, current, soc)
    if power is None and current is None and soc is None:
        return None
    return Point(at, None, Context.OTHER, 1, sequence, source, power, current, soc)


def pick_register(values: Iterable[Value]) -> Value | None:
    """The billing register among values of one moment; its phases are already summed. None = none told.

    Context End, then samples, then Begin (row 35); a total before phases (row 40); the largest of equals.
    A negative register is none.
    """
    return _register([one for one in values if one.measurand is _REGISTER])


def _register(told: list[Value]) -> Value | None:
    if len(told) == 1:  # as nearly always: there is nothing to choose
        only = told[0]
        return only if only.milli >= 0 and only.location in _PLACES else None
    found = _at_best_place([one for one in told if one.milli >= 0])
    return _total(_of_best_context(found)) if found else None


def _placed(told: list[Value]) -> int | None:
    """The same of power or current (the sum over the phases), in thousandths; either may be negative."""
    if len(told) == 1:
        return told[0].milli if told[0].location in _PLACES else None
    summed = _sum_of_lines(told)
    return _milli(_at_best_place(told)) if summed is None else summed


def _sum_of_lines(told: list[Value]) -> int | None:
    """The lines of one meter at one moment, each told once, as they nearly always come; else None."""
    place, context = told[0].location, told[0].context
    if place not in _PLACES:
        return None
    lines: list[str] = []
    total = 0
    for one in told:
        line = one.phase
        if one.location != place or one.context is not context or line not in _LINES or line in lines:
            return None
        lines.append(line)
        total += one.milli
    return total


def _milli(found: list[Value]) -> int | None:
    """What stands at the best place, or the state of charge, of one moment, in thousandths."""
    if len(found) == 1:
        return found[0].milli
    return _total(_of_best_context(found)).milli if found else None


def _at_best_place(values: list[Value]) -> list[Value]:
    for place in _PLACES:
        there = [one for one in values if one.location == place]
        if there:
            return there
    return []


def _of_best_context(values: list[Value]) -> list[Value]:
    first = values[0].context
    for one in values:
        if one.context is not first:
            break
    else:
        return values
    best = max([_rank(one.context) for one in values])
    return [one for one in values if _rank(one.context) == best]


def _rank(context: Context) -> int:
    if context is _PERIODIC:
        return 2
    match context:
        case Context.END:
            return 3
        case Context.CLOCK | Context.TRIGGER:
            return 2
        case Context.BEGIN:
            return 0
        case _:
            return 1


def _total(values: list[Value]) -> Value:
    """The total where it is told, the largest of equals; else the sum of the lines."""
    if len(values) == 1:
        return values[0]
    by_line: dict[str, Value] = {}
    for one in values:
        line = one.phase.removesuffix("-N")
        if line not in by_line or one.milli > by_line[line].milli:
            by_line[line] = one
    for total in _TOTALS:
        if total in by_line:
            return by_line[total]
    lines = [by_line[line] for line in _LINES if line in by_line] or list(by_line.values())[:1]
    first = lines[0]
    return Value(
        first.measurand,
        sum([one.milli for one in lines]),
        first.context,
        location=first.location,
        step_milli=sum([one.step_milli for one in lines]),
    )
