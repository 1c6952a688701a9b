"""What a meter counted between sessions is booked once, and never beside a session that may have it."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.say import GUESSED, said, session_of

from wattfleet.kernel.energy import Energy
from wattfleet.sessions.between import gaps, unallocated
from wattfleet.sessions.session import Session

FIRST = "10:00 start A 1000\n11:00 stop 3000"
NEXT = "12:00 start B 3000\n13:00 stop 5000"
LATER = "12:00 start B 3400\n13:00 stop 5000"
MISSING = "11:10 start C 3000\n11:50 stop 3400"
PART = "11:10 start C 3000\n11:50 stop 3300"


def one(events: str) -> Session:
    return session_of(said(events), GUESSED)


@pytest.mark.parametrize(
    ("sessions", "wh"),
    [
        ([FIRST], []),
        ([FIRST, NEXT], []),
        ([FIRST, LATER], [400]),
        ([LATER, FIRST], [400]),
        ([FIRST, LATER, MISSING], []),
        ([FIRST, LATER, PART], [100]),
        ([FIRST, LATER, "11:10 start C null\n11:50 stop null"], []),  # whatever that one took
        ([FIRST, LATER, "08:00 start C null\n08:50 stop null"], [400]),
        (["10:00 start A 1000\n10:30 sample 2000", LATER], []),  # it runs: its end is not known
        ([FIRST, "12:00 start B 3400"], [400]),
        ([FIRST, "12:00 start B 0\n13:00 stop 2000"], []),  # the register restarted
    ],
)
def test_what_lies_between_is_booked(sessions: list[str], wh: list[int]) -> None:
    found = gaps([one(events) for events in sessions])
    assert [gap.energy for gap in found] == [Energy.from_wh(each) for each in wh]


def test_a_gap_names_its_neighbours() -> None:
    first, later = one(FIRST), one(LATER)
    (gap,) = gaps([later, first])
    assert (gap.after_session, gap.before_session) == (first.id, later.id)
    assert (gap.from_at, gap.to_at) == (first.ended_at, later.started_at)
    assert (gap.from_register, gap.to_register) == (Energy.from_wh(3000), Energy.from_wh(3400))


@given(
    st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000)), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_never_is_energy_counted_twice_or_lost(steps: list[tuple[int, int]], chance: Random) -> None:
    """Sessions and gaps together are what the meter counted, in whatever order the sessions come (I6)."""
    register, sessions = 1000, []
    for hour, (between, charged) in enumerate(steps):
        register += between
        begin = register
        register += charged
        sessions.append(one(f"{hour + 1:02}:00 start A {begin}\n{hour + 1:02}:50 stop {register}"))
    first = sessions[0].begin_register
    chance.shuffle(sessions)
    assert first is not None
    counted = Energy.from_wh(register) - first
    told = sum(session.energy.mwh for session in sessions) + sum(gap.energy.mwh for gap in gaps(sessions))
    assert told == counted.mwh


def test_a_register_that_restarted_leaves_nothing_between() -> None:
    assert unallocated(Energy.from_wh(2_259_988), Energy.from_wh(2_259_992)) == Energy.from_wh(4)
    assert unallocated(Energy.from_wh(5000), Energy.from_wh(0)) == Energy(0)
    assert unallocated(None, Energy.from_wh(5)) == Energy(0)
