"""The worked examples of the OCPI specification (2.2.1-d2 and 2.3.0-ed2), with exact sums.

Source: reference/tariff-semantics.md §13.3 and §13.4. Amounts are in the tariff's currency, before VAT and
with it. Where the text shows rounded money or is wrong, the exact or right value stands here (E1, E2).
"""

from fractions import Fraction

import pytest
from tests.rooms.pricing import Seg, Words, element, exact, price, table, tariff, usage

from wattfleet.tariffs.rating import Note, rate
from wattfleet.tariffs.tariff import Tariff

HOUR = 3600


def one(*components: Words, **more: object) -> Tariff:
    return tariff(element(*components), **more)


START_FEE = price("FLAT", "0.50", vat="20")
KWH = price("ENERGY", "0.25", vat="10")
WEEK = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"]

TARIFFS = {
    "1": one(price("TIME", "2.00", vat="10", step=60)),
    "2": one(price("TIME", "1.90", vat="5.2", step=300)),
    "3": one(START_FEE, price("ENERGY", "0.25", vat="10", step=100)),
    "4": tariff(
        element(price("FLAT", "2.50", vat="15")),
        element(price("TIME", "1.00", vat="20", step=900), max_current=32),
        element(price("TIME", "2.00", vat="20", step=600), min_current=32, day_of_week=WEEK),
        element(
            price("TIME", "1.25", vat="20", step=600), min_current=32, day_of_week=["SATURDAY", "SUNDAY"]
        ),
        element(
            price("PARKING_TIME", "5.00", vat="10", step=300),
            start_time="09:00",
            end_time="18:00",
            day_of_week=WEEK,
        ),
        element(
            price("PARKING_TIME", "6.00", vat="10", step=300),
            start_time="10:00",
            end_time="17:00",
            day_of_week=["SATURDAY"],
        ),
    ),
    "5": one(price("FLAT", "0.00", step=0)),
    "6": one(START_FEE, KWH, max_price={"before_vat": "10.00", "with_vat": "11.00"}),
    "8": one(KWH),
    "9": one(START_FEE, KWH),
    "10": one(START_FEE, KWH, price("PARKING_TIME", "2.00", vat="20", step=900)),
    "12": one(KWH, min_price={"before_vat": "0.50", "with_vat": "0.55"}),
    "13": one(price("TIME", "3.00", vat="10", step=60), price("PARKING_TIME", "5.00", vat="20", step=300)),
    "14": tariff(
        element(
            price("TIME", "1.20", step=1800),
            price("PARKING_TIME", "1.00", step=900),
            start_time="00:00",
            end_time="17:00",
        ),
        element(
            price("TIME", "2.40", step=900),
            price("PARKING_TIME", "1.00", step=900),
            start_time="17:00",
            end_time="20:00",
        ),
        element(price("TIME", "2.40", step=900), start_time="20:00", end_time="00:00"),
    ),
    "max_power": tariff(
        element(price("ENERGY", "0.20", vat="20"), max_power=16),
        element(price("ENERGY", "0.35", vat="20"), max_power=32),
        element(price("ENERGY", "0.50", vat="20")),
    ),
    "max_duration": tariff(
        element(price("ENERGY", "0.00", vat="20"), max_duration=1800),
        element(price("ENERGY", "0.25", vat="20"), max_duration=3600),
        element(price("ENERGY", "0.40", vat="20")),
    ),
}

JAN = "2026-01-14T10:00:00Z"
JUNE = "2019-06-14T10:00:00Z"
C20: Seg = (HOUR, "20", "c")

CASES: list[tuple[str, str, str, list[Seg], str, str | None]] = [
    ("kwh20", "8", JAN, [C20], "5.00", "5.50"),
    ("kwh20_start", "9", JAN, [C20], "5.50", "6.10"),
    ("minprice_20", "12", JAN, [C20], "5.00", "5.50"),
    ("minprice_1", "12", JAN, [(HOUR, "1", "c")], "0.50", "0.55"),
    ("parking40", "10", JAN, [C20, (2400, "0", "p")], "7.00", "7.90"),
    ("max_50", "6", JUNE, [(HOUR, "50", "c")], "10.00", "11.00"),
    ("max_30", "6", JUNE, [(HOUR, "30", "c")], "8.00", "8.85"),
    ("hour25", "1", JAN, [(9000, "10", "c")], "5.00", "5.50"),
    ("hour25_park42", "13", JAN, [(9000, "10", "c"), (2520, "0", "p")], "11.25", "12.75"),
    ("alttext", "2", JAN, [(9000, "10", "c")], "4.75", "4.997"),
    ("alturl", "3", JAN, [(HOUR, "20.45", "c")], "5.625", "6.2375"),
    (
        "complex_mon",
        "4",
        "2026-01-12T09:30:00Z",
        [(9900, "10", "c", "16", "5"), (2520, "0", "p", "0", "0")],
        "9.00",
        "10.30",
    ),
    (
        "complex_sat",
        "4",
        "2026-01-17T13:30:00Z",
        [(6840, "10", "c", "43", "12"), (4260, "0", "p", "0", "0")],
        "12.375",
        "13.975",
    ),
    (
        "switch1",
        "14",
        "2026-01-14T16:55:00Z",
        [(300, "0", "c"), (300, "0", "c"), (120, "0", "p")],
        "0.55",
        None,
    ),
    ("switch2", "14", "2026-01-14T16:35:00Z", [(1500, "0", "c"), (600, "0", "c")], "1.30", None),
    (
        "switch_free",
        "14",
        "2026-01-14T19:40:00Z",
        [(720, "0", "c"), (480, "0", "p"), (720, "0", "p")],
        "0.73",
        None,
    ),
    (
        "max_power",
        "max_power",
        JAN,
        [(600, "1", "c", "26", "6"), (3000, "40", "c", "200", "48"), (450, "0.5", "c", "17", "4")],
        "20.30",
        None,
    ),
    ("max_duration", "max_duration", JAN, [(1800, "5", "c"), (600, "1.2", "c")], "0.30", None),
    ("free", "5", JAN, [C20], "0", "0"),
]


