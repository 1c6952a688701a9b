"""What a backup holds, told in itself: by it a restored copy is compared with what was copied."""

import hashlib
import hmac

import msgspec

MARK = b"mark"


class Part(msgspec.Struct, frozen=True):
    """A file of the backup, with its size in bytes and its SHA-256."""

    name: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """`made_at` is the moment whose state it holds. `counts` are rows by table; `digests` are sums over all
    rows of a table that do not depend on their order (PostgreSQL alone: its dump is no image of it).

    `secret`: "inside", or "apart" where it came from the environment. `secret_mark` is the database's own.
    """

    made_at: str
    program: str
    database: str
    revision: str
    tenants: tuple[str, ...]
    counts: dict[str, int]
    digests: dict[str, str] = {}
    secret: str
    secret_mark: str
    parts: tuple[Part, ...] = ()


def mark_of(secret: bytes) -> str:
    """What a database remembers of its secret."""
    return hmac.digest(secret, MARK, hashlib.sha256).hex()
