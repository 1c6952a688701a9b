"""Each command of the API, in each version: what travels, or why it cannot."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import get_args

import msgspec
import pytest

from wattfleet.commands import (
    CancelReservation,
    ChangeAvailability,
    ChangeConfiguration,
    ChargingProfile,
    ClearCache,
    ClearChargingProfile,
    DataTransfer,
    GetBaseReport,
    GetChargingProfiles,
    GetCompositeSchedule,
    GetConfiguration,
    GetDiagnostics,
    GetLocalListVersion,
    GetLog,
    GetTransactionStatus,
    GetVariables,
    ListEntry,
    RemoteStart,
    RemoteStop,
    ReserveNow,
    Reset,
    SchedulePeriod,
    SendLocalList,
    SetChargingProfile,
    SetVariables,
    StationCommand,
    TriggerMessage,
    UnlockConnector,
    UpdateFirmware,
    VariableName,
    VariableValue,
)
from wattfleet.kernel.errors import WattfleetError
from wattfleet.ocpp.asked import Call, Numbers, Unsupported
from wattfleet.ocpp.raw import RawCall, checked
from wattfleet.ocpp.translate import call
from wattfleet.ocpp.versions import VERSIONS, Version

NUMBERS = Numbers(remote_start=77, request=42)
NOON = datetime(2026, 11, 20, 13, 0, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
WIRE = "2026-11-20T12:00:00.123Z"
PERIODS = (SchedulePeriod(0, "16.1"), SchedulePeriod(900, "6", phases=1))
TX = ChargingProfile("tx", "relative", 2, "A", PERIODS, description="slow evening")
DEFAULT = ChargingProfile(
    "tx_default", "recurring", 0, "W", PERIODS, id=5, recurrency="daily", start=NOON, duration_s=86400,
    valid_from=NOON, valid_to=NOON, min_rate="1.5",
)  # fmt: skip
SCHEDULE = [{"startPeriod": 0, "limit": 16.1}, {"startPeriod": 900, "limit": 6, "numberPhases": 1}]
WIRED_TX = {"stackLevel": 2, "chargingProfilePurpose": "TxProfile", "chargingProfileKind": "Relative"}
WIRED_TX_SCHEDULE = {"chargingRateUnit": "A", "chargingSchedulePeriod": SCHEDULE}
WIRED_DEFAULT = {
    "recurrencyKind": "Daily", "validFrom": WIRE, "validTo": WIRE, "stackLevel": 0,
    "chargingProfilePurpose": "TxDefaultProfile", "chargingProfileKind": "Recurring",
}  # fmt: skip
WIRED_SCHEDULE = {
    "duration": 86400, "startSchedule": WIRE, "chargingRateUnit": "W", "chargingSchedulePeriod": SCHEDULE,
    "minChargingRate": 1.5,
}  # fmt: skip

Expected = tuple[str, object] | None  # None: the version cannot say it

TABLE: list[tuple[StationCommand, Expected, Expected]] = [
    # command, what travels in 1.6, what travels in 2.x
    (RemoteStart("CARD"), ("RemoteStartTransaction", {"idTag": "CARD"}),
     ("RequestStartTransaction", {"idToken": {"idToken": "CARD", "type": "ISO14443"}, "remoteStartId": 77})),
    (RemoteStart("app-1", evse=2, profile=TX, token_kind="app"),
     ("RemoteStartTransaction", {"connectorId": 2, "idTag": "app-1", "chargingProfile": {
         "chargingProfileId": 42, **WIRED_TX, "chargingSchedule": WIRED_TX_SCHEDULE}}),
     ("RequestStartTransaction", {
         "evseId": 2, "idToken": {"idToken": "app-1", "type": "Central"}, "remoteStartId": 77,
         "chargingProfile": {"id": 42, **WIRED_TX, "chargingSchedule": [{"id": 42, **WIRED_TX_SCHEDULE}]}})),
    (RemoteStop(transaction="4711"), ("RemoteStopTransaction", {"transactionId": 4711}),
     ("RequestStopTransaction", {"transactionId": "4711"})),
    (UnlockConnector(), ("UnlockConnector", {"connectorId": 1}),
     ("UnlockConnector", {"evseId": 1, "connectorId": 1})),
    (UnlockConnector(2), ("UnlockConnector", {"connectorId": 2}),
     ("UnlockConnector", {"evseId": 2, "connectorId": 1})),
    (UnlockConnector(2, evse=3), ("UnlockConnector", {"connectorId": 3}),
     ("UnlockConnector", {"evseId": 3, "connectorId": 2})),
    (ChangeAvailability("Inoperative"), ("ChangeAvailability", {"connectorId": 0, "type": "Inoperative"}),
     ("ChangeAvailability", {"operationalStatus": "Inoperative"})),
    (ChangeAvailability("Operative", connector=2),
     ("ChangeAvailability", {"connectorId": 2, "type": "Operative"}),
     ("ChangeAvailability", {"evse": {"id": 2}, "operationalStatus": "Operative"})),
    (TriggerMessage("Heartbeat"), ("TriggerMessage", {"requestedMessage": "Heartbeat"}),
     ("TriggerMessage", {"requestedMessage": "Heartbeat"})),
    (TriggerMessage("StatusNotification", connector=1),
     ("TriggerMessage", {"requestedMessage": "StatusNotification", "connectorId": 1}),
     ("TriggerMessage", {"requestedMessage": "StatusNotification", "evse": {"id": 1, "connectorId": 1}})),
    (TriggerMessage("LogStatusNotification"),
     ("ExtendedTriggerMessage", {"requestedMessage": "LogStatusNotification"}),
     ("TriggerMessage", {"requestedMessage": "LogStatusNotification"})),
    (DataTransfer("acme", "plug", "on"),
     ("DataTransfer", {"vendorId": "acme", "messageId": "plug", "data": "on"}),
     ("DataTransfer", {"vendorId": "acme", "messageId": "plug", "data": "on"})),
    (GetConfiguration(), ("GetConfiguration", {}), None),
    (GetConfiguration(("HeartbeatInterval",)), ("GetConfiguration", {"key": ["HeartbeatInterval"]}), None),
    (ChangeConfiguration("HeartbeatInterval", "300"),
     ("ChangeConfiguration", {"key": "HeartbeatInterval", "value": "300"}), None),
    (GetVariables(
        (VariableName("EVSE", "Power", evse=1, attribute="MaxSet"), VariableName("C", "V", "i", "j"))), None,
     ("GetVariables", {"getVariableData": [
         {"attributeType": "MaxSet", "component": {"name": "EVSE", "evse": {"id": 1}},
          "variable": {"name": "Power"}},
         {"component": {"name": "C", "instance": "i"}, "variable": {"name": "V", "instance": "j"}}]})),
    (SetVariables((VariableValue("SampledDataCtrlr", "TxUpdatedInterval", "60"),)), None,
     ("SetVariables", {"setVariableData": [
         {"component": {"name": "SampledDataCtrlr"}, "variable": {"name": "TxUpdatedInterval"},
          "attributeValue": "60"}]})),
    (GetBaseReport(), None, ("GetBaseReport", {"requestId": 42, "reportBase": "FullInventory"})),
    (SetChargingProfile(DEFAULT),
     ("SetChargingProfile", {"connectorId": 0, "csChargingProfiles": {
         "chargingProfileId": 5, **WIRED_DEFAULT, "chargingSchedule": WIRED_SCHEDULE}}),
     ("SetChargingProfile", {"evseId": 0, "chargingProfile": {
         "id": 5, **WIRED_DEFAULT, "chargingSchedule": [{"id": 5, **WIRED_SCHEDULE}]}})),
    (SetChargingProfile(msgspec.structs.replace(TX, transaction="4711", id=1), connector=2),
     ("SetChargingProfile", {"connectorId": 2, "csChargingProfiles": {
         "chargingProfileId": 1, "transactionId": 4711, **WIRED_TX, "chargingSchedule": WIRED_TX_SCHEDULE}}),
     ("SetChargingProfile", {"evseId": 2, "chargingProfile": {
         "id": 1, "transactionId": "4711", **WIRED_TX,
         "chargingSchedule": [{"id": 1, **WIRED_TX_SCHEDULE}]}})),
    (ClearChargingProfile(), ("ClearChargingProfile", {}), None),
    (ClearChargingProfile(5), ("ClearChargingProfile", {"id": 5}),
     ("ClearChargingProfile", {"chargingProfileId": 5})),
    (ClearChargingProfile(connector=0, purpose="charge_point_max", stack_level=3),
     ("ClearChargingProfile", {"connectorId": 0, "chargingProfilePurpose": "ChargePointMaxProfile",
                               "stackLevel": 3}),
     ("ClearChargingProfile", {"chargingProfileCriteria": {
         "evseId": 0, "chargingProfilePurpose": "ChargingStationMaxProfile", "stackLevel": 3}})),
    (GetChargingProfiles(evse=1, purpose="tx"), None,
     ("GetChargingProfiles", {"requestId": 42, "evseId": 1,
                              "chargingProfile": {"chargingProfilePurpose": "TxProfile"}})),
    (GetChargingProfiles(), None,
     ("GetChargingProfiles", {"requestId": 42,
                              "chargingProfile": {"chargingLimitSource": ["EMS", "Other", "SO", "CSO"]}})),
    (GetCompositeSchedule(3600, connector=1, charging_rate_unit="A"),
     ("GetCompositeSchedule", {"connectorId": 1, "duration": 3600, "chargingRateUnit": "A"}),
     ("GetCompositeSchedule", {"evseId": 1, "duration": 3600, "chargingRateUnit": "A"})),
    (GetLocalListVersion(), ("GetLocalListVersion", {}), ("GetLocalListVersion", {})),
    (SendLocalList(3, "Full"), ("SendLocalList", {"listVersion": 3, "updateType": "Full"}),
     ("SendLocalList", {"versionNumber": 3, "updateType": "Full"})),
    (SendLocalList(4, "Differential", (ListEntry("A", "accepted", NOON, "P"), ListEntry("B"))),
     ("SendLocalList", {"listVersion": 4, "updateType": "Differential", "localAuthorizationList": [
         {"idTag": "A", "idTagInfo": {"status": "Accepted", "expiryDate": WIRE, "parentIdTag": "P"}},
         {"idTag": "B"}]}),
     ("SendLocalList", {"versionNumber": 4, "updateType": "Differential", "localAuthorizationList": [
         {"idToken": {"idToken": "A", "type": "ISO14443"},
          "idTokenInfo": {"status": "Accepted", "cacheExpiryDateTime": WIRE,
                          "groupIdToken": {"idToken": "P", "type": "Central"}}},
         {"idToken": {"idToken": "B", "type": "ISO14443"}}]})),
    (ReserveNow("CARD", NOON, connector=1, parent="P", reservation=9),
     ("ReserveNow", {"connectorId": 1, "expiryDate": WIRE, "idTag": "CARD", "parentIdTag": "P",
                     "reservationId": 9}),
     ("ReserveNow", {"id": 9, "expiryDateTime": WIRE, "idToken": {"idToken": "CARD", "type": "ISO14443"},
                     "evseId": 1, "groupIdToken": {"idToken": "P", "type": "Central"}})),
    (ReserveNow("CARD", NOON),
     ("ReserveNow", {"connectorId": 0, "expiryDate": WIRE, "idTag": "CARD", "reservationId": 42}),
     ("ReserveNow", {"id": 42, "expiryDateTime": WIRE, "idToken": {"idToken": "CARD", "type": "ISO14443"}})),
    (CancelReservation(9), ("CancelReservation", {"reservationId": 9}),
     ("CancelReservation", {"reservationId": 9})),
    (ClearCache(), ("ClearCache", {}), ("ClearCache", {})),
    (GetDiagnostics("ftp://logs/x", NOON, NOON, 2, 60),
     ("GetDiagnostics", {"location": "ftp://logs/x", "startTime": WIRE, "stopTime": WIRE, "retries": 2,
                         "retryInterval": 60}),
     ("GetLog", {"log": {"remoteLocation": "ftp://logs/x", "oldestTimestamp": WIRE, "latestTimestamp": WIRE},
                 "logType": "DiagnosticsLog", "requestId": 42, "retries": 2, "retryInterval": 60})),
    (GetLog("ftp://logs/x", "security", request=8),
     ("GetLog", {"log": {"remoteLocation": "ftp://logs/x"}, "logType": "SecurityLog", "requestId": 8}),
     ("GetLog", {"log": {"remoteLocation": "ftp://logs/x"}, "logType": "SecurityLog", "requestId": 8})),
    (UpdateFirmware("https://fw/1.bin", NOON, retries=1),
     ("UpdateFirmware", {"location": "https://fw/1.bin", "retrieveDate": WIRE, "retries": 1}),
     ("UpdateFirmware", {"requestId": 42, "retries": 1,
                         "firmware": {"location": "https://fw/1.bin", "retrieveDateTime": WIRE}})),
    (UpdateFirmware(
        "https://fw/1.bin", NOON, signing_certificate="C", signature="S", install_at=NOON, request=3),
     ("SignedUpdateFirmware", {"requestId": 3, "firmware": {
         "location": "https://fw/1.bin", "retrieveDateTime": WIRE, "installDateTime": WIRE,
         "signingCertificate": "C", "signature": "S"}}),
     ("UpdateFirmware", {"requestId": 3, "firmware": {
         "location": "https://fw/1.bin", "retrieveDateTime": WIRE, "installDateTime": WIRE,
         "signingCertificate": "C", "signature": "S"}})),
    (UpdateFirmware("https://fw/1.bin", NOON, install_at=NOON), None,
     ("UpdateFirmware", {"requestId": 42, "firmware": {
         "location": "https://fw/1.bin", "retrieveDateTime": WIRE, "installDateTime": WIRE}})),
    (GetTransactionStatus(), None, ("GetTransactionStatus", {})),
]  # fmt: skip


def sent(version: Version, command: StationCommand) -> Expected:
    found = call(version, command, NUMBERS)
    if isinstance(found, Unsupported):
        assert found.reason
        return None
    return found.action, json.loads(found.payload)


@pytest.mark.parametrize(("command", "in_16", "in_2x"), TABLE)
def test_what_travels(command: StationCommand, in_16: Expected, in_2x: Expected) -> None:
    assert sent("1.6", command) == in_16
    assert sent("2.0.1", command) == in_2x
    assert sent("2.1", command) == in_2x


def test_the_table_misses_no_command() -> None:
    assert {type(command) for command, *_ in TABLE} | {Reset} == set(get_args(StationCommand))


RESETS = {
    "1.6": ("Hard", "Soft"),
    "2.0.1": ("Immediate", "OnIdle"),
    "2.1": ("Immediate", "OnIdle", "ImmediateAndResume"),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("word", ["Hard", "Soft", "Immediate", "OnIdle", "ImmediateAndResume", "hard"])
def test_a_reset_takes_its_own_version_s_word_alone(version: Version, word: str) -> None:
    if word in RESETS[version]:
        assert sent(version, Reset(word)) == ("Reset", {"type": word})
        return
    with pytest.raises(WattfleetError) as refused:
        call(version, Reset(word), NUMBERS)
    assert refused.value.kind == "invalid"
    assert refused.value.code == ("word_unknown" if word == "hard" else "word_of_another_version")
    assert RESETS[version][0] in refused.value.hint


def test_the_whole_station_is_never_evse_0() -> None:
    assert sent("2.0.1", Reset("OnIdle", evse=0)) == ("Reset", {"type": "OnIdle"})
    assert sent("2.0.1", Reset("OnIdle", evse=1)) == ("Reset", {"type": "OnIdle", "evseId": 1})


def test_a_payment_s_token_in_both_spellings() -> None:
    start = RemoteStart("psp-77", token_kind="direct_payment")
    assert '"type":"Central"' in str(call("2.0.1", start, NUMBERS))
    assert '"type":"DirectPayment"' in str(call("2.1", start, NUMBERS))


REFUSED: list[tuple[Version, StationCommand, str]] = [
    ("1.6", RemoteStart("x" * 21), "ocpp_payload"),
    ("2.0.1", RemoteStart("x" * 37), "ocpp_payload"),
    ("2.0.1", RemoteStart("x", token_kind="moon"), "word_unknown"),
    ("1.6", RemoteStart("x", profile=DEFAULT), "profile_invalid"),
    ("2.1", RemoteStart("x", profile=msgspec.structs.replace(TX, transaction="1")), "profile_invalid"),
    ("1.6", RemoteStop(transaction="abc"), "command_incomplete"),
    ("1.6", RemoteStop(transaction="9" * 5000), "command_incomplete"),
    ("2.0.1", RemoteStop(), "command_incomplete"),
    ("1.6", TriggerMessage("TransactionEvent"), "word_of_another_version"),
    ("2.0.1", TriggerMessage("DiagnosticsStatusNotification"), "word_of_another_version"),
    ("2.0.1", TriggerMessage("SignV2G20Certificate"), "word_of_another_version"),
    ("1.6", ChangeAvailability("Asleep"), "ocpp_payload"),
    ("1.6", ChangeConfiguration("K" * 51, "v"), "ocpp_payload"),
    ("1.6", SetChargingProfile(msgspec.structs.replace(DEFAULT, purpose="priority")), "word_unknown"),
    ("1.6", SetChargingProfile(msgspec.structs.replace(DEFAULT, kind="dynamic")), "word_unknown"),
    ("1.6", SetChargingProfile(TX), "profile_invalid"),
    ("1.6", SetChargingProfile(msgspec.structs.replace(DEFAULT, purpose="charge_point_max"), connector=1),
     "profile_invalid"),
    ("1.6", SetChargingProfile(msgspec.structs.replace(DEFAULT, periods=())), "profile_invalid"),
    ("1.6", SetChargingProfile(msgspec.structs.replace(DEFAULT, periods=(SchedulePeriod(1, "6"),))),
     "profile_invalid"),
    ("1.6", SetChargingProfile(msgspec.structs.replace(DEFAULT, periods=(SchedulePeriod(0, "1e3"),))),
     "profile_invalid"),
    ("1.6", SetChargingProfile(msgspec.structs.replace(DEFAULT, periods=(SchedulePeriod(0, "16.05"),))),
     "ocpp_payload"),
    ("2.0.1", SetChargingProfile(TX, evse=1), "profile_invalid"),
    ("2.1", SetChargingProfile(msgspec.structs.replace(DEFAULT, purpose="external_constraints")),
     "profile_invalid"),
    ("1.6", SetChargingProfile(msgspec.structs.replace(DEFAULT, recurrency="")), "profile_invalid"),
    ("2.1", SetChargingProfile(msgspec.structs.replace(DEFAULT, periods=PERIODS[:1] * 2)), "profile_invalid"),
    ("2.0.1", SetChargingProfile(msgspec.structs.replace(DEFAULT, start=None)), "profile_invalid"),
    ("2.0.1", SetChargingProfile(msgspec.structs.replace(DEFAULT, kind="relative")), "profile_invalid"),
    ("2.0.1", SendLocalList(1, "Full", (ListEntry("A"),)), "command_incomplete"),
    ("1.6", SendLocalList(1, "Full", (ListEntry("A"),)), "command_incomplete"),
    ("1.6", SendLocalList(1, "Full", (ListEntry("A", "perhaps"),)), "word_unknown"),
    ("1.6", SendLocalList(1, "Some"), "ocpp_payload"),
    ("1.6", UpdateFirmware("https://f", NOON, signature="S"), "command_incomplete"),
    ("1.6", GetLog("ftp://x", "gossip"), "word_unknown"),
    ("1.6", CancelReservation(2**31), "number_out_of_range"),
    ("2.1", GetVariables((VariableName("C", "V", evse=2**31),)), "number_out_of_range"),
    ("2.1", ReserveNow("A", datetime.min.replace(tzinfo=UTC)), "moment_out_of_range"),
]  # fmt: skip


@pytest.mark.parametrize(("version", "command", "code"), REFUSED)
def test_what_no_station_could_take_is_refused_before_it_travels(
    version: Version, command: StationCommand, code: str
) -> None:
    with pytest.raises(WattfleetError) as refused:
        call(version, command, NUMBERS)
    assert (refused.value.code, refused.value.kind) == (code, "invalid")
    assert refused.value.hint


@pytest.mark.parametrize("tenths", range(0, 640, 7))
def test_every_tenth_of_an_ampere_travels_as_it_was_written(tenths: int) -> None:
    text = f"{tenths // 10}.{tenths % 10}"
    profile = msgspec.structs.replace(DEFAULT, periods=(SchedulePeriod(0, text),))
    found = call("1.6", SetChargingProfile(profile), NUMBERS)
    assert isinstance(found, Call)
    assert f'"limit":{text}'.encode() in found.payload


def test_moments_travel_in_utc_with_three_decimals() -> None:
    noon = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert '"expiryDate":"2026-03-29T01:00:00.000Z"' in str(call("1.6", ReserveNow("A", noon), NUMBERS))


# ── raw calls ─────────────────────────────────────────────────────────────────


def test_a_raw_call_travels_byte_for_byte() -> None:
    raw = RawCall("GetConfiguration", b'{"key": ["A"]}')
    assert checked("1.6", raw) == Call("GetConfiguration", b'{"key": ["A"]}')


@pytest.mark.parametrize(
    ("version", "action", "payload", "code"),
    [
        ("1.6", "TransactionEvent", b"{}", "ocpp_action_unknown"),
        ("1.6", "StartTransaction", b"{}", "ocpp_action_of_station"),
        ("1.6", "Reset", b"{}", "ocpp_payload"),
        ("1.6", "Reset", b"{", "ocpp_payload"),
        ("1.6", "Reset", b'{"type":"Hard","why":"?"}', "ocpp_payload"),
        ("2.1", "NotifyPeriodicEventStream", b"{}", "ocpp_action_of_station"),
    ],
)
def test_a_raw_call_is_checked(version: Version, action: str, payload: bytes, code: str) -> None:
    with pytest.raises(WattfleetError) as refused:
        checked(version, RawCall(action, payload))
    assert refused.value.code == code
