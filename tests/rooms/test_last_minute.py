"""What came in the last minute is counted, and no more than sixty counts are kept."""

import pytest

from wattfleet.gateway.minute import LastMinute
from wattfleet.kernel.clock import ManualClock
from wattfleet.kernel.timeline import SECOND_US, parse_instant
from wattfleet.operations.health import Arrivals

NOW = parse_instant("2026-11-20T12:00:00Z")


@pytest.mark.parametrize(
    ("noted_at", "asked_at", "expected"),
    [((), 0, 0), ((0, 0, 0), 0, 3), ((0, 30), 59, 2), ((0, 30), 60, 1), ((0, 30), 90, 0), ((0,), 4000, 0)],
)
def test_what_is_older_than_a_minute_does_not_count(
    noted_at: tuple[int, ...], asked_at: int, expected: int
) -> None:
    clock = ManualClock(NOW)
    minute = LastMinute(clock)
    before = 0
    for second in noted_at:
        clock.advance((second - before) * SECOND_US)
        minute.note()
        before = second
    clock.advance((asked_at - before) * SECOND_US)
    assert minute.count == expected


def test_an_hour_of_knocking_takes_no_more_room_than_a_minute() -> None:
    clock = ManualClock(NOW)
    minute = LastMinute(clock)
    for _ in range(3600):
        minute.note()
        clock.advance(SECOND_US)
    assert minute.count == 59


@pytest.mark.parametrize(
    ("in_line", "turned", "storm"), [(0, 0, False), (99, 0, False), (100, 0, True), (0, 1, True)]
)
def test_a_storm_is_a_line_or_somebody_who_found_no_place(in_line: int, turned: int, storm: bool) -> None:
    found = Arrivals(connected=9, in_line=in_line, places=1000, came=5, left=1, turned=turned)
    assert found.is_storm is storm
