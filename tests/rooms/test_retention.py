"""For how long what is kept, and what may not be set."""

from pathlib import Path

import pytest
from tests.things import NOON

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import DAY_US
from wattfleet.operations.retention import Ages, checked, cutoff, parse

FLOORS = parse((Path(__file__).parents[2] / "src/wattfleet/facts/retention.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("ages", "code"),
    [
        (Ages(), None),
        (Ages(frames=400, events=3653, readings=3653, cold_after=30), None),
        (Ages(frames=90), None),
        (Ages(frames=89), "retention_below_floor"),
        (Ages(events=-1), "retention_below_floor"),
        (Ages(readings=365), "retention_below_floor"),
        (Ages(letters=2191), "retention_below_floor"),
        (Ages(letters=2192, bank=2922), None),
        (Ages(bank=2921), "retention_below_floor"),
        (Ages(cold_after=2), None),
        (Ages(cold_after=1), "cold_too_young"),
    ],
)
def test_a_term_below_its_floor_is_refused_with_the_reason(ages: Ages, code: str | None) -> None:
    if code is None:
        assert checked(ages, FLOORS) == ages
        return
    with pytest.raises(WattfleetError) as refused:
        checked(ages, FLOORS)
    assert refused.value.code == code
    assert refused.value.hint


def test_a_cutoff_is_so_many_days_ago_and_none_for_ever() -> None:
    assert cutoff(NOON, 90) == NOON + -90 * DAY_US
    assert cutoff(NOON, 0) is None
