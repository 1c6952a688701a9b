"""Public keys as they come: hex (also with blanks), base64 or PEM, of any curve that OCMF names, or RSA."""

import base64
import binascii
import re

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.metrology import curve_192k1

CURVES = {
    "secp192k1": "secp192k1",
    "secp192r1": "secp192r1",
    "secp256k1": "secp256k1",
    "secp256r1": "secp256r1",
    "secp384r1": "secp384r1",
    "brainpoolP256r1": "brainpool256r1",
    "brainpoolP384r1": "brainpool384r1",
}
"""The names of libraries, and those of OCMF. Source: OCMF 1.4.1, table 22."""


class SmallKey(msgspec.Struct, frozen=True):
    """A point on secp192k1."""

    x: int
    y: int


class PublicKey(msgspec.Struct, frozen=True):
    """A key with the name of its curve as OCMF writes it; `rsa` for RSA."""

    key: EllipticCurvePublicKey | RSAPublicKey | SmallKey
    curve: str
    der: bytes


def read_key(text: str) -> PublicKey:
    """A key from its text. Raises: WattfleetError `key_invalid`, `key_unsupported`."""
    der = _bytes(text)
    if curve_192k1.OID in der[:32]:
        return PublicKey(_small(der), "secp192k1", der)
    try:
        found = load_der_public_key(der)
    except UnsupportedAlgorithm as error:
        raise _unsupported() from error
    except ValueError as error:
        raise _broken() from error
    match found:
        case RSAPublicKey():
            return PublicKey(found, "rsa", der)
        case EllipticCurvePublicKey() if found.curve.name in CURVES:
            return PublicKey(found, CURVES[found.curve.name], der)
        case _:
            raise _unsupported()


def _bytes(text: str) -> bytes:
    plain = re.sub(r"-----[A-Z ]+-----|\s", "", text)
    try:
        return (
            bytes.fromhex(plain)
            if re.fullmatch(r"[0-9A-Fa-f]+", plain)
            else base64.b64decode(plain, validate=True)
        )
    except (binascii.Error, ValueError) as error:
        raise _broken() from error


def _small(der: bytes) -> SmallKey:
    """The point is the last 49 bytes of the structure: 04, x, y."""
    if len(der) < 49 or der[-49] != 4:
        raise _broken()
    point = int.from_bytes(der[-48:-24]), int.from_bytes(der[-24:])
    if not curve_192k1.on_curve(point):
        raise _broken()
    return SmallKey(*point)


def _broken() -> WattfleetError:
    return invalid(
        "key_invalid",
        "The public key cannot be read.",
        hint="Give a SubjectPublicKeyInfo in hex, base64 or PEM, as the maker or the register has it.",
        field="key",
    )


def _unsupported() -> WattfleetError:
    return invalid(
        "key_unsupported",
        "The public key is of a kind that OCMF does not name.",
        hint=f"OCMF signs with {', '.join(CURVES.values())}, and some makers with RSA.",
        field="key",
    )
