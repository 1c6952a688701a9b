"""A station's clock: what live messages prove, and what is made of its times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.say import at

from wattfleet.kernel.timeline import DAY_US, HOUR_US, MINUTE_US, SECOND_US, Instant, read_instant
from wattfleet.stations.clock import JITTER_US, StationClock, are_plain, booted, correct, observe, resumed

FRESH = StationClock()


def learned(*samples: tuple[str, str], clock: StationClock = FRESH) -> StationClock:
    """What (said, received) of live messages teach."""
    for said, received in samples:
        clock = observe(clock, at(said), at(received), live=True)
    return clock


CASES = {
    "row51 local time under the name of UTC, ahead": ([("12:00:03", "10:00:04")], -7200),
    "row51 local time under the name of UTC, behind": ([("05:00", "10:00:02")], 18000),
    "row51 ahead by anything is proof at once": ([("10:07:30", "10:00")], -450),
    "a late delivery proves nothing": ([("09:53", "10:00")], 0),
    "behind by the same twice is proof": ([("09:53", "10:00"), ("10:53", "11:00:05")], 425),
    "two different delays prove nothing": ([("09:53", "10:00"), ("09:58", "10:01")], 0),
    "jitter is left alone": ([("09:59:20", "10:00")], 0),
    "a clock that is set is right at once": ([("12:00", "10:00"), ("10:01", "10:01:02")], 0),
    "behind by the same beside each other proves nothing": (
        [("09:53", "10:00"), ("09:53:20", "10:00:21")],
        0,
    ),
    "a queue that is emptied slowly proves nothing": ([("09:58", "10:00"), ("09:59", "10:01:20")], 0),
    "half an hour belongs to a zone": ([("15:30", "10:00")], -19800),
}


@pytest.mark.parametrize(("samples", "expected_s"), CASES.values(), ids=CASES.keys())
def test_what_is_learned(samples: list[tuple[str, str]], expected_s: int) -> None:
    assert learned(*samples).offset == expected_s * SECOND_US


def test_row51_a_time_is_corrected_and_flagged() -> None:
    clock = learned(("12:00:01", "10:00:02"))
    found, flags = correct(clock, at("12:30"), at("10:30"))
    assert found == at("10:30")
    assert [one.value for one in flags] == ["clock_skewed"]


def test_row51_a_new_connection_goes_on_with_what_was_known() -> None:
    clock = resumed(at("12:00"), at("10:00"), booted_at=None, in_service_from=None)
    assert correct(clock, at("12:30"), at("11:00"))[0] == at("10:30")
    rebooted = booted(clock, at("11:00"))
    assert correct(rebooted, at("12:30"), at("11:01"))[0] == at("10:30")
    assert resumed(at("12:00"), at("12:00"), booted_at=None, in_service_from=None) == FRESH


def test_row52_a_new_connection_goes_on_with_a_clock_that_was_never_set() -> None:
    clock = resumed(Instant(5), at("10:00"), booted_at=None, in_service_from=None)
    assert correct(clock, Instant(5 + HOUR_US), at("12:00"))[0] == at("11:00")


def test_row49_the_offset_of_local_time_can_be_told() -> None:
    assert learned(("12:00:01", "10:00:02")).zone_offset_us == 2 * HOUR_US


def test_row51_messages_that_waited_measure_nothing() -> None:
    assert observe(FRESH, at("12:00"), at("10:00"), live=False) is FRESH


def test_row51_what_did_not_come_alone_may_have_waited() -> None:
    for said in ("05:00", "09:53"):
        assert observe(FRESH, at(said), at("10:00:02"), live=True, alone=False) is FRESH
    ahead = observe(FRESH, at("12:00"), at("10:00"), live=True, alone=False)
    assert ahead.offset == -2 * HOUR_US


def test_row51_times_from_before_the_boot_keep_what_held_then() -> None:
    clock = learned(("12:00", "10:00"))
    clock = learned(("11:00:30", "11:00:31"), clock=booted(clock, at("11:00")))
    assert clock.offset == 0
    assert correct(clock, at("12:10"), at("11:01"))[0] == at("12:10")
    assert correct(clock, at("10:30"), at("11:01"))[0] == at("08:30")


def test_row52_a_clock_that_was_never_set_is_rebuilt_from_the_boot() -> None:
    clock = booted(FRESH, at("10:00"))
    said = read_instant("1970-01-01T00:30:00Z")
    assert said is not None
    found, flags = correct(clock, said, at("11:00"))
    assert found == at("10:30")
    assert [one.value for one in flags] == ["clock_unset"]


def test_row52_a_live_message_is_the_better_measure() -> None:
    first = read_instant("2000-01-01T00:10:00Z")
    second = read_instant("2000-01-01T00:40:00Z")
    assert first is not None
    assert second is not None
    clock = observe(booted(FRESH, at("10:00")), first, at("10:15"), live=True)
    assert correct(clock, second, at("11:00"))[0] == at("10:45")


def test_row52_without_a_boot_the_moment_of_receipt_counts() -> None:
    assert correct(FRESH, Instant(5), at("11:00"))[0] == at("11:00")


def test_row56_the_future_is_flagged_and_kept() -> None:
    found, flags = correct(FRESH, at("10:06"), at("10:00"))
    assert found == at("10:06")
    assert [one.value for one in flags] == ["future"]
    assert correct(FRESH, at("10:04"), at("10:00")) == (at("10:04"), ())


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 50)), max_size=20))
def test_an_honest_clock_is_never_touched(messages: list[tuple[int, int]]) -> None:
    clock = FRESH
    for said_s, delay_s in messages:
        said = at("10:00") + said_s * SECOND_US
        clock = observe(clock, said, said + delay_s * SECOND_US, live=True)
        assert correct(clock, said, said) == (said, ())


@given(st.integers(-13 * 4, 13 * 4), st.lists(st.integers(0, 19), min_size=2, max_size=9))
def test_row51_a_constant_skew_is_corrected_to_the_minute(quarters: int, delays: list[int]) -> None:
    clock, moment = FRESH, at("10:00")
    assert are_plain(clock, (moment,), moment)
    for delay_s in delays:
        moment += 5 * MINUTE_US
        said = moment + quarters * 15 * MINUTE_US
        clock = observe(clock, said, moment + delay_s * SECOND_US, live=True)
    found, _ = correct(clock, moment + quarters * 15 * MINUTE_US, moment)
    assert abs(found - moment) < JITTER_US


@given(st.integers(0, 20 * 365), st.integers(0, DAY_US))
def test_row52_a_rebuilt_time_is_never_later_than_its_receipt(days: int, us: int) -> None:
    said = Instant(days * DAY_US // 2 + us)
    for clock in (FRESH, booted(FRESH, at("09:00"))):
        assert correct(clock, said, at("10:00"))[0] <= max(at("10:00"), said)


@given(st.integers(-10, 10), st.integers(-(10**9), 10**9), st.booleans())
def test_a_plain_time_is_one_that_stays_as_it_is(hours: int, off_s: int, unset: bool) -> None:
    clock = StationClock(offset=hours * HOUR_US)
    said = Instant(off_s) if unset else at("10:00") + off_s * SECOND_US
    if are_plain(clock, (said,), at("10:00")):
        assert correct(clock, said, at("10:00")) == (said, ())


def test_row52_before_its_service_a_live_time_is_no_time() -> None:
    clock = StationClock(in_service_from=at("09:00"))
    long_ago = at("09:00") + -4000 * DAY_US
    assert correct(clock, long_ago, at("10:00")) == (long_ago, ())
    clock = observe(clock, long_ago, at("10:00"), live=True)
    found, flags = correct(clock, long_ago + HOUR_US, at("11:30"))
    assert found == at("11:00")
    assert [one.value for one in flags] == ["clock_unset"]
