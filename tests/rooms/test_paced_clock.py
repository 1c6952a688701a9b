"""A clock that begins in the past runs fast, and then keeps the time of the present."""

import pytest

from wattfleet.kernel.clock import ManualClock, PacedClock
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US, Instant

NOW = Instant(1_800_000_000_000_000)


@pytest.mark.parametrize(
    ("passed_us", "shown"),
    [
        (0, NOW + -HOUR_US),
        (MINUTE_US, NOW + (-HOUR_US + 10 * MINUTE_US)),
        (5 * MINUTE_US, NOW + (-HOUR_US + 50 * MINUTE_US)),
        (10 * MINUTE_US, NOW + 10 * MINUTE_US),  # it has caught up
        (HOUR_US, NOW + HOUR_US),
    ],
)
def test_it_catches_up_and_never_overtakes(passed_us: int, shown: Instant) -> None:
    base = ManualClock(NOW)
    clock = PacedClock(base, NOW + -HOUR_US, 10)
    base.advance(passed_us)
    assert clock.now() == shown
