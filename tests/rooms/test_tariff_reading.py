"""A tariff is read with reasons, and shown as it was read."""

import msgspec
import pytest
from tests.rooms.pricing import TARIFF_ID, Words, element, price

from wattfleet.kernel.errors import WattfleetError
from wattfleet.tariffs.reading import read_tariff
from wattfleet.tariffs.shape import TariffInput, price_text, show_tariff, vat_text
from wattfleet.tariffs.tariff import Dimension, PriceComponent, Restrictions

KWH = price("ENERGY", "2.50")


def words(*elements: Words, **more: object) -> Words:
    return {"name": "Night", "currency": "SEK", "elements": list(elements)} | more


def component(**changes: object) -> Words:
    return words({"price_components": [{"type": "ENERGY", "price": "2.50"} | changes]})


def asking(**restrictions: object) -> Words:
    return words(element(KWH, **restrictions))


PC = "elements[0].price_components[0]"
RE = "elements[0].restrictions"

REFUSED: list[tuple[str, Words, str]] = [
    ("tariff_name_missing", words(element(KWH)) | {"name": " "}, "name"),
    ("currency_invalid", words(element(KWH)) | {"currency": "kr"}, "currency"),
    ("tariff_without_price", words(), "elements"),
    ("tariff_without_price", words({"price_components": []}), "elements[0].price_components"),
    ("tariff_without_price", words(element(KWH), {"price_components": []}), "elements[1].price_components"),
    ("tariff_component_twice", words(element(KWH, KWH)), "elements[0].price_components"),
    ("tariff_type_unknown", component(type="KWH"), f"{PC}.type"),
    ("tariff_type_unknown", component(type="energy"), f"{PC}.type"),
    ("tariff_price_negative", component(price="-0.01"), f"{PC}.price"),
    ("tariff_price_invalid", component(price="0.0000001"), f"{PC}.price"),
    ("tariff_price_invalid", component(price="NaN"), f"{PC}.price"),
    ("tariff_price_invalid", component(price="1e15"), f"{PC}.price"),
    ("tariff_invalid", component(price="free"), f"{PC}.price"),
    ("tariff_without_price", component(price=None), f"{PC}.price"),
    ("tariff_vat_negative", component(vat="-1"), f"{PC}.vat"),
    ("tariff_vat_invalid", component(vat="100.1"), f"{PC}.vat"),
    ("tariff_vat_invalid", component(vat="5.00001"), f"{PC}.vat"),
    ("tariff_step_negative", component(step_size=-1), f"{PC}.step_size"),
    ("tariff_invalid", component(step_size=1.5), f"{PC}.step_size"),
    ("tariff_grace_invalid", component(free_s=60), f"{PC}.free_s"),
    ("tariff_grace_invalid", component(type="PARKING_TIME", free_s=-1), f"{PC}.free_s"),
    ("tariff_invalid", component(stepsize=1), PC),
    ("tariff_invalid", {"name": "x", "currency": "SEK"}, ""),
    ("tariff_window_empty", asking(start_time="10:00", end_time="10:00"), f"{RE}.end_time"),
    ("tariff_time_invalid", asking(start_time="24:00"), f"{RE}.start_time"),
    ("tariff_time_invalid", asking(end_time="7:00"), f"{RE}.end_time"),
    ("tariff_date_invalid", asking(start_date="2026-02-30"), f"{RE}.start_date"),
    ("tariff_date_invalid", asking(end_date="20260101"), f"{RE}.end_date"),
    ("tariff_never_matches", asking(start_date="2026-01-02", end_date="2026-01-02"), f"{RE}.end_date"),
    ("tariff_weekday_unknown", asking(day_of_week=["MON"]), f"{RE}.day_of_week"),
    ("tariff_never_matches", asking(min_kwh=10, max_kwh=10), f"{RE}.max_kwh"),
    ("tariff_never_matches", asking(max_duration=0), f"{RE}.max_duration"),
    ("tariff_never_matches", asking(min_power=22, max_power=11), f"{RE}.max_power"),
    ("tariff_limit_negative", asking(min_current=-1), f"{RE}.min_current"),
    ("tariff_limit_negative", asking(min_duration=-1), f"{RE}.min_duration"),
    ("tariff_reservation_unknown", asking(reservation="MAYBE"), f"{RE}.reservation"),
    (
        "tariff_reservation_dimension",
        asking(reservation="RESERVATION"),
        "elements[0].price_components[0].type",
    ),
    ("tariff_invalid", asking(max_kw=3), RE),
    ("instant_invalid", words(element(KWH), valid_from="yesterday"), "valid_from"),
    ("tariff_limit_empty", words(element(KWH), min_price={}), "min_price"),
    ("tariff_price_negative", words(element(KWH), max_price={"before_vat": "-1"}), "max_price.before_vat"),
    (
        "tariff_limit_crossed",
        words(element(KWH), max_price={"before_vat": "10", "with_vat": "9"}),
        "max_price.with_vat",
    ),
    (
        "tariff_limits_crossed",
        words(element(KWH), min_price={"before_vat": "10"}, max_price={"before_vat": "9"}),
        "min_price.before_vat",
    ),
    ("tariff_rounding_unknown", words(element(KWH), rounding="bankers"), "rounding"),
]


