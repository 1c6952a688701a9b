"""Which backups stay: days, weeks and months keep their newest; the newest of all always stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US, HOUR_US, Instant, parse_instant
from wattfleet.operations.backups_kept import Keep, read_keep, to_remove

NOON = parse_instant("2026-11-20T12:00:00Z")  # a Friday


def days(*back: int) -> tuple[Instant, ...]:
    return tuple(NOON + -one * DAY_US for one in back)


@pytest.mark.parametrize(
    ("there", "keep", "gone"),
    [
        ((), Keep(3, 0, 0), ()),
        (days(0, 1, 2), Keep(3, 0, 0), ()),
        (days(0, 1, 2, 3), Keep(3, 0, 0), days(3)),
        ((NOON, NOON + -HOUR_US), Keep(3, 0, 0), (NOON + -HOUR_US,)),  # of a day the newest
        (days(0, 10), Keep(2, 0, 0), ()),  # days without a backup do not count
        (days(0, 1, 4, 5, 6), Keep(1, 2, 0), days(6, 4, 1)),  # weeks begin on Monday: 16 and 9 November
        (days(0, 1, 20, 21, 51), Keep(1, 0, 3), days(21, 1)),
        (days(0, 400), Keep(1, 1, 1), days(400)),
    ],
)
def test_the_table(there: tuple[Instant, ...], keep: Keep, gone: tuple[Instant, ...]) -> None:
    assert set(to_remove(there, keep)) == set(gone)


@given(
    st.lists(st.integers(0, 900 * 24), max_size=60),
    st.builds(Keep, st.integers(1, 20), st.integers(0, 10), st.integers(0, 12)),
)
def test_the_newest_is_never_removed_and_a_second_run_removes_nothing(hours: list[int], keep: Keep) -> None:
    there = tuple({NOON + -one * HOUR_US for one in hours})
    gone = to_remove(there, keep)
    stay = tuple(set(there) - set(gone))
    assert not there or max(there) in stay
    assert to_remove(stay, keep) == ()


@pytest.mark.parametrize("text", ["", "14", "14,8", "0,8,12", "a,b,c", "1,2,3,4", "-1,2,3"])
def test_what_does_not_say_what_to_keep_is_refused(text: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        read_keep(text)
    assert refused.value.code == "keep_invalid"
    assert read_keep("14, 8,12") == Keep(14, 8, 12)
