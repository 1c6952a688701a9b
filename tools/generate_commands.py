"""Write docs/spec/commands.md from the commands themselves: their fields, and what travels in each version.

`python tools/generate_commands.py` writes it, `--check` says whether it is fresh. Nothing is told by hand:
the fields come from the types, and what travels from the translation of one full example of each command.
"""

import sys
import types
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Union, get_args, get_origin

import msgspec

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
from wattfleet.ocpp.asked import Numbers, Unsupported
from wattfleet.ocpp.translate import call
from wattfleet.ocpp.versions import VERSIONS, Version

PAGE = Path(__file__).parents[1] / "docs" / "spec" / "commands.md"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
PERIODS = (SchedulePeriod(0, "16.0", 3), SchedulePeriod(3600, "6.0", 1))
TX = ChargingProfile("tx", "relative", 0, "A", PERIODS, id=7, duration_s=7200, min_rate="6.0")
DAILY = ChargingProfile(
    "tx_default",
    "recurring",
    0,
    "A",
    PERIODS,
    id=7,
    recurrency="daily",
    valid_from=NOON,
    valid_to=NOON,
    start=NOON,
    duration_s=86400,
    min_rate="6.0",
)
ENTRIES = (ListEntry("04A2B3C4", "accepted", NOON, "FLEET-7"),)
READ = VariableName("EVSE", "Power", "left", "now", 1, 1, "Actual")
WRITE = VariableValue("EVSE", "Power", "11000", "left", "now", 1, 1, "Actual")

EXAMPLES: tuple[StationCommand, ...] = (
    RemoteStart("04A2B3C4", connector=1, profile=TX),
    RemoteStop(transaction="4711"),
    Reset("Soft"),
    UnlockConnector(1, evse=1),
    ChangeAvailability("Inoperative", connector=1),
    TriggerMessage("StatusNotification", connector=1),
    GetConfiguration(("HeartbeatInterval",)),
    ChangeConfiguration("HeartbeatInterval", "300"),
    GetVariables((READ,)),
    SetVariables((WRITE,)),
    GetBaseReport(),
    SetChargingProfile(DAILY, connector=1),
    ClearChargingProfile(7, connector=1, purpose="tx_default", stack_level=0),
    GetChargingProfiles(evse=1, purpose="tx_default", stack_level=0),
    GetCompositeSchedule(3600, connector=1, charging_rate_unit="A"),
    GetLocalListVersion(),
    SendLocalList(3, "Full", ENTRIES),
    ReserveNow("04A2B3C4", NOON, connector=1, parent="FLEET-7", reservation=9),
    CancelReservation(9),
    ClearCache(),
    DataTransfer("org.example", "plug", "on"),
    GetDiagnostics("https://logs.example.org/up", NOON, NOON, 2, 60),
    GetLog("https://logs.example.org/up", "security", 3, NOON, NOON, 2, 60),
    UpdateFirmware("https://fw.example.org/1.bin", NOON, 3, None, 2, 60),
    GetTransactionStatus("4711"),
)
OWN_WORDS: dict[Version, StationCommand] = {
    "1.6": Reset("Soft"),
    "2.0.1": Reset("OnIdle", evse=1),
    "2.1": Reset("OnIdle", evse=1),
}

INTRO = """# Commands

`POST /api/v1/stations/{identity}/commands` takes an object whose `command` names one of the commands below,
beside its fields. A field with `?` may be left out; what is left out does not travel. Instants are RFC 3339
and travel in UTC with three decimals; limits are decimal texts and travel digit by digit.

- `connector` is 1.6's number and `evse` is 2.x's; where a version knows only one, either is taken for it. An
  EVSE that was given as a connector has the connector 1. Neither means the whole station.
- `reset` and `trigger_message` take the station's own word; a word of another version is refused
  (`word_of_another_version`), and so is whatever the official schema of the version forbids (`ocpp_payload`).
- Request, reservation and profile numbers that are left out are given by us.
- A remote start carries its `profile` inside, never in a message of its own.
- In 1.6 `update_firmware` with `signing_certificate` and `signature` travels as SignedUpdateFirmware, and
  `trigger_message` with LogStatusNotification or SignChargePointCertificate as ExtendedTriggerMessage.
- What no command says can be sent raw: `POST /api/v1/stations/{identity}/ocpp`.

This page is written by `tools/generate_commands.py` from the commands and their translation.
"""

PART_TYPES = (ChargingProfile, SchedulePeriod, VariableName, VariableValue, ListEntry)


def render() -> str:
    lines = [INTRO, "| Command | Fields | 1.6 | 2.0.1 | 2.1 |", "|---|---|---|---|---|"]
    lines += [_row(command) for command in EXAMPLES]
    lines += ["", "## Parts", "", "| Part | Fields | Meaning |", "|---|---|---|"]
    lines += [f"| {_part_name(part)} | {_fields(part)} | {_promise(part)} |" for part in PART_TYPES]
    return "\n".join(lines) + "\n"


def _row(command: StationCommand) -> str:
    cells = [_travels(version, command) for version in VERSIONS]
    name = f"`{_tag(command)}`<br>{_promise(type(command))}"
    return f"| {name} | {_fields(type(command))} | {' | '.join(cells)} |"


def _tag(command: StationCommand) -> str:
    tag = type(command).__struct_config__.tag
    assert isinstance(tag, str), "commands have names"
    return tag


def _travels(version: Version, command: StationCommand) -> str:
    if isinstance(command, Reset):
        command = OWN_WORDS[version]
    found = call(version, command, Numbers(remote_start=1, request=1))
    if isinstance(found, Unsupported):
        return f"— {found.reason}"
    keys = msgspec.json.decode(found.payload, type=dict[str, msgspec.Raw])
    fields = ", ".join(f"`{key}`" for key in keys)
    return f"**{found.action}**<br>{fields}" if fields else f"**{found.action}**"


def _fields(kind: type[msgspec.Struct]) -> str:
    told = [
        f"`{field.name}`{'' if field.required else '?'} {_type_name(field.type)}"
        for field in msgspec.structs.fields(kind)
    ]
    return "<br>".join(told) or "—"


def _type_name(kind: object) -> str:
    if get_origin(kind) in {Union, types.UnionType}:
        return " or ".join(_type_name(one) for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is Annotated:
        return "instant"
    if get_origin(kind) is tuple:
        return f"list of {_type_name(get_args(kind)[0])}"
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _part_name(kind)
    return {str: "text", int: "whole number"}.get(kind, str(kind)) if isinstance(kind, type) else str(kind)


def _part_name(kind: type[msgspec.Struct]) -> str:
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in kind.__name__)
    return words.strip()


def _promise(kind: type[msgspec.Struct]) -> str:
    return (kind.__doc__ or "").partition("\n")[0].strip().replace("|", "\\|")


def main() -> int:
    page = render()
    if "--check" in sys.argv:
        fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
        print("docs/spec/commands.md is " + ("fresh" if fresh else "stale: run tools/generate_commands.py"))
        return 0 if fresh else 1
    PAGE.write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
