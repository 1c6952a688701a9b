"""Numbers of meters, exact to the thousandth, with the step in which they were told."""

import pytest

from wattfleet.events import Context, Flag, Measurand
from wattfleet.ocpp.meter_words import Meaning, meaning
from wattfleet.ocpp.sampled import read_milli


@pytest.mark.parametrize(
    ("text", "power", "expected"),
    [
        ("0", 0, (0, 1000)),
        ("1234567.8", 0, (1_234_567_800, 100)),
        ("0.505", 3, (505_000, 1000)),
        ("1.5", 3, (1_500_000, 100_000)),
        ("7", 6, (7_000_000_000, 1_000_000_000)),
        (" 9.6", 0, (9_600, 100)),
        ("9.6\n", 0, (9_600, 100)),
        ("+9.6", 0, (9_600, 100)),
        ("-9.6", 0, (-9_600, 100)),
        (".5", 0, (500, 100)),
        ("5.", 0, (5_000, 1000)),
        ("1.6250000000000002", 3, (1_625_000, 1)),
        ("230", -3, (230, 1)),
        ("0.0005", 0, (0, 1)),  # half to even
        ("0.0015", 0, (2, 1)),
        ("-0.0015", 0, (-2, 1)),
        ("1.2e3", 0, (1_200_000, 100_000)),
        ("1E-3", 0, (1, 1)),
        ("1e-400", 0, None),
        ("1e-20", 0, (0, 1)),
        ("1e400", 0, None),
        ("9" * 25, 0, None),
        ("9" * 200, 0, None),
        ("9223372036854775.807", 0, (9_223_372_036_854_775_807, 1)),
        ("9223372036854775.808", 0, None),
        ("1", 10**9, None),
        ("1", -(10**9), None),
        ("", 0, None),
        (" ", 0, None),
        (".", 0, None),
        ("-", 0, None),
        ("1.2.3", 0, None),
        ("1,5", 0, None),
        ("1_000", 0, None),
        ("NaN", 0, None),
        ("Infinity", 0, None),
        ("٣", 0, None),
        ("n/a", 0, None),
    ],
)
def test_a_number_in_thousandths(text: str, power: int, expected: tuple[int, int] | None) -> None:
    assert read_milli(text, power) == expected


REGISTER = Meaning(Measurand.ENERGY_IMPORT, "", Context.PERIODIC, "", "outlet", 0)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((None, None, None, None, None), REGISTER),
        (("Energy.Active.Import.Register", "Sample.Periodic", "", "Outlet", "Wh"), REGISTER),
        ((" energy.active.import.register", "sample.periodic ", None, "OUTLET", "wh"), REGISTER),
        (
            (None, "Transaction.End", "L1-N", "Inlet", "kWh"),
            Meaning(Measurand.ENERGY_IMPORT, "", Context.END, "L1-N", "inlet", 3),
        ),
        (
            ("Energy.Active.Import.Interval", "Full.Moon", "N", "EV", "Wh"),
            Meaning(Measurand.OTHER, "Energy.Active.Import.Interval", Context.OTHER, "N", "ev", 0),
        ),
        (
            ("Temperature", None, None, "Body", "K"),
            Meaning(Measurand.TEMPERATURE, "", Context.PERIODIC, "", "body", 0, "kelvin"),
        ),
        (
            ("Power.Active.Import", None, None, None, "KW"),
            Meaning(Measurand.POWER_IMPORT, "", Context.PERIODIC, "", "outlet", 3),
        ),
        (
            (None, None, None, None, "MWh"),
            Meaning(Measurand.ENERGY_IMPORT, "", Context.PERIODIC, "", "outlet", 6),
        ),
        (
            (None, None, None, None, "mWh"),
            Meaning(Measurand.ENERGY_IMPORT, "", Context.PERIODIC, "", "outlet", 0, "", (Flag.UNIT_ASSUMED,)),
        ),
        (
            ("Current.Import", None, None, None, "mA"),
            Meaning(Measurand.CURRENT_IMPORT, "", Context.PERIODIC, "", "outlet", -3),
        ),
        (
            ({}, [], {}, [], 7),  # what is no word is never taken for an absent one
            Meaning(Measurand.OTHER, "", Context.OTHER, "?", "", 0),
        ),
        (
            ("x" * 500, None, None, None, None),
            Meaning(Measurand.OTHER, "x" * 64, Context.PERIODIC, "", "outlet", 0),
        ),
    ],
)
def test_what_the_words_beside_a_value_mean(
    words: tuple[object, object, object, object, object], expected: Meaning
) -> None:
    assert meaning(*words) == expected