@pytest.mark.parametrize(
    ("code", "given", "field"), REFUSED, ids=[f"{case[0]}-{case[2]}" for case in REFUSED]
)
def test_what_is_refused_and_why(code: str, given: Words, field: str) -> None:
    with pytest.raises(WattfleetError) as caught:
        read_tariff(given, tariff_id=TARIFF_ID)
    refusal = caught.value
    assert (refusal.code, refusal.kind, refusal.field) == (code, "invalid", field)
    assert refusal.hint.endswith(".")
    assert refusal.message


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ({"price": "2.50", "vat": "25.0"}, PriceComponent(Dimension.ENERGY, 2_500_000, 1, 250_000)),
        ({"price": "2.5", "step_size": 0}, PriceComponent(Dimension.ENERGY, 2_500_000, 1, None)),
        ({"price": "0.000001", "step_size": 500, "vat": "0"}, PriceComponent(Dimension.ENERGY, 1, 500, 0)),
        ({"price": 2.5, "vat": 5.2}, PriceComponent(Dimension.ENERGY, 2_500_000, 1, 52_000)),
    ],
)
def test_a_price_as_whole_numbers(given: Words, read: PriceComponent) -> None:
    assert read_tariff(component(**given), tariff_id=TARIFF_ID).elements[0].components[0] == read


def test_restrictions_as_whole_numbers() -> None:
    given = asking(
        start_time="22:00",
        end_time="06:30",
        start_date="2026-01-01",
        end_date="2027-01-01",
        day_of_week=["SUNDAY", "MONDAY"],
        min_kwh="0.5",
        max_kwh=20,
        min_duration=60,
        max_duration=7200,
        min_current=6,
        max_current="32.5",
        min_power="1.4",
        max_power=22,
    )
    read = read_tariff(given, tariff_id=TARIFF_ID)
    assert msgspec.to_builtins(read.elements[0].restrictions) == {
        "from_s": 79_200,
        "to_s": 23_400,
        "from_day": "2026-01-01",
        "to_day": "2027-01-01",
        "weekdays": (0, 6),
        "min_mwh": 500_000,
        "max_mwh": 20_000_000,
        "min_s": 60,
        "max_s": 7200,
        "min_ma": 6000,
        "max_ma": 32_500,
        "min_mw": 1_400_000,
        "max_mw": 22_000_000,
    }
    assert read_tariff(show_tariff(read), tariff_id=TARIFF_ID) == read


def test_an_element_that_asks_nothing_holds_always() -> None:
    assert read_tariff(words(element(KWH)), tariff_id=TARIFF_ID).elements[0].restrictions == Restrictions()
    empty = words({"price_components": [KWH], "restrictions": {}})
    assert read_tariff(empty, tariff_id=TARIFF_ID).elements[0].restrictions == Restrictions()


def test_the_shape_of_the_contract_in_json() -> None:
    text = (
        '{"name":"Public","currency":"SEK","tax_included":true,"valid_from":"2026-01-01T00:00:00Z",'
        '"min_price":{"before_vat":"5.00"},"elements":[{"price_components":['
        '{"type":"ENERGY","price":"2.50","step_size":1,"vat":"25.0"},'
        '{"type":"PARKING_TIME","price":"30","free_s":900}],"restrictions":{"start_time":"08:00"}}]}'
    )
    read = read_tariff(msgspec.json.decode(text, type=TariffInput), tariff_id=TARIFF_ID)
    assert msgspec.json.decode(msgspec.json.encode(show_tariff(read))) == {
        "name": "Public",
        "currency": "SEK",
        "tax_included": True,
        "valid_from": "2026-01-01T00:00:00Z",
        "valid_until": None,
        "texts": [],
        "link": "",
        "min_price": {"before_vat": "5.00", "with_vat": None},
        "max_price": None,
        "rounding": "half_up",
        "elements": [
            {
                "price_components": [
                    {
                        "type": "ENERGY",
                        "price": "2.50",
                        "step_size": 1,
                        "vat": "25.0",
                        "free_s": 0,
                        "index": None,
                    },
                    {
                        "type": "PARKING_TIME",
                        "price": "30.00",
                        "step_size": 1,
                        "vat": None,
                        "free_s": 900,
                        "index": None,
                    },
                ],
                "restrictions": {"start_time": "08:00"},
            }
        ],
    }


@pytest.mark.parametrize(
    ("micro", "text"),
    [(0, "0.00"), (2_500_000, "2.50"), (1, "0.000001"), (123_456_000, "123.456"), (10_000_000, "10.00")],
)
def test_a_price_as_text(micro: int, text: str) -> None:
    assert price_text(micro) == text


@pytest.mark.parametrize(("rate", "text"), [(0, "0.0"), (250_000, "25.0"), (52_000, "5.2"), (1, "0.0001")])
def test_a_vat_rate_as_text(rate: int, text: str) -> None:
    assert vat_text(rate) == text
