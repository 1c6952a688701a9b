"""Strict out, tolerant in."""

import json
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.wire.samples import sample

from wattfleet.kernel.errors import WattfleetError
from wattfleet.ocpp.codec import Decoded, decode, decode_answer, encode, validate
from wattfleet.ocpp.v16 import messages as m16
from wattfleet.ocpp.v21 import messages as m21
from wattfleet.ocpp.versions import VERSIONS, Version, actions

EVERY = [
    (version, action, place, full)
    for version in VERSIONS
    for action, pair in actions(version).items()
    for place, kind in enumerate(pair)
    if kind is not None
    for full in (False, True)
]


def test_every_message_goes_out_by_its_schema_and_comes_back_equal() -> None:
    for version, action, place, full in EVERY:
        kind = actions(version)[action][place]
        assert kind is not None
        message = sample(kind, full=full)
        payload = encode(version, action, message)
        assert validate(version, action, payload, answer=place == 1) == ()
        read = decode_answer if place else decode
        assert read(version, action, payload) == Decoded(message), (version, kind.__name__)


def mended(version: Version, action: str, payload: str) -> tuple[object, list[str]]:
    found = decode(version, action, payload.encode())
    plain = None if found.message is None else json.loads(msgspec.json.encode(found.message))
    return plain, [f"{mend.path} {mend.problem} {mend.was}".strip() for mend in found.mends]


STATUS = '"connectorId":1,"status":"Available"'
METER = '{"connectorId":1,"meterValue":[{"timestamp":"T","sampledValue":[%s]}]}'
EVSE_METER = '{"evseId":1,"meterValue":[{"timestamp":"T","sampledValue":[{"value":%s},{"value":7.25}]}]}'
EVENT = (
    '{"eventType":"Ended","timestamp":"T","triggerReason":"%s","seqNo":%s,'
    '"transactionInfo":{"transactionId":"a"}}'
)

