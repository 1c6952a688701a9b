"""A pretend station lives a day without a socket: what it would say is valid to the letter and true."""

from random import Random

import jsonschema_rs
import msgspec
import pytest
from tests.pretending import SCHEMAS, answered, frames, offline_day

from wattfleet.kernel.energy import Energy, Power
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, Instant, read_instant
from wattfleet.ocpp.versions import VERSIONS, Version
from wattfleet.simulator import car, orders
from wattfleet.simulator.car import FAMILY, LONG_RANGE
from wattfleet.simulator.evse import EvsePlan
from wattfleet.simulator.station import Station, StationPlan

START = read_instant("2026-06-01T12:00:00Z") or Instant(0)
DC = EvsePlan(evse_id=2, max_dc=Power.from_w(150_000))


def station(version: Version, seed: int = 1) -> Station:
    plan = StationPlan(
        identity="S1", version=version, evses=(EvsePlan(), DC), register=Energy.from_wh(909_948)
    )
    return Station(plan, START, Random(seed))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_frame_is_valid_to_the_letter(version: Version) -> None:
    one = station(version)
    offline_day(one)
    sent = frames(one, START + 30 * HOUR_US)
    assert len(sent) > 40
    for action, payload in sent:
        validator: jsonschema_rs.Validator = SCHEMAS(version, action)
        assert [error.message for error in validator.iter_errors(payload)] == [], (action, payload)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_registers_that_it_tells_add_up_to_what_flowed(version: Version) -> None:
    one = station(version)
    offline_day(one)
    assert len(one.charges) == 2
    for charge in one.charges:
        assert abs(charge.told.mwh - charge.delivered.mwh) < 1000
        assert charge.delivered.mwh > 0
        assert charge.ended_at is not None


def test_the_same_seed_says_the_same() -> None:
    def told(seed: int) -> list[tuple[str, object]]:
        one = station("2.0.1", seed)
        offline_day(one)
        return frames(one, START + 30 * HOUR_US)

    assert told(7) == told(7)
    assert told(7) != told(8)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_full_car_suspends_itself_and_says_so(version: Version) -> None:
    one = station(version)
    one.plug_in(2, car.battery(LONG_RANGE, 950), "CARD")
    one.advance(START + 2 * HOUR_US)
    assert one.evses[1].status == "SuspendedEV"
    ended = one.charges[0].energy_end_at
    assert ended is not None
    assert ended < START + HOUR_US


@pytest.mark.parametrize("version", VERSIONS)
def test_an_unanswered_message_stays_and_goes_again(version: Version) -> None:
    one = station(version)
    one.plug_in(1, car.battery(FAMILY, 500), "CARD")
    one.advance(START + MINUTE_US)
    one.unplug(1)
    waiting = one.post.mailbox.lasting
    one.connected(one.now)
    answered(one)  # boot and statuses, and the start goes out
    one.disconnected(one.now)
    assert one.post.mailbox.lasting >= waiting - 1
    one.connected(one.now)
    for _ in range(40):
        answered(one)
    assert one.post.mailbox.lasting == 0
    assert one.post.problems == []


def test_an_error_is_tried_three_times_and_then_the_message_is_lost() -> None:
    one = station("1.6")
    one.plug_in(1, car.battery(FAMILY, 500), "CARD")
    one.connected(one.now)
    for _ in range(30):
        answered(one, refuse={"StartTransaction"})
        one.advance(one.now + MINUTE_US)
    assert [said.action for said in one.post.mailbox.lost] == ["StartTransaction"]


def test_a_profile_is_obeyed() -> None:
    one = station("1.6")
    one.connected(one.now)
    for _ in range(5):
        answered(one)
    one.plug_in(1, car.battery(FAMILY, 300), "CARD")
    for _ in range(5):
        answered(one)
    assert one.evses[0].draws() == Power.from_w(11_040)
    period = {"startPeriod": 0, "limit": 10}
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [period]}
    profile = {
        "chargingProfileId": 1,
        "stackLevel": 0,
        "chargingProfilePurpose": "TxDefaultProfile",
        "chargingProfileKind": "Absolute",
        "chargingSchedule": schedule,
    }
    call = [2, "c1", "SetChargingProfile", {"connectorId": 1, "csChargingProfiles": profile}]
    orders.hear(one, msgspec.json.encode(call), one.now)
    assert '[3,"c1",{"status":"Accepted"}]' in one.post.take()
    assert one.evses[0].draws() == Power.from_w(6_900)
