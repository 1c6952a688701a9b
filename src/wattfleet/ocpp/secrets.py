"""Passwords inside messages: found by the name of their key or variable, and hidden.

A frame is kept byte for byte; whoever shows it to somebody shows it through here.
Source: OCPP 1.6 security whitepaper §4.1 (AuthorizationKey); OCPP 2.0.1 part 2 (BasicAuthPassword).
"""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

HIDDEN = "•••"

_NAMES = frozenset({"authorizationkey", "basicauthpassword"})
_HINT = re.compile(rb"authorizationkey|basicauthpassword", re.IGNORECASE)
_VALUES = ("value", "attributeValue", "written")


def may_hold_secret(raw: bytes) -> bool:
    """Whether it is worth a closer look; most frames are not."""
    return _HINT.search(raw) is not None


def is_secret(name: str) -> bool:
    """Whether a key or variable of this name holds a password."""
    return name.casefold() in _NAMES


def without_secrets(value: object) -> object:
    """The same message with passwords hidden."""
    match value:
        case Mapping():
            shown = {str(key): without_secrets(item) for key, item in value.items()}
            if _names_secret(value):
                _hide(shown)
            return shown
        case list() | tuple():
            return [without_secrets(item) for item in value]
        case _:
            return value


def hidden_in(frame: bytes) -> bytes:
    """A frame of our own as it is kept: a password that we give a station stands nowhere."""
    if not may_hold_secret(frame):
        return frame
    return msgspec.json.encode(without_secrets(msgspec.json.decode(frame)))


def hidden_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The same for the fields of an order."""
    whole = dict[object, object](fields.items())
    shown = {name: without_secrets(value) for name, value in fields.items()}
    if _names_secret(whole):
        _hide(shown)
    return shown


def _names_secret(item: Mapping[object, object]) -> bool:
    for name in ("key", "variable"):
        named = item.get(name)
        if isinstance(named, Mapping):
            named = named.get("name")
        if isinstance(named, str) and is_secret(named):
            return True
    return False


def _hide(item: dict[str, object]) -> None:
    for name in _VALUES:
        if item.get(name):
            item[name] = HIDDEN
    attributes = item.get("variableAttribute")
    if isinstance(attributes, list):
        for attribute in attributes:
            if isinstance(attribute, dict) and attribute.get("value"):
                attribute["value"] = HIDDEN
