"""One websocket message of OCPP-J: read tolerantly, written strictly. Payloads stay the bytes that they are.

Source: OCPP 1.6-J §4; OCPP 2.0.1 part 4 §4; OCPP 2.1 part 4 §4 (CALLRESULTERROR and SEND).
"""

import json
import re

import msgspec

from wattfleet.ocpp.errors import Fault, spelled
from wattfleet.ocpp.salvage import salvaged
from wattfleet.ocpp.versions import Version

LONGEST_ID = 255  # the standard says 36; longer ones are echoed, but not without end
LONGEST_TEXT = 255

EMPTY = msgspec.Raw(b"{}")


class BareId(str):
    """A message id that came as a number and goes back as one."""

    __slots__ = ()


class Call(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=2):
    """`[2, id, action, payload]`; the answer is expected."""

    message_id: str
    action: str
    payload: msgspec.Raw = EMPTY


class CallResult(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=3):
    """`[3, id, payload]`."""

    message_id: str
    payload: msgspec.Raw = EMPTY


class CallError(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=4):
    """`[4, id, code, text, details]`: the call was not taken."""

    message_id: str
    code: str = ""
    text: str = ""
    details: msgspec.Raw = EMPTY


class CallResultError(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=5):
    """`[5, id, code, text, details]`: the answer was not taken (2.1)."""

    message_id: str
    code: str = ""
    text: str = ""
    details: msgspec.Raw = EMPTY


class Send(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=6):
    """`[6, id, action, payload]`: never answered (2.1)."""

    message_id: str
    action: str
    payload: msgspec.Raw = EMPTY


class Broken(msgspec.Struct, frozen=True):
    """What cannot be read as a frame: why, and as much of its head as can be read.

    `kind` is its message type number (0 unknown), `message_id` is None where it cannot be read.
    """

    reason: str
    kind: int = 0
    message_id: str | None = None


Frame = Call | CallResult | CallError | CallResultError | Send | Broken


def parse(text: bytes) -> tuple[Frame, str]:
    """One websocket message as a frame, and what had to be mended to read it (empty: nothing)."""
    try:
        frame = _STRICT.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _parse_loosely(text)
    if len(frame.message_id) > LONGEST_ID:
        return Broken("long_message_id", _kind_of(frame)), ""
    return frame, ""


def call_frame(message_id: str, action: str, payload: bytes) -> bytes:
    return b"[2,%b,%b,%b]" % (_id(message_id), _ENCODER.encode(action), payload)


def result_frame(message_id: str, payload: bytes) -> bytes:
    return b"[3,%b,%b]" % (_id(message_id), payload)


def error_frame(version: Version, message_id: str, fault: Fault, text: str = "") -> bytes:
    """Always five elements, a short text, no details. Source: field-faults row 81."""
    return b"[4,%b,%b,%b,{}]" % _refusal(version, message_id, fault, text)


def result_error_frame(version: Version, message_id: str, fault: Fault, text: str = "") -> bytes:
    return b"[5,%b,%b,%b,{}]" % _refusal(version, message_id, fault, text)


def send_frame(message_id: str, action: str, payload: bytes) -> bytes:
    return b"[6,%b,%b,%b]" % (_id(message_id), _ENCODER.encode(action), payload)


def _refusal(version: Version, message_id: str, fault: Fault, text: str) -> tuple[bytes, bytes, bytes]:
    code = _ENCODER.encode(spelled(version, fault))
    return _id(message_id), code, _ENCODER.encode(text[:LONGEST_TEXT])


def _id(message_id: str) -> bytes:
    return message_id.encode() if isinstance(message_id, BareId) else _ENCODER.encode(message_id)


def _kind_of(frame: Call | CallResult | CallError | CallResultError | Send) -> int:
    match frame:
        case Call():
            return 2
        case CallResult():
            return 3
        case CallError():
            return 4
        case CallResultError():
            return 5
        case Send():
            return 6


