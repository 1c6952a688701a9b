"""Which elements of a tariff hide or cross each other, and which order makes sense."""

from typing import Any

import pytest
from tests.things import new_id

from wattfleet.kernel.errors import WattfleetError
from wattfleet.tariffs.reading import read_tariff


def code(*asked: dict[str, Any], kinds: tuple[str, ...] = (), received: bool = False) -> str:
    """What a tariff with these restrictions is refused for; empty where it is taken."""
    elements = [
        {
            "price_components": [{"type": kinds[at] if kinds else "ENERGY", "price": f"0.{at + 1}"}],
            "restrictions": one,
        }
        for at, one in enumerate(asked)
    ]
    source = {"name": "Day", "currency": "EUR", "elements": elements}
    try:
        read_tariff(source, tariff_id=new_id(), received=received)
    except WattfleetError as error:
        return error.code if error.hint and "elements[1].restrictions" in str(error.field) else "no help"
    return ""


def hours(start: str, end: str, **rest: Any) -> dict[str, Any]:
    return {"start_time": start, "end_time": end} | rest


HIDDEN, CROSSED = "tariff_element_hidden", "tariff_windows_overlap"
WORK, WEEKEND = ["MONDAY", "TUESDAY"], ["SATURDAY", "SUNDAY"]


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ({}, {}, HIDDEN),
        ({}, hours("12:00", "13:00"), HIDDEN),
        (hours("08:00", "20:00"), hours("12:00", "13:00", day_of_week=WORK), HIDDEN),
        (hours("22:00", "06:00"), hours("23:00", "00:00"), HIDDEN),
        ({"max_kwh": "20"}, {"min_kwh": "5", "max_kwh": "10"}, HIDDEN),
        (hours("10:00", "14:00"), hours("12:00", "16:00"), CROSSED),
        (hours("22:00", "06:00"), hours("05:00", "12:00"), CROSSED),
        ({"min_kwh": "10"}, {"max_kwh": "20"}, CROSSED),
        ({"start_date": "2026-01-01", "end_date": "2026-03-01"}, {"start_date": "2026-02-01"}, CROSSED),
        ({"series": "grid", "max_value": "5"}, {"series": "grid", "min_value": "4"}, CROSSED),
        (hours("12:00", "13:00"), {}, ""),
        (hours("10:00", "12:00"), hours("12:00", "16:00"), ""),
        (hours("22:00", "06:00"), hours("06:00", "22:00"), ""),
        ({"day_of_week": WEEKEND}, hours("22:00", "06:00"), ""),
        ({"day_of_week": WEEKEND}, {"day_of_week": WORK}, ""),
        ({"max_duration": 1800}, {"max_duration": 3600}, ""),
        ({"series": "grid", "min_value": "1"}, {"series": "sun", "min_value": "1"}, ""),
        ({"series": "grid", "min_value": "1"}, {}, ""),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(
    first: dict[str, Any], then: dict[str, Any], told: str
) -> None:
    assert code(first, then) == told
    assert code(first, then, received=True) == ""
    assert code(first, then, kinds=("ENERGY", "TIME")) == ""