@pytest.mark.parametrize(
    ("terms", "start", "segs", "excl", "incl"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_worked_example(terms: str, start: str, segs: list[Seg], excl: str, incl: str | None) -> None:
    before_vat, with_vat = exact(rate(usage(start, *segs), TARIFFS[terms]))
    assert before_vat == Fraction(excl)
    assert incl is None or with_vat == Fraction(incl)


@pytest.mark.parametrize(
    ("terms", "start", "segs", "excl"),
    [case[1:5] for case in CASES if case[0].startswith("switch")],
    ids=[case[0] for case in CASES if case[0].startswith("switch")],
)
def test_the_same_when_nobody_cut_the_session_beforehand(
    terms: str, start: str, segs: list[Seg], excl: str
) -> None:
    charging = sum(seg[0] for seg in segs if seg[2] == "c")
    parking = sum(seg[0] for seg in segs if seg[2] == "p")
    whole = usage(start, (charging, "0", "c"), (parking, "0", "p"))
    assert exact(rate(whole, TARIFFS[terms]))[0] == Fraction(excl)


def test_n1_prices_without_vat() -> None:
    terms = one(price("TIME", "2.00", step=60), currency="CAD", tax_included=False)
    rating = rate(usage(JAN, (9000, "10", "c")), terms)
    assert (str(rating.before_vat), str(rating.vat), str(rating.amount)) == ("5.00", "0.00", "5.00")
    assert rating.notes == ()


def test_n2_prices_that_include_a_tax_nobody_told() -> None:
    terms = one(price("TIME", "2.10", step=60), currency="CAD", tax_included=True)
    rating = rate(usage(JAN, (9000, "10", "c")), terms)
    assert str(rating.amount) == "5.25"
    assert rating.notes == (Note.VAT_UNKNOWN,)


LATE: Words = {"start_time": "17:00"}
EARLY: Words = {"end_time": "17:00"}

STEPS: list[tuple[str, Tariff, str, list[Seg], list[tuple[str, str]]]] = [
    (
        "s1",
        one(price("TIME", "1", step=300), price("PARKING_TIME", "1", step=300)),
        JAN,
        [(21 * 60, "0", "c"), (7 * 60, "0", "p")],
        [("TIME", "21"), ("PARKING_TIME", "10")],
    ),
    (
        "s2",
        tariff(
            element(price("ENERGY", "0.20", step=500), **EARLY),
            element(price("ENERGY", "0.27", step=500), **LATE),
        ),
        "2026-01-14T16:00:00Z",
        [(HOUR, "4.3", "c"), (HOUR, "1.1", "c")],
        [("ENERGY", "43/10"), ("ENERGY", "6/5")],
    ),
    (
        "s3",
        tariff(element(price("TIME", "5", step=600), **EARLY), element(price("TIME", "7", step=600), **LATE)),
        "2026-01-14T16:54:00Z",
        [(28 * 60, "0", "c")],
        [("TIME", "6"), ("TIME", "24")],
    ),
    (
        "s4",
        one(price("TIME", "1", step=600), price("PARKING_TIME", "2", step=600)),
        JAN,
        [(21 * 60, "0", "c"), (16 * 60, "0", "p")],
        [("TIME", "21"), ("PARKING_TIME", "20")],
    ),
]


@pytest.mark.parametrize(
    ("terms", "start", "segs", "lines"), [case[1:] for case in STEPS], ids=[case[0] for case in STEPS]
)
def test_step_of_the_cdr_text(
    terms: Tariff, start: str, segs: list[Seg], lines: list[tuple[str, str]]
) -> None:
    assert table(rate(usage(start, *segs), terms)) == lines


@pytest.mark.parametrize(
    ("step", "kwh", "billed_wh", "amount"),
    [
        (1, "0.1152", 116, "0.029"),  # U1
        (25, "0.101", 125, "0.03125"),  # U2
        (25, "0.125", 125, "0.03125"),
        (500, "0.001", 500, "0.125"),  # U3
        (500, "0.5", 500, "0.125"),
    ],
)
def test_step_of_the_price_component_text(step: int, kwh: str, billed_wh: int, amount: str) -> None:
    rating = rate(usage(JAN, (HOUR, kwh, "c")), one(price("ENERGY", "0.25", step=step)))
    assert rating.lines[0].quantity == billed_wh * 1000
    assert exact(rating)[0] == Fraction(amount)
