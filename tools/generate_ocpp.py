"""Writes the OCPP message types from the JSON schemas that the PyPI package `ocpp` ships.

    python tools/generate_ocpp.py            write ocpp/shared.py and ocpp/{v16,v201,v21}/messages.py
    python tools/generate_ocpp.py --check    write nothing, say which of them are stale, exit 1 if any is

Names, types and limits are taken; descriptions are not. A definition is one type per version, however many
files repeat it; what 2.0.1 and 2.1 define alike lives once, in `ocpp/shared.py`. OCPP 1.6 core names only its
messages, so the names of its parts stand here, as its specification spells them.
"""

import importlib.util
import json
import keyword
import re
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "src" / "wattfleet" / "ocpp"
VERSIONS = {"v16": "1.6", "v201": "2.0.1", "v21": "2.1"}
STRUCT = "msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False"

# Parts of OCPP 1.6 core, by the name of their property. Source: OCPP 1.6 §7.
PARTS_16 = {
    "idTagInfo": "IdTagInfo",
    "meterValue": "MeterValue",
    "transactionData": "MeterValue",
    "sampledValue": "SampledValue",
    "chargingProfile": "ChargingProfile",
    "csChargingProfiles": "ChargingProfile",
    "chargingSchedule": "ChargingSchedule",
    "chargingSchedulePeriod": "ChargingSchedulePeriod",
    "configurationKey": "KeyValue",
    "localAuthorizationList": "AuthorizationData",
}

# Enumerations of OCPP 1.6 core, by property, or by type and property where the property alone does not tell.
ENUMS_16 = {
    "IdTagInfo.status": "AuthorizationStatus",
    "BootNotificationResponse.status": "RegistrationStatus",
    "CancelReservationResponse.status": "CancelReservationStatus",
    "ChangeAvailabilityRequest.type": "AvailabilityType",
    "ChangeAvailabilityResponse.status": "AvailabilityStatus",
    "ChangeConfigurationResponse.status": "ConfigurationStatus",
    "ClearCacheResponse.status": "ClearCacheStatus",
    "ClearChargingProfileResponse.status": "ClearChargingProfileStatus",
    "DataTransferResponse.status": "DataTransferStatus",
    "DiagnosticsStatusNotificationRequest.status": "DiagnosticsStatus",
    "FirmwareStatusNotificationRequest.status": "FirmwareStatus",
    "GetCompositeScheduleResponse.status": "GetCompositeScheduleStatus",
    "RemoteStartTransactionResponse.status": "RemoteStartStopStatus",
    "RemoteStopTransactionResponse.status": "RemoteStartStopStatus",
    "ReserveNowResponse.status": "ReservationStatus",
    "ResetRequest.type": "ResetType",
    "ResetResponse.status": "ResetStatus",
    "SendLocalListResponse.status": "UpdateStatus",
    "SetChargingProfileResponse.status": "ChargingProfileStatus",
    "StatusNotificationRequest.status": "ChargePointStatus",
    "TriggerMessageResponse.status": "TriggerMessageStatus",
    "UnlockConnectorResponse.status": "UnlockStatus",
    "chargingProfileKind": "ChargingProfileKind",
    "chargingProfilePurpose": "ChargingProfilePurpose",
    "chargingRateUnit": "ChargingRateUnit",
    "context": "ReadingContext",
    "errorCode": "ChargePointErrorCode",
    "format": "ValueFormat",
    "location": "Location",
    "measurand": "Measurand",
    "phase": "Phase",
    "reason": "Reason",
    "recurrencyKind": "RecurrencyKind",
    "requestedMessage": "MessageTrigger",
    "unit": "UnitOfMeasure",
    "updateType": "UpdateType",
}

# Words that the rule for capitals would tear apart.
WHOLE_WORDS = (
    ("IdleTIme", "IdleTime"),
    ("SoC", "Soc"),
    ("soC", "soc"),
    ("soH", "soh"),
    ("RoCoF", "Rocof"),
    ("IKEv2", "Ikev2"),
    ("eMAID", "Emaid"),
    ("EMAIDs", "Emaids"),
    ("kWh", "Kwh"),
    ("kW", "Kw"),
    ("kVA", "Kva"),
    ("V2X", "V2x"),
)

Schema = dict[str, object]


