"""What is known of a make changes how its frames are read, and nothing else."""

import pytest
from tests.golden import spoken

from wattfleet.events import Flag, Metered, TransactionBegan, TransactionEnded
from wattfleet.kernel.timeline import HOUR_US
from wattfleet.ocpp.quirks import NO_QUIRKS, Quirks
from wattfleet.ocpp.translate import read


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
