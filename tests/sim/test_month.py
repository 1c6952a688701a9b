"""The figure of doubt, on a small scale: nothing is billed wrongly, and little waits for a person."""

from tests.sim.month import RATES, run, told


def test_a_week_of_a_fleet_bills_nothing_wrongly_and_drowns_nobody() -> None:
    figure = run(seed=3, stations_count=30, days=7)
    assert figure.charges > 300
    assert figure.wrong == 0, told(figure)
    assert figure.idle == 0, told(figure)
    assert figure.missing == 0, told(figure)
    assert figure.needless <= 1 + figure.charges // 1000, told(figure)
    assert figure.person <= 2 + figure.charges // 500, told(figure)


def test_the_assumptions_are_told() -> None:
    assert all(rate > 0 for rate in RATES.values())
