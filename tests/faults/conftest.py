"""Every test here is about a field fault, by its row. With `--harmless` the fixtures do nothing: then each of
these tests must fail, which `tests/tidy/test_field_faults_map.py` holds."""

from collections.abc import Iterator

import pytest

from wattfleet.simulator import faults, faults_replay, faults_transactions
from wattfleet.simulator.fault import Fault

PLAIN = Fault(row=0, name="", does="")


def harmless(fault: Fault) -> Fault:
    """The same number and name, and none of its hooks."""
    return Fault(row=fault.row, name=fault.name, does=fault.does, versions=fault.versions)


@pytest.fixture(autouse=True, scope="session")
def fixtures(request: pytest.FixtureRequest) -> Iterator[None]:
    """The faults as they are, or harmless."""
    if not request.config.getoption("--harmless"):
        yield
        return
    kept = dict(faults.FAULTS)
    foreign, held = faults_transactions.foreign_stop, faults_replay.held_reservation
    faults.FAULTS.update({row: harmless(one) for row, one in kept.items()})
    faults_transactions.foreign_stop = lambda number: harmless(foreign(number))
    faults_replay.held_reservation = lambda number: harmless(held(number))
    yield
    faults.FAULTS.update(kept)
    faults_transactions.foreign_stop, faults_replay.held_reservation = foreign, held
