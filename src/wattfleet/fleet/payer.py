"""Who pays for a session: one account, by the closest rule that held when it began.

A rule says: the sessions of this token, token group, EVSE, station or site are paid by that account. The
closest kind decides, in that order; two rules of one kind for one thing never hold at once, so that a session
is paid by one account or by none.
"""

from collections.abc import Iterable
from enum import Enum
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant


class PaidBy(Enum):
    """By what a rule finds its sessions; the order is that of closeness."""

    TOKEN = "token"
    GROUP = "group"
    EVSE = "evse"
    STATION = "station"
    SITE = "site"


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """A rule. `thing` is what is compared (a folded uid, a group, ids), `value` what people wrote."""

    id: UUID
    account_id: UUID
    by: PaidBy
    thing: str
    value: str
    valid_from: Instant | None = None
    valid_until: Instant | None = None
    cost_centre: str = ""
    note: str = ""
    version: int = 1

    def holds_at(self, moment: Instant) -> bool:
        since, until = self.valid_from, self.valid_until
        return (since is None or since <= moment) and (until is None or moment < until)

    def overlaps(self, other: "Payer") -> bool:
        """Whether both would hold for one thing at one moment."""
        if (self.by, self.thing) != (other.by, other.thing):
            return False
        return _before(self.valid_from, other.valid_until) and _before(other.valid_from, self.valid_until)


class Charged(msgspec.Struct, frozen=True):
    """What is known of a session that somebody must pay: `things` as in `Payer.thing`, closest first."""

    things: tuple[tuple[PaidBy, str], ...]
    started_at: Instant


class Payers:
    """All rules of a tenant, ready to be asked many times."""

    def __init__(self, rules: Iterable[Payer]) -> None:
        self._rules: dict[tuple[PaidBy, str], list[Payer]] = {}
        for rule in rules:
            self._rules.setdefault((rule.by, rule.thing), []).append(rule)

    def of(self, session: Charged) -> Payer | None:
        for key in session.things:
            for rule in self._rules.get(key, ()):
                if rule.holds_at(session.started_at):
                    return rule
        return None


def _before(start: Instant | None, end: Instant | None) -> bool:
    return start is None or end is None or start < end
