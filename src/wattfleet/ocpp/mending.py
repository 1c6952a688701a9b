"""A message that breaks its schema, built from what is whole in it: a broken part never costs the rest.

The strict types say what is right. Here a plain JSON value is walked along such a type; each part that does
not fit is mended or left out, and named with its path. Nothing is guessed that could be billed:

- Texts that are too long stay whole up to 255 characters (field-faults row 24); numbers and texts change
  places where the value is plain (row 41); blanks around go.
- Numbers beyond 32 bits stay, flagged, up to 64 bits (row 9); beyond that they are unknown.
- A value that an enumeration does not know is read by its letters, then by a table, then as `Other` where the
  station states a fact and the enumeration has such a value (row 82).
- A reading whose measurand, unit, phase, location, context or format cannot be read is left out: without that
  word it would count as the energy register in Wh of all phases at the outlet (row 37).
- In a station's own message a missing text is empty and a missing whole number is -1, which both mean
  "unknown" wherever they can stand (rows 6, 58). In an answer to us nothing is filled in.
"""

import enum
import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

import msgspec
from msgspec import inspect

from wattfleet.ocpp.bounds import bounded

MOST_MENDS = 50
SOFT_TEXT = 255
WHOLE = re.compile(r"[+-]?[0-9]{1,20}(\.0*)?", re.ASCII)

# Words of the field that no letter rule can read. Source: field-faults row 82.
WORDS: dict[str, dict[str, str]] = {
    "UnitOfMeasure": {
        "hz": "Hertz",
        "c": "Celsius",
        "°c": "Celsius",
        "degc": "Celsius",
        "f": "Fahrenheit",
        "%": "Percent",
    },
    "ReadingContext": {"sample": "Sample.Periodic", "periodic": "Sample.Periodic", "clock": "Sample.Clock"},
    "ReadingContextEnum": {
        "sample": "Sample.Periodic",
        "periodic": "Sample.Periodic",
        "clock": "Sample.Clock",
    },
    "IdTokenEnum": {
        "rfid": "ISO14443",
        "iso14443a": "ISO14443",
        "iso14443b": "ISO14443",
        "mifare": "ISO14443",
    },
}
# What an unknown word of a station's own message becomes, the first that the enumeration has.
OTHERS = ("Other", "OtherError", "Unknown")
OTHERS_BY_NAME = {"TriggerReasonEnum": "AbnormalCondition"}

# A required word whose absence says what the commonest value says.
TACIT = {("StatusNotificationRequest", "errorCode"): "NoError"}

# Absent, these words have a meaning of their own, so that a reading without them would be another reading.
TELLING = {"SampledValue"}
# A group of readings without its time keeps its readings; the time it came is known.
UNTIMED = {"MeterValue"}


class Mend(msgspec.Struct, frozen=True):
    """One thing that was wrong: where, what, and the start of what stood there."""

    path: str
    problem: str
    was: str = ""


class _Lost(enum.Enum):
    """No value could be made; what holds it decides what that means."""

    LOST = 0


LOST = _Lost.LOST