@dataclass
class Shape:
    """One type to write: its name, its code, the types it mentions, and for an enumeration its values."""

    name: str
    code: str
    uses: set[str]
    values: list[str] = field(default_factory=list)


@dataclass
class Book:
    """What is known of one version while its files are read."""

    version: str
    shapes: dict[str, Shape] = field(default_factory=dict)
    parts: dict[str, Schema] = field(default_factory=dict)
    actions: dict[str, tuple[str, str | None]] = field(default_factory=dict)


def main(arguments: list[str]) -> int:
    written = {OUT / path: text for path, text in generate().items()}
    stale = [path for path, text in written.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in arguments:
        if stale:
            names = ", ".join(str(path.relative_to(OUT)) for path in stale)
            sys.stderr.write(f"The OCPP types in {names} are stale: run tools/generate_ocpp.py and commit.\n")
        return 1 if stale else 0
    for path in stale:
        path.write_text(written[path], "utf-8")
    return 0


def generate() -> dict[str, str]:
    """Path below `ocpp/` → its text, for every generated module."""
    books = {version: read(version) for version in VERSIONS}
    shared = alike(books["v201"], books["v21"])
    modules = {"shared.py": shared_module(books["v201"], shared)}
    for version, book in books.items():
        modules[f"{version}/messages.py"] = messages_module(book, set() if version == "v16" else shared)
    return modules


def read(version: str) -> Book:
    """Every schema file of one version, as types."""
    spec = importlib.util.find_spec("ocpp")
    assert spec is not None, "the package `ocpp` is a dependency"
    assert spec.origin is not None, "the package `ocpp` lies in files"
    book = Book(version)
    for file in sorted((Path(spec.origin).parent / version / "schemas").glob("*.json")):
        schema = json.loads(file.read_text("utf-8-sig"))
        for name, part in schema.get("definitions", {}).items():
            add_part(book, type_name(name), part)
        message = file.stem
        if version == "v16" and not message.endswith("Response"):
            message += "Request"
        add_struct(book, message, schema)
        action = re.sub("(Request|Response)$", "", message)
        if not message.endswith("Response"):
            book.actions[action] = (message, None)
    for action, (request, _) in book.actions.items():
        if action + "Response" in book.shapes:
            book.actions[action] = (request, action + "Response")
    return book


def type_name(definition: str) -> str:
    """`ReasonEnumType` → `ReasonEnum`, `ComponentType` → `Component`."""
    return definition.removesuffix("Type")


def add_part(book: Book, name: str, schema: Schema) -> None:
    if name == "CustomData":  # opaque: kept as the bytes that came
        return
    bare = without_words(schema)
    assert book.parts.setdefault(name, bare) == bare, f"{book.version} has two definitions of {name}"
    if "enum" in schema:
        add_enum(book, name, strings(schema["enum"]))
    else:
        add_struct(book, name, schema)


def without_words(schema: object) -> Schema:
    """A schema without what only a reader needs, so that two copies can be compared."""
    match schema:
        case dict():
            words = ("description", "javaType", "comment", "default", "title")
            return {
                key: bare(value)
                for key, value in schema.items()
                if key not in words or not isinstance(value, str)
            }
        case _:
            raise AssertionError("a definition is an object")


def bare(value: object) -> object:
    match value:
        case dict():
            return without_words(value)
        case list():
            return [bare(item) for item in value]
        case _:
            return value


def add_enum(book: Book, name: str, values: list[str]) -> None:
    """An enumeration; a second sighting of the name adds the values it lacks."""
    known = book.shapes[name].values if name in book.shapes else []
    values = known + [value for value in values if value not in known]
    members = {member_name(value): value for value in values}
    assert len(members) == len(values), f"two values of {name} share a name"
    lines = [f"class {name}(enum.Enum):", *(f'    {member} = "{value}"' for member, value in members.items())]
    book.shapes[name] = Shape(name, "\n".join(lines), set(), values)


def add_struct(book: Book, name: str, schema: Schema) -> None:
    properties = objects(schema.get("properties", {}))
    required = set(strings(schema.get("required", [])))
    uses: set[str] = set()
    first: list[str] = []
    then: list[str] = []
    renames: dict[str, str] = {}
    for wire, part in properties.items():
        plain = field_name(wire)
        renames[plain] = wire
        hint = annotation(book, name, wire, part, uses)
        if hint == "msgspec.Raw":
            then.append(f"    {plain}: msgspec.Raw = msgspec.Raw()")
        elif wire in required:
            first.append(f"    {plain}: {hint}")
        else:
            then.append(f"    {plain}: {hint} | None = None")
    lines = [f"class {name}({STRUCT}{rename(renames)}):", *first, *then]
    if not properties:
        lines.append("    pass")
    decimals = [line.split(":")[0].strip() for line in (*first, *then) if "Decimal" in line]
    if decimals:  # msgspec takes "NaN" and 1e999999999 for decimals
        lines += ["", "    def __post_init__(self) -> None:"]
        lines.append(f"        bounded({', '.join('self.' + plain for plain in decimals)})")
    code = "\n".join(lines)
    known = book.shapes.get(name)
    if known is not None and known.code != code:
        assert book.version == "v16", f"{book.version} has two shapes of {name}"
        code = looser(known.code, code)
    book.shapes[name] = Shape(name, code, uses)


def looser(one: str, other: str) -> str:
    """Two copies of a part of 1.6 that differ in a limit, without that limit."""
    lines = []
    for left, right in zip(one.splitlines(), other.splitlines(), strict=True):
        free = re.sub(r"Annotated\[(.*), msgspec.Meta\(.*?\)\]", r"\1", left)
        assert left == right or free in (left, right), f"{left.strip()} is not {right.strip()}"
        lines.append(left if left == right else free)
    return "\n".join(lines)


def annotation(book: Book, owner: str, wire: str, part: Schema, uses: set[str]) -> str:
    """The Python type of one property."""
    if "$ref" in part:
        target = type_name(str(part["$ref"]).rsplit("/", 1)[-1])
        if target == "CustomData":
            return "msgspec.Raw"
        uses.add(target)
        return target
    match part.get("type"):
        case None:
            return "msgspec.Raw"
        case "string" if "enum" in part:
            target = ENUMS_16.get(f"{owner}.{wire}") or ENUMS_16[wire]
            add_enum(book, target, strings(part["enum"]))
            uses.add(target)
            return target
        case "string":
            return text(part)
        case "boolean":
            return "bool"
        case "integer":
            return integer(part)
        case "number":
            return "Decimal"  # msgspec bounds no decimals; the codec checks what we send by the schema itself
        case "array":
            item = annotation(book, owner, wire, objects(part)["items"], uses)
            return limited(f"tuple[{item}, ...]", part, {"minItems": "min_length", "maxItems": "max_length"})
        case "object":
            target = PARTS_16[wire]
            add_struct(book, target, part)
            uses.add(target)
            return target
        case other:
            raise AssertionError(f"{owner}.{wire}: no rule for type {other}")


def integer(part: Schema) -> str:
    """Whole numbers have 32 bits. Source: OCPP 2.0.1 part 2 §2.1.3; field-faults rows 9 and 83."""
    if "minimum" not in part and "maximum" not in part:
        return "Int32"
    low, high = number(part.get("minimum", -(2**31))), number(part.get("maximum", 2**31 - 1))
    return f"Annotated[int, msgspec.Meta(ge={low}, le={high})]"


def text(part: Schema) -> str:
    if part.get("format") == "date-time":
        return "Timestamp"
    return f"Text{number(part['maxLength'])}" if "maxLength" in part else "str"


def limited(hint: str, part: Schema, limits: dict[str, str]) -> str:
    held = [f"{ours}={number(part[theirs])}" for theirs, ours in limits.items() if theirs in part]
    return f"Annotated[{hint}, msgspec.Meta({', '.join(held)})]" if held else hint


def rename(renames: dict[str, str]) -> str:
    """The `rename` option of a struct: `camel` where that rule gives the wire names, else each by name."""
    odd = {plain: wire for plain, wire in renames.items() if plain != wire}
    if not odd:
        return ""
    if all(camel(plain) == wire for plain, wire in renames.items()):
        return ', rename="camel"'
    inner = ", ".join(f'"{plain}": "{wire}"' for plain, wire in odd.items())
    return f", rename={{{inner}}}"


def camel(plain: str) -> str:
    """What msgspec makes of a field name under `rename="camel"`."""
    head, *tail = plain.split("_")
    return head + "".join(word.title() for word in tail)


def words(name: str) -> str:
    for torn, whole in WHOLE_WORDS:
        name = name.replace(torn, whole)
    name = re.sub(r"[^A-Za-z0-9]+", "_", name)
    name = re.sub(r"([a-z])([A-Z])", r"\1_\2", name)
    name = re.sub(r"([0-9])([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([A-Z])([A-Z][a-z])", r"\1_\2", name)


def field_name(wire: str) -> str:
    plain = words(wire).lower()
    return plain + "_" if keyword.iskeyword(plain) else plain


def member_name(value: str) -> str:
    member = words(value).upper()
    return member if member[0].isalpha() else "_" + member


def alike(one: Book, other: Book) -> set[str]:
    """Names of the definitions that two versions write alike, down to the last type that they mention."""
    same = {
        name for name in one.parts if name in other.parts and one.shapes[name].code == other.shapes[name].code
    }
    while True:
        loose = {name for name in same if not one.shapes[name].uses <= same}
        if not loose:
            return same
        same -= loose


def shared_module(book: Book, names: set[str]) -> str:
    promise = "Types that OCPP 2.0.1 and 2.1 define alike."
    codes = [book.shapes[name].code for name in in_order(book, names)]
    return "\n\n\n".join([head(promise, "2.0.1 and 2.1", codes), *codes]) + "\n"


def messages_module(book: Book, shared: set[str]) -> str:
    number_ = VERSIONS[book.version]
    promise = f"Every message of OCPP {number_}, and the types in them."
    codes = [book.shapes[name].code for name in in_order(book, set(book.shapes) - shared)]
    top = head(promise, number_, codes)
    if shared:
        names = "".join(f"    {name} as {name},\n" for name in sorted(shared))
        top = top.replace("\n\nTimestamp", f"\nfrom wattfleet.ocpp.shared import (\n{names})\n\nTimestamp")
    return "\n\n\n".join([top, *codes, registry(book)]) + "\n"


def head(promise: str, number_: str, codes: list[str]) -> str:
    """Docstring, imports and the names for limited text."""
    code = "\n".join(codes)
    source = (
        f"Generated by tools/generate_ocpp.py from the OCPP {number_} JSON schemas of the Open Charge "
        'Alliance, which the PyPI package "ocpp" ships (see NOTICE). Not to be edited.'
    )
    texts = sorted({int(length) for length in re.findall(r"\bText(\d+)\b", code)})
    imports = ["import enum"]
    if "Decimal" in code:
        imports.append("from decimal import Decimal")
    imports += ["from typing import Annotated", "", "import msgspec", ""]
    if "bounded(" in code:
        imports += ["from wattfleet.ocpp.bounds import bounded", ""]
    imports += ["Timestamp = str", "Int32 = Annotated[int, msgspec.Meta(ge=-2147483648, le=2147483647)]"]
    imports += [f"Text{length} = Annotated[str, msgspec.Meta(max_length={length})]" for length in texts]
    doc = f'"""{promise}\n\n{textwrap.fill(source, 110)}\n"""'
    return doc + "\n\n" + "\n".join(imports)


def registry(book: Book) -> str:
    """Action → its request and, but for a SEND, its response."""
    rows = [
        f'    "{action}": ({request}, {answer}),'
        for action, (request, answer) in sorted(book.actions.items())
    ]
    opening = "ACTIONS: dict[str, tuple[type[msgspec.Struct], type[msgspec.Struct] | None]] = {"
    return "\n".join([opening, *rows, "}"])


def in_order(book: Book, names: set[str]) -> list[str]:
    """Enumerations first, then every struct after those that it mentions."""
    done = sorted(name for name in names if book.shapes[name].values)
    left = sorted(names - set(done))
    while left:
        ready = [name for name in left if not book.shapes[name].uses & set(left)]
        assert ready, f"types that mention each other: {left}"
        done += ready
        left = [name for name in left if name not in ready]
    return done


def objects(value: object) -> dict[str, Schema]:
    assert isinstance(value, dict), "the schema has an object here"
    return value


def strings(value: object) -> list[str]:
    assert isinstance(value, list), "the schema has a list here"
    return [str(item) for item in value]


def number(value: object) -> int:
    assert isinstance(value, int | float), "the schema has a number here"
    assert value == int(value), "limits are whole"
    return int(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
