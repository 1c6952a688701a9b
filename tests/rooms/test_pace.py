"""Who goes first: a station at rest, none that empties a queue, and nobody in its first minute."""

import pytest

from wattfleet.gateway.pace import BREATH_US, FEW, REST_US, RESTS, SETTLED_US, Pace

REST, BREATH, NONE = REST_US, BREATH_US, BREATH_US - 1
CASES = [
    ("it has said nothing yet", SETTLED_US, [], False),
    ("it has rested too seldom", SETTLED_US, [NONE] + [REST] * (RESTS - 1), False),
    ("it rests each time", SETTLED_US, [NONE] + [REST] * RESTS, True),
    ("it is too new, however it rests", 0, [REST] * RESTS, False),
    ("it only draws breath", SETTLED_US, [NONE] + [BREATH] * 20, False),
    (
        "one hurry takes its rests away",
        SETTLED_US,
        [REST] * (RESTS - 1) + [NONE] + [REST] * (RESTS - 1),
        False,
    ),
    ("a car comes with a few things at once", SETTLED_US, [REST] * (RESTS + 1) + [NONE] * (FEW - 1), True),
    ("so many things at once are a queue", SETTLED_US, [REST] * (RESTS + 1) + [NONE] * FEW, False),
    ("it draws breath between few and few", SETTLED_US, [REST] * 4 + ([NONE] * 4 + [BREATH]) * 9, True),
]


@pytest.mark.parametrize(
    ("after_us", "silences", "first"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_who_goes_first(after_us: int, silences: list[int], first: bool) -> None:
    pace, now_us = Pace(0), after_us
    for silence_us in silences:
        pace.answered(now_us)
        now_us += silence_us
        pace.heard(now_us)
    assert pace.goes_first is first
