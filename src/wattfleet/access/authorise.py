"""Who may charge where, and why not: decided now, in words that a driver's helpdesk can read out.

The allow-list of the station counts, else that of its site. An empty list means: at a home nobody, at a
private station every valid token of the tenant, at a public one every valid token. “*” is all valid tokens.
"""

from enum import Enum

import msgspec

from wattfleet.access.tokens import RegisteredToken, TokenState
from wattfleet.kernel.timeline import Instant

ALL = "*"


class Answer(Enum):
    """What is said to the station."""

    ACCEPTED = "accepted"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    INVALID = "invalid"  # known, but not allowed here
    UNKNOWN = "unknown"
    CONCURRENT_TX = "concurrent_tx"


class Door(msgspec.Struct, frozen=True):
    """Where somebody wants in: `access` is public, private or home; groups of the station and of its site."""

    access: str
    station_groups: tuple[str, ...] = ()
    site_groups: tuple[str, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """The answer and its reason in words."""

    status: Answer
    why: str

    @property
    def accepted(self) -> bool:
        return self.status is Answer.ACCEPTED


def decide(token: RegisteredToken | None, door: Door, *, now: Instant) -> Verdict:
    """Whether a token may charge; a token that charges elsewhere may too (ADR 7)."""
    if token is None:
        return Verdict(Answer.UNKNOWN, "Nobody has registered this token.")
    if token.state is TokenState.BLOCKED:
        if token.seen_unknown:
            return Verdict(Answer.UNKNOWN, "A station let this token charge, but nobody has registered it.")
        return Verdict(Answer.BLOCKED, "This token is blocked.")
    if token.expires_at is not None and token.expires_at <= now:
        return Verdict(Answer.EXPIRED, f"This token expired at {token.expires_at}.")
    barred = _barred(token.group, door)
    if barred:
        return Verdict(Answer.INVALID, barred)
    return Verdict(Answer.ACCEPTED, _welcome(token.group, door))


def _barred(group: str, door: Door) -> str:
    """Why a valid token may not charge here; "" = it may."""
    groups = door.station_groups or door.site_groups
    if not groups:
        return "This home station has no allow-list, so nobody may use it." if door.access == "home" else ""
    if ALL in groups or (group and group in groups):
        return ""
    whose = "station" if door.station_groups else "site"
    allowed = ", ".join(groups)
    member = f"is in the group {group}" if group else "is in no group"
    return f"The {whose} allows only {allowed}, and this token {member}."


def _welcome(group: str, door: Door) -> str:
    groups = door.station_groups or door.site_groups
    if not groups:
        return f"A {door.access} station without an allow-list takes every valid token."
    whose = "station" if door.station_groups else "site"
    return f"The {whose} allows all tokens." if ALL in groups else f"The {whose} allows the group {group}."
