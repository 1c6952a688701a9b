"""All ways in which a pretend station can misbehave, by the row of the field-fault table that tells of it."""

from wattfleet.kernel.errors import missing
from wattfleet.simulator import (
    faults_line,
    faults_meter,
    faults_orders,
    faults_power,
    faults_replay,
    faults_time,
    faults_transactions,
    faults_wire,
)
from wattfleet.simulator.fault import Fault

FAULTS: dict[int, Fault] = {
    fault.row: fault
    for fault in sorted(
        (
            *faults_transactions.FAULTS,
            *faults_replay.FAULTS,
            *faults_meter.FAULTS,
            *faults_power.FAULTS,
            *faults_time.FAULTS,
            *faults_line.FAULTS,
            *faults_wire.FAULTS,
            *faults_orders.FAULTS,
        ),
        key=lambda fault: fault.row,
    )
}


def chosen(rows: tuple[int, ...], version: str | None = None) -> tuple[Fault, ...]:
    """The faults of these rows; with a version, those that a station of that version can show.

    Raises: WattfleetError `fault_unknown`.
    """
    unknown = [row for row in rows if row not in FAULTS]
    if unknown:
        raise missing(
            "fault_unknown",
            f"No fault has the number {unknown[0]}.",
            hint=f"Known are: {', '.join(str(row) for row in FAULTS)}.",
            field="faults",
        )
    found = tuple(FAULTS[row] for row in rows)
    return found if version is None else tuple(one for one in found if version in one.versions)
