"""Whatever a station sends, reading it never raises, and what comes out can be kept by a database."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.golden import spoken

from wattfleet.events import Metered, StationEvent, TransactionBegan, TransactionEnded, TransactionWent
from wattfleet.ocpp.heard import Heard
from wattfleet.ocpp.quirks import NO_QUIRKS, Quirks
from wattfleet.ocpp.sampled import read_milli
from wattfleet.ocpp.translate import read, read_patiently
from wattfleet.ocpp.v2x.usual import read_usual as update_read_at_once
from wattfleet.ocpp.v16.usual import read_usual
from wattfleet.ocpp.versions import VERSIONS, Version, from_station

KEYS = sorted(
    set(
        """connectorId connectorStatus idTag meterStart meterStop timestamp transactionId meterValue
        sampledValue value context format measurand phase location unit unitOfMeasure multiplier status
        errorCode info
        evseId evse id idToken type eventType transactionInfo seqNo offline chargingState stoppedReason
        remoteStartId transactionData reason data vendorId reportData variableAttribute component variable
        eventData name instance reservationId signedMeterValue chargingStation modem""".split()
    )
)
NUMBERS = st.one_of(
    st.integers(), st.sampled_from([2**63, -(2**63) - 1, 10**400, -1, 0]), st.floats(allow_nan=False)
)
TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "2026-11-20T12:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60-14:00", "2026-W47-5",
            " 9.6", "1e400", "-0", "NaN", "Infinity", "1_000", "١٢", "9" * 60, "1." + "3" * 60, "Started",
            "Energy.Active.Import.Register", "kWh", "K", "SignedData", "\x00", "x" * 5000, "-1e-30", "1e19",
        ]
    ),
)  # fmt: skip
PAYLOADS = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=8)
    ),
    max_leaves=25,
)
MESSAGES = st.dictionaries(st.sampled_from(KEYS), PAYLOADS, max_size=10)


def texts(found: object) -> list[str]:
    if isinstance(found, str):
        return [found]
    if isinstance(found, list | tuple):
        return [text for one in found for text in texts(one)]
    if isinstance(found, dict):
        return [text for one in found.values() for text in texts(one)]
    return []


def whole_numbers(found: object) -> list[int]:
    if isinstance(found, int):
        return [found]
    if isinstance(found, list | tuple):
        return [number for one in found for number in whole_numbers(one)]
    if isinstance(found, dict):
        return [number for one in found.values() for number in whole_numbers(one)]
    return []


@pytest.mark.parametrize("version", VERSIONS)
@given(message=st.one_of(MESSAGES, PAYLOADS), pick=st.integers(min_value=0, max_value=99))
@settings(max_examples=150, deadline=None)
def test_reading_never_raises_and_what_is_read_can_be_kept(
    version: Version, message: object, pick: int
) -> None:
    actions = sorted(from_station(version))
    action = actions[pick % len(actions)]
    heard = read(version, action, msgspec.json.encode(message), NO_QUIRKS, spoken.RECEIVED_AT)
    assert heard.known
    for event in heard.events:
        kept(event)


def kept(event: StationEvent) -> None:
    told = msgspec.to_builtins(event)
    assert all(abs(number) < 2**63 for number in whole_numbers(told))
    for text in texts(told):
        assert "\x00" not in text
        text.encode()
    if isinstance(event, TransactionBegan | TransactionWent | TransactionEnded):
        assert event.at.rfc3339()
    if isinstance(event, Metered | TransactionBegan | TransactionWent | TransactionEnded):
        for reading in event.readings:
            assert reading.at.rfc3339()
            assert all(value.step_milli >= 1 for value in reading.values)


USUAL: dict[str, st.SearchStrategy[object]] = {
    "value": st.sampled_from(["1234", "11040.0", "230.1", "0", "-3.5", "x", "", "1e3", "9" * 40, 7]),
    "context": st.sampled_from(["Sample.Periodic", "Transaction.End", "Other", "sample", None]),
    "format": st.sampled_from(["Raw", "SignedData", "raw", None]),
    "measurand": st.sampled_from(
        ["Energy.Active.Import.Register", "Power.Active.Import", "Voltage", "Temperature", "RPM", "Odd", None]
    ),
    "phase": st.sampled_from(["L1", "L2-N", "L1-L2", "L9", None]),
    "location": st.sampled_from(["Outlet", "EV", "outlet", None]),
    "unit": st.sampled_from(["Wh", "kWh", "W", "A", "K", "Celsius", "Fahrenheit", "varh", "wh", None]),
    "unitOfMeasure": st.just({"unit": "kWh"}),
}
SAMPLED = st.fixed_dictionaries(
    {"value": USUAL["value"]}, optional={key: told for key, told in USUAL.items() if key != "value"}
)
SAMPLED_VALUES = st.lists(SAMPLED, max_size=4)
MOMENTS = st.sampled_from(
    ["2026-11-20T12:00:00Z", "2026-11-20T12:00:00.250Z", "2026-11-20T12:00:00+01:00", "2026-11-20T12:00:00",
     "0001-01-01T00:00:00Z", "2026-13-20T12:00:00Z", "", "x" * 70, 5]
)  # fmt: skip
METER_VALUES = st.fixed_dictionaries(
    {"connectorId": st.sampled_from([1, 0, -1, 1.0, "1", 9999, 10_000])},
    optional={
        "transactionId": st.sampled_from([7, 0, -1, 2**31 - 1, 2**31, "7", 7.0, 7.5, None]),
        "meterValue": st.lists(
            st.fixed_dictionaries({"timestamp": MOMENTS}, optional={"sampledValue": SAMPLED_VALUES}),
            max_size=3,
        ),
        "vendorId": st.just("x"),
    },
)


@given(
    told=METER_VALUES,
    quirks=st.sampled_from([NO_QUIRKS, Quirks(energy_in_kwh=True), Quirks(no_cards=("x",))]),
)
@settings(max_examples=500, deadline=None)
def test_meter_values_read_in_one_go_are_those_read_piece_by_piece(told: object, quirks: Quirks) -> None:
    payload = msgspec.json.encode(told)
    at = spoken.RECEIVED_AT
    assert read("1.6", "MeterValues", payload, quirks, at) == read_patiently(
        "1.6", "MeterValues", payload, quirks, at
    )


SAMPLED_2X = st.fixed_dictionaries(
    {
        "value": st.one_of(
            st.sampled_from([0, 7, 230.1, 12.50, -3.5, 1e21, 0.0, "12", "1e3", "x", None, True, 2**70]),
            st.floats(allow_nan=False, allow_infinity=False),
            st.integers(-(10**17), 10**17),
        )
    },
    optional={
        "context": USUAL["context"],
        "measurand": st.sampled_from(
            ["Energy.Active.Import.Register", "Power.Active.Import", "Voltage", "SoC", "Display.Cost", None]
        ),
        "phase": USUAL["phase"],
        "location": USUAL["location"],
        "unit": st.just("Wh"),
        "unitOfMeasure": st.sampled_from(
            [{}, {"unit": "kWh"}, {"unit": "Wh", "multiplier": 0}, {"unit": "W", "multiplier": 3},
             {"unit": "V"}, {"unit": "x" * 30}, {"unit": None}, None, 7]
        ),
        "signedMeterValue": st.just({"signedMeterData": "AA"}),
    },
)  # fmt: skip
UPDATES = st.fixed_dictionaries(
    {
        "eventType": st.sampled_from(["Updated", "Updated", "Updated", "Started", "Ended", "updated", 3]),
        "timestamp": MOMENTS,
        "triggerReason": st.sampled_from(["MeterValuePeriodic", "ChargingStateChanged", "Odd", None]),
        "seqNo": st.sampled_from([0, 5, -1, 2**31, 7.0, "7", None]),
        "transactionInfo": st.fixed_dictionaries(
            {"transactionId": st.sampled_from(["t1", "7", "", " ", "x" * 40, "\x00", "ä", 7, None])},
            optional={
                "chargingState": st.sampled_from(["Charging", "SuspendedEV", "charging", "Odd", None]),
                "remoteStartId": st.sampled_from([7, None]),
                "stoppedReason": st.just("Local"),
            },
        ),
    },
    optional={
        "meterValue": st.lists(
            st.fixed_dictionaries(
                {"timestamp": MOMENTS}, optional={"sampledValue": st.lists(SAMPLED_2X, max_size=3)}
            ),
            max_size=2,
        ),
        "offline": st.sampled_from([True, False, None, "true"]),
        "evse": st.sampled_from(
            [{"id": 1}, {"id": 1, "connectorId": 2}, {"id": -1}, {"id": 10_000}, {}, None]
        ),
        "idToken": st.just({"idToken": "CARD", "type": "ISO14443"}),
        "customData": st.just({"vendorId": "x"}),
    },
)


@pytest.mark.parametrize("version", ["2.0.1", "2.1"])
@given(
    told=UPDATES,
    quirks=st.sampled_from([NO_QUIRKS, Quirks(energy_in_kwh=True), Quirks(no_cards=("x",))]),
)
@settings(max_examples=500, deadline=None)
def test_updates_read_in_one_go_are_those_read_piece_by_piece(
    version: Version, told: object, quirks: Quirks
) -> None:
    payload = msgspec.json.encode(told)
    at = spoken.RECEIVED_AT
    assert read(version, "TransactionEvent", payload, quirks, at) == read_patiently(
        version, "TransactionEvent", payload, quirks, at
    )


UPDATE = (
    b'{"eventType":"Updated","timestamp":"2026-11-20T12:00:00Z","triggerReason":"MeterValuePeriodic","seqNo":3,'
    b'"transactionInfo":{"transactionId":"t1","chargingState":"Charging"},"evse":{"id":1},"meterValue":[{'
    b'"timestamp":"2026-11-20T12:00:00Z","sampledValue":[{"value":12.50,"unitOfMeasure":{"unit":"kWh"}},'
    b'{"value":230,"measurand":"Voltage","phase":"L1-N","context":"Sample.Periodic","location":"Outlet"}]}]}'
)


@pytest.mark.parametrize("version", ["2.0.1", "2.1"])
def test_an_update_that_keeps_to_the_schema_is_read_in_one_go(version: Version) -> None:
    for _ in range(2):  # what was said before is remembered
        usual = update_read_at_once(UPDATE, NO_QUIRKS)
        assert usual is not None
        heard = read_patiently(version, "TransactionEvent", UPDATE, NO_QUIRKS, spoken.RECEIVED_AT)
        assert heard == Heard((usual,))
        assert [one.milli for one in usual.readings[0].values] == [12_500_000, 230_000]
    assert update_read_at_once(UPDATE.replace(b'"t1"', b'" "'), NO_QUIRKS) is None
    assert update_read_at_once(UPDATE.replace(b"12.50", b"-12.50"), NO_QUIRKS) is None


def test_what_keeps_to_the_schema_is_read_in_one_go() -> None:
    payload = (
        b'{"connectorId":1,"transactionId":7,"meterValue":[{"timestamp":"2026-11-20T12:00:00Z",'
        b'"sampledValue":[{"value":"12.5","unit":"kWh","phase":"L1","context":"Sample.Periodic"}]}]}'
    )
    assert read_usual(payload, NO_QUIRKS) is not None
    assert read_usual(payload.replace(b":7", b":0"), NO_QUIRKS) is None
    assert read_usual(payload.replace(b"kWh", b"kwh"), NO_QUIRKS) is None


@given(payload=st.binary(max_size=200), pick=st.integers(min_value=0, max_value=99))
@settings(max_examples=200, deadline=None)
def test_bytes_that_are_no_json_are_read_too(payload: bytes, pick: int) -> None:
    actions = sorted(from_station("1.6"))
    assert read("1.6", actions[pick % len(actions)], payload, NO_QUIRKS, spoken.RECEIVED_AT).known


@pytest.mark.parametrize(
    "payload",
    [b"[" * 100_000, b'{"connectorId":' + b"1" * 5000 + b"}", b'{"idTag":"\\ud800"}', b'{"idTag":"\xff"}',
     b"", b'{"meterValue":NaN}', b'{"idTag":"a\\u0000b"}'],
)  # fmt: skip
def test_what_parsers_stumble_over(payload: bytes) -> None:
    for version in VERSIONS:
        for action in from_station(version):
            for event in read(version, action, payload, NO_QUIRKS, spoken.RECEIVED_AT).events:
                kept(event)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_thousandths_are_exact(number: object) -> None:
    found = read_milli(str(number))
    assert found is not None
    assert found[0] == int(str(number).replace(".", ""))


def test_a_payload_out_of_a_frame_may_be_broken_utf8() -> None:
    """It arrives as a part of its frame (`msgspec.Raw`), which is no bytes."""
    payload = msgspec.Raw(b'{"eventType":"Upda\x95ed","timestamp":"2026-11-20T12:00:00Z"}')
    for version in VERSIONS[1:]:
        assert read(version, "TransactionEvent", payload, NO_QUIRKS, spoken.RECEIVED_AT).known
