"""Who may do what: one table from roles to deeds, and scopes that narrow it.

A deed is an area with `read` or `write`, written `stations:write`; scopes of a key use the same words.
"""

from enum import Enum

import msgspec

from wattfleet.access.keys import Role
from wattfleet.kernel.errors import WattfleetError, forbidden, invalid


class Area(Enum):
    """What a deed is about."""

    SITES = "sites"
    STATIONS = "stations"
    TOKENS = "tokens"
    TARIFFS = "tariffs"
    SESSIONS = "sessions"
    INBOX = "inbox"
    COMMANDS = "commands"
    KEYS = "keys"
    READS = "reads"  # what auditors have read
    HEALTH = "health"


class Deed(msgspec.Struct, frozen=True):
    """Something that a caller wants to do. `area` None is open to every key (who am I, which version)."""

    area: Area | None
    write: bool = False

    @property
    def scope(self) -> str:
        assert self.area is not None, "what every key may do has no scope"
        return f"{self.area.value}:{'write' if self.write else 'read'}"


_READS = frozenset(Area) - {Area.KEYS, Area.READS}
_AUDITED = frozenset(Area) - {Area.READS}

_WRITES: dict[Role, frozenset[Area]] = {
    Role.VIEWER: frozenset(),
    Role.AUDITOR: frozenset(),
    Role.FINANCE: frozenset({Area.TARIFFS}),
    Role.OPERATOR: frozenset({Area.SITES, Area.STATIONS, Area.TOKENS, Area.INBOX, Area.COMMANDS}),
    Role.ADMIN: frozenset(Area),
}

SCOPES = tuple(f"{area.value}:{verb}" for area in Area for verb in ("read", "write"))
"""Every scope that a key can be narrowed to; `write` contains `read`."""


def role_may(role: Role, deed: Deed) -> bool:
    """The table itself, without scopes."""
    if deed.area is None or role is Role.ADMIN:
        return True
    if deed.write:
        return deed.area in _WRITES[role]
    return deed.area in (_AUDITED if role is Role.AUDITOR else _READS)


def refusal(role: Role, scopes: tuple[str, ...], deed: Deed) -> WattfleetError | None:
    """Why a caller may not do this; None when it may."""
    if not role_may(role, deed):
        return forbidden(
            "role_insufficient",
            f"A key with the role {role.value} may not do this.",
            hint=f"It takes one of: {', '.join(one.value for one in Role if role_may(one, deed))}.",
        )
    if deed.area is None or not scopes or deed.scope in scopes:
        return None
    if not deed.write and f"{deed.area.value}:write" in scopes:
        return None
    return forbidden(
        "scope_insufficient", "The key's scopes do not reach this.", hint=f"It takes the scope {deed.scope}."
    )


def checked_scopes(scopes: tuple[str, ...]) -> tuple[str, ...]:
    """Raises: WattfleetError `scope_unknown`."""
    for scope in scopes:
        if scope not in SCOPES:
            raise invalid(
                "scope_unknown",
                f"“{scope}” is not a scope.",
                hint=f"Scopes are {', '.join(SCOPES)}.",
                field="scopes",
            )
    return scopes
