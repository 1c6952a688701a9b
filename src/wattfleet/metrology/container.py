"""Signed values as OCPP carries them: the text that the meter signed, and the key that came along.

1.6 sends the text (or its base64) as a value of the format SignedData; 2.x sends `signedMeterValue` with the
text in base64, and a public key that is base64 too, often of a text such as `oca:base16:asn1:3059…`.
Source: OCPP 2.0.1 part 2, SignedMeterValueType; OCA application note “Signed Meter Values in OCPP”, 2024.
"""

import base64
import binascii
import json

from wattfleet.metrology.ocmf import plain_text
from wattfleet.metrology.transparency import SignedText


def read_container(told: str, transaction: str = "") -> SignedText:
    """Never refuses: what is no container is taken as the text itself, and shows when it is checked."""
    text, key = told.strip(), ""
    if text.startswith("{"):
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError):
            return SignedText(text, "", transaction)
        if isinstance(fields, dict):
            key = _key(_text(fields, "publicKey"))
            text = _text(fields, "signedMeterData") or text
    return SignedText(plain_text(text), key, transaction)


def _text(fields: dict[str, object], name: str) -> str:
    found = fields.get(name)
    return found.strip() if isinstance(found, str) else ""


def _key(told: str) -> str:
    """The key's own text, in hex or base64; `oca:encoding:form:KEY` names its last part."""
    inner = told
    try:
        decoded = base64.b64decode("".join(told.split()), validate=True).decode("ascii")
        inner = decoded if decoded.isprintable() and decoded else told
    except (binascii.Error, ValueError):
        inner = told
    return inner.rpartition(":")[2].strip() if inner.lower().startswith("oca:") else inner
