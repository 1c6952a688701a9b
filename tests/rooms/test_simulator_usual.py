"""What a usual back end bills: right when nothing goes wrong, and wrong in the ways that are known."""

from random import Random

import pytest
from tests.pretending import frames

from wattfleet.kernel.energy import Energy
from wattfleet.kernel.timeline import HOUR_US, Instant, read_instant
from wattfleet.ocpp.versions import VERSIONS, Version
from wattfleet.simulator import car, faults
from wattfleet.simulator.car import FAMILY
from wattfleet.simulator.station import Station, StationPlan
from wattfleet.simulator.usual import Usual

START = read_instant("2026-06-01T12:00:00Z") or Instant(0)
REGISTER = Energy.from_wh(909_948)


def billed(version: Version, *rows: int) -> tuple[Usual, Station]:
    plan = StationPlan(identity="S1", version=version, register=REGISTER)
    one = Station(plan, START, Random(1), faults.chosen(rows, version))
    usual = Usual()
    one.post.witness = usual.witness("S1")
    one.plug_in(1, car.battery(FAMILY, 500), "CARD")
    one.advance(START + HOUR_US)
    one.unplug(1)
    frames(one, one.now)
    return usual, one


@pytest.mark.parametrize("version", VERSIONS)
def test_without_faults_it_bills_what_was_delivered(version: Version) -> None:
    usual, station = billed(version)
    assert len(usual.bills) == 1
    assert usual.billed_wh == station.charges[0].told.wh
    assert usual.refused == usual.open == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_a_zero_begin_bills_the_whole_life_of_the_meter(version: Version) -> None:
    usual, station = billed(version, 32)
    assert usual.billed_wh == station.charges[0].told.wh + REGISTER.wh


def test_repeated_starts_stay_open_for_ever() -> None:
    usual, _ = billed("1.6", 1)
    assert (len(usual.bills), usual.open) == (3, 2)


def test_a_stop_without_its_number_is_never_billed() -> None:
    usual, _ = billed("1.6", 6)
    assert usual.billed_wh == 0
    assert (usual.refused, usual.open) == (1, 1)


def test_a_second_stop_overwrites_the_first() -> None:
    usual, station = billed("1.6", 12)
    assert usual.billed_wh == station.charges[0].told.wh + 1500