QUIRKS: dict[str, tuple[Version, str, str, object, list[str]]] = {
    "row 24: a card of 24 characters stays whole": (
        "1.6",
        "Authorize",
        '{"idTag":"0123456789ABCDEF01234567"}',
        {"idTag": "0123456789ABCDEF01234567"},
        ["$.idTag too_long 0123456789ABCDEF01234567"],
    ),
    "row 41: a value that is a number": (
        "1.6",
        "MeterValues",
        METER % '{"value":1.6250000000000002}',
        {
            "connectorId": 1,
            "meterValue": [{"timestamp": "T", "sampledValue": [{"value": "1.6250000000000002"}]}],
        },
        ["$.meterValue[0].sampledValue[0].value number_as_text 1.6250000000000002"],
    ),
    "row 41: whole numbers as text, with blanks": (
        "1.6",
        "StopTransaction",
        '{"transactionId":" 7","meterStop":"1500.0","timestamp":"T"}',
        {"transactionId": 7, "meterStop": 1500, "timestamp": "T"},
        ["$.meterStop text_as_number 1500.0", "$.transactionId text_as_number  7"],
    ),
    "row 42: an empty list of samples goes, the stop stays": (
        "2.0.1",
        "TransactionEvent",
        EVENT[:-1] % ("EVDeparted", "3") + ',"meterValue":[{"timestamp":"T","sampledValue":[]}]}',
        {
            "eventType": "Ended",
            "timestamp": "T",
            "triggerReason": "EVDeparted",
            "seqNo": 3,
            "transactionInfo": {"transactionId": "a"},
        },
        ["$.meterValue[0].sampledValue empty_list []", "$.meterValue empty_list […]"],
    ),
    "row 42: an empty list where one is required stays empty": (
        "1.6",
        "MeterValues",
        '{"connectorId":1,"meterValue":[]}',
        {"connectorId": 1, "meterValue": []},
        ["$.meterValue empty_list []"],
    ),
    "row 9: a transaction id beyond 32 bits stays, flagged": (
        "1.6",
        "StopTransaction",
        '{"transactionId":9223372036854775807,"meterStop":1,"timestamp":"T"}',
        {"transactionId": 9223372036854775807, "meterStop": 1, "timestamp": "T"},
        ["$.transactionId out_of_range 9223372036854775807"],
    ),
    "row 9: beyond 64 bits it is unknown": (
        "1.6",
        "StopTransaction",
        '{"transactionId":%s,"meterStop":1,"timestamp":"T"}' % (10**40),
        {"transactionId": -1, "meterStop": 1, "timestamp": "T"},
        ["$.transactionId not_a_whole_number 1" + "0" * 40],
    ),
    "row 82: an error code that is none": (
        "1.6",
        "StatusNotification",
        "{" + STATUS + ',"errorCode":"Error"}',
        {"connectorId": 1, "status": "Available", "errorCode": "OtherError"},
        ["$.errorCode mapped_value Error"],
    ),
    "row 82: Hz": (
        "1.6",
        "MeterValues",
        METER % '{"value":"50","measurand":"Frequency","unit":"Hz"}',
        {
            "connectorId": 1,
            "meterValue": [
                {
                    "timestamp": "T",
                    "sampledValue": [{"value": "50", "measurand": "Frequency", "unit": "Hertz"}],
                }
            ],
        },
        ["$.meterValue[0].sampledValue[0].unit mapped_value Hz"],
    ),
    "row 82: a wrong context, in other letters and unknown": (
        "1.6",
        "MeterValues",
        METER % '{"value":"1","context":"sample periodic"},{"value":"2","context":"Tick"}',
        {
            "connectorId": 1,
            "meterValue": [
                {
                    "timestamp": "T",
                    "sampledValue": [
                        {"value": "1", "context": "Sample.Periodic"},
                        {"value": "2", "context": "Other"},
                    ],
                }
            ],
        },
        [
            "$.meterValue[0].sampledValue[0].context mapped_value sample periodic",
            "$.meterValue[0].sampledValue[1].context mapped_value Tick",
        ],
    ),
    "row 37: a reading of something unknown is not taken for the register": (
        "1.6",
        "MeterValues",
        METER % '{"value":"35","measurand":"Battery.Temperature"},{"value":"9"}',
        {"connectorId": 1, "meterValue": [{"timestamp": "T", "sampledValue": [{"value": "9"}]}]},
        ["$.meterValue[0].sampledValue[0].measurand unknown_value Battery.Temperature"],
    ),
    "row 58: readings without a time": (
        "1.6",
        "MeterValues",
        '{"connectorId":1,"meterValue":[{"sampledValue":[{"value":"9"}]}]}',
        {"connectorId": 1, "meterValue": [{"timestamp": "", "sampledValue": [{"value": "9"}]}]},
        ["$.meterValue[0].timestamp missing"],
    ),
    "row 32: null is not zero": (
        "1.6",
        "StartTransaction",
        '{"connectorId":1,"idTag":"A","meterStart":null,"timestamp":"T"}',
        {"connectorId": 1, "idTag": "A", "meterStart": -1, "timestamp": "T"},
        ["$.meterStart missing"],
    ),
    "a status without its error code": (
        "1.6",
        "StatusNotification",
        "{" + STATUS + "}",
        {"connectorId": 1, "status": "Available", "errorCode": "NoError"},
        ["$.errorCode missing"],
    ),
    "unknown fields go": (
        "1.6",
        "Heartbeat",
        '{"uptime":5,"deep":{"a":[1]}}',
        {},
        ["$.uptime unknown_field 5", "$.deep unknown_field {…}"],
    ),
    "nulls are absent": (
        "1.6",
        "StopTransaction",
        '{"transactionId":1,"meterStop":2,"timestamp":"T","idTag":null,"reason":null,"transactionData":null}',
        {"transactionId": 1, "meterStop": 2, "timestamp": "T"},
        [],
    ),
    "one value where a list belongs": (
        "1.6",
        "MeterValues",
        '{"connectorId":1,"meterValue":{"timestamp":"T","sampledValue":{"value":"1"}}}',
        {"connectorId": 1, "meterValue": [{"timestamp": "T", "sampledValue": [{"value": "1"}]}]},
        ["$.meterValue not_a_list {…}", "$.meterValue[0].sampledValue not_a_list {…}"],
    ),
    "data of DataTransfer as an object": (
        "1.6",
        "DataTransfer",
        '{"vendorId":"v","data":{"a":[1,2.50]}}',
        {"vendorId": "v", "data": '{"a":[1,2.50]}'},
        ['$.data not_text {"a":[1,2.50]}'],
    ),
    "a reason that this version does not know": (
        "1.6",
        "StopTransaction",
        '{"transactionId":1,"meterStop":2,"timestamp":"T","reason":"SOCLimitReached"}',
        {"transactionId": 1, "meterStop": 2, "timestamp": "T", "reason": "Other"},
        ["$.reason mapped_value SOCLimitReached"],
    ),
    "a trigger that this version does not know": (
        "2.0.1",
        "TransactionEvent",
        EVENT % ("LimitSet", '"4"'),
        {
            "eventType": "Ended",
            "timestamp": "T",
            "triggerReason": "AbnormalCondition",
            "seqNo": 4,
            "transactionInfo": {"transactionId": "a"},
        },
        ["$.triggerReason mapped_value LimitSet", "$.seqNo text_as_number 4"],
    ),
    "truth in words": (
        "2.1",
        "TransactionEvent",
        EVENT[:-1] % ("Trigger", "1") + ',"offline":"True"}',
        {
            "eventType": "Ended",
            "timestamp": "T",
            "triggerReason": "Trigger",
            "seqNo": 1,
            "transactionInfo": {"transactionId": "a"},
            "offline": True,
        },
        ["$.offline text_as_truth True"],
    ),
    "nothing can be saved of a status without status": (
        "1.6",
        "StatusNotification",
        "{}",
        None,
        ["$.connectorId missing", "$.errorCode missing", "$.status missing"],
    ),
    "an event without its transaction": (
        "2.0.1",
        "TransactionEvent",
        '{"eventType":"Ended","timestamp":"T","triggerReason":"Trigger","seqNo":1,"transactionInfo":{}}',
        None,
        ["$.transactionInfo.transactionId missing"],
    ),
    "not an object": ("1.6", "Heartbeat", "[]", None, ["$ not_an_object []"]),
    "not JSON": ("1.6", "Heartbeat", "{", None, ["$ not_json"]),
    "not a number": ("1.6", "StatusNotification", '{"connectorId":NaN}', None, ["$ not_json"]),
    "a number that nothing can hold": (
        "2.0.1",
        "TransactionEvent",
        EVENT[:-1] % ("Trigger", "1e99999999999999999999") + "}",
        {
            "eventType": "Ended",
            "timestamp": "T",
            "triggerReason": "Trigger",
            "seqNo": -1,
            "transactionInfo": {"transactionId": "a"},
        },
        ["$.seqNo not_a_whole_number 1e99999999999999999999"],
    ),
    "too deep": ("1.6", "Heartbeat", '{"a":' * 10_000, None, ["$ too_deep"]),
    "no such action": ("1.6", "TransactionEvent", "{}", None, ["$ unknown_action TransactionEvent"]),
}


