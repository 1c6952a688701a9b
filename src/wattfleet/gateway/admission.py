"""How many may come in at once: when a fleet returns, who finds no place is told to come again.

Problem. After a power cut thousands of stations knock within a second, each with a queue. A handshake costs
next to nothing, a seat a transaction: let in all at once, they would stand in line for their seats, hold
memory, and be gone again before they get one. That feeds itself: who waits too long knocks again.

Observation. How many seats a second can be given depends on the machine, its disk, and what else it does. How
many stand in line tells it without a setting, and a database that stands still fills the line too.

Method. A bucket of places, one for each station between its handshake and its seat; it fills again as fast as
seats are given. Who finds no place is answered 503 with a time to come again, after its password was proved:
strangers are told what they are always told. Whoever is in stays in: nobody is put out for those who come.
Source: reliability §7 rules 1, 4 and 11; field-faults row 73.
"""

from typing import Protocol

from wattfleet.gateway.minute import LastMinute

PLACES = 1_000


class Line(Protocol):
    """Who has shaken hands and has no seat yet (`registry.Registry`)."""

    in_line: int
    turned: LastMinute


class Admission:
    """Whether one more may come in now."""

    def __init__(self, line: Line, places: int = PLACES) -> None:
        self._line = line
        self.places = places

    def admits(self) -> bool:
        if self._line.in_line < self.places:
            return True
        self._line.turned.note()
        return False
