"""What a session used: slices that join, energy that adds up, and idle time that is the car's own."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rooms.test_fold_properties import classic, modern
from tests.say import FACTS, Said, at, clock, said, session_of

from wattfleet.kernel.timeline import MINUTE_US, Span, Zone
from wattfleet.sessions.usage import Activity, Usage
from wattfleet.sessions.usage_of import usage

ZONE = Zone("Europe/Stockholm")


def table(used: Usage) -> list[str]:
    return [
        f"{clock(one.span.start)}-{clock(one.span.end)} {one.energy.wh} {one.activity.value}"
        + ("" if one.power is None else f" {one.power.w}W")
        for one in used.slices
    ]


CASES = {
    "energy flows between the registers that were told": (
        "10:00 start A 1000\n10:30 sample 5000\n11:00 stop 6000",
        "10:00-10:30 4000 charging\n10:30-11:00 1000 charging",
    ),
    "power and current hold until the next are told": (
        "10:00 start A 1000\n10:30 sample 5000 8000W\n10:45 sample 5500 2000W\n11:00 stop 6000",
        "10:00-10:30 4000 charging 8000W\n10:30-10:45 500 charging 8000W\n10:45-11:00 500 charging 2000W",
    ),
    "a car that suspends is idle, and its energy flowed before": (
        """10:00 start A 1000
        10:30 sample 5000
        10:40 suspended_ev
        11:00 sample 6000
        12:00 stop 6000""",
        """10:00-10:30 4000 charging
        10:30-10:40 1000 charging
        10:40-11:00 0 idle
        11:00-12:00 0 idle""",
    ),
    "a station that suspends is a pause, however long": (
        """10:00 start A 1000
        10:30 sample 5000
        10:30 suspended_evse
        11:00 sample 5000
        11:30 sample 5000
        12:00 stop 5000""",
        """10:00-10:30 4000 charging
        10:30-11:00 0 paused
        11:00-11:30 0 paused
        11:30-12:00 0 paused""",
    ),
    "a car that never drew is not idle where nobody says so": (
        """10:00 start A 1000
        10:30 sample 1000
        11:00 sample 1000
        11:30 stop 1000""",
        """10:00-10:30 0 charging
        10:30-11:00 0 charging
        11:00-11:30 0 charging""",
    ),
    "a car that never drew, and is said to have suspended": (
        """10:00 start A 1000
        10:15 suspended_ev
        10:30 sample 1000
        11:00 sample 1000
        11:30 stop 1000""",
        """10:00-10:15 0 charging
        10:15-10:30 0 idle
        10:30-11:00 0 idle
        11:00-11:30 0 idle""",
    ),
    "a register that stands still for two intervals is the end of energy": (
        """10:00 start A 1000
        10:15 sample 3000
        10:30 sample 5000
        10:45 sample 5000
        11:00 sample 5000
        12:00 stop 5000""",
        """10:00-10:15 2000 charging
        10:15-10:30 2000 charging
        10:30-10:45 0 idle
        10:45-11:00 0 idle
        11:00-12:00 0 idle""",
    ),
    "one interval without a rise is no end": (
        "10:00 start A 1000\n10:30 sample 5000\n10:45 stop 5000",
        "10:00-10:30 4000 charging\n10:30-10:45 0 charging",
    ),
    "a suspended car that goes on": (
        """10:00 start A 1000
        10:00 charging
        10:30 sample 5000
        10:30 suspended_ev
        11:00 charging
        11:30 stop 9000""",
        "10:00-10:30 4000 charging\n10:30-11:00 0 idle\n11:00-11:30 4000 charging",
    ),
    "samples that a pair overrules": (
        "10:00 start A 1012\n10:10 sample 1.5kWh\n10:20 stop 1884",
        "10:00-10:10 488 charging\n10:10-10:20 384 charging",
    ),
}


@pytest.mark.parametrize(("story", "expected"), CASES.values(), ids=CASES.keys())
def test_usage(story: str, expected: str) -> None:
    assert table(usage(session_of(said(story)), ZONE)) == [one.strip() for one in expected.splitlines()]


def test_what_we_held_back_is_never_idle() -> None:
    session = session_of(said("10:00 start A 1000\n10:30 sample 5000\n10:30 suspended_ev\n12:00 stop 5000"))
    held = (Span(at("10:30"), at("11:00")),)
    assert table(usage(session, ZONE, held=held)) == [
        "10:00-10:30 4000 charging",
        "10:30-11:00 0 paused",
        "11:00-12:00 0 idle",
    ]


def test_a_suspension_that_is_told_late_takes_no_idle_time_back() -> None:
    """A station that was off line tells at its return what its register has shown for long."""
    before = said("10:00 start A 1000\n10:15 sample 3000\n10:30 sample 3000\n10:45 sample 3000")
    after = [*before, *said("10:50 suspended_ev")]
    now = at("10:55")
    unaware, aware = (usage(session_of(events), ZONE, now) for events in (before, after))
    assert idle_us(unaware) == idle_us(aware) == 40 * MINUTE_US


def idle_us(used: Usage) -> int:
    return sum(one.span.us for one in used.slices if one.activity is Activity.IDLE)


def test_a_running_session_is_told_up_to_now() -> None:
    session = session_of(said("10:00 start A 1000\n10:30 sample 5000"))
    assert table(usage(session, ZONE, at("10:40"))) == [
        "10:00-10:30 4000 charging",
        "10:30-10:40 0 charging",
    ]


@given(st.one_of(modern(), classic()), st.integers(0, 600))
def test_i5_i20_slices_join_and_add_up(events: list[Said], minutes: int) -> None:
    session = session_of(events, FACTS)
    used = usage(session, ZONE, session.started_at + minutes * MINUTE_US)
    assert used.energy == session.energy or not used.slices
    assert all(one.energy.mwh >= 0 for one in used.slices)
    assert all(a.span.end == b.span.start for a, b in pairwise(used.slices))
    if used.end > used.start:
        assert (used.slices[0].span.start, used.slices[-1].span.end) == (used.start, used.end)
        assert all(one.span.us > 0 for one in used.slices)
