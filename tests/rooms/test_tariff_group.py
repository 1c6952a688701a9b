"""Which tariff sells a session: the first rule that holds, and what of the others did not."""

from uuid import UUID

import msgspec
import pytest

from wattfleet.kernel.errors import WattfleetError
from wattfleet.kernel.timeline import Zone, parse_instant
from wattfleet.tariffs.group import Asking, TariffGroup, choose
from wattfleet.tariffs.group_shape import GroupInput, read_group, show_group

NIGHT, DAY = UUID(int=1), UUID(int=2)


def group(*rules: dict[str, object], **more: object) -> TariffGroup:
    given = {"name": "Depot", "rules": list(rules)} | more
    return read_group(msgspec.convert(given, GroupInput), group_id=UUID(int=9))


def rule(tariff: UUID | None, **asked: object) -> dict[str, object]:
    return {"tariff_id": None if tariff is None else str(tariff)} | asked


def asking(**changed: object) -> Asking:
    """Noon of a Friday in Stockholm is 13:00."""
    noon = parse_instant("2026-11-20T12:00:00Z")
    usual = Asking("04AA", "staff", "CP1", 1, noon, Zone("Europe/Stockholm"))
    return msgspec.structs.replace(usual, **changed)


@pytest.mark.parametrize(
    ("asked", "session", "failed"),
    [
        ({}, {}, ()),
        ({"token_groups": ["staff"]}, {}, ()),
        ({"token_groups": ["guests"]}, {}, ("token_groups",)),
        ({"token_groups": ["staff"]}, {"token_group": ""}, ("token_groups",)),
        ({"tokens": ["04aa"]}, {}, ()),
        ({"tokens": ["04BB"]}, {}, ("tokens",)),
        ({"stations": ["CP1", "CP2"]}, {}, ()),
        ({"stations": ["CP2"], "evses": [2]}, {}, ("stations", "evses")),
        ({"day_of_week": ["FRIDAY"]}, {}, ()),
        ({"day_of_week": ["MONDAY"]}, {}, ("weekdays",)),
        ({"start_time": "13:00", "end_time": "13:01"}, {}, ()),  # 12:00Z is 13:00 in Stockholm
        ({"start_time": "13:00", "end_time": "13:01"}, {"zone": Zone("UTC")}, ("clock",)),
        ({"start_time": "22:00", "end_time": "06:00"}, {"at": parse_instant("2026-11-20T23:30:00Z")}, ()),
        ({"start_time": "22:00", "end_time": "06:00"}, {}, ("clock",)),
        ({"start_time": "22:00"}, {"at": parse_instant("2026-11-20T22:59:59Z")}, ()),
        ({"end_time": "14:00"}, {}, ()),
        ({"start_date": "2026-11-20", "end_date": "2026-11-21"}, {}, ()),
        ({"start_date": "2026-11-21"}, {"at": parse_instant("2026-11-20T23:00:00Z")}, ()),  # local midnight
        ({"end_date": "2026-11-20"}, {}, ("dates",)),
    ],
)
def test_a_rule_holds_when_all_that_it_asks_for_holds(
    asked: dict[str, object], session: dict[str, object], failed: tuple[str, ...]
) -> None:
    found = choose(group(rule(NIGHT, **asked)), asking(**session))
    assert found.tried[0].failed == failed
    assert found.tariff_id == (None if failed else NIGHT)


def test_the_first_rule_that_holds_decides_and_the_way_to_it_is_told() -> None:
    rules = group(rule(NIGHT, token_groups=["guests"]), rule(None, tokens=["04BB"]), rule(DAY), name="Depot")
    found = choose(rules, asking())
    assert (found.tariff_id, found.rule) == (DAY, 2)
    assert [one.failed for one in found.tried] == [("token_groups",), ("tokens",), ()]
    sold_to_nobody = choose(rules, asking(token="04bb"))
    assert (sold_to_nobody.tariff_id, sold_to_nobody.rule) == (None, 1)


def test_where_no_rule_holds_it_is_not_sold() -> None:
    found = choose(group(rule(NIGHT, evses=[2])), asking())
    assert (found.tariff_id, found.rule) == (None, None)


@pytest.mark.parametrize(
    ("rules", "code", "field"),
    [
        ([], "group_without_rules", "rules"),
        ([rule(NIGHT), rule(DAY, evses=[1])], "group_rule_unreached", "rules[0]"),
        ([rule(NIGHT, evses=[1]), rule(DAY, evses=[1])], "group_rule_unreached", "rules[0]"),
        ([rule(NIGHT, start_time="25:00")], "tariff_time_invalid", "rules[0].start_time"),
        ([rule(NIGHT, day_of_week=["FREITAG"])], "tariff_weekday_unknown", "rules[0].day_of_week"),
    ],
)
def test_what_is_refused_and_why(rules: list[dict[str, object]], code: str, field: str) -> None:
    with pytest.raises(WattfleetError) as caught:
        group(*rules)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert caught.value.hint


def test_what_is_written_is_shown_as_it_was_written() -> None:
    rules = [
        rule(NIGHT, token_groups=["staff"], start_time="22:00", end_time="06:00", note="staff"),
        rule(None, day_of_week=["SUNDAY"], start_date="2026-01-01", evses=[1, 2]),
        rule(DAY),
    ]
    made = group(*rules, valid_from="2026-01-01T00:00:00Z")
    assert read_group(show_group(made), group_id=made.id) == made
