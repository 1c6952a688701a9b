"""What closed sessions teach of a register."""

import pytest
from tests.say import GUESSED, said, session_of

from wattfleet.kernel.energy import Energy
from wattfleet.sessions.learning import register_after, register_mode_after

CASES = {
    "it goes on": ("unknown", 1000, "10:00 start A 1000\n11:00 stop 2000", "lifetime"),
    "it goes on with a leak (row 39)": ("lifetime", 1000, "10:00 start A 1004\n11:00 stop 2000", "lifetime"),
    "it begins at zero": ("unknown", 1000, "10:00 start A 0\n11:00 stop 2000", "session"),
    "it begins at zero again": ("session", 2000, "10:00 start A 0\n11:00 stop 500", "session"),
    "it fell once": ("lifetime", 5000, "10:00 start A 200\n11:00 stop 900", "volatile"),
    "a lifetime register at zero has begun anew": (
        "lifetime",
        5000,
        "10:00 start A 0\n11:00 stop 900",
        "volatile",
    ),
    "once volatile, always volatile": ("volatile", 1000, "10:00 start A 1000\n11:00 stop 2000", "volatile"),
    "the first session teaches nothing": ("unknown", None, "10:00 start A 0\n11:00 stop 2000", "unknown"),
    "row32 a placeholder teaches nothing": (
        "unknown",
        909_000,
        "10:00 start A 0\n10:15 sample 909948\n11:00 stop 910031",
        "unknown",
    ),
}


@pytest.mark.parametrize(("known", "last", "story", "expected"), CASES.values(), ids=CASES.keys())
def test_row31_register_mode(known: str, last: int | None, story: str, expected: str) -> None:
    session = session_of(said(story), GUESSED)
    before = None if last is None else Energy.from_wh(last)
    assert register_mode_after(known, before, session) == expected


def test_the_newest_register() -> None:
    running = session_of(said("10:00 start A 1000\n10:30 sample 2000"))
    assert register_after(Energy.from_wh(900), running) == Energy.from_wh(900)
    closed = session_of(said("10:00 start A 1000\n11:00 stop 3000"))
    assert register_after(None, closed) == Energy.from_wh(3000)
