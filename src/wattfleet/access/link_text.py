"""Links and cookies: how they look, and the keyed hashes that are kept in their place.

Both are long and random, so a keyed SHA-256 is enough. A link's text stands behind the `#` of an address,
which no browser sends and no log keeps.
"""

import hashlib
import hmac
import re

LINK_PREFIX = "wfl_"

_LINK = re.compile(r"wfl_([0-9a-f]{12})_([0-9a-f]{48})")
_COOKIE = re.compile(r"([0-9a-f]{24})\.([0-9a-f]{64})")


def write_link(name: bytes, secret: bytes) -> tuple[str, str]:
    """A new link from 6 and 24 random bytes: its id, and its text."""
    assert (len(name), len(secret)) == (6, 24), "a link is made of 6 and 24 bytes"
    return name.hex(), f"{LINK_PREFIX}{name.hex()}_{secret.hex()}"


def link_id_of(text: str) -> str | None:
    """The id in a link's text; None when it is no link of ours."""
    match = _LINK.fullmatch(text)
    return match.group(1) if match else None


def link_digest(pepper: bytes, text: str) -> bytes:
    """What is kept of a link."""
    return hmac.digest(pepper, b"link\0" + text.encode(), hashlib.sha256)


def write_cookie(name: bytes, secret: bytes) -> tuple[str, str]:
    """A new cookie from 12 and 32 random bytes: its id, and its text."""
    assert (len(name), len(secret)) == (12, 32), "a cookie is made of 12 and 32 bytes"
    return name.hex(), f"{name.hex()}.{secret.hex()}"


def cookie_id_of(text: str) -> str | None:
    """The id in a cookie's text; None when it is none of ours."""
    match = _COOKIE.fullmatch(text)
    return match.group(1) if match else None


def cookie_digest(pepper: bytes, text: str) -> bytes:
    """What is kept of a cookie."""
    return hmac.digest(pepper, b"cookie\0" + text.encode(), hashlib.sha256)


def csrf_of(pepper: bytes, text: str) -> str:
    """The token that goes with a cookie: only who may read our answers knows it."""
    return hmac.digest(pepper, b"csrf\0" + text.encode(), hashlib.sha256).hex()[:32]
