"""Almost-right frames: what the schemas allow, and then one or several things wrong with it.

Everything comes from one source of chance, so that a seed gives the same frames again, and so that Hypothesis
may shrink them.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
import ocpp

from wattfleet.ocpp.versions import Version, from_station

FOLDER = {"1.6": "v16", "2.0.1": "v201", "2.1": "v21"}

Schema = dict[str, Any]

TEXTS = (
    "", " ", "\x00", "a\x00b", "\ud800", "é" * 300, "x" * 70_000, "٣", "NaN", "1e400", "-0", "true", "null",
    "2026-11-20T12:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:60-14:00", "2026-11-20", "now",
    "Energy.Active.Import.Register", "kWh", "Accepted", "'; DROP TABLE x; --", '{"$ref":"#"}', "04AABBCC",
    "\u202e", "\U0001f50c",
)  # fmt: skip
USUAL = {
    "1.6": ("StartTransaction", "MeterValues", "StopTransaction"),
    "2.0.1": ("TransactionEvent",),
    "2.1": ("TransactionEvent",),
}
RUBBISH = (
    b"", b"[]", b"null", b"[2]", b"[2,", b"\x00\x01\x02", b"[" * 50_000, b'{"a":' * 20_000, b"\xff\xfe[2]",
    b'"' + b"q" * 100_000, b'[2,"f1","Heartbeat",{}]' * 3,
)  # fmt: skip
NUMBERS = (0, -1, 1, 2**31, -(2**31) - 1, 2**63, 2**64, 10**40, 0.1, -0.0, 1e308, 1.5e-300)
STRANGE: tuple[Any, ...] = (None, True, [], {}, [[]], [{}], {"": ""}, [None] * 50)


@cache
def schema(version: Version, action: str, *, answer: bool = False) -> Schema:
    """The schema of a request, or of its response, as the package `ocpp` ships it."""
    name = f"{action}Response" if answer else action if version == "1.6" else f"{action}Request"
    path = Path(ocpp.__file__).parent / FOLDER[version] / "schemas" / f"{name}.json"
    if not path.exists() and not answer:
        path = path.with_name(f"{action}.json")  # what is only sent (2.1)
    found: Schema = json.loads(path.read_text(encoding="utf-8-sig"))
    return found


@cache
def validator(version: Version, action: str, *, answer: bool = False) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema(version, action, answer=answer))


class Grammar:
    """Makes frames of one version; the ids of its own calls are counted, others are strange."""

    def __init__(self, version: Version, chance: Random) -> None:
        self.version = version
        self.chance = chance
        self.actions = sorted(from_station(version))
        self.number = 0
        self._transactions = [chance.randrange(1, 100) for _ in range(3)]

    def frame(self) -> bytes:
        """One message: right in three of ten cases, nearly right in most, rubbish in a few."""
        dice = self.chance.randrange(20)
        if dice == 0:
            return self._rubbish()
        frame: list[Any] = [2, self._id(), self._action(), self._payload()]
        if dice < 3:
            frame = self._another_type(frame)
        elif dice < 5:
            frame = self._bent(frame)
        text = self._encoded(frame)
        return self._torn(text) if self.chance.random() < 0.05 else text

    def _id(self) -> Any:
        self.number += 1
        if self.chance.random() < 0.9:
            return f"f{self.number}"
        if self.chance.random() < 0.5:
            return f"f{self.chance.randrange(1, self.number + 1)}"  # one that was used before
        return self.chance.choice(("", "-1", 7, 7.5, None, "x" * 37, "y" * 5000, "a\x00b", [], "é", True))

    def _action(self) -> Any:
        if self.chance.random() < 0.93:
            known = USUAL[self.version] if self.chance.random() < 0.5 else self.actions
            return self.chance.choice(known)
        return self.chance.choice(
            ("", "startTransaction", "Reset", "NoSuch", 3, None, "z" * 4000, "Heartbeat\x00")
        )

    def _payload(self) -> Any:
        action = self.chance.choice(self.actions) if self.chance.random() < 0.1 else self._last_action()
        root = schema(self.version, action)
        made = self._made(root, root, 0)
        for _ in range(self.chance.choice((0, 0, 0, 1, 1, 2, 5))):
            made = self._mutated(made)
        return made

    def _last_action(self) -> str:
        return self.chance.choice(
            ("StartTransaction", "MeterValues", "StopTransaction", "StatusNotification")
            if self.version == "1.6"
            else ("TransactionEvent", "TransactionEvent", "NotifyReport", "NotifyEvent")
        )

    # ── what a schema allows ──────────────────────────────────────────────────

    def _made(self, part: Schema, root: Schema, depth: int) -> Any:
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            return self._made(root.get("definitions", {})[name], root, depth)
        if "enum" in part:
            return self.chance.choice(part["enum"])
        makers: dict[str, Callable[[], Any]] = {
            "object": lambda: self._object(part, root, depth),
            "array": lambda: self._array(part, root, depth),
            "integer": self._integer,
            "number": lambda: self.chance.choice((0, 1.5, self.chance.randrange(10**6), 2**53, 0.001)),
            "boolean": lambda: self.chance.random() < 0.5,
            "string": lambda: self._string(part),
        }
        return makers.get(part.get("type", "object"), dict)()

    def _object(self, part: Schema, root: Schema, depth: int) -> dict[str, Any]:
        needed = part.get("required", ())
        return {
            name: self._made(inner, root, depth + 1)
            for name, inner in part.get("properties", {}).items()
            if name in needed or (depth < 6 and name != "customData" and self.chance.random() < 0.3)
        }

    def _array(self, part: Schema, root: Schema, depth: int) -> list[Any]:
        least = part.get("minItems", 0)
        count = max(least, self.chance.choice((0, 1, 1, 2, 3)))
        return [self._made(part.get("items", {}), root, depth + 1) for _ in range(count)]

    def _integer(self) -> int:
        if self.chance.random() < 0.5:
            return self.chance.choice(self._transactions)
        return self.chance.choice((0, 1, 2, self.chance.randrange(10**6), 2**31 - 1, -1))

    def _string(self, part: Schema) -> str:
        if part.get("format") == "date-time":
            day, second = self.chance.randrange(1, 29), self.chance.randrange(60)
            return f"2026-11-{day:02}T12:{second:02}:00{self.chance.choice(('Z', '.123Z', '+02:00'))}"
        if self.chance.random() < 0.5:
            return str(self.chance.choice(self._transactions))
        return ("ABCDEFGHIJ" * 7)[: self.chance.randrange(0, part.get("maxLength", 40) + 1)]

    # ── what is wrong with it ─────────────────────────────────────────────────

    def _mutated(self, found: Any) -> Any:
        """One change somewhere in it."""
        if isinstance(found, dict) and found and self.chance.random() < 0.85:
            name = self.chance.choice(list(found))
            deed = self.chance.randrange(6)
            if deed == 0:
                return {key: value for key, value in found.items() if key != name}
            if deed == 1:
                return found | {self.chance.choice(("x", "", name + " ", name.upper())): found[name]}
            return found | {name: self._mutated(found[name])}
        if isinstance(found, list) and found and self.chance.random() < 0.7:
            place = self.chance.randrange(len(found))
            deed = self.chance.randrange(4)
            if deed == 0:
                return found * self.chance.choice((0, 2, 40))
            return [*found[:place], self._mutated(found[place]), *found[place + 1 :]]
        return self.chance.choice(
            (
                self.chance.choice(TEXTS),
                self.chance.choice(NUMBERS),
                self.chance.choice(STRANGE),
                [found],
                str(found),
            )
        )

    def _another_type(self, frame: list[Any]) -> list[Any]:
        kind = self.chance.choice((3, 4, 5, 6, 1, 0, -2, 2.0, "2", True, None, 10**30))
        if kind == 3:
            return [3, frame[1], frame[3]]
        if kind in (4, 5):
            return [kind, frame[1], self.chance.choice(("InternalError", "", 5, "x" * 300)), "text", {}]
        return [kind, *frame[1:]]

    def _bent(self, frame: list[Any]) -> Any:
        deed = self.chance.randrange(6)
        if deed == 0:
            return frame[: self.chance.randrange(4)]
        if deed == 1:
            return [*frame, self.chance.choice(STRANGE)]
        if deed == 2:
            return {"type": 2, "frame": frame}
        if deed == 3:
            return [frame]
        place = self.chance.randrange(4)
        return [*frame[:place], self.chance.choice((*STRANGE, *TEXTS, *NUMBERS)), *frame[place + 1 :]]

    def _encoded(self, frame: Any) -> bytes:
        text = json.dumps(frame, ensure_ascii=self.chance.random() < 0.7).encode("utf-8", "surrogatepass")
        if self.chance.random() < 0.03:
            text = self.chance.choice(
                (b"\xef\xbb\xbf" + text, b" \n" + text + b"\r\n", text + b"]", text + text)
            )
        if self.chance.random() < 0.03:
            text = text.replace(
                b": 1", self.chance.choice((b": 1e999", b": NaN", b": 01", b": -", b": 1" + b"0" * 500))
            )
        return text

    def _torn(self, text: bytes) -> bytes:
        deed = self.chance.randrange(3)
        place = self.chance.randrange(len(text)) if text else 0
        if deed == 0:
            return text[:place]
        if deed == 1:
            return text[:place] + bytes([self.chance.randrange(256)]) + text[place + 1 :]
        return text[:place] + text[place:] * 2

    def _rubbish(self) -> bytes:
        if self.chance.random() < 0.2:
            return bytes(self.chance.randrange(256) for _ in range(60))
        return self.chance.choice(RUBBISH)
