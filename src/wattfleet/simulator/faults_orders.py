"""Faults that show when commands come or errors do: field-faults rows 81, 84 to 86, 89 and 93."""

import json
from random import Random
from typing import Any

from wattfleet.simulator.fault import Fault, Startled
from wattfleet.simulator.faults_transactions import STOP, V16
from wattfleet.simulator.said import Payload, Said

ROOM = 128
"""So many characters a setting has room for (row 84)."""
RESETS = frozenset({"HardReset", "SoftReset", "Reboot"})


def _nonsense(said: Said, chance: Random) -> list[Said]:
    """A call that no version knows, after the boot: its refusal is looked at closely."""
    return [Said(action="NoSuchCall", payload={})] if said.action == "BootNotification" else []


def _error_is_plain(action: str, text: str, kept: dict[str, str]) -> str:
    """`[4, id, code, up to 255 characters, {}]`, and nothing from within the server."""
    if action:
        return ""
    frame = json.loads(text)
    plain = len(frame) == 5 and isinstance(frame[3], str) and len(frame[3]) <= 255 and frame[4] == {}
    telling = any(word in text for word in ("Traceback", "SELECT", "sqlite", "asyncpg", ".py"))
    return "" if plain and not telling else f"a malformed error: {text}"


def _spills(values: dict[str, str], name: str, value: str) -> bool:
    """What does not fit is written over the neighbour."""
    if len(value) <= ROOM:
        return False
    names = list(values)
    neighbour = names[(names.index(name) + 1) % len(names)]
    values[name], values[neighbour] = value[:ROOM], value[ROOM:]
    return True


def _asked_for_all(action: str, payload: bytes, seconds: int) -> Startled:
    if action == "GetConfiguration" and not json.loads(payload).get("key"):
        return "restarts"
    return "restarts" if action == "GetBaseReport" else ""


def _status_thrice(action: str, text: str) -> list[str]:
    """Three statuses at once, each with an id of its own."""
    if action != "StatusNotification":
        return [text]
    frame = json.loads(text)
    return [text, *(json.dumps([2, f"{frame[1]}{more}", *frame[2:]]) for more in "bc")]


def _never_installed(said: Said, chance: Random) -> list[Said]:
    if said.action == "FirmwareStatusNotification" and said.payload.get("status") == "Installed":
        return []
    if said.action == "FirmwareStatusNotification":
        return [said, Said(action=said.action, payload=said.payload, turn=said.turn)]
    return [said]


def _reset_for_a_card(action: str, payload: Payload, chance: Random) -> Payload:
    reason: Any = payload.get("reason")
    return {**payload, "idTag": "HardReset"} if action == STOP and reason in RESETS else payload


FAULTS = (
    Fault(
        row=81,
        name="fragile_parser",
        does="It calls what nobody knows, and breaks when the refusal is malformed.",
        accepted=_nonsense,
        judge=_error_is_plain,
    ),
    Fault(
        row=84,
        name="small_settings",
        does="A setting of more than 128 characters overwrites its neighbour.",
        versions=V16,
        written=_spills,
    ),
    Fault(
        row=85,
        name="probe_reboots",
        does="It restarts when it is asked for all of its settings.",
        startled=_asked_for_all,
    ),
    Fault(
        row=86,
        name="statuses_at_once",
        does="Each status comes three times at once, under three ids.",
        frame=_status_thrice,
    ),
    Fault(
        row=89,
        name="needs_replug",
        does="Who does not begin in time, or has ended, must plug in anew.",
        needs_replug=True,
    ),
    Fault(
        row=93,
        name="silent_update",
        does="An update never says that it is installed, and a reset puts its word in place of a card.",
        say=_never_installed,
        send=_reset_for_a_card,
    ),
)
