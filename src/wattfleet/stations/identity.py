"""Who knocks: the identity and the tenant that a station's address names, or why it names none.

`/ocpp/{identity}`, `/ocpp/{tenant}/{identity}`, or a configured alias prefix of a former back end. The last
segment is the identity, percent-decoded exactly once. Source: field-faults rows 62, 63; security §3 rule 1.
"""

import re
import unicodedata
from collections.abc import Mapping

import msgspec

MAX_IDENTITY = 48  # Source: OCPP 2.0.1 part 4 §3, identifierString of a station
MAX_PATH = 1024
_SIGNS = frozenset("*-_=:+|@. ")
"""What may stand beside letters and digits. Source: OCPP 2.0.1 part 2 §8, identifierString; blank: row 62."""
_USUAL = re.compile(r"[A-Za-z0-9*\-_=:+|@.]+").fullmatch
_PLAIN = re.compile(rb"[A-Za-z0-9*\-_=:+|@.]+").fullmatch
_HEX = frozenset("0123456789abcdefABCDEF")


class Address(msgspec.Struct, frozen=True):
    """What a path names. `tenant` is "" where none was named; it only narrows the search."""

    identity: str
    tenant: str = ""


class NoAddress(msgspec.Struct, frozen=True):
    """A path that names no station: `malformed` is answered with 400, all else with 404."""

    malformed: bool


Aliases = Mapping[tuple[str, ...], str]
"""Prefix segments of a former back end → the tenant that they stand for ("" = none named)."""


def read_path(target: bytes, aliases: Aliases) -> Address | NoAddress:
    """Read the target of an HTTP request. Never raises."""
    path = target.partition(b"?")[0]
    if len(path) > MAX_PATH or not path.startswith(b"/"):
        return NoAddress(malformed=True)
    segments = [part for part in path.split(b"/") if part]  # double and trailing slashes: row 62
    if not segments:
        return NoAddress(malformed=False)
    decoded = [_percent_decode(part) for part in segments]
    names = [name for name in decoded if name is not None]
    if len(names) < len(decoded):
        return NoAddress(malformed=True)
    return _placed(names, aliases)


def _placed(names: list[str], aliases: Aliases) -> Address | NoAddress:
    *prefix, last = names
    identity = clean(last)
    if identity is None or any(name in {".", ".."} for name in prefix):
        return NoAddress(malformed=True)
    match tuple(prefix):
        case known if known in aliases:
            return Address(identity, aliases[known])
        case ("ocpp",):
            return Address(identity)
        case ("ocpp", tenant):
            return Address(identity, tenant)
        case _:
            return NoAddress(malformed=False)


def read_alias(prefix: str) -> tuple[str, ...]:
    """`/steve/websocket/CentralSystemService/` as `Aliases` wants it."""
    return tuple(part for part in prefix.split("/") if part)


def clean(text: str) -> str | None:
    """An identity in its normal form (NFC), or None where it cannot be one."""
    name = text if text.isascii() else unicodedata.normalize("NFC", text)
    if not name or len(name) > MAX_IDENTITY or name in {".", ".."} or name != name.strip():
        return None
    if _USUAL(name) is not None:
        return name
    return name if all(sign.isalnum() or sign in _SIGNS for sign in name) else None


def folded(identity: str) -> str:
    """The form in which identities are compared: case never tells stations apart (row 63)."""
    if identity.isascii():
        return identity.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", identity).casefold())


def _percent_decode(raw: bytes) -> str | None:
    """Decode once; None for a broken escape, invalid UTF-8, or a slash, percent or NUL that was hidden."""
    if _PLAIN(raw) is not None:
        return raw.decode("ascii")
    out = bytearray()
    rest = raw
    while rest:
        plain, sign, rest = rest.partition(b"%")
        out += plain
        if sign:
            digits = rest[:2].decode("latin-1")
            if len(digits) != 2 or not _HEX.issuperset(digits):
                return None
            out.append(int(digits, 16))
            rest = rest[2:]
    try:
        text = out.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if any(sign in text for sign in "/\\%\0") else text
