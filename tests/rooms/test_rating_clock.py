"""Windows, dates and weekdays by the clock of the site, on days of 23, 24 and 25 hours."""

import pytest
from tests.rooms.pricing import element, price, table, tariff, usage

from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.tariff import Tariff

HOUR = 3600
SE = "Europe/Stockholm"
DAY = 24 * HOUR
NIGHT = tariff(element(price("TIME", "1"), start_time="22:00", end_time="06:00"), element(price("TIME", "2")))
TWO_TO_THREE = tariff(element(price("TIME", "1"), start_time="02:00", end_time="03:00"))
HALF_PAST_TWO = tariff(element(price("TIME", "1"), start_time="02:30", end_time="03:30"))
SUNDAY = tariff(element(price("TIME", "1"), day_of_week=["SUNDAY"]))


@pytest.mark.parametrize(
    ("name", "terms", "zone", "start", "hours", "minutes_at_1"),
    [
        ("a winter night is 8 h", NIGHT, SE, "2026-01-14T19:00:00Z", 14, 480),
        ("the spring night is 7 h", NIGHT, SE, "2026-03-28T19:00:00Z", 14, 420),
        ("the autumn night is 9 h", NIGHT, SE, "2026-10-24T19:00:00Z", 14, 540),
        (
            "two to three in spring never comes",
            TWO_TO_THREE,
            SE,
            "2026-03-28T23:00:00Z",
            10,
            0,
        ),
        (
            "two to three in autumn comes twice",
            TWO_TO_THREE,
            SE,
            "2026-10-24T22:00:00Z",
            10,
            120,
        ),
        (
            "spring: half of half past two",
            HALF_PAST_TWO,
            SE,
            "2026-03-28T23:00:00Z",
            9,
            30,
        ),
        (
            "autumn: half past two, half of it twice",
            HALF_PAST_TWO,
            SE,
            "2026-10-24T22:00:00Z",
            9,
            90,
        ),
        ("the spring Sunday has 23 h", SUNDAY, SE, "2026-03-28T00:00:00Z", 72, 23 * 60),
        ("the autumn Sunday has 25 h", SUNDAY, SE, "2026-10-24T00:00:00Z", 72, 25 * 60),
        ("an ordinary Sunday", SUNDAY, SE, "2026-06-13T00:00:00Z", 72, 24 * 60),
        (
            "half an hour back",
            SUNDAY,
            "Australia/Lord_Howe",
            "2026-04-03T00:00:00Z",
            96,
            24 * 60 + 30,
        ),
        ("a zone of 45 minutes", TWO_TO_THREE, "Asia/Kathmandu", "2026-01-14T20:00:00Z", 2, 60),
        ("the southern spring", SUNDAY, "America/Santiago", "2026-09-05T00:00:00Z", 72, 23 * 60),
        ("UTC has no summer", SUNDAY, "UTC", "2026-03-28T00:00:00Z", 72, 24 * 60),
    ],
)
def test_local_windows(
    name: str, terms: Tariff, zone: str, start: str, hours: int, minutes_at_1: int
) -> None:
    rating = rate(usage(start, (hours * HOUR, "0", "c"), zone=zone), terms)
    assert sum(one.quantity for one in rating.lines if one.price_micro == 10**6) == minutes_at_1 * 60, name


@pytest.mark.parametrize(
    ("restrictions", "lines"),
    [
        ({"start_time": "13:00"}, [("TIME", "660")]),
        ({"end_time": "13:00"}, [("TIME", "60")]),
        ({"start_time": "13:00", "end_time": "14:30"}, [("TIME", "90")]),
        ({"start_time": "23:00", "end_time": "13:00"}, [("TIME", "120")]),
        ({"start_time": "13:00", "end_time": "00:00"}, [("TIME", "660")]),
        ({"start_date": "2026-01-14"}, [("TIME", "720")]),
        ({"start_date": "2026-01-15"}, []),
        ({"end_date": "2026-01-14"}, []),
        ({"end_date": "2026-01-15"}, [("TIME", "720")]),
        ({"day_of_week": ["WEDNESDAY"]}, [("TIME", "720")]),
        ({"day_of_week": ["THURSDAY"]}, []),
        ({"day_of_week": []}, [("TIME", "720")]),
        ({"min_duration": 3600}, [("TIME", "660")]),
        ({"max_duration": 3600}, [("TIME", "60")]),
        ({"min_kwh": 3}, [("TIME", "540")]),
        ({"max_kwh": "2.5"}, [("TIME", "150")]),
        ({"min_power": 1}, [("TIME", "720")]),
        ({"max_power": 1}, []),
        ({"min_power": "0.5", "max_power": "1.5", "min_kwh": 11}, [("TIME", "60")]),
    ],
)
def test_each_restriction_from_noon_to_midnight_at_1_kw(
    restrictions: dict[str, object], lines: list[tuple[str, str]]
) -> None:
    terms = tariff(element(price("TIME", "1"), **restrictions))
    assert table(rate(usage("2026-01-14T12:00:00Z", (12 * HOUR, "12", "c")), terms)) == lines


def test_the_same_price_in_two_windows_of_a_long_session_is_charged_by_the_night() -> None:
    rating = rate(usage("2026-01-14T12:00:00Z", (2 * DAY, "48", "c"), zone="UTC"), NIGHT)
    assert table(rating) == [
        ("TIME", "600"),
        ("TIME", "480"),
        ("TIME", "960"),
        ("TIME", "480"),
        ("TIME", "360"),
    ]
