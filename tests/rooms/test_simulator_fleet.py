"""A fleet lives a past month without a socket, the same for the same seed, with nothing lost on the way."""

import itertools

import pytest

from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant, Zone, read_instant
from wattfleet.simulator.charges import Charge
from wattfleet.simulator.fleet import Fleet, Size, planned
from wattfleet.simulator.timetable import Kind

ZONE = Zone("Europe/Stockholm")
START = read_instant("2026-03-20T00:00:00+01:00") or Instant(0)
SMALL = Size(depot_ac=2, depot_dc=1, homes=2, public=1, fast=1)


async def lived(seed: int, days: int) -> Fleet:
    fleet = Fleet(planned(SMALL, seed, ZONE), START, seed)
    await fleet.past(START + days * DAY_US, SystemClock())
    return fleet


def shape(charges: list[Charge]) -> list[tuple[str, Instant, int]]:
    return [(one.identity, one.begun_at, one.delivered.mwh) for one in charges]


async def test_the_same_seed_gives_the_same_past() -> None:
    first, second, other = await lived(1, 5), await lived(1, 5), await lived(2, 5)
    assert shape(first.charges()) == shape(second.charges())
    assert shape(first.charges()) != shape(other.charges())


async def test_what_meters_counted_is_what_charges_delivered() -> None:
    fleet = await lived(3, 10)
    for life in fleet.lives:
        counted = sum(one.meter.total.mwh - life.member.plan.register.mwh for one in life.station.evses)
        assert counted == sum(one.delivered.mwh for one in life.station.charges)
        assert all(one.delivered.mwh >= 0 for one in life.station.charges)


async def test_everything_that_was_told_waits_in_order_until_somebody_listens() -> None:
    fleet = await lived(4, 3)
    assert fleet.waiting() > 0
    assert fleet.acknowledged() == 0
    assert all(not life.station.post.out for life in fleet.lives)


@pytest.mark.parametrize(
    ("kind", "earliest", "latest"), [(Kind.DEPOT, 11, 24), (Kind.HOME, 11, 24), (Kind.PUBLIC, 5, 24)]
)
async def test_people_keep_local_hours_also_after_the_clocks_change(
    kind: Kind, earliest: int, latest: int
) -> None:
    fleet = await lived(5, 20)
    hours = [
        one.plugged_at.local(ZONE).hour
        for life in fleet.lives
        if life.member.kind is kind
        for one in life.station.charges
    ]
    assert len(hours) > 5
    assert earliest <= min(hours)
    assert max(hours) < latest


async def test_one_car_at_a_time_and_no_charge_outlives_its_visit() -> None:
    fleet = await lived(6, 10)
    for life in fleet.lives:
        for evse_id in {one.evse_id for one in life.station.charges}:
            charges = [one for one in life.station.charges if one.evse_id == evse_id]
            for before, after in itertools.pairwise(charges):
                assert before.unplugged_at is not None
                assert before.ended_at is not None
                assert before.begun_at <= before.ended_at <= before.unplugged_at < after.plugged_at
                assert before.unplugged_at - before.plugged_at < 36 * HOUR_US
