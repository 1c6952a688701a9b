"""What a station's answer means: accepted, rejected, not supported or failed."""

import json
from pathlib import Path

import ocpp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wattfleet.commands import (
    CancelReservation,
    ChangeAvailability,
    ChangeConfiguration,
    ClearCache,
    ClearChargingProfile,
    GetConfiguration,
    GetDiagnostics,
    GetLocalListVersion,
    GetTransactionStatus,
    GetVariables,
    RemoteStart,
    Reset,
    SendLocalList,
    SetVariables,
    StationCommand,
    UnlockConnector,
)
from wattfleet.ocpp.outcomes import STATES, outcome, refused


def get(*words: str) -> str:
    return json.dumps({"getVariableResult": [{"attributeStatus": word} for word in words]})


def set_(*words: str) -> str:
    return json.dumps({"setVariableResult": [{"attributeStatus": word} for word in words]})


CASES: list[tuple[StationCommand, str, str]] = [
    (RemoteStart("A"), '{"status":"Accepted"}', "accepted"),
    (RemoteStart("A"), '{"status":"Rejected"}', "rejected"),
    (RemoteStart("A"), '{"status":"accepted "}', "accepted"),
    (RemoteStart("A"), "{}", "failed"),
    (RemoteStart("A"), '{"status":"Perhaps"}', "failed"),
    (RemoteStart("A"), "[]", "failed"),
    (RemoteStart("A"), '{"status":', "failed"),
    (ChangeAvailability("Inoperative"), '{"status":"Scheduled"}', "accepted"),
    (ChangeConfiguration("k", "v"), '{"status":"RebootRequired"}', "accepted"),
    (ChangeConfiguration("k", "v"), '{"status":"NotSupported"}', "not_supported"),
    (UnlockConnector(), '{"status":"Unlocked"}', "accepted"),
    (UnlockConnector(), '{"status":"UnlockFailed"}', "rejected"),
    (UnlockConnector(), '{"status":"NotSupported"}', "not_supported"),
    (ClearChargingProfile(), '{"status":"Unknown"}', "rejected"),
    (SendLocalList(1, "Full"), '{"status":"Failed"}', "failed"),
    (SendLocalList(1, "Full"), '{"status":"VersionMismatch"}', "rejected"),
    (GetConfiguration(), '{"configurationKey":[]}', "accepted"),
    (GetDiagnostics("ftp://x"), "{}", "accepted"),
    (GetLocalListVersion(), '{"listVersion":-1}', "not_supported"),
    (GetLocalListVersion(), '{"listVersion":0}', "accepted"),
    (GetLocalListVersion(), '{"versionNumber":7}', "accepted"),
    (GetLocalListVersion(), "{}", "failed"),
    (GetTransactionStatus(), '{"messagesInQueue":true}', "accepted"),
    (GetVariables(()), get("Accepted", "UnknownVariable"),
     "accepted"),
    (GetVariables(()), get("UnknownComponent"), "rejected"),
    (GetVariables(()), "{}", "failed"),
    (SetVariables(()), set_("Accepted", "RebootRequired"),
     "accepted"),
    (SetVariables(()), set_("Accepted", "Rejected"),
     "rejected"),
    (SetVariables(()), set_("NotSupportedAttributeType"), "not_supported"),
    (Reset("Hard"), '{"status":"Accepted","statusInfo":{"reasonCode":"x"}}', "accepted"),
    (CancelReservation(1), '{"status":"Rejected"}', "rejected"),
]  # fmt: skip


@pytest.mark.parametrize(("command", "payload", "state"), CASES)
def test_what_an_answer_means(command: StationCommand, payload: str, state: str) -> None:
    found = outcome(command, payload.encode())
    assert found.state == state
    if payload.startswith("{") and payload.endswith("}"):
        assert found.answer == json.loads(payload)


@pytest.mark.parametrize(
    ("code", "state"),
    [
        ("NotImplemented", "not_supported"),
        ("NotSupported", "not_supported"),
        ("InternalError", "failed"),
        ("FormationViolation", "failed"),
        ("", "failed"),
    ],
)
def test_what_an_error_means(code: str, state: str) -> None:
    assert refused(code) == state


SCHEMAS = Path(ocpp.__file__).parent
COMMANDED = """CancelReservation ChangeAvailability ChangeConfiguration ClearCache ClearChargingProfile
    DataTransfer ExtendedTriggerMessage GetBaseReport GetChargingProfiles GetCompositeSchedule GetLog
    RemoteStartTransaction
    RemoteStopTransaction RequestStartTransaction RequestStopTransaction ReserveNow Reset SendLocalList
    SetChargingProfile SignedUpdateFirmware TriggerMessage UnlockConnector UpdateFirmware""".split()


def test_every_status_of_the_schemas_has_a_meaning() -> None:
    words = set()
    for action in COMMANDED:
        for path in SCHEMAS.glob(f"v*/schemas/{action}Response.json"):
            schema = json.loads(path.read_text("utf-8-sig"))
            status = schema["properties"].get("status", {})
            kind = schema.get("definitions", {}).get(status.get("$ref", "").rpartition("/")[2], status)
            words |= set(kind.get("enum", ()))
    assert len(words) > 20
    assert {word for word in words if word.lower() not in STATES} == set()


@given(st.binary(max_size=100))
@settings(max_examples=100, deadline=None)
def test_an_answer_of_any_bytes_never_raises(payload: bytes) -> None:
    assert outcome(ClearCache(), payload).state in {"accepted", "rejected", "not_supported", "failed"}
