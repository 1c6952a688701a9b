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
from wattfleet.metrology.found import Finding, found
from wattfleet.metrology.ocmf import Ocmf, Reading

ENDS = frozenset("ELRAP")
"""The transaction's last reading: ended, locally, remotely, by an error, by a power failure."""
BETWEEN = frozenset("CSTX")
USER_ERRORS = frozenset({"MISMATCH", "INVALID", "OUTDATED", "UNKNOWN"})
UNITS = {"kWh": Decimal(1000), "Wh": Decimal(1)}
NAMELESS = "RI —"
"""How a register without a name stands in a finding."""
CLOCKS_FOR_TIME = frozenset("SR")
"""Only a synchronised or a relative clock measures a duration that may be billed."""


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
        findings.append(found("no_readings"))
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
        findings=tuple(one for at, one in enumerate(findings) if one not in findings[:at]),
    )


def _meters(sets: Sequence[Ocmf]) -> Iterator[Finding]:
    """All sets come from one source: what is told of it agrees, and something is told."""
    told = False
    for name in ("MS", "GS", "CI"):
        values = {one.text(name) for one in sets if one.text(name)}
        told = told or bool(values)
        if len(values) > 1:
            yield found("source_differs", field=name, names=", ".join(sorted(values)))
    if not told:
        yield found("source_missing")


def _pages(sets: Sequence[Ocmf]) -> Iterator[Finding]:
    numbers = []
    for one in sets:
        page = one.text("PG")
        match = re.fullmatch(r"([TF])(0|[1-9]\d*)", page)
        if match is None:
            yield found("page_invalid", page=page)
            return
        if match[1] == "F":
            yield found("not_a_transaction", page=page)
            return
        numbers.append(int(match[2]))
    for before, after in pairwise(numbers):
        if after != before + 1:
            yield found("page_gap", before=before, after=after)


def _users(sets: Sequence[Ocmf]) -> Iterator[Finding]:
    for one in sets:
        if not isinstance(one.fields.get("IS"), bool) or not one.text("IT"):
            yield found("user_missing")
        if one.text("IL") in USER_ERRORS:
            yield found("user_error", level=one.text("IL"))
    people = {(one.text("IT"), one.text("ID").upper()) for one in sets if one.text("ID")}
    if len(people) > 1:
        yield found("user_differs")


def _states(sets: Sequence[Ocmf]) -> Iterator[Finding]:
    for each in sets:
        for one in each.readings:
            if one.status != "G":
                yield found("meter_state", time=one.time, state=one.status or "—")
            for letter, code in (("E", "energy_unusable"), ("t", "time_unusable")):
                if letter in one.errors:
                    yield found(code, time=one.time)
            if one.transaction == "X":
                yield found("unusable_from", time=one.time)
            if one.at is None:
                yield found("time_invalid", time=one.time)
            if one.clock not in set("UISR"):
                yield found("clock_unknown", time=one.time)


def _groups(readings: Sequence[Reading]) -> dict[str, list[Reading]]:
    """Readings by register, in order; one without a value only reports an event."""
    groups: dict[str, list[Reading]] = {}
    for one in readings:
        if one.value is not None:
            groups.setdefault(one.register, []).append(one)
    return groups


def _course(register: str, group: Sequence[Reading]) -> Iterator[Finding]:
    name = register or NAMELESS
    if group[0].transaction != "B":
        yield found("begin_missing", register=name)
    if group[-1].transaction not in ENDS:
        yield found("end_missing", register=name)
    for one in group[1:-1]:
        if one.transaction not in BETWEEN:
            yield found("order_wrong", register=name, kind=one.transaction or "—")
    for before, after in pairwise(group):
        if before.at is not None and after.at is not None and after.at < before.at:
            yield found("time_backwards", register=name)
    losses = [one.loss for one in group if one.loss is not None]
    if any(after < before for before, after in pairwise(losses)) or (group[0].loss or 0) != 0:
        yield found("loss_wrong", register=name)


def _metered(register: str, group: Sequence[Reading], findings: list[Finding]) -> Metered | None:
    begin, end = group[0].value, group[-1].value
    assert begin is not None, "a group has values"
    assert end is not None, "a group has values"
    unit = group[0].unit
    name = register or NAMELESS
    if not register or unit not in UNITS:
        findings.append(found("unit_wrong", register=name, unit=unit))
        return None
    if any(one.unit != unit for one in group):
        findings.append(found("unit_changes", register=name))
        return None
    if any(b.value is not None and a.value is not None and b.value < a.value for a, b in pairwise(group)):
        findings.append(found("register_falls", register=name))
    return Metered(register, unit, begin, end, (end - begin) * UNITS[unit])
