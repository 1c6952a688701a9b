"""API keys: how they look, and the keyed hash that is kept in their place.

A key is long and random, so a keyed SHA-256 is enough and costs a microsecond. The pepper is the
installation's own secret and stands in no database.
"""

import hashlib
import hmac
import re

KEY_PREFIX = "wfk_"

_KEY = re.compile(r"wfk_([0-9a-f]{12})_([0-9a-f]{48})")


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
