"""Whether what a station says came by itself or from a queue that it empties: who goes before whom. Pure.

Nobody waits for those who empty a queue: they have just come, or are never quiet.
"""

REST_US, BREATH_US = 750_000, 250_000
RESTS, FEW = 3, 5
"""Who was silent for so long after an answer, three times, has no queue; who then says five things without
drawing breath empties one after all: a car comes with a status, a start and a reading."""
SETTLED_US = 60_000_000
"""Who came within the last minute may be one of a storm, whose silences are only its own slowness."""


class Pace:
    """What one connection's silences have told so far."""

    __slots__ = ("_answered_us", "_in_a_row", "_opened_us", "_rests", "goes_first")

    def __init__(self, opened_us: int) -> None:
        self._opened_us = opened_us
        self._answered_us: int | None = None
        self._rests = self._in_a_row = 0
        self.goes_first = False
        """Whether what it says now does not wait behind those who empty a queue."""

    def heard(self, at_us: int) -> None:
        """It has said something."""
        if at_us - self._opened_us < SETTLED_US:
            return
        pause_us = 0 if self._answered_us is None else at_us - self._answered_us
        if pause_us >= BREATH_US:
            self._in_a_row = 0
            self._rests += pause_us >= REST_US
        else:
            self._in_a_row += 1
            self._rests = 0
        self.goes_first = self._rests >= RESTS or (self.goes_first and self._in_a_row < FEW)

    def answered(self, at_us: int) -> None:
        """It has heard our answer."""
        self._answered_us = at_us
