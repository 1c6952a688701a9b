"""Reading OCMF: the exact signed text, its fields, and the readings with what they carry forward.

Source: OCMF 1.4.1 (SAFE e.V.), “Sections”, tables 1–8; reference/ocpp-interop.md §9.
"""

import base64
import binascii
import json
from decimal import Decimal
from typing import NoReturn

import msgspec

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import Instant, read_instant

DEFAULT_ALGORITHM = "ECDSA-secp256r1-SHA256"
_CARRIED = ("TM", "TX", "RI", "RU", "RT", "EF", "ST")
"""What a reading leaves out when it is as in the one before; a value (RV) is never carried."""


class Reading(msgspec.Struct, frozen=True):
    """One reading as the meter told it. `value` keeps its decimals: they carry meaning.

    `clock` is U (not synchronised), I (informative), S (synchronised) or R (relative). `fields` are those
    that stand in the reading itself; everything else is carried forward from the one before.
    """

    time: str
    at: Instant | None
    clock: str
    transaction: str
    value: Decimal | None
    register: str
    unit: str
    current: str
    errors: str
    status: str
    loss: Decimal | None


class Ocmf(msgspec.Struct, frozen=True):
    """One data set. `payload` is the text that was signed, to the letter."""

    payload: str
    fields: dict[str, object]
    readings: tuple[Reading, ...]
    algorithm: str
    encoding: str
    mime: str
    signature: str

    def text(self, name: str) -> str:
        """A field of the payload; empty where there is none."""
        found = self.fields.get(name)
        return found if isinstance(found, str) else ""


def read_ocmf(text: str) -> Ocmf:
    """A data set from `OCMF|payload|signature`, also in base64, as stations send it.

    Raises: WattfleetError `ocmf_invalid`.
    """
    whole = plain_text(text.strip())
    header, _, rest = whole.partition("|")
    payload, found, signature = rest.rpartition("|")
    if header.strip() != "OCMF" or not found:
        raise _refused("it is not OCMF|payload|signature")
    if "|" in payload:
        raise _refused("it has more than three sections")
    fields, signed = _object(payload, "payload"), _object(signature, "signature")
    return Ocmf(
        payload=payload,
        fields=fields,
        readings=_readings(fields),
        algorithm=_text(signed, "SA") or DEFAULT_ALGORITHM,
        encoding=_text(signed, "SE") or "hex",
        mime=_text(signed, "SM") or "application/x-der",
        signature=_text(signed, "SD"),
    )


def plain_text(text: str) -> str:
    """The text itself, or what its base64 says. Source: OCPP 1.6 SignedData starts with `T0NNRnx7…`."""
    if text.startswith("OCMF"):
        return text
    try:
        found = base64.b64decode("".join(text.split()), validate=True).decode()
    except (binascii.Error, ValueError):
        return text
    return found if found.startswith("OCMF") else text


def _refused(why: str) -> WattfleetError:
    return invalid(
        "ocmf_invalid",
        f"This is not a signed value in OCMF: {why}.",
        hint="It reads OCMF|{…}|{…}, as the station sent it, without any change.",
    )


def _object(text: str, what: str) -> dict[str, object]:
    try:
        found = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _refused(f"its {what} is not JSON") from error
    if not isinstance(found, dict):
        raise _refused(f"its {what} is not an object")
    return found


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _text(given: dict[str, object], name: str) -> str:
    found = given.get(name)
    return found if isinstance(found, str) else ""


def _readings(fields: dict[str, object]) -> tuple[Reading, ...]:
    told = fields.get("RD") or []
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise _refused("its readings (RD) are not a list of objects")
    carried: dict[str, object] = {}
    out = []
    for one in told:
        carried |= {name: one[name] for name in _CARRIED if name in one}
        out.append(_reading(one, carried))
    return tuple(out)


def _reading(given: dict[str, object], carried: dict[str, object]) -> Reading:
    time = _text(carried, "TM")
    stamp, _, clock = time.strip().rpartition(" ")
    if not stamp:
        stamp, clock = clock, ""
    return Reading(
        time=time,
        at=read_instant(stamp),
        clock=clock,
        transaction=_text(carried, "TX"),
        value=_number(given, "RV"),
        register=_text(carried, "RI"),
        unit=_text(carried, "RU"),
        current=_text(carried, "RT"),
        errors=_text(carried, "EF"),
        status=_text(carried, "ST"),
        loss=_number(given, "CL"),
    )


def _number(given: dict[str, object], name: str) -> Decimal | None:
    found = given.get(name)
    return found if isinstance(found, Decimal) else None
