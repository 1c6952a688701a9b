"""Payloads: tolerant in what we take, strict in what we send.

`decode` never raises and never loses a message for one bad part; `encode` never lets a message out that the
official schema would refuse.
"""

from decimal import Decimal
from functools import lru_cache

import msgspec

from wattfleet.kernel.errors import invalid
from wattfleet.ocpp.mending import Mend, Mending
from wattfleet.ocpp.schemas import problems
from wattfleet.ocpp.versions import Version, actions

__all__ = ["Decoded", "Mend", "decode", "decode_answer", "encode", "validate"]


class Decoded(msgspec.Struct, frozen=True):
    """A message of its strict type, or None where too little was left; and all that was wrong with it."""

    message: msgspec.Struct | None
    mends: tuple[Mend, ...] = ()


def decode(version: Version, action: str, payload: bytes | msgspec.Raw) -> Decoded:
    """A station's CALL or SEND. Unknown parts are mended, dropped or filled as `mending` tells."""
    pair = actions(version).get(action)
    if pair is None:
        return Decoded(None, (Mend("$", "unknown_action", action[:60]),))
    return _decode(pair[0], payload, fact=True)


def decode_answer(version: Version, action: str, payload: bytes | msgspec.Raw) -> Decoded:
    """A station's CALLRESULT to the CALL of this action. Nothing is filled in."""
    pair = actions(version).get(action)
    if pair is None or pair[1] is None:
        return Decoded(None, (Mend("$", "unknown_action", action[:60]),))
    return _decode(pair[1], payload, fact=False)


def encode(version: Version, action: str, message: msgspec.Struct) -> bytes:
    """The payload of a request or response. Raises: WattfleetError when the official schema forbids it."""
    pair = actions(version).get(action)
    assert pair is not None, f"{action} is an action of OCPP {version}"
    assert type(message) in pair, f"a {type(message).__name__} is not a message of {action}"
    try:
        payload = _ENCODER.encode(message)
    except (TypeError, ValueError, OverflowError) as wrong:
        raise invalid(
            "ocpp_payload",
            f"{action} cannot be written: {wrong}",
            hint="Look at the message in the specification of this version of OCPP.",
        ) from wrong
    if payload != b"{}" or type(message).__struct_fields__:
        _refuse_wrong(version, type(message), action, payload)
    return payload


def validate(version: Version, action: str, payload: bytes, *, answer: bool = False) -> tuple[str, ...]:
    """What the official schema finds wrong with a raw payload, in at most 20 sentences without values."""
    pair = actions(version).get(action)
    kind = None if pair is None else pair[1 if answer else 0]
    if kind is None:
        return (f"OCPP {version} has no {'answer to ' if answer else ''}{action}.",)
    return problems(version, kind.__name__, payload)


def _refuse_wrong(version: Version, kind: type[msgspec.Struct], action: str, payload: bytes) -> None:
    """By the official schema, and by the types, which know that whole numbers have 32 bits."""
    found = problems(version, kind.__name__, payload)
    if not found:
        try:
            _decoder(kind).decode(payload)
        except msgspec.DecodeError as wrong:
            found = (str(wrong),)
    if found:
        text = f"{action} breaks the schema of OCPP {version}: {found[0]}"
        raise invalid(
            "ocpp_payload",
            text,
            hint="Look at the message in the specification of this version of OCPP.",
            field=action,
        )


def _decode(kind: type[msgspec.Struct], payload: bytes | msgspec.Raw, *, fact: bool) -> Decoded:
    try:
        return Decoded(_decoder(kind).decode(payload))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ArithmeticError):
        return _mended(kind, payload, fact=fact)


def _mended(kind: type[msgspec.Struct], payload: bytes | msgspec.Raw, *, fact: bool) -> Decoded:
    mending = Mending(fact=fact)
    try:
        message = mending.message(kind, _PLAIN.decode(payload))
    except RecursionError:
        return Decoded(None, (Mend("$", "too_deep"),))
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, ArithmeticError):
        return Decoded(None, (Mend("$", "not_json"),))
    return Decoded(message, tuple(mending.mends))


@lru_cache(maxsize=512)
def _decoder(kind: type[msgspec.Struct]) -> "msgspec.json.Decoder[msgspec.Struct]":
    return msgspec.json.Decoder(kind)


_ENCODER = msgspec.json.Encoder(decimal_format="number")


def _exact(digits: str) -> Decimal | str:
    """A number that no Decimal can hold (1e99999999999999999999) stays the text that it is."""
    try:
        return Decimal(digits)
    except ArithmeticError:
        return digits


_PLAIN = msgspec.json.Decoder(float_hook=_exact)
