"""Why nothing of an element was charged, in a sentence."""

import pytest
from hypothesis import given, settings
from msgspec.structs import replace
from tests.rooms.pricing import Seg, Words, element, price, tariff, usage
from tests.rooms.test_rating_never import tariffs
from tests.rooms.test_rating_shortcuts import usages

from wattfleet.kernel.timeline import SECOND_US, Span
from wattfleet.sessions.usage import Reserved, Usage
from wattfleet.tariffs.phrases import LANGUAGES
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.tariff import Tariff
from wattfleet.tariffs.uncharged import Reason, uncharged

SE = "Europe/Stockholm"
NOON = "2026-01-14T11:04:00Z"  # 12:04 in Stockholm, a Wednesday
SEG = (66 * 60, "5", "c")
WHEN = "the session was Wed 2026-01-14 12:04–13:10 local time"
CLOCK: Words = {"start_time": "22:00", "end_time": "06:00"}
TOOK = "the session took 5 kWh"
KWH = price("ENERGY", "2")


def told(terms: Tariff, used: Usage, language: str = "en") -> list[str]:
    return [one.text for one in uncharged(used, terms, rate(used, terms), language=language)]


@pytest.mark.parametrize(
    ("asked", "seg", "text"),
    [
        ({"start_time": "22:00", "end_time": "06:00"}, SEG, f"holds from 22:00 to 06:00; {WHEN}."),
        ({"start_time": "22:00", "end_time": "00:00"}, SEG, f"holds from 22:00 to 24:00; {WHEN}."),
        ({"start_time": "13:10"}, SEG, f"holds from 13:10; {WHEN}."),
        ({"end_time": "12:04"}, SEG, f"holds until 12:04; {WHEN}."),
        ({"start_time": "12:30", "end_time": "12:30"}, SEG, f"holds from 12:30 to 12:30; {WHEN}."),
        ({"day_of_week": ["SATURDAY", "SUNDAY"]}, SEG, f"holds on Sat/Sun; {WHEN}."),
        ({"start_date": "2026-02-01"}, SEG, f"holds from 2026-02-01; {WHEN}."),
        ({"end_date": "2026-01-14"}, SEG, f"holds before 2026-01-14; {WHEN}."),
        ({"min_duration": 10_800}, SEG, "holds after 3 h; the session lasted 1 h 6 min."),
        ({"min_kwh": 10}, SEG, f"holds after the first 10 kWh; {TOOK}."),
        ({"min_power": 22}, (*SEG, "16", "11"), "holds from 22 kW; its power was 11 kW."),
        ({"max_current": 6}, (*SEG, "16", "11"), "holds below 6 A; its current was 16 A."),
        ({"max_current": 6}, SEG, "holds below 6 A; its current is not told."),
        ({"series": "SE3", "max_value": 1}, SEG, "holds SE3 below 1; SE3 had no such value then."),
        (
            {"start_time": "22:00", "day_of_week": ["SUNDAY"], "min_kwh": 10},
            SEG,
            f"holds from 22:00, on Sun, after the first 10 kWh; {WHEN}, {TOOK}.",
        ),
        (
            {"start_time": "22:00", "max_kwh": 10},
            SEG,
            f"holds from 22:00; {WHEN}.",
        ),
        (
            {"end_time": "12:10", "min_kwh": 4},
            SEG,
            f"holds until 12:10, after the first 4 kWh, which never came together; {WHEN}, {TOOK}.",
        ),
        ({"reservation": "RESERVATION"}, SEG, "prices a reservation; there was none."),
        (
            {"reservation": "RESERVATION_EXPIRES"},
            SEG,
            "prices a reservation that nobody uses; there was none.",
        ),
    ],
)
def test_what_an_element_asks_for_and_what_the_session_was(asked: Words, seg: Seg, text: str) -> None:
    component = price("TIME", "1") if "reservation" in asked else KWH
    terms = tariff(element(price("ENERGY", "1")), element(component, **asked))
    assert told(terms, usage(NOON, seg, zone=SE)) == [f"Element 2 {text}"]


