"""Registered tokens: cards, apps, contract ids."""

from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant


class TokenState(Enum):
    """Whether the operator lets it charge. A token past its expiry is expired whatever this says."""

    VALID = "valid"
    BLOCKED = "blocked"


class RegisteredToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token that we know. `uid` keeps its spelling; upper and lower case mean the same (row 94)."""

    id: UUID
    uid: str
    kind: str = "rfid"  # rfid, app, emaid, …
    group: str = ""
    state: TokenState = TokenState.VALID
    expires_at: Instant | None = None
    parent: str = ""
    driver: str = ""  # free text until people are built
    note: str = ""
    seen_unknown: bool = False  # made by a station that let an unknown token charge
    version: int = 1


def fold_uid(uid: str) -> str:
    """The spelling under which a uid is compared."""
    return uid.strip().casefold()
