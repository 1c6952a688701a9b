"""A pretend station obeys the profiles that it was given."""

from decimal import Decimal

import pytest

from wattfleet.kernel.timeline import HOUR_US, SECOND_US, Instant, Zone, read_instant
from wattfleet.simulator import profiles
from wattfleet.simulator.profiles import Period, Place, Profile

ZONE = Zone("Europe/Stockholm")


def at(text: str) -> Instant:
    moment = read_instant(text)
    assert moment is not None
    return moment


NOON = at("2026-06-01T12:00:00Z")
PLACE = Place(1, 3, 230, "t", NOON, ZONE)


def profile(
    purpose: str, level: int, *periods: tuple[int, int], kind: str = "Absolute", **more: object
) -> Profile:
    given = {
        "id": level,
        "evse_id": 1,
        "stack_level": level,
        "purpose": purpose,
        "wire_purpose": purpose,
        "kind": kind,
        "unit": "W",
        "periods": tuple(Period(start, Decimal(limit)) for start, limit in periods),
        "start": NOON,
    }
    return Profile(**{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "hours", "watts"),
    [
        ((), 0, None),
        ((profile("default", 0, (0, 5000)),), 0, 5000),
        ((profile("default", 0, (0, 5000)), profile("default", 1, (0, 7000))), 0, 7000),  # higher stack
        ((profile("default", 0, (0, 5000)), profile("tx", 0, (0, 9000))), 0, 9000),  # its own wins
        ((profile("max", 0, (0, 4000)), profile("tx", 0, (0, 9000))), 0, 4000),  # the station's caps
        ((profile("default", 0, (0, 5000), (3600, 2000)),), 1, 2000),
        ((profile("default", 0, (0, 5000), duration_s=3600),), 1, None),
        ((profile("default", 1, (0, 7000), duration_s=3600), profile("default", 0, (0, 5000))), 2, 5000),
        ((profile("tx", 0, (0, 9000), transaction="other"),), 0, None),
        ((profile("tx", 0, (0, 9000), (7200, 3000), kind="Relative"),), 2, 3000),
        ((profile("default", 0, (0, 10), unit="A"),), 0, 6900),
        ((profile("default", 0, (0, 5000), valid_to=NOON + HOUR_US),), 1, None),
        ((profile("default", 0, (0, 5000), (3600, 1), kind="Recurring", recurrency="Daily"),), 48, 5000),
    ],
)
def test_the_limit_at_a_moment(held: tuple[Profile, ...], hours: int, watts: int | None) -> None:
    assert profiles.limit_w(held, PLACE, NOON + hours * HOUR_US) == watts


def test_a_recurring_profile_keeps_its_local_hour_when_clocks_change() -> None:
    night = profile("default", 0, (0, 5000), (6 * 3600, 11_000), kind="Recurring", recurrency="Daily")
    held = (msgspec_replace(night, at("2026-03-27T22:00:00+01:00")),)
    assert profiles.limit_w(held, PLACE, at("2026-03-30T22:30:00+02:00")) == 5000
    assert profiles.limit_w(held, PLACE, at("2026-03-30T21:30:00+02:00")) == 11_000


def msgspec_replace(one: Profile, start: Instant) -> Profile:
    import msgspec

    return msgspec.structs.replace(one, start=start)


def test_the_composite_schedule_says_where_it_changes() -> None:
    held = (profile("default", 0, (0, 5000), (1800, 2000), duration_s=3600),)
    assert profiles.composite(held, PLACE, NOON, 7200) == (
        (0, Decimal(5000)),
        (1800, Decimal(2000)),
        (3600, None),
    )
    assert profiles.next_change(held, PLACE, NOON) == NOON + 1800 * SECOND_US