@pytest.mark.parametrize(
    ("components", "text"),
    [
        ([KWH], "energy was charged by element 1"),
        ([price("PARKING_TIME", "2")], "there was no idle time while it did"),
        (
            [KWH, price("PARKING_TIME", "2")],
            "energy was charged by element 1, there was no idle time while it did",
        ),
        ([price("FLAT", "2")], "start fee was charged by element 1"),
    ],
)
def test_an_element_that_held_and_had_nothing_to_charge(components: list[Words], text: str) -> None:
    terms = tariff(element(price("FLAT", "1"), price("ENERGY", "1")), element(*components))
    assert told(terms, usage(NOON, SEG, zone=SE)) == [f"Element 2 held, but {text}."]


@pytest.mark.parametrize(
    ("language", "asked", "text"),
    [
        ("sv", CLOCK, "gäller från 22:00 till 06:00; laddningen var ons 2026-01-14 12:04–13:10 lokal tid."),
        ("de", CLOCK, "gilt von 22:00 bis 06:00; der Ladevorgang war Mi 2026-01-14 12:04–13:10 Ortszeit."),
        ("sv", {"min_kwh": "7.5"}, "gäller efter de första 7,5 kWh; laddningen tog 5 kWh."),
        ("de", {"min_kwh": "7.5"}, "gilt nach den ersten 7,5 kWh; der Ladevorgang nahm 5 kWh."),
        ("sv", {}, "gällde, men energi debiterades av element 1, stillestånd förekom inte under tiden."),
        ("de", {}, "galt, aber Energie wurde von Element 1 berechnet, Standzeit gab es währenddessen nicht."),
        ("xx", {"min_kwh": 10}, f"holds after the first 10 kWh; {TOOK}."),
    ],
)
def test_other_languages(language: str, asked: Words, text: str) -> None:
    terms = tariff(element(KWH), element(KWH, price("PARKING_TIME", "2"), **asked))
    assert told(terms, usage(NOON, SEG, zone=SE), language) == [f"Element 2 {text}"]


def test_a_period_of_another_operator_is_priced_as_it_begins() -> None:
    terms = tariff(element(KWH, start_time="12:30"), element(KWH))
    used = usage(NOON, SEG, zone=SE)
    (found,) = uncharged(used, terms, rate(used, terms, cut=False), cut=False)
    assert found.text == f"Element 1 holds from 12:30; {WHEN}, a period is priced as it begins."


def test_a_reservation_that_nobody_used() -> None:
    used = usage(NOON, zone=SE)
    begun = used.start + -3600 * SECOND_US
    expired = replace(used, reserved=Reserved(Span(begun, used.start), expired=True))
    terms = tariff(
        element(price("TIME", "3"), reservation="RESERVATION"),
        element(price("TIME", "6"), reservation="RESERVATION_EXPIRES"),
        element(KWH),
    )
    assert told(terms, expired) == [
        "Element 1 held, but charging time was charged by element 2.",
        "Element 3 prices a session; the reservation was not used.",
    ]


@given(usages(), tariffs())
@settings(max_examples=100, deadline=None)
def test_every_element_is_on_a_line_or_has_its_reason(used: Usage, terms: Tariff) -> None:
    rating = rate(used, terms)
    charged = {one.why.element for one in rating.lines} - {None}
    for language in LANGUAGES:
        found = uncharged(used, terms, rating, language=language)
        assert {one.element for one in found} | charged == set(range(len(terms.elements)))
        assert all(one.element not in charged and one.reasons and "{" not in one.text for one in found)


def test_a_program_gets_the_kinds_of_conditions() -> None:
    terms = tariff(element(KWH, start_time="22:00", end_time="06:00", min_kwh=10), element(KWH))
    used = usage(NOON, SEG, zone=SE)
    (found,) = uncharged(used, terms, rate(used, terms))
    assert (found.element, found.reasons) == (0, (Reason.CLOCK, Reason.ENERGY))
