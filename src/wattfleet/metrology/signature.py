"""Whether a data set was signed by the owner of a key: yes, no, or not to be told, which is not the same.

Source: OCMF 1.4.1, tables 8 and 22; reference/ocpp-interop.md §9.2.
"""

import base64
import binascii
import hashlib
from enum import Enum

import msgspec
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from wattfleet.metrology import curve_192k1
from wattfleet.metrology.found import Finding, found
from wattfleet.metrology.keys import CURVES, PublicKey
from wattfleet.metrology.ocmf import Ocmf


class Signed(Enum):
    """What can be said of a signature."""

    VALID = "valid"
    INVALID = "invalid"
    NOT_VERIFIABLE = "not_verifiable"


class Verdict(msgspec.Struct, frozen=True):
    """The answer, and why where it is not a yes."""

    signed: Signed
    finding: Finding | None = None

    @property
    def why(self) -> str:
        return "" if self.finding is None else self.finding.text


def verify(value: Ocmf, key: PublicKey | None) -> Verdict:
    """Check the exact payload against its signature."""
    if key is None:
        return Verdict(Signed.NOT_VERIFIABLE, found("key_none"))
    wanted = _curve(value.algorithm)
    if wanted is None:
        return Verdict(Signed.NOT_VERIFIABLE, found("algorithm_unknown", algorithm=value.algorithm))
    if value.mime != "application/x-der":
        return Verdict(Signed.NOT_VERIFIABLE, found("media_unknown", media=value.mime))
    if wanted != key.curve:
        why = found("curve_differs", algorithm=value.algorithm, curve=key.curve)
        return Verdict(Signed.INVALID, why)
    signature = _bytes(value)
    if signature is None:
        return Verdict(Signed.INVALID, found("encoding_wrong", encoding=value.encoding))
    try:
        good = _is_signed(value.payload.encode(), signature, key)
    except UnsupportedAlgorithm:
        return Verdict(Signed.NOT_VERIFIABLE, found("curve_unchecked", curve=key.curve))
    return Verdict(Signed.VALID) if good else Verdict(Signed.INVALID, found("not_of_this_text"))


def _curve(algorithm: str) -> str | None:
    """The curve's name in OCMF; `rsa` where a maker signs so. Source: ocpp-interop §9.2, rule 3."""
    words = algorithm.replace("_", "-").split("-")
    if words[0].upper().startswith("RSA"):
        return "rsa" if words[-1].upper() == "SHA256" else None
    if len(words) != 3 or words[0] != "ECDSA" or words[2] != "SHA256":
        return None
    names = {**{one: one for one in CURVES.values()}, **CURVES}
    return names.get(words[1])


def _bytes(value: Ocmf) -> bytes | None:
    plain = "".join(value.signature.split())
    try:
        match value.encoding:
            case "hex":
                return bytes.fromhex(plain)
            case "base64":
                return base64.b64decode(plain, validate=True)
            case _:
                return None
    except (binascii.Error, ValueError):
        return None


def _is_signed(payload: bytes, signature: bytes, key: PublicKey) -> bool:
    try:
        match key.key:
            case EllipticCurvePublicKey() as curve:
                curve.verify(signature, payload, ECDSA(SHA256()))
            case RSAPublicKey() as rsa:
                rsa.verify(signature, payload, PKCS1v15(), SHA256())
            case small:
                r, s = decode_dss_signature(signature)
                return curve_192k1.is_signed(hashlib.sha256(payload).digest(), r, s, (small.x, small.y))
    except (InvalidSignature, ValueError):
        return False
    return True
