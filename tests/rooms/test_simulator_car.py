"""Cars take what they are offered, never more, and a meter counts exactly that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.kernel.energy import Energy, Power, energy_over
from wattfleet.kernel.timeline import HOUR_US, MINUTE_US
from wattfleet.simulator import car, meter
from wattfleet.simulator.car import FAMILY, HYBRID, LARGE_VAN, LONG_RANGE, SMALL, VAN, Car, Offer
from wattfleet.simulator.meter import Meter, Mode

CARS = (SMALL, FAMILY, HYBRID, LONG_RANGE, VAN, LARGE_VAN)


@pytest.mark.parametrize(
    ("kind", "soc", "offer", "watts"),
    [
        (FAMILY, 200, Offer(3, 16_000), 11_040),
        (FAMILY, 200, Offer(3, 32_000), 11_040),  # its own charger is the limit
        (FAMILY, 200, Offer(1, 16_000), 3_680),
        (SMALL, 200, Offer(3, 32_000), 7_360),  # one phase of three
        (FAMILY, 200, Offer(3, 5_999), 0),  # below its minimum current
        (FAMILY, 200, Offer(3, 6_000), 4_140),
        (FAMILY, 1000, Offer(3, 16_000), 0),  # full
        (LONG_RANGE, 200, Offer(dc=Power.from_w(150_000)), 150_000),
        (LONG_RANGE, 200, Offer(dc=Power.from_w(400_000)), 210_000),
        (LONG_RANGE, 1000, Offer(dc=Power.from_w(400_000)), 0),
        (HYBRID, 200, Offer(dc=Power.from_w(50_000)), 0),  # has no inlet for it
    ],
)
def test_what_a_car_draws(kind: Car, soc: int, offer: Offer, watts: int) -> None:
    assert car.draw(car.battery(kind, soc), offer) == Power.from_w(watts)


def test_power_falls_near_full() -> None:
    offer = Offer(dc=Power.from_w(400_000))
    powers = [car.draw(car.battery(LONG_RANGE, soc), offer).mw for soc in (700, 800, 900, 990)]
    assert powers == sorted(powers, reverse=True)
    assert powers[-1] > 0


offers = st.builds(Offer, st.integers(1, 3), st.integers(0, 40_000)) | st.builds(
    lambda w: Offer(dc=Power.from_w(w)), st.integers(0, 400_000)
)


@given(
    st.sampled_from(CARS), st.integers(0, 1000), st.integers(0, 1000), offers, st.integers(0, 12 * HOUR_US)
)
def test_never_more_than_offered_nor_than_wanted(
    kind: Car, soc: int, wanted: int, offer: Offer, us: int
) -> None:
    before = car.battery(kind, min(soc, wanted), wanted)
    after, drawn = car.charge(before, offer, us)
    most = offer.dc or Power(offer.current_ma * car.VOLTS * offer.phases)
    assert before.stored <= after.stored <= before.wanted
    assert drawn <= energy_over(most, us)
    assert drawn.mwh >= after.stored.mwh - before.stored.mwh


@given(st.sampled_from(CARS), st.integers(0, 990), offers)
def test_it_stops_by_itself_when_it_says_so(kind: Car, soc: int, offer: Offer) -> None:
    before = car.battery(kind, soc)
    left = car.until_full_us(before, offer)
    if left is None:
        assert car.draw(before, offer).mw == 0
    else:
        assert car.charge(before, offer, left)[0].full
        assert not car.charge(before, offer, left * 99 // 100)[0].full or left < MINUTE_US


@given(st.lists(st.integers(0, 10_000_000), max_size=20), st.integers(1, 100_000))
def test_the_register_never_runs_ahead_and_never_back(steps: list[int], resolution: int) -> None:
    one = Meter(step_mwh=resolution)
    for step in steps:
        after = meter.counted(one, Energy(step))
        assert after.register >= one.register
        assert 0 <= after.total.mwh - after.register.mwh < resolution
        one = after
    assert one.total.mwh == sum(steps)


@pytest.mark.parametrize(
    ("mode", "after_session", "after_power_cut"),
    [(Mode.LIFETIME, 5, 5), (Mode.SESSION, 0, 5), (Mode.VOLATILE, 5, 0)],
)
def test_when_the_register_begins_anew(mode: Mode, after_session: int, after_power_cut: int) -> None:
    one = meter.counted(Meter(mode), Energy.from_wh(5))
    assert meter.session_begins(one).register == Energy.from_wh(after_session)
    assert meter.power_lost(one).register == Energy.from_wh(after_power_cut)
    assert meter.power_lost(one).total == Energy.from_wh(5)
