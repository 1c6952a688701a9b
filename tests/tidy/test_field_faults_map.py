"""The map of field faults is complete and fresh: 94 rows, each with its tests."""

from tools import generate_faults

from wattfleet.simulator.faults import FAULTS

ROWS = range(1, 95)


def test_every_row_has_its_fixture_and_its_tests() -> None:
    assert list(FAULTS) == list(ROWS)
    assert sorted(generate_faults.collected()) == list(ROWS)


def test_the_page_is_fresh() -> None:
    page = generate_faults.PAGE.read_text(encoding="utf-8")
    assert page == generate_faults.page(), "run tools/generate_faults.py"
