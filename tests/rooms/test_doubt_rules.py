"""Every rule of doubt stands in the one table and on its page, and none ends in a bill by itself."""

from pathlib import Path

from wattfleet.events import Flag
from wattfleet.sessions.doubt_rules import BY_FLAG, RULES, UNBILLED, WAITS
from wattfleet.sessions.session import HOLDS

PAGE = Path(__file__).parents[2] / "docs" / "spec" / "doubt.md"


def test_all_that_holds_a_session_has_its_rule() -> None:
    assert set(BY_FLAG) == HOLDS | {Flag.UNKNOWN_TX}
    assert len(BY_FLAG) == len(RULES)


def test_no_rule_ends_in_a_bill() -> None:
    assert {rule.end for rule in RULES} == {UNBILLED, WAITS}
    assert all(rule.days > 0 for rule in RULES)


def test_the_page_tells_each_rule_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for rule in RULES:
        line = f"| `{rule.flag.value}` | {rule.why} | {rule.heals} | {rule.days} days. {rule.end} |"
        assert line in page, f"the page should say: {line}"
