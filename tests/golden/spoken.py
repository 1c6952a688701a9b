"""Golden frames: what each frame of a station means, one file per version, in words that a person can check.

`GOLDEN=1 pytest tests/wire/test_inbound_golden.py` writes the meanings anew; read the diff.
"""

import os
from enum import Enum
from pathlib import Path

import msgspec

from wattfleet.events import Reading, StationEvent, Value
from wattfleet.kernel.energy import Energy, from_milli
from wattfleet.kernel.timeline import Instant
from wattfleet.ocpp.heard import Heard

FRAMES = Path(__file__).parent / "frames"
RECEIVED_AT = Instant(1_795_176_600_000_000)  # 2026-11-20T12:10:00Z

Plain = None | str | int | bool | list["Plain"] | dict[str, "Plain"]


class Case(msgspec.Struct, omit_defaults=True):
    """`why` says what the frame is there for; `says` is filled in by GOLDEN=1."""

    why: str
    action: str
    payload: msgspec.Raw
    says: list[object] = []
    flags: list[str] = []


def cases(version: str) -> list[Case]:
    return msgspec.json.decode((FRAMES / f"{version}.json").read_bytes(), type=list[Case])


def keep(version: str, found: list[Case]) -> None:
    text = msgspec.json.format(msgspec.json.encode(found), indent=1)
    (FRAMES / f"{version}.json").write_bytes(text + b"\n")


def writing() -> bool:
    return os.environ.get("GOLDEN") == "1"


def said(heard: Heard) -> list[object]:
    return [_event(event) for event in heard.events]


def _event(event: StationEvent) -> Plain:
    return {"event": type(event).__name__, **_fields(event)}


def _fields(told: msgspec.Struct) -> dict[str, Plain]:
    """All fields but those that say nothing beyond their default."""
    info = {field.name: field.default for field in msgspec.structs.fields(told)}
    return {
        name: _plain(getattr(told, name)) for name, default in info.items() if getattr(told, name) != default
    }


def _plain(found: object) -> Plain:
    match found:
        case Instant():
            return found.rfc3339()
        case Energy():
            return f"{found.wh} Wh"
        case Value():
            return _value(found)
        case Reading():
            return {"at": found.at.rfc3339(), "values": _plain(found.values), **_doubts(found)}
        case Enum():
            return str(found.value)
        case msgspec.Struct():
            return dict(_fields(found))
        case tuple():
            return [_plain(one) for one in found]
        case None | bool() | int() | str():
            return found
        case _:
            return str(found)


def _doubts(reading: Reading) -> dict[str, Plain]:
    return {"flags": [flag.value for flag in reading.flags]} if reading.flags else {}


def _value(value: Value) -> str:
    parts = [value.measurand.value, f"{from_milli(value.milli):f}", f"±{from_milli(value.step_milli):f}"]
    parts += [value.context.value, value.location, value.phase, value.name]
    return " ".join(part for part in [*parts, value.signed and f"signed {value.signed}"] if part)
