"""What a station's answer to a command means: in no version's words, its own words beside it.

The status words mean the same in all versions, so one table reads them all.
"""

from typing import Literal

import msgspec

from wattfleet.commands import (
    GetConfiguration,
    GetDiagnostics,
    GetLocalListVersion,
    GetTransactionStatus,
    GetVariables,
    SetVariables,
    StationCommand,
    UpdateFirmware,
)
from wattfleet.ocpp import plain

State = Literal["accepted", "rejected", "not_supported", "failed"]


class Outcome(msgspec.Struct, frozen=True):
    """How a command went. `answer` is the station's payload as it came (empty where it sent none)."""

    state: State
    answer: dict[str, object]


STATES: dict[str, State] = {
    **dict.fromkeys(
        (
            "accepted",
            "scheduled",  # it will be done: a success. Source: lbbrhzn/ocpp#1525
            "rebootrequired",  # written, and valid from the next start
            "unlocked",
            "acceptedcanceled",  # and a transfer that was running is not any more
            "noprofiles",
            "emptyresultset",
        ),
        "accepted",
    ),
    **dict.fromkeys(
        (
            "rejected",
            "unknown",
            "unlockfailed",
            "ongoingauthorizedtransaction",
            "unknownconnector",
            "faulted",
            "occupied",
            "unavailable",
            "versionmismatch",
            "unknownmessageid",
            "unknownvendorid",
            "invalidcertificate",
            "revokedcertificate",
            "unknowncomponent",
            "unknownvariable",
        ),
        "rejected",
    ),
    **dict.fromkeys(("notsupported", "notimplemented", "notsupportedattributetype"), "not_supported"),
    "failed": "failed",
}


def outcome(command: StationCommand, payload: bytes) -> Outcome:
    """Read a CALLRESULT. One that cannot be read, or whose status is no word of any list, failed."""
    found = _object(payload)
    if found is None:
        return Outcome("failed", {})
    status = plain.text(found, "status", 64)
    if status:
        return Outcome(_state(status), found)
    match command:
        case GetVariables():
            states = _states(found, "getVariableResult")
            return Outcome("accepted" if "accepted" in states else _worst(states), found)
        case SetVariables():
            return Outcome(_worst(_states(found, "setVariableResult")), found)
        case GetLocalListVersion():
            return Outcome(_list_state(found), found)
        case GetConfiguration() | GetDiagnostics() | GetTransactionStatus() | UpdateFirmware():
            return Outcome("accepted", found)
        case _:
            return Outcome("failed", found)


def refused(code: str) -> State:
    """What a CALLERROR's code means for the command."""
    return "not_supported" if code in {"NotImplemented", "NotSupported"} else "failed"


def _object(payload: bytes) -> dict[str, object] | None:
    try:
        found = msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _state(status: str) -> State:
    return STATES.get(status.strip().lower().replace("_", ""), "failed")


def _states(found: dict[str, object], key: str) -> list[State]:
    return [_state(plain.text(one, "attributeStatus", 64)) for one in plain.pieces(found, key)]


def _worst(states: list[State]) -> State:
    """One no is a no to the whole; nothing told is no answer."""
    for state in ("failed", "rejected", "not_supported"):
        if state in states:
            return state
    return "accepted" if states else "failed"


def _list_state(found: dict[str, object]) -> State:
    """Source: OCPP 1.6 §5.10: -1 says that there is no local list. 2.x calls it versionNumber."""
    version = plain.whole(found, "listVersion")
    if version is None:
        version = plain.whole(found, "versionNumber")
    if version is None:
        return "failed"
    return "not_supported" if version < 0 else "accepted"
