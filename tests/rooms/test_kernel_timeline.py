"""Instants, spans and local days, on days of 23, 24 and 25 hours."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import (
    DAY_US,
    HOUR_US,
    MINUTE_US,
    SECOND_US,
    Instant,
    Span,
    Zone,
    local_day,
    local_midnight,
    local_month,
    parse_instant,
    read_instant,
)

SE = Zone("Europe/Stockholm")
ZONES = ["UTC", "Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


@given(MOMENTS)
def test_a_moment_comes_back(moment: datetime) -> None:
    instant = Instant.of(moment)
    assert instant.moment == moment
    assert parse_instant(instant.rfc3339()) == instant
    assert instant + 1 > instant
    assert (instant + 17) - instant == 17


def test_a_naive_datetime_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        Instant.of(datetime(2026, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("us", "text", "wire"),
    [
        (0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
        (1_500_000, "1970-01-01T00:00:01.500Z", "1970-01-01T00:00:01.500Z"),
        (1, "1970-01-01T00:00:00.000001Z", "1970-01-01T00:00:00.000Z"),
        (-SECOND_US, "1969-12-31T23:59:59Z", "1969-12-31T23:59:59.000Z"),
    ],
)
def test_an_instant_as_text(us: int, text: str, wire: str) -> None:
    assert (Instant(us).rfc3339(), Instant(us).wire(), str(Instant(us))) == (text, wire, text)


TEN = parse_instant("2026-01-14T10:00:00Z")


@pytest.mark.parametrize(
    ("text", "after_ten_us"),
    [
        ("2026-01-14T10:00:00Z", 0),
        ("2026-01-14t10:00:00z", 0),
        ("2026-01-14 10:00:00Z", 0),
        ("2026-01-14T10:00Z", 0),
        ("2026-01-14T11:00:00+01:00", 0),
        ("2026-01-14T11:00:00+01", 0),
        ("2026-01-14T11:00:00+0100", 0),
        ("2026-01-14T04:30:00-05:30", 0),
        ("2026-01-14T10:00:00,5Z", 500_000),
        ("2026-01-14T10:00:00.1234567899Z", 123_456),
        ("2026-01-14T09:59:60Z", 0),
        (" 2026-01-14T10:00:00Z ", 0),
    ],
)
def test_what_stations_write(text: str, after_ten_us: int) -> None:
    assert read_instant(text) == TEN + after_ten_us


@pytest.mark.parametrize(
    "text",
    [
        "",
        "now",
        "2026-01-14",
        "2026-13-14T10:00:00Z",
        "2026-02-30T10:00:00Z",
        "2026-01-14T10:00:00",
        "٢026-01-14T10:00:00Z",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    assert read_instant(text) is None
    with pytest.raises(WattfleetError) as caught:
        parse_instant(text, field="from")
    assert (caught.value.code, caught.value.field) == ("instant_invalid", "from")


def test_a_time_without_a_zone_takes_the_offset_that_is_assumed() -> None:
    assert read_instant("2026-01-14T11:00:00", naive_offset_us=HOUR_US) == TEN
    assert read_instant("2026-01-14T10:00:00Z", naive_offset_us=HOUR_US) == TEN


@given(st.text(max_size=40))
def test_no_text_stops_the_reader(text: str) -> None:
    read = read_instant(text, naive_offset_us=0)
    assert read is None or isinstance(read, Instant)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_spans_are_half_open(a: int, b: int, c: int, d: int) -> None:
    one = Span(Instant(min(a, b)), Instant(max(a, b)))
    other = Span(Instant(min(c, d)), Instant(max(c, d)))
    assert one.overlap_us(other) == other.overlap_us(one) <= min(one.us, other.us)
    assert one.holds(one.start) == (one.us > 0)
    assert not one.holds(one.end)


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "Europe", "/etc/localtime", "a\0b"])
def test_what_is_no_zone(name: str) -> None:
    with pytest.raises(WattfleetError) as caught:
        Zone.named(name)
    assert caught.value.code == "zone_unknown"


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 1, 14), "Europe/Stockholm", 24),
        (date(2026, 3, 29), "Europe/Stockholm", 23),
        (date(2026, 10, 25), "Europe/Stockholm", 25),
        (date(2026, 3, 8), "America/New_York", 23),
        (date(2026, 11, 1), "America/New_York", 25),
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
        (date(2026, 3, 29), "UTC", 24),
    ],
)
def test_how_long_a_day_is(day: date, zone: str, hours: float) -> None:
    assert local_day(day, Zone.named(zone)).us == hours * HOUR_US


@given(DAYS, st.sampled_from(ZONES))
def test_local_days_join(day: date, name: str) -> None:
    zone = Zone(name)
    today, tomorrow = local_day(day, zone), local_day(day + timedelta(days=1), zone)
    assert today.end == tomorrow.start
    assert abs(today.us - DAY_US) <= HOUR_US
    assert local_midnight(day, zone).local(zone).date() == day
    assert (today.start + -1).local(zone).date() == day - timedelta(days=1)


@given(st.integers(2000, 2060), st.integers(1, 12), st.sampled_from(ZONES))
def test_a_local_month_is_its_days(year: int, month: int, name: str) -> None:
    zone = Zone(name)
    span, at = local_month(year, month, zone), local_midnight(date(year, month, 1), zone)
    day = date(year, month, 1)
    while day.month == month:
        assert local_day(day, zone).start == at
        at = local_day(day, zone).end
        day += timedelta(days=1)
    assert span.end == at


@pytest.mark.parametrize(
    ("month", "hours"), [(2, 28 * 24), (3, 31 * 24 - 1), (10, 31 * 24 + 1), (12, 31 * 24)]
)
def test_how_long_a_month_is(month: int, hours: int) -> None:
    assert local_month(2026, month, SE).us == hours * HOUR_US


def test_an_hour_that_comes_twice() -> None:
    first = parse_instant("2026-10-25T00:30:00Z")
    assert [(first + at * HOUR_US).local(SE).strftime("%H:%M %Z") for at in (0, 1)] == [
        "02:30 CEST",
        "02:30 CET",
    ]
    assert MINUTE_US * 60 == HOUR_US


@given(MOMENTS, st.integers(0, 900 * DAY_US), st.sampled_from(ZONES))
def test_offsets_are_those_of_the_standard_library(moment: datetime, length: int, name: str) -> None:
    zone, start = Zone(name), Instant.of(moment).us
    found = zone.offsets(start, start + length)
    assert found[0][0] == start
    assert all(one[1] != following[1] for one, following in pairwise(found))
    edges = [at for at, _ in found] + [start + length + 1]
    for (at, offset_us), until in zip(found, edges[1:], strict=True):
        for each in (at, (at + until) // 2, until - 1):
            assert Instant(each).local(zone).utcoffset() == timedelta(microseconds=offset_us)
            assert zone.offset_us(Instant(each)) == offset_us


@pytest.mark.parametrize("us", [-(10**18), 10**18])
def test_beyond_what_a_date_can_tell_the_last_known_offset_holds(us: int) -> None:
    assert Zone("Asia/Kathmandu").offset_us(Instant(us)) in {HOUR_US * 345 // 60, 20_476 * SECOND_US}
