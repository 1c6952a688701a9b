"""API keys: who calls us, as what, until when. The key itself is never kept, only its hash."""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant


class Role(Enum):
    """What somebody may do: viewers read, operators run stations, finance keeps tariffs, admins do all.

    Auditors read everything and change nothing; what they read is written down.
    A driver sees what belongs to her own token and nothing else; no key and no person of the house is one.
    """

    ADMIN = "admin"
    OPERATOR = "operator"
    FINANCE = "finance"
    VIEWER = "viewer"
    AUDITOR = "auditor"
    DRIVER = "driver"


STAFF = (Role.ADMIN, Role.OPERATOR, Role.FINANCE, Role.VIEWER, Role.AUDITOR)
"""The roles that a key or a person of the house can have."""


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key's record. The text is `wfk_{key_id}_{secret}`; `digest` is SHA-256 of the whole text, keyed."""

    id: UUID
    key_id: str
    digest: bytes
    tenant: int
    name: str
    role: Role
    created_at: Instant
    expires_at: Instant
    scopes: tuple[str, ...] = ()  # empty = all that the role may
    revoked_at: Instant | None = None
    used_at: Instant | None = None
