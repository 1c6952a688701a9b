"""Whether signed values are one charging process: begin and end of one meter, nothing missing or added.

No signature says so: a single measurement that is no process is signed just as well. Every rule that is
broken is a finding of its own, in words. Source: OCMF 1.4.1, tables 2, 4, 7, 10, 11;
reference/ocpp-interop.md §9.3.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from wattfleet.kernel.timeline import Instant
from wattfleet.metrology.ocmf import Ocmf, Reading

ENDS = frozenset("ELRAP")
"""The transaction's last reading: ended, locally, remotely, by an error, by a power failure."""
BETWEEN = frozenset("CSTX")
USER_ERRORS = frozenset({"MISMATCH", "INVALID", "OUTDATED", "UNKNOWN"})
UNITS = {"kWh": Decimal(1000), "Wh": Decimal(1)}
CLOCKS_FOR_TIME = frozenset("SR")
"""Only a synchronised or a relative clock measures a duration that may be billed."""


class Finding(msgspec.Struct, frozen=True):
    """A rule that is broken: a stable word, and what is wrong."""

    code: str
    text: str


class Metered(msgspec.Struct, frozen=True):
    """One register from begin to end. `wh` is exact, as the decimals of its readings."""

    register: str
    unit: str
    begin: Decimal
    end: Decimal
    wh: Decimal


class Process(msgspec.Struct, frozen=True):
    """What the data sets say together. `findings` empty: it is a charging process that may be billed.

    `time_billable`: every clock in it was fit to measure a duration.
    """

    registers: tuple[Metered, ...]
    began_at: Instant | None
    ended_at: Instant | None
    meter: str
    gateway: str
    user: str
    user_kind: str
    time_billable: bool
    findings: tuple[Finding, ...]


def read_process(sets: Sequence[Ocmf]) -> Process:
    """The charging process of data sets in the order in which they were made."""
    assert sets, "a process has at least one data set"
    findings = [*_meters(sets), *_pages(sets), *_users(sets), *_states(sets)]
    readings = [one for each in sets for one in each.readings]
    groups = _groups(readings)
    if not groups:
        findings.append(Finding("no_readings", "There is no reading with a value."))
    metered = []
    for register, group in groups.items():
        findings += _course(register, group)
        measured = _metered(register, group, findings)
        if measured is not None:
            metered.append(measured)
    moments = [one.at for one in readings if one.at is not None]
    return Process(
        registers=tuple(metered),
        began_at=moments[0] if moments else None,
        ended_at=moments[-1] if moments else None,
        meter=sets[0].text("MS"),
        gateway=sets[0].text("GS"),
        user=sets[0].text("ID"),
        user_kind=sets[0].text("IT"),
        time_billable=bool(readings) and all(one.clock in CLOCKS_FOR_TIME for one in readings),
        findings=tuple(dict.fromkeys(findings)),
    )


def _meters(sets: Sequence[Ocmf]) -> Iterator[Finding]:
    """All sets come from one source: what is told of it agrees, and something is told."""
    told = False
    for name, words in (("MS", "meter"), ("GS", "gateway"), ("CI", "charge point")):
        values = {one.text(name) for one in sets if one.text(name)}
        told = told or bool(values)
        if len(values) > 1:
            numbers = " and ".join(sorted(values))
            yield Finding("source_differs", f"The values come from more than one {words}: {numbers}.")
    if not told:
        yield Finding("source_missing", "No meter, gateway or charge point is named.")


def _pages(sets: Sequence[Ocmf]) -> Iterator[Finding]:
    numbers = []
    for one in sets:
        page = one.text("PG")
        match = re.fullmatch(r"([TF])(0|[1-9]\d*)", page)
        if match is None:
            yield Finding("page_invalid", f"The pagination “{page}” is not T or F and a number.")
            return
        if match[1] == "F":
            yield Finding("not_a_transaction", f"{page} is a fiscal reading, outside any transaction.")
            return
        numbers.append(int(match[2]))
    for before, after in pairwise(numbers):
        if after != before + 1:
            text = f"After T{before} comes T{after}: values are missing, added or out of order."
            yield Finding("page_gap", text)


def _users(sets: Sequence[Ocmf]) -> Iterator[Finding]:
    for one in sets:
        if not isinstance(one.fields.get("IS"), bool) or not one.text("IT"):
            yield Finding("user_missing", "A value of a transaction does not say who was assigned (IS, IT).")
        if one.text("IL") in USER_ERRORS:
            yield Finding("user_error", f"The assignment of the user failed: {one.text('IL')}.")
    people = {(one.text("IT"), one.text("ID").upper()) for one in sets if one.text("ID")}
    if len(people) > 1:
        yield Finding("user_differs", "The values name more than one user.")


def _states(sets: Sequence[Ocmf]) -> Iterator[Finding]:
    for each in sets:
        for one in each.readings:
            if one.status != "G":
                text = f"The meter was not good at {one.time}: {one.status or 'no state told'}."
                yield Finding("meter_state", text)
            for letter, words in (("E", "energy"), ("t", "time")):
                if letter in one.errors:
                    text = f"From {one.time} on, {words} is not usable for billing."
                    yield Finding(f"{words}_unusable", text)
            if one.transaction == "X":
                yield Finding("unusable_from", f"From {one.time} on, time or energy is not usable.")
            if one.at is None:
                yield Finding("time_invalid", f"“{one.time}” is not a moment.")
            if one.clock not in set("UISR"):
                yield Finding("clock_unknown", f"The state of the clock is not told at {one.time}.")


def _groups(readings: Sequence[Reading]) -> dict[str, list[Reading]]:
    """Readings by register, in order; one without a value only reports an event."""
    groups: dict[str, list[Reading]] = {}
    for one in readings:
        if one.value is not None:
            groups.setdefault(one.register, []).append(one)
    return groups


def _course(register: str, group: Sequence[Reading]) -> Iterator[Finding]:
    name = register or "the register"
    if group[0].transaction != "B":
        yield Finding("begin_missing", f"The first reading of {name} is no begin (B).")
    if group[-1].transaction not in ENDS:
        yield Finding("end_missing", f"The last reading of {name} is no end.")
    for one in group[1:-1]:
        if one.transaction not in BETWEEN:
            text = f"A reading of {name} between begin and end says {one.transaction or 'nothing'}."
            yield Finding("order_wrong", text)
    for before, after in pairwise(group):
        if before.at is not None and after.at is not None and after.at < before.at:
            yield Finding("time_backwards", f"A reading of {name} is older than the one before it.")
    losses = [one.loss for one in group if one.loss is not None]
    if any(after < before for before, after in pairwise(losses)) or (group[0].loss or 0) != 0:
        yield Finding("loss_wrong", f"The losses of {name} do not start at zero and grow.")


def _metered(register: str, group: Sequence[Reading], findings: list[Finding]) -> Metered | None:
    begin, end = group[0].value, group[-1].value
    assert begin is not None, "a group has values"
    assert end is not None, "a group has values"
    unit = group[0].unit
    name = register or "the register"
    if not register or unit not in UNITS:
        text = f"{name} is in “{unit}”, and energy is billed in kWh or Wh of a named register."
        findings.append(Finding("unit_wrong", text))
        return None
    if any(one.unit != unit for one in group):
        findings.append(Finding("unit_changes", f"The unit of {name} changes on the way."))
        return None
    if any(b.value is not None and a.value is not None and b.value < a.value for a, b in pairwise(group)):
        findings.append(Finding("register_falls", f"{name} falls on the way."))
    return Metered(register, unit, begin, end, (end - begin) * UNITS[unit])
