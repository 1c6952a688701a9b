"""A payload as it came: plain JSON, read piece by piece, so that one broken piece never costs the rest.

Numbers with a point stay texts, so that no digit is lost before it is read exactly. Nothing here raises.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache

import msgspec

Piece = Mapping[str, object]
"""One JSON object, values unread."""

NOTHING: Piece = {}

LARGEST = 2**63 - 1
"""Numbers beyond this cannot be kept by a database, and measure nothing."""

_DECODER = msgspec.json.Decoder(float_hook=str)


def parse(payload: bytes) -> Piece | None:
    """The payload's object; None when it is no JSON object at all."""
    try:
        found = _DECODER.decode(payload)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        found = _parse_patiently(payload)
    return found if isinstance(found, dict) else None


def _parse_patiently(payload: bytes) -> object:
    """Takes broken UTF-8, lone surrogates and endless integers, which the quick parser refuses."""
    try:
        return json.loads(
            bytes(payload).decode("utf-8", "replace"),
            parse_float=str,
            parse_int=_whole_or_text,
            parse_constant=str,
        )
    except (ValueError, RecursionError):
        return None


def _whole_or_text(digits: str) -> int | str:
    return int(digits) if len(digits) < 400 else digits


def text(piece: Piece, key: str, limit: int = 255) -> str:
    """The text under `key`, cut to `limit`; a number as its digits; "" when there is none.

    Limits on what we take are soft (row 24). A NUL and half a surrogate pair are no text: databases refuse
    them, so they are left out here; the raw frame keeps them.
    """
    return cleaned(piece.get(key), limit)


def cleaned(found: object, limit: int) -> str:
    """The same of a value in hand."""
    if type(found) is str:
        if len(found) > limit:
            found = found[:limit]
        return found if found.isascii() and "\x00" not in found else _storable(found)
    if type(found) is int and abs(found) <= LARGEST:
        return str(found)
    return ""


def _storable(found: str) -> str:
    return found.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


def whole(piece: Piece, key: str) -> int | None:
    """The whole number under `key`, also where it is written as a text or with a zero fraction."""
    found = piece.get(key)
    if type(found) is int:
        return found
    if type(found) is str and len(found) <= 40:
        match = re.fullmatch(r"\s*([+-]?[0-9]+)(?:\.0*)?\s*", found)
        return int(match[1]) if match else None
    return None


def yes(piece: Piece, key: str) -> bool:
    """Whether `key` says true, also as a text."""
    found = piece.get(key)
    return found is True or (isinstance(found, str) and found.strip().lower() == "true")


def within(piece: Piece, key: str) -> Piece:
    """The object under `key`; an empty one when there is none."""
    found = piece.get(key)
    return found if isinstance(found, dict) else NOTHING


def pieces(piece: Piece, key: str) -> list[Piece]:
    """All objects of the list under `key`; a single object counts as a list of one."""
    found = piece.get(key)
    if isinstance(found, list):
        return [one for one in found if isinstance(one, dict)]
    return [found] if isinstance(found, dict) else []


@lru_cache(maxsize=1024)
def snake(word: str) -> str:
    """The wire's word in our spelling: EVDisconnected → ev_disconnected, SoftReset → soft_reset."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", word.strip())
    return re.sub(r"[^0-9a-zA-Z]+", "_", split).strip("_").lower()


def number(piece: Piece, key: str) -> int | None:
    """A whole number that can be kept."""
    found = whole(piece, key)
    return found if found is not None and abs(found) <= LARGEST else None


def counted(piece: Piece, key: str) -> int | None:
    """A number that we gave and count from 1; stations write 0 for none."""
    found = number(piece, key)
    return found if found is not None and found > 0 else None


def as_json(found: object, limit: int) -> str:
    """Anything that is no text, as JSON; "" for nothing."""
    return "" if found is None else _storable(msgspec.json.encode(found).decode()[:limit])