@pytest.mark.parametrize("quirk", QUIRKS)
def test_a_broken_part_never_costs_the_rest(quirk: str) -> None:
    version, action, payload, message, mends = QUIRKS[quirk]
    assert mended(version, action, payload) == (message, mends)


@pytest.mark.parametrize(
    "number", ['"NaN"', '"Infinity"', "1e400", "1e999999999", "-1e-999999999", '"kWh"', "[]"]
)
def test_no_poisoned_number_becomes_a_reading(number: str) -> None:
    found = decode("2.1", "MeterValues", (EVSE_METER % number).encode())
    assert isinstance(found.message, m21.MeterValuesRequest)
    assert [reading.value for reading in found.message.meter_value[0].sampled_value] == [Decimal("7.25")]
    assert found.mends[0].problem == "not_a_number"


def test_the_last_of_duplicate_keys_wins() -> None:
    assert mended("1.6", "Authorize", '{"idTag":"A","idTag":"B"}') == ({"idTag": "B"}, [])


def test_a_long_text_is_kept_up_to_255() -> None:
    found = decode("1.6", "Authorize", b'{"idTag":"%s"}' % (b"x" * 10_000))
    assert found.message == m16.AuthorizeRequest(id_tag="x" * 255)


def test_flags_stay_few_and_short() -> None:
    payload = json.dumps({f"{place}{'k' * 500}": "v" * 10_000 for place in range(200)}).encode()
    found = decode("1.6", "Heartbeat", payload)
    assert len(found.mends) == 50
    assert max(len(mend.path) + len(mend.was) for mend in found.mends) < 150


