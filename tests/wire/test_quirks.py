"""What is known of a make changes how its frames are read, and nothing else."""

from pathlib import Path

import pytest
from tests.golden import spoken

import wattfleet.facts
from wattfleet.events import Flag, Metered, TransactionBegan, TransactionEnded
from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import HOUR_US
from wattfleet.ocpp.quirks import NO_QUIRKS, Quirks, find, parse
from wattfleet.ocpp.translate import read

FACTS = Path(wattfleet.facts.__file__).parent / "quirks.toml"
TEXT = """
[[quirk]]
vendor = "Acme"
model = "Dual"
from_firmware = "2.1"
fixed_in = "2.10"
energy_in_kwh = true
why = "w"
source = "s"

[[quirk]]
vendor = "*"
no_cards = ["HardReset"]
why = "w"
source = "s"
"""


@pytest.mark.parametrize(
    ("vendor", "model", "firmware", "in_kwh"),
    [
        ("Acme", "Dual 22", "2.1", True),
        ("ACME ", "dual", "v2.9.7-rc", True),
        ("Acme", "Dual 22", "2.10", False),
        ("Acme", "Dual 22", "2.0.9", False),
        ("Acme", "Dual 22", "", False),
        ("Acme", "Single", "2.5", False),
        ("Other", "Dual", "2.5", False),
    ],
)
def test_a_fact_holds_for_its_make_alone(vendor: str, model: str, firmware: str, in_kwh: bool) -> None:
    found = find(parse(TEXT), vendor, model, firmware)
    assert found == Quirks(energy_in_kwh=in_kwh, no_cards=("HardReset",))


def test_the_shipped_facts_can_be_read_and_name_their_sources() -> None:
    facts = parse(FACTS.read_text(encoding="utf-8"))
    assert facts
    assert all("#" in fact.source or "row" in fact.source for fact in facts)
    assert find(facts, "Growatt", "THOR 11AS-S", "").naive_is_local
    assert not find(facts, "OpenEVSE", "ESP32", "5.1.0").energy_in_kwh


@pytest.mark.parametrize("text", ["[[quirk]]\nvendor = 'x'", "quirk = 3", "][", "[[quirk]]\nunknown = 1"])
def test_a_list_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        parse(text)
    assert refused.value.code == "quirks_invalid"


def energies(quirks: Quirks, *sampled: str) -> list[int]:
    values = f'{{"timestamp":"2026-11-20T12:00:00Z","sampledValue":[{",".join(sampled)}]}}'
    payload = f'{{"connectorId":1,"meterValue":[{values}]}}'
    (event,) = read("1.6", "MeterValues", payload.encode(), quirks, spoken.RECEIVED_AT).events
    assert isinstance(event, Metered)
    return [value.milli for reading in event.readings for value in reading.values]


def test_row_36_energy_that_says_wh_and_means_kwh() -> None:
    told = ('{"value":"361","unit":"Wh"}', '{"value":"361"}', '{"value":"361","unit":"kWh"}')
    assert energies(NO_QUIRKS, *told) == [361_000, 361_000, 361_000_000]
    assert energies(Quirks(energy_in_kwh=True), *told) == [361_000_000] * 3
    power = '{"value":"361","measurand":"Power.Active.Import","unit":"W"}'
    assert energies(Quirks(energy_in_kwh=True), power) == [361_000]


def test_row_36_the_register_of_a_start_is_always_wh() -> None:
    payload = b'{"connectorId":1,"idTag":"A","meterStart":361,"timestamp":"2026-11-20T12:00:00Z"}'
    quirks = Quirks(energy_in_kwh=True)
    (event,) = read("1.6", "StartTransaction", payload, quirks, spoken.RECEIVED_AT).events
    assert isinstance(event, TransactionBegan)
    assert event.register is not None
    assert event.register.mwh == 361_000


@pytest.mark.parametrize(
    ("quirks", "at"),
    [
        (NO_QUIRKS.with_offset(2 * HOUR_US), "2023-10-19T15:28:07Z"),
        (Quirks(naive_is_local=True).with_offset(2 * HOUR_US), "2023-10-19T13:28:07Z"),
    ],
)
def test_row_49_a_time_without_a_zone(quirks: Quirks, at: str) -> None:
    payload = b'{"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"2023-10-19T15:28:07"}'
    (event,) = read("1.6", "StartTransaction", payload, quirks, spoken.RECEIVED_AT).events
    assert isinstance(event, TransactionBegan)
    assert (event.at.rfc3339(), event.flags) == (at, (Flag.ZONE_ASSUMED,))


def test_row_93_a_word_of_the_firmware_is_no_card() -> None:
    payload = b'{"transactionId":1,"idTag":"HardReset","meterStop":5,"timestamp":"2026-11-20T12:00:00Z"}'
    for quirks, uid in ((NO_QUIRKS, "HardReset"), (Quirks(no_cards=("HardReset",)), None)):
        (event,) = read("1.6", "StopTransaction", payload, quirks, spoken.RECEIVED_AT).events
        assert isinstance(event, TransactionEnded)
        assert (event.token.uid if event.token else None) == uid