class Mending:
    """One walk: its mends, and whether the message is a fact that a station states (or an answer to us)."""

    def __init__(self, *, fact: bool) -> None:
        self.fact = fact
        self.mends: list[Mend] = []

    def note(self, path: str, problem: str, was: object = "") -> None:
        if len(self.mends) < MOST_MENDS:
            self.mends.append(Mend(path, problem, _start(was)))

    def message(self, kind: type[msgspec.Struct], value: object) -> msgspec.Struct | None:
        """The message of this type that is in the value, or None when too little is left of it."""
        plan = _plan(kind)
        if not isinstance(value, dict):
            self.note("$", "not_an_object", value)
            return None
        built = self.struct(plan, value, "$")
        return built if isinstance(built, kind) else None

    def struct(self, plan: inspect.StructType, value: dict[str, object], path: str) -> object:
        known = {field.encode_name for field in plan.fields}
        for name, part in value.items():
            if name not in known:
                self.note(f"{path}.{name[:60]}", "unknown_field", part)
        parts: dict[str, object] = {}
        for field in plan.fields:
            part = self.field(plan, field, value, f"{path}.{field.encode_name}")
            if part is LOST:
                return LOST
            if part is not None:
                parts[field.name] = part
        return plan.cls(**parts)

    def field(
        self, plan: inspect.StructType, field: inspect.Field, value: dict[str, object], path: str
    ) -> object:
        """A field's value, None for absent, LOST where its owner cannot be without it."""
        given = value.get(field.encode_name)
        if given is None:
            if not field.required:
                return None
            self.note(path, "missing")
            return self.filled(plan, field, path)
        part = self.value(_plain(field.type), given, path)
        if part is not LOST:
            return part
        if field.required:
            return self.filled(plan, field, path)
        telling = plan.cls.__name__ in TELLING and isinstance(_plain(field.type), inspect.EnumType)
        return LOST if telling else None

    def filled(self, plan: inspect.StructType, field: inspect.Field, path: str) -> object:
        """What "unknown" looks like in a required field, if that can be said."""
        if not self.fact:
            return LOST
        top = path.count(".") == 1
        match field.type:
            case inspect.StrType() if top or (plan.cls.__name__ in UNTIMED and field.name == "timestamp"):
                return ""
            case inspect.IntType() if top:
                return -1
            case inspect.VarTupleType() if top:
                return ()
            case inspect.EnumType(cls) if (plan.cls.__name__, field.encode_name) in TACIT:
                return cls(TACIT[plan.cls.__name__, field.encode_name])
            case _:
                return LOST

    def value(self, kind: inspect.Type, given: object, path: str) -> object:
        match kind:
            case inspect.StructType():
                if isinstance(given, dict):
                    return self.struct(kind, given, path)
                return self.lost(path, "not_an_object", given)
            case inspect.VarTupleType():
                return self.row(kind, given, path)
            case inspect.EnumType():
                return self.word(kind.cls, given, path)
            case inspect.StrType():
                return self.text(kind, given, path)
            case inspect.IntType():
                return self.whole(kind, given, path)
            case inspect.DecimalType():
                return self.decimal(given, path)
            case inspect.BoolType():
                return self.truth(given, path)
            case inspect.RawType():
                return msgspec.Raw(compact(given))
            case _:
                raise AssertionError(f"no generated type has a field of {kind}")

    def lost(self, path: str, problem: str, given: object) -> _Lost:
        self.note(path, problem, given)
        return LOST

    def row(self, kind: inspect.VarTupleType, given: object, path: str) -> object:
        """A list without its broken elements. Inside another part an empty one is lost (row 42)."""
        if not isinstance(given, list):
            self.note(path, "not_a_list", given)
            given = [given]
        items = [self.value(kind.item_type, item, f"{path}[{place}]") for place, item in enumerate(given)]
        kept = tuple(item for item in items if item is not LOST)
        if len(kept) < (kind.min_length or 0):
            return self.lost(path, "empty_list", given)
        if kind.max_length is not None and len(kept) > kind.max_length:
            self.note(path, "too_many", len(kept))
        return kept

    def word(self, kind: type[enum.Enum], given: object, path: str) -> object:
        if not isinstance(given, str):
            return self.lost(path, "not_text", given)
        exact, letters = _words(kind)
        if given in exact:
            return exact[given]
        near = letters.get(_letters(given)) or exact.get(
            WORDS.get(kind.__name__, {}).get(given.strip().lower(), "")
        )
        if near is None and self.fact:
            near = next(
                (exact[word] for word in (OTHERS_BY_NAME.get(kind.__name__), *OTHERS) if word in exact), None
            )
        if near is None:
            return self.lost(path, "unknown_value", given)
        self.note(path, "mapped_value", given)
        return near

    def text(self, kind: inspect.StrType, given: object, path: str) -> object:
        match given:
            case str():
                text = given
            case bool():
                text = "true" if given else "false"
                self.note(path, "not_text", text)
            case int() | Decimal():
                text = compact(given).decode()
                self.note(path, "number_as_text", text)
            case _:
                text = compact(given).decode()
                self.note(path, "not_text", text)
        length = kind.max_length
        if length is None or len(text) <= length:
            return text
        self.note(path, "too_long", text)
        return text[: max(SOFT_TEXT, length)]

    def whole(self, kind: inspect.IntType, given: object, path: str) -> object:
        number = _whole(given)
        if number is None or not -(2**63) <= number < 2**63:
            return self.lost(path, "not_a_whole_number", given)
        if not isinstance(given, int):
            self.note(path, "text_as_number" if isinstance(given, str) else "decimal_as_whole", given)
        if (kind.ge is not None and number < kind.ge) or (kind.le is not None and number > kind.le):
            self.note(path, "out_of_range", given)
        return number

    def decimal(self, given: object, path: str) -> object:
        try:
            match given:
                case str():
                    number = Decimal(given.strip())
                case int() if not isinstance(given, bool):
                    number = Decimal(given)
                case Decimal():
                    number = given
                case _:
                    return self.lost(path, "not_a_number", given)
            bounded(number)
        except (InvalidOperation, ValueError):
            return self.lost(path, "not_a_number", given)
        if isinstance(given, str):
            self.note(path, "text_as_number", given)
        return number

    def truth(self, given: object, path: str) -> object:
        if isinstance(given, bool):
            return given
        known = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
        found = known.get(str(given).strip().lower())
        if found is None:
            return self.lost(path, "not_true_or_false", given)
        self.note(path, "text_as_truth", given)
        return found


def compact(value: object) -> bytes:
    """A plain value as JSON; numbers stay as they were written."""
    return _ENCODER.encode(value)


def _start(value: object) -> str:
    """The beginning of a value, for a flag; never the whole of something long."""
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, int) and value.bit_length() > 200:
        return "a huge number"
    return str(value)[:60]


def _whole(value: object) -> int | None:
    match value:
        case bool():
            return None
        case int():
            return value
        case Decimal() if value.is_finite() and value.adjusted() < 20 and value == value.to_integral_value():
            return int(value)
        case str() if WHOLE.fullmatch(value.strip()):
            return int(value.strip().partition(".")[0])
        case _:
            return None


def _plain(kind: inspect.Type) -> inspect.Type:
    """The type of a field without its `| None`."""
    if isinstance(kind, inspect.UnionType):
        return next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _letters(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())


@lru_cache(maxsize=1024)
def _plan(kind: type[msgspec.Struct]) -> inspect.StructType:
    plan = inspect.type_info(kind)
    assert isinstance(plan, inspect.StructType), "messages are structs"
    return plan


@lru_cache(maxsize=512)
def _words(kind: type[enum.Enum]) -> tuple[dict[str, enum.Enum], dict[str, enum.Enum]]:
    """An enumeration by its words, and by their letters alone where these tell the words apart."""
    exact = {str(member.value): member for member in kind}
    letters = {_letters(word): member for word, member in exact.items()}
    return exact, letters if len(letters) == len(exact) else {}


_ENCODER = msgspec.json.Encoder(decimal_format="number")
