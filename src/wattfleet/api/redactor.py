"""Frames as they may leave the house: no secrets, and a mark in the place of every token."""

import hashlib
import hmac
from importlib.resources import files

import msgspec

from wattfleet.access import redaction
from wattfleet.access.redaction import HIDDEN, Mark
from wattfleet.access.tokens import fold_uid
from wattfleet.ocpp.secrets import may_hold_secret, without_secrets

RULES = redaction.parse((files("wattfleet.facts") / "redaction.toml").read_text(encoding="utf-8"))

_DEEPEST = 2
"""How often a text that is JSON itself is looked into: DataTransfer carries such texts."""


def marks(pepper: bytes) -> Mark:
    """The same mark for the same token in all exports of an installation; nobody can turn it back."""
    key = hmac.digest(pepper, b"token marks", hashlib.sha256)

    def mark(uid: str) -> str:
        return "token-" + hmac.digest(key, fold_uid(uid).encode(), hashlib.sha256).hex()[:12]

    return mark


def redacted_frame(raw: bytes, mark: Mark, depth: int = 0) -> object:
    """A frame as a value of JSON. What is no JSON is a text, and is shown only where nothing is suspect."""
    try:
        plain = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        text = raw.decode("utf-8", "backslashreplace")
        suspect = may_hold_secret(raw) or RULES.token.search(text) or RULES.secret.search(text)
        return HIDDEN if suspect else redaction.redact_text(RULES, text)
    return redaction.redact(RULES, _within(without_secrets(plain), mark, depth), "", mark)


def _within(value: object, mark: Mark, depth: int) -> object:
    """Texts that are JSON themselves are redacted in their place."""
    match value:
        case str() if depth < _DEEPEST and value[:1] in {"{", "["} and value[-1:] in {"}", "]"}:
            inner = redacted_frame(value.encode(), mark, depth + 1)
            return inner if isinstance(inner, str) else msgspec.json.encode(inner).decode()
        case dict():
            return {key: _within(item, mark, depth) for key, item in value.items()}
        case list():
            return [_within(item, mark, depth) for item in value]
        case _:
            return value
