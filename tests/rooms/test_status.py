"""Connectors as the console shows them."""

import pytest
from tests.say import at

from wattfleet.events import ChargingState, ConnectorStatus, StatusReported
from wattfleet.stations.status import board, is_alarm, reported, shown


def say(status: ConnectorStatus, connector: int = 1, error: str = "") -> StatusReported:
    return StatusReported(connector, 1 if connector else 0, status, None, error)


def test_the_same_again_keeps_its_beginning() -> None:
    first = reported(None, say(ConnectorStatus.FAULTED, error="ground_failure"), at("10:00"))
    again = reported(first, say(ConnectorStatus.FAULTED, error="ground_failure"), at("10:05"))
    assert again.since == at("10:00")
    other = reported(again, say(ConnectorStatus.FAULTED, error="over_voltage"), at("10:06"))
    assert other.since == at("10:06")


def test_an_old_report_from_the_queue_changes_nothing() -> None:
    now = reported(None, say(ConnectorStatus.AVAILABLE), at("10:00"))
    assert reported(now, say(ConnectorStatus.CHARGING), at("09:00")) is now


def test_row87_connector_0_says_nothing_of_the_others() -> None:
    known = board((), say(ConnectorStatus.AVAILABLE, 1), at("10:00"))
    known = board(known, say(ConnectorStatus.UNAVAILABLE, 0), at("10:01"))
    assert [(one.evse, one.status.value) for one in known] == [(0, "unavailable"), (1, "available")]


def test_row87_an_alarm_waits() -> None:
    known = reported(None, say(ConnectorStatus.UNAVAILABLE), at("10:00"))
    assert not is_alarm(known, at("10:01"))
    assert is_alarm(known, at("10:02"))
    assert not is_alarm(reported(known, say(ConnectorStatus.AVAILABLE), at("10:03")), at("11:00"))


@pytest.mark.parametrize(
    ("told", "car", "expected"),
    [
        ("occupied", ChargingState.CHARGING, "charging"),
        ("occupied", ChargingState.SUSPENDED_EVSE, "suspended_evse"),
        ("occupied", None, "occupied"),
        ("available", ChargingState.CHARGING, "charging"),
        ("available", None, "available"),
        ("faulted", ChargingState.CHARGING, "faulted"),
        ("finishing", ChargingState.CHARGING, "finishing"),
    ],
)
def test_what_is_shown(told: str, car: ChargingState | None, expected: str) -> None:
    known = reported(None, say(ConnectorStatus(told)), at("10:00"))
    assert shown(known.status, car).value == expected
