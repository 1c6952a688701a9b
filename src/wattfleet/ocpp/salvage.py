"""Text that is nearly JSON, as JSON: what stations write by mistake, without guessing what they meant.

Mended: NaN and Infinity become null, control characters and lone surrogates in strings are taken or
replaced, bytes that are no UTF-8 are replaced, a byte order mark and whatever follows the first value go. A
text that stops too early is not mended: nobody knows what its last number would have been.
"""

import json
from decimal import Decimal

import msgspec

LONGEST_INTEGER = 40


def salvaged(text: bytes) -> bytes | None:
    """The JSON in a text, or None."""
    plain = text.decode("utf-8", "replace").lstrip("\ufeff\x00 \t\r\n")
    try:
        value, _ = _READER.raw_decode(plain)
        return _written(value)
    except (ValueError, RecursionError, ArithmeticError, OverflowError):
        return None


def _written(value: object) -> bytes:
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return _ENCODER.encode(_whole_text(value))


def _whole_text(value: object) -> object:
    """The same value with `?` for every half of a character."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case list():
            return [_whole_text(item) for item in value]
        case dict():
            return {str(_whole_text(key)): _whole_text(item) for key, item in value.items()}
        case _:
            return value


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= LONGEST_INTEGER else None


_READER = json.JSONDecoder(
    strict=False, parse_constant=lambda _: None, parse_float=Decimal, parse_int=_integer
)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
