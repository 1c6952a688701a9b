"""A tariff group in the shape of the API, and how it is read."""

from uuid import UUID

import msgspec

from wattfleet.kernel.errors import WattfleetError, invalid
from wattfleet.kernel.timeline import parse_instant
from wattfleet.tariffs.group import Rule, TariffGroup
from wattfleet.tariffs.reading import read_restrictions
from wattfleet.tariffs.shape import RestrictionsInput, shown_restrictions
from wattfleet.tariffs.tariff import Restrictions

MOST_RULES = 200


class RuleInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who, where and when, and which tariff then sells; null: it is not sold.

    `stations` are identities. Times are local to the site: `start_time` and `end_time` as 18:00, dates as
    2026-11-20, from inclusive, to exclusive.
    """

    tariff_id: UUID | None
    note: str = ""
    token_groups: list[str] = []
    tokens: list[str] = []
    stations: list[str] = []
    evses: list[int] = []
    day_of_week: list[str] = []
    start_time: str | None = None
    end_time: str | None = None
    start_date: str | None = None
    end_date: str | None = None


class GroupInput(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A tariff group as a person writes it: the first rule that holds decides."""

    name: str
    rules: list[RuleInput]
    valid_from: str | None = None


def read_group(given: GroupInput, *, group_id: UUID, version: int = 1) -> TariffGroup:
    """Raises: WattfleetError, with `field` written as in `rules[0].end_time`."""
    if not given.name.strip():
        raise invalid("group_name_missing", "The group has no name.", hint="Give it one.", field="name")
    if not 0 < len(given.rules) <= MOST_RULES:
        raise invalid(
            "group_without_rules",
            f"A group has 1 to {MOST_RULES} rules, not {len(given.rules)}.",
            hint="Write a rule without conditions as the last one to sell to everybody else.",
            field="rules",
        )
    rules = tuple(_rule(one, f"rules[{at}]") for at, one in enumerate(given.rules))
    _check_reached(rules)
    return TariffGroup(
        id=group_id,
        version=version,
        name=given.name.strip(),
        rules=rules,
        valid_from=None if given.valid_from is None else parse_instant(given.valid_from, field="valid_from"),
    )


def show_group(group: TariffGroup) -> GroupInput:
    """The group in the shape in which it was read."""
    return GroupInput(
        name=group.name,
        rules=[_shown(one) for one in group.rules],
        valid_from=None if group.valid_from is None else group.valid_from.rfc3339(),
    )


def _rule(given: RuleInput, field: str) -> Rule:
    asked = read_restrictions(
        RestrictionsInput(
            start_time=given.start_time,
            end_time=given.end_time,
            start_date=given.start_date,
            end_date=given.end_date,
            day_of_week=given.day_of_week,
        ),
        field,
    )
    return Rule(
        tariff_id=given.tariff_id,
        note=given.note,
        token_groups=tuple(given.token_groups),
        tokens=tuple(given.tokens),
        stations=tuple(given.stations),
        evses=tuple(given.evses),
        weekdays=asked.weekdays,
        from_s=asked.from_s,
        to_s=asked.to_s,
        from_day=asked.from_day,
        to_day=asked.to_day,
    )


def _shown(rule: Rule) -> RuleInput:
    when = shown_restrictions(
        Restrictions(
            from_s=rule.from_s,
            to_s=rule.to_s,
            from_day=rule.from_day,
            to_day=rule.to_day,
            weekdays=rule.weekdays,
        )
    )
    return RuleInput(
        tariff_id=rule.tariff_id,
        note=rule.note,
        token_groups=list(rule.token_groups),
        tokens=list(rule.tokens),
        stations=list(rule.stations),
        evses=list(rule.evses),
        day_of_week=[] if when is None else when.day_of_week,
        start_time=None if when is None else when.start_time,
        end_time=None if when is None else when.end_time,
        start_date=None if when is None else when.start_date,
        end_date=None if when is None else when.end_date,
    )


def _check_reached(rules: tuple[Rule, ...]) -> None:
    """A rule behind one without conditions is never looked at."""
    for index, rule in enumerate(rules[:-1]):
        if rule == Rule(tariff_id=rule.tariff_id, note=rule.note):
            raise _unreached(index)
        if any(_same_conditions(rule, later) for later in rules[index + 1 :]):
            raise _unreached(index, twin=True)


def _same_conditions(one: Rule, other: Rule) -> bool:
    blank = {"tariff_id": None, "note": ""}
    return msgspec.structs.replace(one, **blank) == msgspec.structs.replace(other, **blank)


def _unreached(index: int, *, twin: bool = False) -> WattfleetError:
    why = (
        "has the same conditions as a later one"
        if twin
        else "has no conditions, so those behind it never hold"
    )
    return invalid(
        "group_rule_unreached",
        f"Rule {index + 1} {why}.",
        hint="Put the special rules first and the one for everybody last.",
        field=f"rules[{index}]",
    )
