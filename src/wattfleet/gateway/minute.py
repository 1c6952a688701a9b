"""How often something has happened in the last minute: sixty counts, whatever comes."""

from collections import deque

from wattfleet.kernel.clock import Clock
from wattfleet.kernel.timeline import SECOND_US

SPAN_S = 60


class LastMinute:
    """Counts by the second; what is older than a minute is forgotten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._counts: deque[tuple[int, int]] = deque(maxlen=SPAN_S + 1)

    def note(self) -> None:
        """It has happened now."""
        second = self._clock.monotonic_us() // SECOND_US
        if self._counts and self._counts[-1][0] == second:
            self._counts[-1] = (second, self._counts[-1][1] + 1)
        else:
            self._counts.append((second, 1))

    @property
    def count(self) -> int:
        """How often in the last minute."""
        since = self._clock.monotonic_us() // SECOND_US - SPAN_S
        return sum(count for second, count in self._counts if second > since)