def _parse_loosely(text: bytes) -> tuple[Frame, str]:
    """A frame with odd elements, or with a text that is not quite JSON."""
    remark = "odd_frame"
    parts = _elements(text)
    if parts is None:
        whole = salvaged(text)
        parts = None if whole is None else _elements(whole)
        remark = "salvaged_json"
    if parts is None:
        return _broken_head(text), ""
    frame = _from_elements(parts)
    if remark == "salvaged_json" and not isinstance(frame, Broken) and not _is_named_so(frame, text):
        return Broken("no_message_id", _kind_of(frame)), ""
    return frame, "" if isinstance(frame, Broken) else remark


def _is_named_so(frame: Call | CallResult | CallError | CallResultError | Send, text: bytes) -> bool:
    """Whether mending has left the id as it was: an answer under another one answers nobody."""
    head = _HEAD.match(text.removeprefix(b"\xef\xbb\xbf"))
    if head is None or head[2] is None:
        return True
    try:
        return bool(json.loads(head[2].decode(), strict=False) == frame.message_id)
    except ValueError:
        return True


def _elements(text: bytes) -> list[msgspec.Raw] | None:
    try:
        return _LIST.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _from_elements(parts: list[msgspec.Raw]) -> Frame:
    kind = _number(parts[0]) if parts else 0
    message_id = _message_id(parts[1]) if len(parts) > 1 else None
    if kind not in (2, 3, 4, 5, 6):
        return Broken("unknown_message_type", kind, message_id)
    if message_id is None:
        return Broken("no_message_id", kind)
    texts = [_text(part) for part in parts[2:4]]
    payload = parts[3] if len(parts) > 3 else EMPTY
    match kind:
        case 2 | 6:
            action = texts[0] if texts else None
            if action is None:
                return Broken("no_action", kind, message_id)
            return Call(message_id, action, payload) if kind == 2 else Send(message_id, action, payload)
        case 3:
            return CallResult(message_id, parts[2] if len(parts) > 2 else EMPTY)
        case _:
            code, text = [*(text or "" for text in texts), "", ""][:2]
            make = CallError if kind == 4 else CallResultError
            return make(message_id, code, text, parts[4] if len(parts) > 4 else EMPTY)


def _broken_head(text: bytes) -> Broken:
    """What the first characters of an unreadable text tell."""
    head = _HEAD.match(text)
    if head is None:
        whole = salvaged(text)
        return Broken("not_json" if whole is None else "not_a_list")
    kind, quoted, bare = head.groups()
    message_id = None
    if quoted is not None:
        message_id = _message_id(msgspec.Raw(quoted))
    elif bare is not None:
        message_id = BareId(bare.decode())
    return Broken("not_json", int(kind), message_id)


def _number(part: msgspec.Raw) -> int:
    """A message type number, also as text or with a decimal point; 0 for anything else."""
    digits = bytes(part).strip(b'" ').removesuffix(b".0")
    return int(digits) if digits.isdigit() and len(digits) < 10 else 0


def _message_id(part: msgspec.Raw) -> str | None:
    text = _text(part)
    if text is None:
        raw = bytes(part).strip()
        text = BareId(raw.decode()) if _WHOLE.fullmatch(raw) else None
    return text if text is not None and len(text) <= LONGEST_ID else None


def _text(part: msgspec.Raw) -> str | None:
    try:
        return _TEXT.decode(part)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


_HEAD = re.compile(
    rb'\s*\[\s*"?([0-9]{1,9})"?\s*(?:,\s*(?:("(?:[^"\\]|\\.){0,1000}")|(-?[0-9]{1,40})\s*,))?', re.DOTALL
)
_WHOLE = re.compile(rb"-?[0-9]{1,40}")
_STRICT = msgspec.json.Decoder(Call | CallResult | CallError | CallResultError | Send)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])
_TEXT = msgspec.json.Decoder(str)
_ENCODER = msgspec.json.Encoder()