def test_an_answer_is_never_filled_in() -> None:
    assert decode_answer("1.6", "GetLocalListVersion", b"{}").message is None
    assert decode_answer("1.6", "Reset", b'{"status":"Maybe"}').message is None
    found = decode_answer("1.6", "Reset", b'{"status":"accepted"}')
    assert found.message == m16.ResetResponse(status=m16.ResetStatus.ACCEPTED)


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("RemoteStartTransaction", m16.RemoteStartTransactionRequest(id_tag="x" * 21)),
        ("RemoteStopTransaction", m16.RemoteStopTransactionRequest(transaction_id=2**40)),
        ("GetDiagnostics", m16.GetDiagnosticsRequest(location="not a place")),
        (
            "GetCompositeSchedule",
            m16.GetCompositeScheduleResponse(
                status=m16.GetCompositeScheduleStatus.ACCEPTED,
                charging_schedule=m16.ChargingSchedule(
                    charging_rate_unit=m16.ChargingRateUnit.A,
                    charging_schedule_period=(
                        m16.ChargingSchedulePeriod(start_period=0, limit=Decimal("6.05")),
                    ),
                ),
            ),
        ),
    ],
)
def test_what_the_schema_forbids_never_goes_out(action: str, message: msgspec.Struct) -> None:
    with pytest.raises(WattfleetError) as refused:
        encode("1.6", action, message)
    assert refused.value.code == "ocpp_payload"


def test_a_raw_call_is_told_what_is_wrong_without_its_values() -> None:
    wrong = validate(
        "1.6", "ChangeConfiguration", b'{"key":"AuthorizationKey","value":"%s"}' % (b"secret" * 100)
    )
    assert len(wrong) == 1
    assert "$.value" in wrong[0]
    assert "secret" not in wrong[0]
    assert validate("1.6", "Boo", b"{}") == ("OCPP 1.6 has no Boo.",)
    assert validate("1.6", "Reset", b"{") == ("The payload is not JSON.",)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def bent(draw: st.DrawFn) -> tuple[Version, str, bytes]:
    """A full message of any version in which a few parts were replaced by anything."""
    version, action, place, full = draw(st.sampled_from([row for row in EVERY if row[2] == 0]))
    kind = actions(version)[action][place]
    assert kind is not None
    tree = json.loads(encode(version, action, sample(kind, full=full)))
    for _ in range(draw(st.integers(0, 4))):
        spot: object = tree
        while isinstance(spot, dict | list) and spot:
            steps = list(spot) if isinstance(spot, dict) else list(range(len(spot)))
            step = draw(st.sampled_from(steps))
            below = spot[step]
            if not isinstance(below, dict | list) or not below or draw(st.booleans()):
                spot[step] = draw(JSON)
                break
            spot = below
    return version, action, json.dumps(tree).encode()


@settings(max_examples=300, deadline=None)
@given(bent())
def test_nothing_makes_decoding_raise(message: tuple[Version, str, bytes]) -> None:
    version, action, payload = message
    for read in (decode, decode_answer):
        found = read(version, action, payload)
        assert found.message is not None or found.mends


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(VERSIONS), st.binary(max_size=200))
def test_no_bytes_make_decoding_raise(version: Version, payload: bytes) -> None:
    assert decode(version, "BootNotification", payload).mends
