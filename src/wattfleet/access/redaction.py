"""What is hidden before somebody sees it: secrets by their names, tokens by theirs, and parts of texts.

The rules are data (facts/redaction.toml). Logs hide tokens whole; exports put a mark in their place that is
the same for the same token, so that a charge can still be followed.
"""

import re
import tomllib
from collections.abc import Callable, Mapping

import msgspec

HIDDEN = "•••"

Mark = Callable[[str], str]
"""What stands in the place of a token."""


class Rules(msgspec.Struct, frozen=True):
    """What is hidden, ready to be asked."""

    secret: re.Pattern[str]
    token: re.Pattern[str]
    plain: frozenset[str]
    texts: re.Pattern[str]


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    secrets: list[str]
    tokens: list[str]
    plain: list[str]
    texts: list[str]


def parse(text: str) -> Rules:
    """Rules from TOML. Raises: msgspec.ValidationError, re.error: they are ours, and tested."""
    written = msgspec.convert(tomllib.loads(text), _Written)
    return Rules(
        secret=re.compile("|".join(written.secrets), re.IGNORECASE),
        token=re.compile(f"(?:{'|'.join(written.tokens)})", re.IGNORECASE),
        plain=frozenset(one.lower() for one in written.plain),
        texts=re.compile("|".join(written.texts)),
    )


def hide(_: str) -> str:
    return HIDDEN


def redact(rules: Rules, value: object, name: str = "", mark: Mark = hide) -> object:
    """The value as it may be shown."""
    if name and value not in (None, ""):
        if rules.secret.search(name):
            return HIDDEN
        if rules.token.fullmatch(name):
            return _marked(rules, value, mark)
    match value:
        case str():
            return redact_text(rules, value)
        case Mapping():
            return {str(key): redact(rules, item, str(key), mark) for key, item in value.items()}
        case list() | tuple():
            return [redact(rules, item, "", mark) for item in value]
        case _:
            return value


def redact_text(rules: Rules, text: str) -> str:
    """Keys, credentials of headers and passwords of addresses are hidden inside a text."""
    return rules.texts.sub(lambda found: next(part for part in found.groups() if part) + HIDDEN, text)


def _marked(rules: Rules, value: object, mark: Mark) -> object:
    """A token, however it is written: as a text, as a list, or as an object with fields that are harmless."""
    match value:
        case str():
            return mark(value)
        case Mapping():
            return {
                str(key): redact(rules, item, str(key), mark)
                if str(key).lower() in rules.plain
                else _marked(rules, item, mark)
                for key, item in value.items()
            }
        case list() | tuple():
            return [_marked(rules, item, mark) for item in value]
        case None | bool():
            return value
        case _:
            return mark(str(value))
