"""How many may come in at once: when a fleet returns, who finds no place is told to come again.

Problem. After a power cut thousands of stations knock within a second, each with a queue. A handshake costs
next to nothing, a seat a transaction: let in all at once, they would stand in line for their seats, hold
memory, and be gone again before they get one. That feeds itself: who waits too long knocks again.

Observation. How many seats a second can be given depends on the machine, its disk, and what else it does. How
many stand in line tells it without a setting, and a database that stands still fills the line too.

Method. A bucket of places, one for each station between its handshake and its seat; it fills again as fast as
seats are given. Who finds no place is answered 503 with a time to come again, another one than the next is
told. While the line is full nothing is read of a request and no password looked at: to refuse must be cheap,
and whoever knocks hears the same. Whoever is in stays in: nobody is put out for those who come.
Source: reliability §7 rules 1, 4 and 11; field-faults row 73.
"""

from typing import Protocol

from wattfleet.gateway.minute import LastMinute

PLACES = 1_000
SOONEST_S, SPREAD_S = 5, 30
"""When who is turned away may come again: spread, so that not all of them come in vain once more."""
_STEP = 7  # has no factor in common with the spread, so that each of its seconds is told in turn


class Line(Protocol):
    """Who has shaken hands and has no seat yet (`registry.Registry`)."""

    in_line: int
    turned: LastMinute


class Admission:
    """Whether one more may come in now."""

    def __init__(self, line: Line, places: int = PLACES) -> None:
        self._line = line
        self._told = 0
        self.places = places

    @property
    def has_room(self) -> bool:
        return self._line.in_line < self.places

    def turn_away(self) -> int:
        """One more has found no place: after how many seconds to come again."""
        self._line.turned.note()
        self._told += 1
        return SOONEST_S + self._told * _STEP % SPREAD_S
