"""Which of several tariffs sells a session: ordered rules of who, where and when, and why that one.

The first rule that holds at the session's start decides for the whole session; where none holds, the session
is not sold. Source: reference/requirements.md D4; docs/spec/rating.md.
"""

from datetime import date
from uuid import UUID

import msgspec

from wattfleet.kernel.timeline import Instant, Zone


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that is given must hold; what is empty holds always. `tariff_id` None: not sold.

    `token_groups` and `tokens` say who, `stations` (identities) and `evses` where; clock, dates and weekdays
    (Monday is 0) are local to the site, from inclusive, to exclusive, and `to_s` 0 is the end of the day.
    """

    tariff_id: UUID | None
    note: str = ""
    token_groups: tuple[str, ...] = ()
    tokens: tuple[str, ...] = ()
    stations: tuple[str, ...] = ()
    evses: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    from_s: int | None = None
    to_s: int | None = None
    from_day: date | None = None
    to_day: date | None = None


class TariffGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a group; a change makes a new one, and a session keeps the version of its start."""

    id: UUID
    version: int = 1
    name: str
    rules: tuple[Rule, ...]
    valid_from: Instant | None = None


class Asking(msgspec.Struct, frozen=True):
    """A session as rules see it. `token_group` is empty where the token is unknown or has none."""

    token: str
    token_group: str
    station: str
    evse: int
    at: Instant
    zone: Zone


class Tried(msgspec.Struct, frozen=True):
    """A rule that was looked at, by its number from 0, and what of it did not hold; empty: it decided."""

    rule: int
    failed: tuple[str, ...]


class Choice(msgspec.Struct, frozen=True):
    """The tariff, and every rule that was looked at on the way to it. None: not sold."""

    tariff_id: UUID | None
    tried: tuple[Tried, ...]

    @property
    def rule(self) -> int | None:
        last = self.tried[-1] if self.tried else None
        return last.rule if last is not None and not last.failed else None


def choose(group: TariffGroup, asking: Asking) -> Choice:
    """The first rule that holds."""
    tried = []
    for index, rule in enumerate(group.rules):
        failed = _failed(rule, asking)
        tried.append(Tried(index, failed))
        if not failed:
            return Choice(rule.tariff_id, tuple(tried))
    return Choice(None, tuple(tried))


def _failed(rule: Rule, asking: Asking) -> tuple[str, ...]:
    local = asking.at.local(asking.zone)
    of_day = local.hour * 3600 + local.minute * 60 + local.second
    token = asking.token.upper()
    checks = (
        ("token_groups", not rule.token_groups or asking.token_group in rule.token_groups),
        ("tokens", not rule.tokens or token in {one.upper() for one in rule.tokens}),
        ("stations", not rule.stations or asking.station in rule.stations),
        ("evses", not rule.evses or asking.evse in rule.evses),
        ("weekdays", not rule.weekdays or local.weekday() in rule.weekdays),
        ("clock", _in_window(of_day, rule.from_s, rule.to_s)),
        ("dates", _in_dates(local.date(), rule.from_day, rule.to_day)),
    )
    return tuple(name for name, holds in checks if not holds)


def _in_window(of_day: int, from_s: int | None, to_s: int | None) -> bool:
    start, end = from_s or 0, to_s or 86_400
    return start <= of_day < end if start < end else (of_day >= start or of_day < end)


def _in_dates(day: date, start: date | None, end: date | None) -> bool:
    return (start is None or start <= day) and (end is None or day < end)
