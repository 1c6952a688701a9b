"""A whole installation at another moment: every process that finds this in its path begins at WATTFLEET_NOW.

Python imports it by itself. The clock runs on from there as fast as ever. What one process worked out, those
that it starts take over, so that server, stations and pictures agree.
"""

import os

from wattfleet.kernel.clock import SystemClock
from wattfleet.kernel.timeline import Instant, parse_instant

if "WATTFLEET_SHIFT_US" not in os.environ and "WATTFLEET_NOW" in os.environ:
    shift = parse_instant(os.environ["WATTFLEET_NOW"]) - SystemClock().now()
    os.environ["WATTFLEET_SHIFT_US"] = str(shift)

if "WATTFLEET_SHIFT_US" in os.environ:
    SHIFT_US = int(os.environ["WATTFLEET_SHIFT_US"])
    machine = SystemClock.now

    def now(self: SystemClock) -> Instant:
        return machine(self) + SHIFT_US

    SystemClock.now = now  # type: ignore[method-assign]
