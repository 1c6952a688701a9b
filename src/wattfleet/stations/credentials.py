"""Station passwords: how they are read, kept, compared and judged.

A password is kept as HMAC-SHA-256 under the installation's pepper, salted with the identity: generated
passwords carry 128 bits, so a slow hash would only cost reconnects (security §3 rules 2 and 3).
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

import msgspec

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.stations.identity import folded

SHORTEST = 8
STRONG = 16  # Source: OCPP security whitepaper edition 3, A00.FR.205
LONGEST = 128
MAX_HEADER = 1024
_HEX = frozenset(b"0123456789abcdefABCDEF")


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A registered station as the door knows it: in memory, never a password.

    More than one digest stands while it is unknown which of two passwords a station took (security §3.2).
    """

    tenant: int
    station_id: UUID
    identity: str  # canonical: the register's spelling wins over the URL's (row 63)
    tenant_name: str = ""
    digests: tuple[bytes, ...] = ()
    blocked: bool = False
    passwordless: bool = False  # may use the private listener without a password
    assume_16: bool = False  # no subprotocol header means ocpp1.6 (row 59)
    tls_only: bool = False  # has connected over TLS: never again without (security §2)


class Basic(msgspec.Struct, frozen=True):
    """What a station presented: the password as bytes, and whether its user is the path's identity."""

    password: bytes
    same_user: bool


def read_basic(header: str, identity: str) -> Basic | None:
    """Read an Authorization header; None where there is no readable Basic credential.

    The user ends at the first colon, unless the identity itself has one. Source: RFC 7617 §2.
    """
    scheme, _, encoded = header.strip().partition(" ")
    if len(header) > MAX_HEADER or scheme.lower() != "basic":
        return None
    try:
        pair = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
    own = identity.encode()
    user, colon, password = pair.partition(b":")
    if b":" in own and len(pair) > len(own) and pair[len(own) : len(own) + 1] == b":":
        user, password = pair[: len(own)], pair[len(own) + 1 :]
    if not colon or len(password) > LONGEST:
        return None
    return Basic(password, same_user=_same(user, identity))


def digest(pepper: bytes, identity: str, password: bytes) -> bytes:
    """What is kept of a password. Text in hex and the bytes that it spells give the same digest."""
    return hmac.digest(pepper, folded(identity).encode() + b"\0" + canonical(password), hashlib.sha256)


def matches(presented: bytes, digests: tuple[bytes, ...]) -> bool:
    """Whether a digest is among those kept; takes as long for a hit as for a miss, and for none kept."""
    found = False
    for kept in digests or (_NOBODY,):
        found |= hmac.compare_digest(presented, kept)
    return found and bool(digests)


def canonical(password: bytes) -> bytes:
    """The bytes that hex digits spell, where it is that; else the password itself.

    Some stations send the AuthorizationKey as text, others as the bytes that its hex digits spell.
    """
    if len(password) >= 16 and len(password) % 2 == 0 and _HEX.issuperset(password):
        return bytes.fromhex(password.decode("ascii"))
    return password


def generated(secret: bytes) -> str:
    """A password from 16 random bytes: 32 hex digits (AuthorizationKey takes at most 40)."""
    assert len(secret) == 16, "a generated password carries 128 bits"
    return secret.hex()


def weak(password: bytes) -> bool:
    """Short, or so few different signs that it is as good as short."""
    return len(password) < STRONG or len(set(password)) < 4


def acceptable(password: str, identity: str) -> WattfleetError | None:
    """Why a password that came with a station cannot be taken; None where it can."""
    size = len(password.encode())
    if not SHORTEST <= size <= LONGEST:
        return invalid(
            "password_length",
            f"A station password has {SHORTEST} to {LONGEST} characters.",
            hint="Leave it out and one is generated.",
            field="ocpp_password",
        )
    if folded(password) == folded(identity):
        return invalid(
            "password_is_identity",
            "The password is the station's identity, which anybody can read on the station.",
            hint="Leave it out and one is generated.",
            field="ocpp_password",
        )
    return None


def _same(user: bytes, identity: str) -> bool:
    try:
        return folded(user.decode("utf-8")) == folded(identity)
    except UnicodeDecodeError:
        return False


_NOBODY = bytes(32)
