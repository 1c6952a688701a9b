"""What is known of a make holds for that make alone, the closest record wins, and harm is not sent."""

from pathlib import Path

import pytest

import wattfleet.facts
from wattfleet.commands import (
    ChangeConfiguration,
    GetBaseReport,
    GetConfiguration,
    SetVariables,
    StationCommand,
    VariableValue,
)
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import HOUR_US, Zone, parse_instant
from wattfleet.stations.habits import NO_HABITS, Habits, against, habits_of, holding, parse

FACTS = Path(wattfleet.facts.__file__).parent / "habits.toml"
TEXT = """
[[habit]]
vendor = "Acme"
habits.max_value_length = 40
habits.asks_singly = true
why = "w"
source = "s"

[[habit]]
vendor = "Acme"
model = "Dual"
from_firmware = "2.1"
fixed_in = "2.10"
habits.max_value_length = 128
habits.no_cards = ["RESET"]
why = "w"
source = "s"

[[habit]]
vendor = "*"
habits.no_cards = ["HardReset"]
why = "w"
source = "s"
"""
CLOSE = Habits(max_value_length=128, asks_singly=True, no_cards=("HardReset", "RESET"))
WIDE = Habits(max_value_length=40, asks_singly=True, no_cards=("HardReset",))
ANY = Habits(no_cards=("HardReset",))


@pytest.mark.parametrize(
    ("vendor", "model", "firmware", "habits"),
    [
        ("Acme", "Dual 22", "2.1", CLOSE),
        ("ACME ", "dual", "v2.9.7-rc", CLOSE),
        ("Acme", "Dual 22", "2.10", WIDE),
        ("Acme", "Dual 22", "2.0.9", WIDE),
        ("Acme", "Dual 22", "", WIDE),
        ("Acme", "Single", "2.5", WIDE),
        ("Other", "Dual", "2.5", ANY),
    ],
)
def test_a_record_holds_for_its_make_and_the_closest_wins(
    vendor: str, model: str, firmware: str, habits: Habits
) -> None:
    assert habits_of(parse(TEXT), vendor, model, firmware) == habits


def test_the_shipped_records_can_be_read_and_name_their_evidence() -> None:
    records = parse(FACTS.read_text(encoding="utf-8"))
    assert len(records) > 15
    assert all("#" in one.source or "docs/" in one.source or "§" in one.source for one in records)
    assert habits_of(records, "Growatt", "THOR 11AS-S", "").naive_is_local
    assert not habits_of(records, "OpenEVSE", "ESP32", "5.1.0").energy_in_kwh
    assert habits_of(records, "OpenEVSE", "ESP32", "4.2.2").energy_in_kwh
    assert [one.vendor for one in holding(records, "Nobody", "", "")] == ["*"]


@pytest.mark.parametrize(
    "text",
    [
        "[[habit]]\nvendor = 'x'",
        "habit = 3",
        "][",
        "[[habit]]\nunknown = 1",
        "[[habit]]\nvendor='x'\nwhy='w'\nsource='s'\nhabits.surprise=1",
        "[[habit]]\nvendor='x'\nwhy='w'\nsource='s'\nhabits={}",
    ],
)
def test_a_list_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        parse(text)
    assert refused.value.code == "habits_invalid"


SHORT = Habits(max_value_length=5)
SINGLY = Habits(asks_singly=True)
LONG_2X = SetVariables(variables=(VariableValue(component="C", variable="V", value="x" * 6),))


@pytest.mark.parametrize(
    ("habits", "command", "harm"),
    [
        (NO_HABITS, GetConfiguration(), False),
        (SINGLY, GetConfiguration(), True),
        (SINGLY, GetConfiguration(keys=()), True),
        (SINGLY, GetConfiguration(keys=("HeartbeatInterval",)), False),
        (SINGLY, GetBaseReport(), True),
        (NO_HABITS, ChangeConfiguration(key="K", value="x" * 400), False),
        (SHORT, ChangeConfiguration(key="K", value="x" * 5), False),
        (SHORT, ChangeConfiguration(key="K", value="x" * 6), True),
        (SHORT, LONG_2X, True),
    ],
)
def test_what_would_harm_is_told_in_words(habits: Habits, command: StationCommand, harm: bool) -> None:
    assert bool(against(habits, command)) is harm


@pytest.mark.parametrize(
    ("at", "hours"), [("2026-01-15T12:00:00Z", 1), ("2026-07-15T12:00:00Z", 2), ("2026-03-29T01:00:00Z", 2)]
)
def test_local_time_has_the_offset_of_its_moment(at: str, hours: int) -> None:
    assert Zone("Europe/Stockholm").offset_us(parse_instant(at)) == hours * HOUR_US
