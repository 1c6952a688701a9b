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
    PEOPLE = "people"
    ALARMS = "alarms"
    SETUP = "setup"
    OWN = "own"  # what belongs to one's own token
    DOUBTS = "doubts"
    ACTS = "acts"
    BILLING = "billing"  # accounts, contracts, invoices, the ledger
    DISPUTES = "disputes"
    VIEWS = "views"  # of lists, that everyone has; one's own are anybody's


class Deed(msgspec.Struct, frozen=True):
    """Something that a caller wants to do.

    `area` None is open to every key and every person of the house (who am I, which version), and to drivers
    too where `drivers` says so.
    """

    area: Area | None
    write: bool = False
    drivers: bool = False

    @property
    def scope(self) -> str:
        assert self.area is not None, "what every key may do has no scope"
        return f"{self.area.value}:{'write' if self.write else 'read'}"


class Reach(Enum):
    """How far a role reaches in an area; who writes also reads."""

    NOTHING = 0
    READ = 1
    WRITE = 2


_NO, _READ, _WRITE = Reach.NOTHING, Reach.READ, Reach.WRITE

TABLE: dict[Area, tuple[Reach, Reach, Reach, Reach, Reach, Reach]] = {
    #             viewer operator finance auditor admin driver
    Area.SITES: (_READ, _WRITE, _READ, _READ, _WRITE, _NO),
    Area.STATIONS: (_READ, _WRITE, _READ, _READ, _WRITE, _NO),
    Area.TOKENS: (_READ, _WRITE, _READ, _READ, _WRITE, _NO),
    Area.TARIFFS: (_READ, _READ, _WRITE, _READ, _WRITE, _NO),
    Area.SESSIONS: (_READ, _WRITE, _READ, _READ, _WRITE, _NO),
    Area.INBOX: (_READ, _WRITE, _READ, _READ, _WRITE, _NO),
    Area.COMMANDS: (_READ, _WRITE, _READ, _READ, _WRITE, _NO),
    Area.KEYS: (_NO, _NO, _NO, _READ, _WRITE, _NO),
    Area.READS: (_NO, _NO, _NO, _NO, _WRITE, _NO),
    Area.HEALTH: (_READ, _READ, _READ, _READ, _WRITE, _NO),
    Area.PEOPLE: (_NO, _NO, _NO, _READ, _WRITE, _NO),
    Area.ALARMS: (_READ, _WRITE, _READ, _READ, _WRITE, _NO),
    Area.SETUP: (_READ, _READ, _READ, _READ, _WRITE, _NO),
    Area.DOUBTS: (_READ, _WRITE, _WRITE, _READ, _WRITE, _NO),
    Area.ACTS: (_NO, _READ, _READ, _READ, _READ, _NO),
    Area.BILLING: (_NO, _READ, _WRITE, _READ, _WRITE, _NO),
    Area.DISPUTES: (_NO, _WRITE, _WRITE, _READ, _WRITE, _NO),
    Area.VIEWS: (_READ, _WRITE, _WRITE, _READ, _WRITE, _NO),
    Area.OWN: (_NO, _NO, _NO, _NO, _NO, _WRITE),
}
"""Who may do what. A new area without its line is a KeyError, and a test says so."""

_COLUMNS = (Role.VIEWER, Role.OPERATOR, Role.FINANCE, Role.AUDITOR, Role.ADMIN, Role.DRIVER)

SCOPES = tuple(f"{area.value}:{verb}" for area in Area if area is not Area.OWN for verb in ("read", "write"))
"""Every scope that a key can be narrowed to; `write` contains `read`."""


def reach(role: Role, area: Area) -> Reach:
    """The table itself."""
    return TABLE[area][_COLUMNS.index(role)]


def role_may(role: Role, deed: Deed) -> bool:
    """Whether the role reaches this, without scopes."""
    if deed.area is None:
        return role is not Role.DRIVER or deed.drivers
    return reach(role, deed.area).value >= (_WRITE if deed.write else _READ).value


def allowed(role: Role, scopes: tuple[str, ...]) -> tuple[str, ...]:
    """All that a caller may, as `noun:verb`: what screens use to leave out what is not allowed."""
    every = [(area, verb) for area in Area for verb in ("read", "write")]
    return tuple(
        f"{area.value}:{verb}"
        for area, verb in every
        if refusal(role, scopes, Deed(area, write=verb == "write")) is None
    )


def refusal(role: Role, scopes: tuple[str, ...], deed: Deed) -> WattfleetError | None:
    """Why a caller may not do this; None when it may."""
    if not role_may(role, deed):
        return forbidden(
            "role_insufficient",
            f"The role {role.value} may not do this.",
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
