"""Each line in the words that a driver reads."""

import pytest
from tests.rooms.pricing import Seg, element, price, tariff, usage

from wattfleet.tariffs.explain import explain
from wattfleet.tariffs.rating import rate
from wattfleet.tariffs.shown import show_rating
from wattfleet.tariffs.tariff import Tariff

SE = "Europe/Stockholm"
EVENING = "2026-01-14T17:00:00Z"  # 18:00 in Stockholm, a Wednesday
HOUR = 3600


def said(terms: Tariff, *segs: Seg, language: str = "en") -> list[str]:
    used = usage(EVENING, *segs, zone=SE)
    return [one.text for one in explain(rate(used, terms), used.zone, language)]


NIGHT = tariff(element(price("ENERGY", "2.50"), start_time="18:00", end_time="06:00"), currency="SEK")
IDLE_SV = (
    "Stillestånd 34 min efter att bilen var full: "
    "14 min fritt, 20 min debiteras à 30,00 SEK per timme, mån–fre"
)
IDLE_DE = (
    "Standzeit 34 min, nachdem das Auto voll war: 14 min frei, 20 min berechnet zu 30,00 SEK je Stunde, Mo–Fr"
)
TIME = tariff(element(price("TIME", "2")))
IDLE = tariff(element(price("PARKING_TIME", "30", free_s=840)), currency="SEK")


@pytest.mark.parametrize(
    ("terms", "seg", "text"),
    [
        (NIGHT, (HOUR, "12.345", "c"), "12.345 kWh at 2.50 SEK per kWh, 18:00–06:00"),
        (
            IDLE,
            (34 * 60, "0", "p"),
            "Idle 34 min after the car was full: 14 min free, 20 min charged at 30.00 SEK per hour",
        ),
        (IDLE, (600, "0", "p"), "Idle 10 min after the car was full: all free"),
        (
            tariff(element(price("TIME", "2"))),
            (9005, "1", "c"),
            "Charging 2 h 30 min 5 s at 2.00 EUR per hour",
        ),
        (tariff(element(price("FLAT", "5"))), (HOUR, "1", "c"), "Start fee 5.00 EUR"),
        (
            tariff(element(price("ENERGY", "0.25", step=500))),
            (HOUR, "5.4", "c"),
            "5.5 kWh at 0.25 EUR per kWh, rounded up by 0.1 kWh to steps of 0.5 kWh",
        ),
        (
            tariff(element(price("PARKING_TIME", "2", step=900))),
            (2400, "0", "p"),
            "Idle 45 min after the car was full at 2.00 EUR per hour, rounded up by 5 min to steps of 15 min",
        ),
        (
            tariff(element(price("ENERGY", "1"), day_of_week=["WEDNESDAY", "THURSDAY", "FRIDAY"])),
            (HOUR, "1", "c"),
            "1 kWh at 1.00 EUR per kWh, Wed–Fri",
        ),
        (
            tariff(element(price("ENERGY", "1"), day_of_week=["MONDAY", "WEDNESDAY"])),
            (HOUR, "1", "c"),
            "1 kWh at 1.00 EUR per kWh, Mon/Wed",
        ),
        (
            tariff(element(price("ENERGY", "1"), max_kwh=10, max_duration=7200, max_power=22)),
            (HOUR, "1", "c"),
            "1 kWh at 1.00 EUR per kWh, for the first 10 kWh, in the first 2 h, below 22 kW",
        ),
        (
            tariff(element(price("ENERGY", "99"), start_time="17:30"), currency="JPY"),
            (HOUR, "1", "c"),
            "1 kWh at 99 JPY per kWh, from 17:30",
        ),
    ],
)
def test_a_line_in_english(terms: Tariff, seg: Seg, text: str) -> None:
    assert said(terms, seg) == [text]


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "sv",
            [
                "1,5 kWh à 2,50 SEK per kWh, mån–fre",
                IDLE_SV,
                "Begränsat till maxpriset 10,00 SEK exkl. moms",
            ],
        ),
        (
            "de",
            [
                "1,5 kWh zu 2,50 SEK je kWh, Mo–Fr",
                IDLE_DE,
                "Begrenzt auf den Höchstpreis von 10,00 SEK ohne MwSt.",
            ],
        ),
    ],
)
def test_other_languages(language: str, texts: list[str]) -> None:
    week = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]
    terms = tariff(
        element(price("ENERGY", "2.50"), price("PARKING_TIME", "30", free_s=840), day_of_week=week),
        currency="SEK",
        max_price={"before_vat": "10"},
    )
    assert said(terms, (HOUR, "1.5", "c"), (34 * 60, "0", "p"), language=language) == texts


@pytest.mark.parametrize(
    ("start", "seconds", "when"),
    [
        ("2026-01-14T17:00:00Z", 3600, "2026-01-14 18:00–19:00"),
        ("2026-01-14T17:00:00Z", 12 * 3600, "2026-01-14 18:00 – 2026-01-15 06:00"),
        ("2026-10-24T23:30:00Z", 2 * 3600, "2026-10-25 01:30 CEST – 2026-10-25 02:30 CET"),
    ],
)
def test_when_by_the_clock_of_the_site(start: str, seconds: int, when: str) -> None:
    used = usage(start, (seconds, "1", "c"), zone=SE)
    assert explain(rate(used, tariff(element(price("ENERGY", "1")))), used.zone)[0].when == when


@pytest.mark.parametrize(
    ("vat", "tax_included", "text"),
    [
        ("25", False, "plus 25 % VAT"),
        ("5.2", True, "5.2 % VAT included"),
        (None, False, "no VAT"),
        (None, True, "VAT included, rate unknown"),
    ],
)
def test_vat_in_words(vat: str | None, tax_included: bool, text: str) -> None:
    used = usage(EVENING, (HOUR, "1", "c"))
    terms = tariff(element(price("ENERGY", "1", vat=vat)), tax_included=tax_included)
    assert explain(rate(used, terms), used.zone)[0].vat == text


def test_the_shape_of_a_rating() -> None:
    used = usage(EVENING, (HOUR, "1.6", "c"), (1200, "0", "p"), zone=SE)
    terms = tariff(
        element(price("ENERGY", "2.50", vat="25"), price("PARKING_TIME", "30", vat="25", free_s=840)),
        currency="SEK",
        min_price={"before_vat": "10", "with_vat": "12.50"},
    )
    shown = show_rating(rate(used, terms), used.zone)
    assert (shown.amount, shown.before_vat, shown.vat, shown.currency) == ("12.50", "10.00", "2.50", "SEK")
    assert [(one.type, one.quantity, one.unit, one.price, one.amount, one.free) for one in shown.lines] == [
        ("ENERGY", "1.6", "kWh", "2.50", "5", "0"),
        ("PARKING_TIME", "360", "s", "30.00", "3.75", "840"),
        ("MIN_PRICE", "1", "session", None, "3.75", "0"),
    ]
    assert (shown.energy.before_vat, shown.parking.before_vat, shown.time.before_vat) == ("4", "3", "0")
    assert [(one.rate, one.amount) for one in shown.vat_totals] == [("25.0", "12.50")]
    assert shown.lines[2].text == "Raised to the minimum price of 10.00 SEK before VAT, 12.50 SEK with VAT"
