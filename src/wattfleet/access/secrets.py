"""Secrets: how keys and station passwords look, and the keyed hashes that are kept in their place.

Both are long and random, so a keyed SHA-256 is enough and costs a microsecond; a slow hash would keep
100,000 returning stations waiting for half an hour (security §3.2). The pepper is the installation's own
secret and stands in no database.
"""

import hashlib
import hmac
import re

from wattfleet.kernel.errors import invalid

KEY_PREFIX = "wfk_"
SHORTEST_PASSWORD = 8
WEAK_BELOW = 16
LONGEST_PASSWORD = 128

_KEY = re.compile(r"wfk_([0-9a-f]{12})_([0-9a-f]{48})")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){8,}")


def write_key(name: bytes, secret: bytes) -> tuple[str, str]:
    """A new key from 6 and 24 random bytes: its public id, and the text that is shown once."""
    assert len(name) == 6, "a key's id is made of six bytes"
    assert len(secret) == 24, "a key's secret is made of 24 bytes"
    return name.hex(), f"{KEY_PREFIX}{name.hex()}_{secret.hex()}"


def key_id_of(text: str) -> str | None:
    """The public id inside a key's text; None when it is no key of ours."""
    match = _KEY.fullmatch(text)
    return match.group(1) if match else None


def key_digest(pepper: bytes, text: str) -> bytes:
    """What is kept of a key."""
    return hmac.digest(pepper, b"key\0" + text.encode(), hashlib.sha256)


def generated_password(secret: bytes) -> str:
    """32 hex digits of 16 random bytes: fits 1.6's AuthorizationKey and 2.x's BasicAuthPassword."""
    assert len(secret) == 16, "a password is made of 16 bytes"
    return secret.hex()


def password_digest(pepper: bytes, password: bytes) -> bytes:
    """What is kept of a station's password. Hex digits count as the bytes they stand for."""
    return hmac.digest(pepper, b"station\0" + _canonical(password), hashlib.sha256)


def password_matches(pepper: bytes, digest: bytes, shown: bytes) -> bool:
    """Compares as bytes, as text and hex-decoded, in the same time whatever is wrong.

    A station given 32 hex digits may send them as text or as 16 raw bytes. Source: OCPP 1.6 security
    whitepaper §4.1; security §3.
    """
    as_text = hmac.compare_digest(password_digest(pepper, shown), digest)
    raw = hmac.digest(pepper, b"station\0" + b"hex:" + shown.hex().encode(), hashlib.sha256)
    return hmac.compare_digest(raw, digest) or as_text


def checked_password(password: str) -> bool:
    """Whether a password that comes with a station is weak.

    Raises: WattfleetError `password_invalid`.
    """
    length = len(password.encode())
    if length < SHORTEST_PASSWORD or length > LONGEST_PASSWORD or not password.isprintable():
        raise invalid(
            "password_invalid",
            f"A station's password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} printable characters.",
            hint="Leave it out, and one is generated.",
            field="ocpp_password",
        )
    return length < WEAK_BELOW


def _canonical(password: bytes) -> bytes:
    text = password.decode("latin-1")
    if _HEX.fullmatch(text):
        return b"hex:" + text.lower().encode()
    return password
