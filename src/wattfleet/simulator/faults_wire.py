"""Faults of connection, framing and status: field-faults rows 59 to 94."""

import copy
from random import Random
from typing import Any

import msgspec

from wattfleet.simulator.fault import Dial, Fault
from wattfleet.simulator.faults_meter import readings
from wattfleet.simulator.said import Payload

V16 = ("1.6",)


def _no_subprotocol(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, subprotocol="")


def _odd_path(dial: Dial) -> Dial:
    """Doubled slashes before the identity, and one behind it."""
    return msgspec.structs.replace(dial, path=f"//{dial.path}/")


def _other_case(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, path=dial.path.swapcase(), user=dial.user.swapcase())


def _keeps_old(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, keeps_old=True)


def _mute(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, pongs=False)


def _truncated(text: str, held: list[str]) -> list[str]:
    return [text[:-2]]


def _late(text: str, held: list[str]) -> list[str]:
    """Each answer is kept until the next command has come."""
    before, held[:] = list(held), [text]
    return before


def _stranger(text: str, held: list[str]) -> list[str]:
    return ['[3,"nobody-asked-for-this",{}]', text]


def _odd_words(action: str, payload: Payload, chance: Random) -> Payload:
    payload = copy.deepcopy(payload)
    if action == "StatusNotification" and "errorCode" in payload:
        payload["errorCode"] = "Error"
    for reading in readings(payload):
        values: Any = reading["sampledValue"]
        for value in values:
            if value.get("context") == "Sample.Periodic":
                value["context"] = "Sample.Cyclic"
        if values and isinstance(values[0]["value"], str):
            values.append({"value": "31", "measurand": "Temperature", "unit": "Celcius"})
    return payload


def _garbage_count(action: str, payload: Payload) -> Payload:
    if action != "GetConfiguration":
        return payload
    payload = copy.deepcopy(payload)
    keys: Any = payload.get("configurationKey", [])
    for one in keys:
        if one["key"] == "NumberOfConnectors":
            one["value"] = "1850027108"
    return payload


FAULTS = (
    Fault(
        row=59,
        name="no_subprotocol",
        does="The handshake names no subprotocol.",
        versions=V16,
        dial=_no_subprotocol,
    ),
    Fault(row=62, name="odd_path", does="The path has doubled and trailing slashes.", dial=_odd_path),
    Fault(row=63, name="other_case", does="The identity is dialled in the other case.", dial=_other_case),
    Fault(row=64, name="no_pong", does="Pings are not answered.", dial=_mute),
    Fault(
        row=68,
        name="old_socket",
        does="The old socket is closed only after the new one is open.",
        dial=_keeps_old,
    ),
    Fault(
        row=74,
        name="truncated_answer",
        does="Answers to commands lose their last characters.",
        answer=_truncated,
    ),
    Fault(row=75, name="late_answer", does="An answer comes only after the next command.", answer=_late),
    Fault(row=76, name="stray_answer", does="Answers come that nobody asked for.", answer=_stranger),
    Fault(
        row=82,
        name="odd_words",
        does="Enumerated fields hold words of their own.",
        versions=V16,
        send=_odd_words,
    ),
    Fault(
        row=83,
        name="garbage_count",
        does="The number of connectors is 1 850 027 108.",
        versions=V16,
        reply=_garbage_count,
    ),
)
