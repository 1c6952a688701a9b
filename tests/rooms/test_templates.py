"""The baseline of a model: what deviates, key by key, and what may be written."""

from pathlib import Path

import msgspec
import pytest

from wattfleet.commands import ChangeConfiguration, GetConfiguration, SetVariables
from wattfleet.kernel.errors import WattfleetError
from wattfleet.stations.templates import Template, compare, name_of, parse, readings, template_for, writing
from wattfleet.stations.variables import KNOWN, LONGEST, Told, is_same, normal

BASELINES = parse((Path(__file__).parents[2] / "src/wattfleet/facts/baselines.toml").read_text("utf-8"))
OLD = template_for(BASELINES, "1.6", "Any", "Thing")
NEW = template_for(BASELINES, "2.0.1", "Any", "Thing")
GOOD = {wish.name: Told(wish.value) for wish in OLD.wishes}


@pytest.mark.parametrize("template", [OLD, NEW, template_for(BASELINES, "2.1", "", "")], ids=str)
def test_what_we_wish_for_fulfils_itself(template: Template) -> None:
    assert template.wishes
    assert compare(template, {wish.name: Told(wish.value) for wish in template.wishes}) == ()
    for wish in template.wishes:
        assert wish.name.casefold() in KNOWN, f"{wish.name} is a name that we know"
        assert all(len(value) <= LONGEST for value in (wish.value, *wish.otherwise))


TOLD = {
    "a finer interval is good": ("MeterValueSampleInterval", Told("30"), ""),
    "fifteen minutes are good": ("MeterValueSampleInterval", Told("900"), ""),
    "0 turns samples off": ("MeterValueSampleInterval", Told("0"), "differs write 60"),
    "too coarse": ("MeterValueSampleInterval", Told("1800"), "differs write 60"),
    "too coarse, and fixed": ("MeterValueSampleInterval", Told("1800", readonly=True), "differs"),
    "no number": ("MeterValueSampleInterval", Told("often"), "differs write 60"),
    "no value": ("MeterValueSampleInterval", Told(None), "silent write 60"),
    "more words than asked for": (
        "MeterValuesSampledData",
        Told("Voltage, power.active.import ,Energy.Active.Import.Register"),
        "",
    ),
    "a word is missing": (
        "StopTxnSampledData",
        Told("Voltage"),
        "differs write Energy.Active.Import.Register",
    ),
    "a switch in capitals": ("LocalAuthorizeOffline", Told("TRUE"), ""),
    "a switch that is off": ("LocalAuthorizeOffline", Told("false"), "differs write true"),
    "enough attempts": ("TransactionMessageAttempts", Told("10"), ""),
    "too few attempts": ("TransactionMessageAttempts", Told("3"), "differs write 100"),
}


@pytest.mark.parametrize(("name", "told", "expected"), TOLD.values(), ids=TOLD.keys())
def test_compare(name: str, told: Told, expected: str) -> None:
    found = compare(OLD, {**GOOD, name.lower(): told} | {name: told})
    words = [f"{one.standing.value} {f'write {one.values[0]}' if one.writable else ''}" for one in found]
    assert " ".join(words).strip() == expected
    assert all(one.why for one in found)


def test_a_key_that_a_station_does_not_know_is_named_and_not_written() -> None:
    told = {name: value for name, value in GOOD.items() if name != "ClockAlignedDataInterval"}
    (found,) = compare(OLD, told)
    assert (found.name, found.standing.value, found.writable) == (
        "ClockAlignedDataInterval",
        "missing",
        False,
    )


def test_row85_keys_are_asked_for_one_by_one() -> None:
    asked = readings(OLD)
    assert [one for one in asked if isinstance(one, GetConfiguration) and len(one.keys or ()) != 1] == []
    assert len(asked) == len(OLD.wishes)


def test_row85_a_model_that_reboots_is_left_alone() -> None:
    names = {wish.name for wish in template_for(BASELINES, "1.6", "ABB", "Terra AC").wishes}
    assert "WebSocketPingInterval" not in names
    assert "MeterValueSampleInterval" in names


def test_row84_a_value_that_is_too_long_is_no_baseline() -> None:
    text = (
        f'[[baseline]]\nversions = ["1.6"]\n[[baseline.wish]]\nname = "A"\nwhy = "b"\nvalue = "{"x" * 129}"'
    )
    with pytest.raises(WattfleetError) as caught:
        parse(text)
    assert caught.value.code == "baselines_invalid"


def test_what_is_written_travels_in_the_words_of_its_version() -> None:
    assert writing(OLD, "LocalAuthorizeOffline", "true") == ChangeConfiguration(
        "LocalAuthorizeOffline", "true"
    )
    name = name_of("OCPPCommCtrlr", "MessageAttempts", "TransactionEvent")
    written = writing(NEW, name, "100")
    assert isinstance(written, SetVariables)
    assert msgspec.to_builtins(written.variables[0]) == {
        "component": "OCPPCommCtrlr",
        "variable": "MessageAttempts",
        "value": "100",
        "variable_instance": "TransactionEvent",
    }


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("MeterValueSampleInterval", " 60.0 ", "60"),
        ("heartbeatinterval", "300", "300"),
        ("HeartbeatInterval", "1E+2", "100"),
        ("LocalPreAuthorize", "False", "false"),
        ("StopTxnSampledData", "B, a,,B", "a,b"),
        ("VendorKey", " As it is ", "As it is"),
        ("HeartbeatInterval", "NaN", "NaN"),
    ],
)
def test_a_value_read_back(name: str, value: str, expected: str) -> None:
    assert normal(name, value) == expected
    assert is_same(name, value, expected)
