"""Faults of connection, framing and status: field-faults rows 59 to 94."""

import copy
from random import Random
from typing import Any

import msgspec

from wattfleet.simulator.fault import Dial, Fault
from wattfleet.simulator.faults_meter import readings
from wattfleet.simulator.said import Payload, Said

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


def _other_version(dial: Dial) -> Dial:
    return msgspec.structs.replace(dial, subprotocol="ocpp2.0.1")


def _silence(text: str, held: list[str]) -> list[str]:
    return []


def _two_at_once(action: str, text: str) -> list[str]:
    return [text, '[2,"while-you-wait","Heartbeat",{}]'] if action != "BootNotification" else [text]


def _large_data(said: Said, chance: Random) -> list[Said]:
    if said.action != "BootNotification":
        return []
    return [Said(action="DataTransfer", payload={"vendorId": "com.example", "data": "x" * 20_000})]


def _flapping(said: Said, chance: Random) -> list[Said]:
    """Each status passes through Available first."""
    if said.action != "StatusNotification":
        return [said]
    key = "status" if "status" in said.payload else "connectorStatus"
    before = Said(action=said.action, payload={**said.payload, key: "Available"}, turn=said.turn)
    return [before, said]


def _no_unlocking(action: str, payload: Payload) -> Payload:
    if action != "UnlockConnector":
        return payload
    return {"status": "NotSupported"}


def _padded_card(action: str, payload: Payload, chance: Random) -> Payload:
    """A card of four bytes is told as one of six."""
    if isinstance(tag := payload.get("idTag"), str):
        return {**payload, "idTag": f"{tag}0000"[:20]}
    token: Any = payload.get("idToken")
    return (
        payload if token is None else {**payload, "idToken": {**token, "idToken": f"{token['idToken']}0000"}}
    )


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
    Fault(
        row=61,
        name="other_version",
        does="2.0.1 is offered and 1.6 is spoken.",
        versions=V16,
        dial=_other_version,
    ),
    Fault(row=66, name="zombie", does="Commands are never answered.", answer=_silence),
    Fault(
        row=77,
        name="speaks_early",
        does="What waits is said before the boot is accepted.",
        versions=V16,
        speaks_early=True,
    ),
    Fault(
        row=79,
        name="two_at_once",
        does="A second call goes out while the first waits for its answer.",
        frame=_two_at_once,
    ),
    Fault(row=80, name="large_data", does="20 kB of a vendor's data follow the boot.", accepted=_large_data),
    Fault(row=87, name="flapping", does="Each status passes through Available first.", say=_flapping),
    Fault(
        row=88,
        name="no_remote_start",
        does="A remote start is accepted and never begins.",
        idle=frozenset({"RemoteStartTransaction", "RequestStartTransaction"}),
    ),
    Fault(
        row=90,
        name="no_profiles",
        does="Charging profiles are rejected.",
        refuses=frozenset({"SetChargingProfile"}),
    ),
    Fault(
        row=91,
        name="disobeys",
        does="A charging profile is accepted and not obeyed.",
        idle=frozenset({"SetChargingProfile"}),
    ),
    Fault(
        row=92,
        name="no_unlocking",
        does="The cable cannot be unlocked from afar.",
        versions=V16,
        reply=_no_unlocking,
    ),
    Fault(row=94, name="padded_card", does="A card of four bytes is told as one of six.", send=_padded_card),
)
